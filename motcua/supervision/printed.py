"""Reports as PDF: the layout of the spreadsheet, set by typst with the letters that slips have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.kernel.moments import VIETNAM
from motcua.papers.packs import PACKS
from motcua.papers.rendering import sheet

from .by_period import OfPeriod
from .forms import Form, form_on
from .models import FrozenReport
from .period_files import HEADS, ROWS, compared, extras
from .reports import Report, Row
from .sheets import GAP, foot, gaps, heading, heading_of, rows_called, runs

WIDE = 20  # columns from which on a form needs A3
COMPARED = "Tỷ lệ và so sánh"
TEMPLATE = PACKS.parent / "sheets" / "report.typ"


def pdf(found: Report) -> bytes:
    """The report as a PDF/A, A4 lying, A3 for a form of many columns; the same report gives the same bytes."""
    return sheet(TEMPLATE, _content(found), codes=[], issued_at=found.view.as_of)


def period(found: OfPeriod) -> bytes:
    """The same of a period, with shares, place and points behind the figures."""
    report = found.report
    content = _content(report)
    content["rows_called"] = ROWS[report.rows_by]
    content["head"][0].append(_cell(COMPARED, across=len(HEADS)))
    content["head"][1] += [_cell(text, down=2) for text in HEADS]
    last = int(report.form.columns[-1].n)
    content["numbers"] += [f"({last + n})" for n in range(1, len(HEADS) + 1)]
    for line, row in zip((*content["rows"], content["totals"]), (*report.rows, report.totals), strict=True):
        line += [_decimal(cell) for cell in extras(found, row)]
    content["foot"] = [*compared(found), *content["foot"]]
    return sheet(TEMPLATE, content | {"wide": True}, codes=[], issued_at=report.view.as_of)


def frozen(kept: FrozenReport) -> bytes:
    """A frozen report from its own text, with the digest by which it can be verified; of a period, its figures."""
    said, form = json.loads(kept.content), form_on(kept.form, kept.period_to)
    rows = [[str(n), row["label"], *_said(form, row["columns"])] for n, row in enumerate(said["rows"], 1)]
    content = {
        "number": form.number,
        "agency": said["agency_name"],
        "heading": [line for line, _ in heading_of(form, kept.period_from, kept.period_to)],
        "rows_called": ROWS[kept.rows_by],
        "wide": len(form.columns) > WIDE,
        "head": _head(form),
        "numbers": ["(1)", "(2)", *(f"({column.n})" for column in form.columns)],
        "rows": rows,
        "totals": ["", "Tổng số", *_said(form, said["totals"])],
        "foot": [
            *(f"Ghi chú: {note['text']}" for note in said["footnotes"] if note["n"]),
            *gaps(form),
            f"Chốt lúc {_moment(kept.frozen_at)}, theo những gì đã biết lúc {_moment(kept.as_of)}.",
            f"Mã kiểm tra (SHA-256 của tệp đã chốt): {kept.digest}. Kiểm tra tệp JSON bằng lệnh motcua report verify.",
        ],
    }
    return sheet(TEMPLATE, content, codes=[], issued_at=kept.frozen_at)


def _said(form: Form, columns: Mapping[str, int | None]) -> list[str]:
    figures = [columns.get(column.n) for column in form.columns]
    return [GAP if n is None else _grouped(n) for n in figures]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}"


def _decimal(cell: str | float) -> str:
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def _content(found: Report) -> dict[str, Any]:
    form = found.form
    rows = [[str(n), row.label, *_figures(form, row)] for n, row in enumerate(found.rows, 1)]
    return {
        "number": form.number,
        "agency": found.scope.agency.name,
        "heading": [line for line, _ in heading(found)],
        "rows_called": rows_called(found),
        "wide": len(form.columns) > WIDE,
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
    return [_grouped(row.columns[column.n]) if column.built else GAP for column in form.columns]


def _grouped(n: int) -> str:
    return f"{n:,}".replace(",", ".")
