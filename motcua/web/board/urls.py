"""Addresses of the face: /so-lieu/ for the report, below it its sheet and dossiers, late dossiers, frozen reports."""

from django.urls import path

from . import dossiers, frozen, lateness, report

app_name = "board"
urlpatterns = [
    path("so-lieu/", report.page, name="home"),
    path("so-lieu/06a.xlsx", report.sheet, name="sheet"),
    path("so-lieu/06a.json", report.as_json, name="json"),
    path("so-lieu/06a/ho-so/", dossiers.page, name="dossiers"),
    path("so-lieu/06a/chot/", frozen.freeze, name="freeze"),
    path("so-lieu/qua-han/", lateness.page, name="lateness"),
    path("so-lieu/qua-han.xlsx", lateness.sheet, name="lateness_sheet"),
    path("so-lieu/qua-han.json", lateness.as_json, name="lateness_json"),
    path("so-lieu/qua-han/ho-so/", lateness.dossiers, name="late_dossiers"),
    path("so-lieu/da-chot/", frozen.listed, name="frozen_list"),
    path("so-lieu/da-chot/<int:pk>/", frozen.page, name="frozen"),
]
