"""Django's entry for the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "motcua.web.ui"
