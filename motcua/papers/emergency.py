"""Blank receipts for when there is no power: how their numbers look, and the sheets to print ahead.

A number is the code of the counter, KC (khẩn cấp), the year and a serial of the year: H48.148-KC26-0012. It is no code
of a dossier; whoever hands in a dossier by such a sheet gets its code when it is typed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from .packs import PACKS
from .rendering import sheet

MOST = 100
"""Sheets of one block."""

MADE, CLOSED, VOIDED = "agency.emergency_block_made", "agency.emergency_block_closed", "agency.emergency_number_voided"
_NUMBER = re.compile(r"\s*([A-Z0-9.]{3,35})-KC([0-9]{2})-([0-9]{1,6})\s*", re.IGNORECASE)
_SHORT = re.compile(r"\s*KC[\s.\-]*([0-9]{1,6})\s*", re.IGNORECASE)


def number_of(agency_code: str, year: int, n: int) -> str:
    """The number as printed: ("H48.148", 2026, 12) → "H48.148-KC26-0012"."""
    return f"{agency_code}-KC{year % 100:02d}-{n:04d}"


def read_number(text: str, *, agency_code: str, year: int) -> str | None:
    """The emergency number that was typed or scanned, None where it is none. "KC 12" is one of this counter's year."""
    if whole := _NUMBER.fullmatch(text):
        code, short_year, n = whole.groups()
        return number_of(code.upper(), int(short_year), int(n))
    if short := _SHORT.fullmatch(text):
        return number_of(agency_code, year, int(short[1]))
    return None


def sheets(numbers: Sequence[str], head: Mapping[str, object], *, made_at: datetime) -> bytes:
    """Blank sheets as one PDF: for each number a page A5 for the applicant and one for the counter.

    `head` begins the paper: superior, unit (empty where none stands above it) and place.
    """
    template = PACKS.parent / "sheets" / "emergency.typ"
    return sheet(template, {**head, "numbers": list(numbers)}, codes=numbers, issued_at=made_at)
