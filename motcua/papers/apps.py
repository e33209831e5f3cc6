"""Django's entry for the package."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "motcua.papers"
