"""Statutory forms as PDF: the layout of the spreadsheet, set by typst with the letters that slips have."""

from __future__ import annotations

from typing import Any

from motcua.papers.packs import PACKS
from motcua.papers.rendering import sheet

from .forms import Form
from .reports import Report, Row
from .sheets import NO_DATA, foot, heading, rows_called, runs

TEMPLATE = PACKS.parent / "sheets" / "report.typ"


def pdf(found: Report) -> bytes:
    """The report as a PDF/A, A4 lying, A3 for a form of many columns; the same report gives the same bytes."""
    return sheet(TEMPLATE, _content(found), codes=[], issued_at=found.view.as_of)


def _content(found: Report) -> dict[str, Any]:
    form = found.form
    rows = [[str(n), row.label, *_figures(form, row)] for n, row in enumerate(found.rows, 1)]
    return {
        "number": form.number,
        "agency": found.scope.agency.name,
        "heading": [line for line, _ in heading(found)],
        "rows_called": rows_called(found),
        "wide": len(form.columns) > 20,
        "head": _head(form),
        "numbers": ["(1)", "(2)", *(f"({column.n})" for column in form.columns)],
        "rows": rows,
        "totals": ["", "Tổng số", *_figures(form, found.totals)],
        "foot": foot(found),
    }


def _head(form: Form) -> list[list[dict[str, Any]]]:
    """Three lines of cells: groups, parts of groups, columns; a column without a part is two lines high."""
    columns = form.columns
    groups = [_cell(columns[a].group, across=b - a + 1) for a, b in runs([c.group for c in columns])]
    below = []
    for a, b in runs([f"{c.group}/{c.part or c.n}" for c in columns]):
        part = columns[a].part
        below.append(_cell(part, across=b - a + 1) if part else _cell(columns[a].label, down=2))
    return [groups, below, [_cell(column.label) for column in columns if column.part]]


def _cell(text: str, *, across: int = 1, down: int = 1) -> dict[str, Any]:
    return {"text": text, "across": across, "down": down}


def _figures(form: Form, row: Row) -> list[str]:
    return [_grouped(row.columns[column.n]) if column.built else NO_DATA for column in form.columns]


def _grouped(n: int) -> str:
    return f"{n:,}".replace(",", ".")
