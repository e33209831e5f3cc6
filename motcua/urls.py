"""All addresses: each face brings its own; every route is guarded or listed as public (tests/architecture)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
