"""Django's entry for the face."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "motcua.web.board"
