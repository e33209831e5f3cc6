"""Cells of a CSV as dates, moments and texts that fit; Refused names the column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from motcua.kernel.moments import FIRST_YEAR, LAST_YEAR, VIETNAM
from motcua.kernel.sentences import Refused


def day_of(values: Mapping[str, str], column: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    given = values[column]
    if not given:
        return None
    try:
        day = date.fromisoformat(given) if len(given) == len("2025-07-01") else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused("Cột {column}: ngày “{given}” phải ghi như 2025-07-01.", column=column, given=given[:40])
    return day


def fitting(values: Mapping[str, str], column: str, longest: Mapping[str, int]) -> str:
    """The text of a column; Refused when it is too long."""
    if len(values[column]) > longest[column]:
        raise Refused("Cột {column} dài quá {most} ký tự.", column=column, most=longest[column])
    return values[column]


def moment_of(values: Mapping[str, str], column: str) -> datetime | None:
    """An ISO moment, of Vietnam where it names no offset; None for an empty cell."""
    given = values[column]
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given) if len(given) > len("2025-07-01") else None
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused(
            "Cột {column}: thời điểm “{given}” phải ghi như 2026-11-20T09:30.", column=column, given=given[:40]
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
