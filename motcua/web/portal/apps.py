"""Django's entry for the face."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "motcua.web.portal"
