"""Django's entry for the package."""

from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "motcua.returning"
