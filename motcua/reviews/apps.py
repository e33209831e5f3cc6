"""Django's entry for the package."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "motcua.reviews"
