"""Django's entry for the face."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "motcua.web.api"
