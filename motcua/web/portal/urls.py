"""Addresses of the face: the first page stands in motcua/urls.py under the name `home`."""

from django.urls import path

from . import late, places, procedures, tracking

app_name = "portal"
urlpatterns = [
    path("tra-cuu/", tracking.track, name="track"),
    # A code that another system gave may hold a stroke.
    path("tra-cuu/<path:code>/", tracking.dossier, name="dossier"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("qua-han/", late.page, name="late"),
    path("qua-han.json", late.as_json, name="late_json"),
    path("noi-nop/", places.places, name="places"),
]
