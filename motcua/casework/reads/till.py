"""The tills of a counter on a day: every entry with its dossier, the sums by officer and way, and what was closed.

The sums are made twice, from the entries as they are shown and by the database; where the two differ nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, QuerySet, Sum, When

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.payments.models import Closing, Entry
from motcua.payments.queries import closings_on, entries_on, open_days
from motcua.payments.rules import Entered, Money, Receipt, Way, signed
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not

UNEQUAL = gettext_noop("Các dòng của sổ thu không cộng thành tổng nên không hiện. Hãy báo quản trị hệ thống.")


@dataclass(frozen=True, slots=True)
class TillRow:
    """One entry; `money` counts as it changes the till, so it is below zero for what was cancelled or given back."""

    serial: int
    n: int
    code: str
    procedure: str
    kind: str
    way: str
    money: Money
    receipt: str
    account_id: int
    officer: str
    at: datetime
    paid_at: datetime
    reason: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What came together: fees and charges apart, cash and transfers apart."""

    cash: Money
    transfer: Money

    @property
    def all(self) -> Money:
        return self.cash + self.transfer


@dataclass(frozen=True, slots=True)
class Till:
    """One officer's till of the day."""

    account_id: int
    officer: str
    rows: int
    receipts: int
    sums: Sums
    closing: Closing | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The day: its entries in order, each till, the whole. `others` is whether the actor may see all officers."""

    counter: Agency
    day: date
    rows: Sequence[TillRow]
    tills: Sequence[Till]
    sums: Sums
    sees_all: bool


def counters(by: Actor, offices: Snapshot) -> list[Agency]:
    """The counters at which the actor has a till or looks after those of others."""
    return sorted(
        (offices.agency(a) for a in by.agencies(Role.RECEIVER, Role.COUNTER_HEAD) if offices.agency(a).is_counter),
        key=lambda agency: agency.name,
    )


def sheet(facts: Facts, counter: Agency, day: date, *, account_id: int | None = None) -> Sheet:
    """The day of the actor's own till; for the head of the counter of all tills, or of the one that is named.

    Three statements. Refused where the parts do not add up.
    """
    sees_all = why_not("till.see_all", _at(facts, counter)) is None
    whose = account_id if sees_all else facts.by.account_id
    entries, closed = entries_on(day, counter_id=counter.pk), closings_on(day, counter_id=counter.pk)
    if whose is not None:
        entries, closed = entries.filter(by_id=whose), closed.filter(account_id=whose)
    rows = [_row(entry) for entry in entries.select_related("dossier__version", "by").order_by("by_id", "serial")]
    whole = sums(rows)
    if _by_the_database(entries) != (whole.cash, whole.transfer):
        raise Refused(UNEQUAL)
    return Sheet(counter, day, rows, _tills(rows, list(closed)), whole, sees_all)


def officers(facts: Facts, counter: Agency, day: date) -> list[tuple[int, str]]:
    """Whose tills have something on that day, for the head of the counter to choose from; one statement."""
    if why_not("till.see_all", _at(facts, counter)) is not None:
        return []
    rows = entries_on(day, counter_id=counter.pk).order_by().values_list("by_id", "by__full_name").distinct()
    return sorted(rows, key=lambda row: row[1])


def left_open(facts: Facts, counter: Agency, day: date) -> list[date]:
    """Earlier days of the actor's own till that were never closed."""
    return open_days(counter_id=counter.pk, account_id=facts.by.account_id, before=day)


def sums(rows: Iterable[TillRow]) -> Sums:
    """Of rows as they are shown."""
    by_way = {way: Money() for way in Way}
    for row in rows:
        by_way[Way(row.way)] += row.money
    return Sums(by_way[Way.CASH], by_way[Way.TRANSFER])


def _at(facts: Facts, counter: Agency) -> Facts:
    return Facts(by=facts.by, day=facts.day, offices=facts.offices, counter_id=counter.pk)


def _row(entry: Entry) -> TillRow:
    return TillRow(
        serial=entry.serial,
        n=entry.n,
        code=entry.dossier.code,
        procedure=entry.dossier.version.name,
        kind=entry.kind,
        way=entry.way,
        money=signed(entry.kind, entry.money),
        receipt=Receipt(entry.symbol, entry.number).shown,
        account_id=entry.by_id,
        officer=entry.by.full_name,
        at=entry.at,
        paid_at=entry.paid_at,
        reason=entry.reason,
        cancelled=entry.cancelled_at is not None,
    )


def _by_the_database(entries: QuerySet[Entry]) -> tuple[Money, Money]:
    def of(way: Way, column: str) -> Sum:
        sign = Case(When(kind=Entered.PAID.value, then=F(column)), default=-F(column))
        return Sum(Case(When(way=way.value, then=sign), default=0))

    names = {f"{way.value}_{column}": of(way, column) for way in Way for column in ("fee", "charge")}
    found = entries.order_by().aggregate(**names)
    cash, transfer = (Money(found[f"{w.value}_fee"] or 0, found[f"{w.value}_charge"] or 0) for w in Way)
    return cash, transfer


def _tills(rows: Sequence[TillRow], closed: Sequence[Closing]) -> list[Till]:
    names = {row.account_id: row.officer for row in rows} | {c.account_id: c.account.full_name for c in closed}
    closings = {c.account_id: c for c in closed}
    return [
        _till(pk, names[pk], [row for row in rows if row.account_id == pk], closings.get(pk))
        for pk in sorted(names, key=lambda pk: (names[pk], pk))
    ]


def _till(account_id: int, name: str, rows: Sequence[TillRow], closing: Closing | None) -> Till:
    receipts = sum(bool(row.receipt) and row.kind == Entered.PAID and not row.cancelled for row in rows)
    return Till(account_id, name, len(rows), receipts, sums(rows), closing)
