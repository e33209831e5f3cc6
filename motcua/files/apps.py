"""Django's entry for the package."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "motcua.files"
