"""Django's entry for the face."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "motcua.web.desk"
