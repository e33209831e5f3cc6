"""Django's entry for the package."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "motcua.proofs"
