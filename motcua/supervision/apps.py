"""Django's entry for the package."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "motcua.supervision"
