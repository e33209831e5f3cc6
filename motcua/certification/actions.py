"""Writes of the books of certifications; numbers come from their series in the same transaction."""

from __future__ import annotations

from datetime import datetime

from motcua.copying.actions import add
from motcua.dossiers.actions import check_lengths

from .models import Certified


def enter(row: Certified) -> None:
    """Write a row of the book."""
    check_lengths(row)
    add([row])


def void(row: Certified, *, reason: str, at: datetime) -> None:
    """Mark a row as entered by mistake; its number stays used."""
    row.voided_at, row.void_reason = at, reason
    row.save(update_fields=["voided_at", "void_reason"])
