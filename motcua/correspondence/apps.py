"""Django's entry for the package."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "motcua.correspondence"
