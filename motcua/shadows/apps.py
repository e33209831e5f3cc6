"""Django's entry for the package."""

from django.apps import AppConfig


class ShadowsConfig(AppConfig):
    name = "motcua.shadows"
