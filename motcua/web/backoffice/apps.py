"""Django's entry for the face."""

from django.apps import AppConfig


class BackOfficeConfig(AppConfig):
    name = "motcua.web.backoffice"
