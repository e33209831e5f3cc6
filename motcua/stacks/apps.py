"""Django's entry for the package."""

from django.apps import AppConfig


class StacksConfig(AppConfig):
    name = "motcua.stacks"
