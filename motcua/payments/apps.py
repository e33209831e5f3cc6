"""Django's entry for the package."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "motcua.payments"
