"""Django's entry for the package."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "motcua.outbox"
