"""Writes of the spreadsheets that the worker makes: asked for, moved on, kept, thrown away."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import storages

from ..models import RegisterSheet

FOLDER = "so-theo-doi"


def ask_sheet(
    account_id: int, agency_id: int, year: int, *, asked: dict[str, Any], total: int, at: datetime
) -> RegisterSheet:
    """One row; the file comes later."""
    row = RegisterSheet(account_id=account_id, agency_id=agency_id, year=year, asked=asked, total=total)
    row.asked_at = row.moved_at = at
    row.path = f"{FOLDER}/{secrets.token_hex(16)}.xlsx"
    row.save(force_insert=True)
    return row


def move_sheet(pk: int, *, done: int, at: datetime) -> None:
    """So many rows are written."""
    RegisterSheet.objects.filter(pk=pk, ready_at=None, total__gte=done).update(done=done, moved_at=at)


def lay_down(path: str, content: IO[bytes]) -> None:
    """Put the file in its place, instead of what an attempt before left there."""
    storage = storages["default"]
    storage.delete(path)
    storage.save(path, File(content))


def finish_sheet(pk: int, *, rows: int, at: datetime) -> None:
    """It can be fetched from now on."""
    RegisterSheet.objects.filter(pk=pk, ready_at=None).update(done=rows, total=rows, ready_at=at, moved_at=at)


def forget_sheets(*, before: datetime) -> int:
    """Drop what was asked for earlier than `before`, rows and files; how many."""
    gone = list(RegisterSheet.objects.filter(asked_at__lt=before))
    for row in gone:
        storages["default"].delete(row.path)
    RegisterSheet.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)
