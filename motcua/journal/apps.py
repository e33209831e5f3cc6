"""Django's entry for the package."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "motcua.journal"
