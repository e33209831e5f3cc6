"""Django's entry for the package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "motcua.accounts"
