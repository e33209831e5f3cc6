"""Django's entry for the face."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "motcua.web.counter"
