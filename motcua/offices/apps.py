"""Django's entry for the package."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "motcua.offices"
