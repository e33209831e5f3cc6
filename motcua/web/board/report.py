"""The report II.06a: as a page whose figures open their dossiers, as spreadsheet and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
from motcua.supervision import sheets
from motcua.supervision.behind import ADJUSTED
from motcua.supervision.forms import Column, Form
from motcua.supervision.reports import AGENCY, NotYet, Report, Row
from motcua.supervision.reports import as_json as json_of
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of
from motcua.web.ui.words import share

from .asked import Question, exactly, existed, from_address, made, presets, query

HEADS = {
    "Số lượng hồ sơ tiếp nhận": _("Số lượng hồ sơ tiếp nhận"),
    "Số lượng hồ sơ đã giải quyết": _("Số lượng hồ sơ đã giải quyết"),
    "Số lượng hồ sơ đang giải quyết": _("Số lượng hồ sơ đang giải quyết"),
    "Trong kỳ": _("Trong kỳ"),
    "Tổng số": _("Tổng số"),
    "Trực tuyến": _("Trực tuyến"),
    "Trực tiếp, dịch vụ bưu chính": _("Trực tiếp, dịch vụ bưu chính"),
    "Từ kỳ trước": _("Từ kỳ trước"),
    "Trước hạn": _("Trước hạn"),
    "Đúng hạn": _("Đúng hạn"),
    "Quá hạn": _("Quá hạn"),
    "Trong hạn": _("Trong hạn"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure; `url` opens its dossiers, nothing opens a zero."""

    n: int
    column: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    label: str
    cells: Sequence[Cell]


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The report that the address asks for, this month's without asking; below it what its figures mean."""
    day = request.at.date()  # type: ignore[attr-defined]
    form = Question(request.GET, facts(request), day)
    context: dict[str, Any] = {
        "form": form,
        "presets": _presets(form, day),
        "frozen": reverse("board:frozen_list"),
        "late": reverse("board:lateness"),
        "between": reverse("board:participation"),
        "doors": reverse("board:doors"),
        "beside": reverse("board:beside"),
    }
    asked, status = form.asked(), 200
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
        "groups": groups(found.form),
        "columns": [(c, word(c.label)) for c in found.form.columns],
        "lines": [_line(found, row) for row in found.rows],
        "totals": _line(found, found.totals),
        "shadows": _shadows(request, found),
        "notes": [(note, _opening(found, note.key) if note.n else "") for note in found.notes],
        "adjusted": _opening(found, ADJUSTED),
        "adjusted_rows": _adjusted_rows(found),
        "share": share(*found.on_time),
        "sheet": reverse("board:sheet") + exactly(found),
        "json": reverse("board:json") + exactly(found),
        "freeze": reverse("board:freeze") + query(found),
        "no_freeze": no_freeze,
        "key": key_of(request),
    }


def _shadows(request: HttpRequest, found: Report) -> list[OfSystem]:
    """What the counters under the agency followed for other systems: in none of the columns."""
    offices = facts(request).offices
    counters = shadows.counters_of(found.scope.agency.pk, offices)
    return shadows.figures(counters, found.view.first, found.view.last)


def word(label: str) -> str:
    """A head of the form in the language of the page."""
    return str(HEADS.get(label, label))


SHORT = {
    "Số lượng hồ sơ tiếp nhận": _("Hồ sơ tiếp nhận"),
    "Số lượng hồ sơ đã giải quyết": _("Đã giải quyết"),
    "Số lượng hồ sơ đang giải quyết": _("Đang giải quyết"),
}


def short(group: str) -> str:
    """A group of columns in two or three words, where each figure stands by itself."""
    return str(SHORT.get(group, word(group)))


def groups(form: Form) -> list[tuple[str, int]]:
    """The upper line of the head: name and number of columns."""
    runs: list[tuple[str, int]] = []
    for column in form.columns:
        if runs and runs[-1][0] == column.group:
            runs[-1] = (column.group, runs[-1][1] + 1)
        else:
            runs.append((column.group, 1))
    return [(word(name), n) for name, n in runs]


def _line(found: Report, row: Row) -> Line:
    return Line(row.label if row.key != "-" else gettext(row.label), [_cell(found, row, c) for c in found.form.columns])


def _cell(found: Report, row: Row, column: Column) -> Cell:
    n = row.columns[column.n]
    url = _opening(found, column.n, row.key) if n else ""
    return Cell(n, column.n, f"{short(column.group)}: {word(column.label).lower()}", url)


def _opening(found: Report, what: str, row: str = "") -> str:
    return reverse("board:dossiers") + exactly(found, row=row, what=what)


def _adjusted_rows(found: Report) -> list[tuple[str, int, str]]:
    if found.carried is None:
        return []
    labels = {row.key: row.label for row in found.rows}
    return [(labels.get(k, k), n, _opening(found, ADJUSTED, k)) for k, n in found.carried.by_row.items()]


def _presets(form: Question, day: date) -> list[dict[str, object]]:
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
def sheet(request: HttpRequest) -> HttpResponse:
    """The report as the official spreadsheet."""
    found = from_address(request)
    name = f"06a-{found.scope.agency.code}-{found.view.first:%Y%m%d}-{found.view.last:%Y%m%d}.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(sheets.sheet(found), name, kind)


@needs("board.use")
def as_json(request: HttpRequest) -> HttpResponse:
    """The report for programs."""
    found = from_address(request)
    name = f"06a-{found.scope.agency.code}-{found.view.first:%Y%m%d}-{found.view.last:%Y%m%d}.json"
    text = json.dumps(json_of(found), ensure_ascii=False, indent=2)
    return download(text.encode(), name, "application/json; charset=utf-8")


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; what it holds may be of few."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
