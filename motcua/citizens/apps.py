"""Django's entry for the package."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "motcua.citizens"
