"""Statutory forms as CSV, for programs and old spreadsheets: one line of heads, then the rows and the totals."""

from __future__ import annotations

import csv
import io

from .forms import Column, Form
from .reports import Report, Row
from .sheets import NO_DATA, rows_called

BOM = "\ufeff"  # by which spreadsheets know that the letters are UTF-8


def table(found: Report) -> bytes:
    """The report as CSV in UTF-8; what has no source is told in words, never as 0."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["STT", rows_called(found), *(head(column) for column in found.form.columns)])
    for n, row in enumerate(found.rows, 1):
        writer.writerow([n, harmless(row.label), *_figures(found.form, row)])
    writer.writerow(["", "Tổng số", *_figures(found.form, found.totals)])
    return (BOM + out.getvalue()).encode()


def head(column: Column) -> str:
    """All that stands over a column in one line: "(4) Số hồ sơ tiếp nhận, Trong kỳ: Trực tiếp"."""
    above = ", ".join(part for part in (column.group, column.part) if part)
    return f"({column.n}) {above}: {column.label}"


def _figures(form: Form, row: Row) -> list[object]:
    return [row.columns[column.n] if column.built else NO_DATA for column in form.columns]


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
