"""Large registers as spreadsheets: asked for on a page, written by the worker, fetched by who asked and nobody else.

The worker reads and writes while no transaction is open, so that nobody waits for a minute to receive a dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from motcua.kernel.moments import VIETNAM
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.outbox.actions import Promise, promise
from motcua.papers.actions import ask_sheet, finish_sheet, lay_down, move_sheet
from motcua.papers.models import RegisterSheet
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask, why_not

from . import register, register_sheet
from .register import Asked

MAKE = "register.sheet"
AT_ONCE = 3_000
"""Rows that are written while the person waits: some two seconds."""
TOLD_EVERY = 1_000
KEPT = timedelta(days=3)
SILENT = timedelta(minutes=15)
"""After so long without a row the worker is taken to be away."""
Moved = Callable[[], datetime]
Ending = Callable[[datetime], None]


@transaction.atomic
def order_sheet(counter_id: int, *, year: int, asked: Asked, by: Actor, at: datetime) -> RegisterSheet:
    """Promise the spreadsheet of these rows; the one that is being made for the same person and question, if any.

    Refused for who may not see the register.
    """
    day = at.astimezone(VIETNAM).date()
    ask("register.see", Facts(by=by, day=day, offices=snapshot.present(), counter_id=counter_id))
    said = _written(asked)
    mine = RegisterSheet.objects.filter(account_id=by.account_id, agency_id=counter_id, year=year, asked=said)
    if there := mine.filter(ready_at=None, moved_at__gt=at - SILENT).first():
        return there
    found = register.rows(counter_id, year, asked, closed=register.closing_of(counter_id, year))
    row = ask_sheet(by.account_id, counter_id, year, asked=said, total=found.count(), at=at)
    promise([Promise(MAKE, {"sheet": row.pk}, key=f"register-sheet:{row.pk}")], at=at)
    return row


def sheets_of(by: Actor, *, at: datetime) -> list[RegisterSheet]:
    """The latest spreadsheets that a person asked for and that are still kept: one statement."""
    mine = RegisterSheet.objects.select_related("agency").filter(account_id=by.account_id, asked_at__gt=at - KEPT)
    return list(mine.order_by("-asked_at", "-pk")[:5])


def sheet_of(pk: int, *, by: Actor, at: datetime) -> RegisterSheet | None:
    """A spreadsheet of this person, while it is kept and they may still see that register; else None."""
    row = RegisterSheet.objects.select_related("agency").filter(pk=pk, account_id=by.account_id).first()
    if row is None or row.asked_at <= at - KEPT:
        return None
    day = at.astimezone(VIETNAM).date()
    no = why_not("register.see", Facts(by=by, day=day, offices=snapshot.present(), counter_id=row.agency_id))
    return row if no is None else None


def make_sheet(payload: Mapping[str, Any], at: datetime, moved: Moved) -> Ending:
    """Job `register.sheet`, before its transaction: write the file; what is returned says that it is there.

    `moved` tells the outbox that the work goes on, and what time it is.
    """
    row = RegisterSheet.objects.select_related("agency").filter(pk=payload["sheet"], ready_at=None).first()
    if row is None:
        return _nothing
    closed = register.closing_of(row.agency_id, row.year)
    found = register.rows(row.agency_id, row.year, _read(row.asked), closed=closed)
    counted = _Counted(row, iter(found), moved)
    with register_sheet.spreadsheet(counted, of=row.agency.name, year=row.year, at=at) as content:
        lay_down(row.path, content)
    return lambda now: finish_sheet(row.pk, rows=counted.n, at=now)


class _Counted:
    """Rows as they are read, counted on the page every thousand."""

    def __init__(self, row: RegisterSheet, rows: Iterator[Mapping[str, Any]], moved: Moved) -> None:
        self.row, self.rows, self.moved, self.n = row, rows, moved, 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for one in self.rows:
            yield one
            self.n += 1
            if self.n % TOLD_EVERY == 0:
                move_sheet(self.row.pk, done=self.n, at=self.moved())


def _written(asked: Asked) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(asked).items()}


def _read(said: Mapping[str, Any]) -> Asked:
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in ("first", "last")}
    return Asked(text=said["text"], open=said["open"], **days)


def _nothing(at: datetime) -> None:
    """It was made already, or is not wanted any more."""


LONG = {MAKE: make_sheet}
