"""Addresses of the face: /so-lieu/ for the report, below it its sheet and dossiers, and what else is counted."""

from django.urls import path

from . import beside, burning, doors, dossiers, frozen, lateness, participation, procedures, report

app_name = "board"
urlpatterns = [
    path("so-lieu/", report.page, name="home"),
    path("so-lieu/hom-nay/", burning.page, name="burning"),
    path("so-lieu/hom-nay/ho-so/", burning.dossiers, name="fires"),
    path("so-lieu/06a.xlsx", report.file, {"form": "06a", "kind": "xlsx"}, name="sheet"),
    path("so-lieu/06a.json", report.file, {"form": "06a", "kind": "json"}, name="json"),
    path("so-lieu/06a.pdf", report.file, {"form": "06a", "kind": "pdf"}, name="form_06a_pdf"),
    path("so-lieu/06a.csv", report.file, {"form": "06a", "kind": "csv"}, name="form_06a_csv"),
    path("so-lieu/06a/ho-so/", dossiers.page, name="dossiers"),
    path("so-lieu/06a/chot/", frozen.freeze, name="freeze"),
    path("so-lieu/07a/", report.page, {"form": "07a"}, name="form_07a_page"),
    path("so-lieu/07a.xlsx", report.file, {"form": "07a", "kind": "xlsx"}, name="form_07a_xlsx"),
    path("so-lieu/07a.pdf", report.file, {"form": "07a", "kind": "pdf"}, name="form_07a_pdf"),
    path("so-lieu/07a.csv", report.file, {"form": "07a", "kind": "csv"}, name="form_07a_csv"),
    path("so-lieu/07a.json", report.file, {"form": "07a", "kind": "json"}, name="form_07a_json"),
    path("so-lieu/07a/ho-so/", dossiers.page, {"form": "07a"}, name="form_07a_dossiers"),
    path("so-lieu/07a/chot/", frozen.freeze, {"form": "07a"}, name="form_07a_freeze"),
    path("so-lieu/07b/", report.page, {"form": "07b"}, name="form_07b_page"),
    path("so-lieu/07b.xlsx", report.file, {"form": "07b", "kind": "xlsx"}, name="form_07b_xlsx"),
    path("so-lieu/07b.pdf", report.file, {"form": "07b", "kind": "pdf"}, name="form_07b_pdf"),
    path("so-lieu/07b.csv", report.file, {"form": "07b", "kind": "csv"}, name="form_07b_csv"),
    path("so-lieu/07b.json", report.file, {"form": "07b", "kind": "json"}, name="form_07b_json"),
    path("so-lieu/07b/thu-tuc/", procedures.page, name="form_07b_dossiers"),
    path("so-lieu/07b/chot/", frozen.freeze, {"form": "07b"}, name="form_07b_freeze"),
    path("so-lieu/qua-han/", lateness.page, name="lateness"),
    path("so-lieu/qua-han.xlsx", lateness.sheet, name="lateness_sheet"),
    path("so-lieu/qua-han.json", lateness.as_json, name="lateness_json"),
    path("so-lieu/qua-han/ho-so/", lateness.dossiers, name="late_dossiers"),
    path("so-lieu/phoi-hop/", participation.page, name="participation"),
    path("so-lieu/phoi-hop/ho-so/", participation.behind_figure, name="participation_pieces"),
    path("so-lieu/phi-dia-gioi/", doors.page, name="doors"),
    path("so-lieu/phi-dia-gioi/ho-so/", doors.dossiers, name="door_dossiers"),
    path("so-lieu/ngoai-trung-tam/", beside.page, name="beside"),
    path("so-lieu/ngoai-trung-tam/ho-so/", beside.dossiers, name="beside_dossiers"),
    path("so-lieu/da-chot/", frozen.listed, name="frozen_list"),
    path("so-lieu/da-chot/<int:pk>/", frozen.page, name="frozen"),
    path("so-lieu/da-chot/<int:pk>.json", frozen.file, name="frozen_file"),
]
