"""The reports 06a, 07a and 07b: as a page whose figures open their dossiers, and as files to keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import shadows
from motcua.casework.reads.shadows import OfSystem
from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not
from motcua.supervision import plain, printed, sheets
from motcua.supervision.behind import ADJUSTED
from motcua.supervision.by_period import CHANNELS
from motcua.supervision.reports import AGENCY, Note, NotYet, Report, Row
from motcua.supervision.reports import as_json as json_of
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of
from motcua.web.ui.words import share

from .asked import Question, exactly, existed, from_address, made, presets, query
from .layouts import Table, address, tables


@needs("board.use")
def page(request: HttpRequest, form: str = "06a") -> HttpResponse:
    """The report that the address asks for, this month's without asking; below it what its figures mean."""
    day = request.at.date()  # type: ignore[attr-defined]
    question = Question(request.GET, facts(request), day, form)
    context: dict[str, Any] = {
        "form": question,
        "name": form,
        "title": TITLES[form],
        "others": [(other, address("page", other)) for other in TITLES if other != form],
        "presets": presets_of(question, day),
        "frozen": reverse("board:frozen_list"),
        "late": reverse("board:lateness"),
        "between": reverse("board:participation"),
        "doors": reverse("board:doors"),
        "beside": reverse("board:beside"),
    }
    asked, status = question.asked(), 200
    if asked is not None:
        try:
            context |= shown(request, made(request, asked))
        except NotYet as not_yet:
            context["not_yet"] = not_yet.sentence
        except Refused as refused:
            context["refused"], status = refused.sentence, 409
    return render(request, "board/report.html", context, status=status if asked else 400)


def shown(request: HttpRequest, found: Report) -> dict[str, Any]:
    """What the page says of a report."""
    who = facts(request)
    mine = type(who)(by=who.by, day=who.day, offices=who.offices, agency_id=found.scope.agency.pk)
    no_freeze = why_not("report.freeze", mine)
    return {
        "found": found,
        "by_agency": found.rows_by == AGENCY,
        "tables": tables_of(found) if found.rows else [],
        "gaps": found.form.gaps,
        "shadows": [] if found.form.of_catalogue else _shadows(request, found),
        "notes": notes_of(found),
        "adjusted": opening(found, ADJUSTED),
        "adjusted_rows": _adjusted_rows(found),
        "share": share(*found.on_time),
        "files": [(name, address(kind, found.form.form) + exactly(found)) for kind, name in FILES.items()],
        "freeze": address("freeze", found.form.form) + query(found),
        "no_freeze": no_freeze,
        "key": key_of(request),
    }


def notes_of(found: Report) -> list[tuple[Note, str]]:
    """The footnotes, each with the address of its dossiers."""
    return [(note, opening(found, note.key) if _opens(found, note) else "") for note in found.notes]


def _opens(found: Report, note: Note) -> bool:
    return bool(note.n) and not found.form.of_catalogue


def _shadows(request: HttpRequest, found: Report) -> list[OfSystem]:
    """What the counters under the agency followed for other systems: in none of the columns."""
    offices = facts(request).offices
    counters = shadows.counters_of(found.scope.agency.pk, offices)
    return shadows.figures(counters, found.view.first, found.view.last)


def tables_of(found: Report) -> list[Table]:
    """The form as tables that fit a page; each figure opens its dossiers, nothing opens a zero."""

    def urls(row: Row) -> dict[str, str]:
        return {n: opening(found, n, row.key) for n, figure in row.columns.items() if figure}

    rows = [(called(row), row.columns, urls(row)) for row in found.rows]
    return tables(found.form, rows, (found.totals.columns, urls(found.totals)))


def called(row: Row) -> str:
    """The label of a row in the language of the page: names of the law stay as they are."""
    return gettext(row.label) if row.key == "-" or row.key in CHANNELS else row.label


def opening(found: Report, what: str, row: str = "") -> str:
    """The address of the dossiers behind a figure."""
    return address("dossiers", found.form.form) + exactly(found, row=row, what=what)


def _adjusted_rows(found: Report) -> list[tuple[str, int, str]]:
    if found.carried is None:
        return []
    labels = {row.key: row.label for row in found.rows}
    return [(labels.get(k, k), n, opening(found, ADJUSTED, k)) for k, n in found.carried.by_row.items()]


def presets_of(form: Question, day: date) -> list[dict[str, object]]:
    """The usual periods as links, of the agency and rows that were chosen."""
    chosen = {name: form[name].value() for name in ("agency", "rows")}
    rows = []
    for label, first, last in presets(day):
        if not existed(chosen["agency"], first, last, form.offices):
            continue
        said = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}", **chosen}
        current = (form["first"].value(), form["last"].value()) == (said["first"], said["last"])
        rows.append({"label": label, "query": said, "current": current})
    return rows


@needs("board.use")
def file(request: HttpRequest, form: str, kind: str) -> HttpResponse:
    """The report to keep: the official spreadsheet, a PDF, CSV, or JSON for programs."""
    found = from_address(request, form)
    name = f"{form}-{found.scope.agency.code}-{found.view.first:%Y%m%d}-{found.view.last:%Y%m%d}.{kind}"
    media, write = WRITERS[kind]
    return download(write(found), name, media)


def _json(found: Report) -> bytes:
    return json.dumps(json_of(found), ensure_ascii=False, indent=2).encode()


WRITERS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheets.sheet),
    "pdf": ("application/pdf", printed.pdf),
    "csv": ("text/csv; charset=utf-8", plain.table),
    "json": ("application/json; charset=utf-8", _json),
}
FILES = {"xlsx": _("Bảng tính (XLSX)"), "pdf": "PDF", "csv": "CSV", "json": _("JSON")}
TITLES = {
    "06a": _("Tình hình giải quyết hồ sơ (biểu 06a)"),
    "07a": _("Tiếp nhận, giải quyết hồ sơ (biểu 07a năm 2026)"),
    "07b": _("Thực hiện cơ chế một cửa (biểu 07b)"),
}


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; what it holds may be of few."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
