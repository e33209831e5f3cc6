"""Django's entry for the package."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "motcua.certification"
