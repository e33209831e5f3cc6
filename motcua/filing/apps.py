"""Django's entry for the package."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "motcua.filing"
