"""Open work whose time runs out: which share of the limit is used, for all dossiers by a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from motcua.deadlines.models import Hold
from motcua.deadlines.queries import unit_column
from motcua.deadlines.rules import pack_on
from motcua.dossiers.states import OPEN
from motcua.kernel.calendars import Calendar
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.limits import Unit
from motcua.kernel.moments import VIETNAM, stamp
from motcua.offices.calendars import calendar_for
from motcua.offices.queries import warning_shares
from motcua.offices.snapshot import Snapshot
from motcua.workflow.queries import open_work

from .worklist import HELD

CHUNK = 2000  # rows in memory at a time
LATE = 100


@dataclass(frozen=True, slots=True)
class Nearing:
    """A limit of which a threshold is reached: `share` in percent, 100 when it has lapsed; of its step if `step_id`.

    `since` is the moment from which it counts: after a restart it is another limit, and so it is in another case.
    """

    code: str
    since: datetime
    case_id: int | None
    due_at: datetime
    share: int
    second: bool
    item_id: int
    agency_id: int
    unit_id: int | None
    competent_id: int
    role: str
    assignee_id: int | None
    step: str
    of_step: bool

    @property
    def late(self) -> bool:
        return self.share == LATE

    @property
    def key(self) -> str:
        """What is told once: this limit at this threshold."""
        of = f"step:{self.item_id}" if self.of_step else self.code + (f":{self.case_id}" if self.case_id else "")
        return f"{of}:{stamp(self.since)}:{self.share}"


COLUMNS = (
    "pk",
    "agency_id",
    "unit_id",
    "role",
    "assignee_id",
    "opened_at",
    "due_at",
    "step__name",
    "held",
    "dossier_id",
    "dossier__code",
    "dossier__competent_id",
    "dossier__clock_from",
    "dossier__due_at",
    "dossier__case_id",
    "limit_unit",
)


def nearing(offices: Snapshot, *, at: datetime) -> Iterator[Nearing]:
    """Every limit that has reached a threshold of its agency, the highest that it reached. Three statements.

    Only where the office is open: who is at home need not be told at night. A step says nothing where its dossier
    does already.
    """
    shares = Shares(offices, at)
    pauses = _pauses()
    rows = open_work(Q(dossier__voided_at__isnull=True, step__isnull=False, dossier__clock_from__isnull=False))
    rows = rows.filter(dossier__status__in=sorted(OPEN)).exclude(due_at=None, dossier__due_at=None)
    found = rows.annotate(held=HELD, limit_unit=unit_column("dossier__")).order_by().values(*COLUMNS)
    for row in found.iterator(chunk_size=CHUNK):
        here = calendar_for(offices, row["agency_id"], known_at=at)
        if not here.is_open(at):
            continue
        whole = _dossier(row, calendar_for(offices, row["dossier__competent_id"], known_at=at), shares, pauses, at)
        silent = row["held"] or (whole is not None and (whole.second or whole.late))
        step = None if silent else _step(row, here, shares, pauses, at)
        yield from (limit for limit in (whole, step) if limit)


class Shares:
    """The two shares of a limit (percent) at which an agency warns: its own, else the nearest above it, else the law's
    pack; kept by agency."""

    def __init__(self, offices: Snapshot, at: datetime) -> None:
        day = at.astimezone(VIETNAM).date()
        self._offices, self._rows = offices, warning_shares(day)
        self._default = pack_on(day).warning_shares
        self._kept: dict[int, tuple[int, int]] = {}

    def of(self, agency_id: int) -> tuple[int, int]:
        if agency_id not in self._kept:
            line = (self._rows.get(agency.pk) for agency in self._offices.line(agency_id))
            self._kept[agency_id] = next((found for found in line if found), self._default)
        return self._kept[agency_id]


Pauses = Mapping[int, list[tuple[datetime, datetime]]]


def _pauses() -> Pauses:
    """The ended holds of open dossiers that move their limits."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    holds = Hold.objects.filter(dropped=False, ended_at__isnull=False, dossier__status__in=sorted(OPEN))
    for dossier_id, begun, ended in holds.order_by().values_list("dossier_id", "begun_at", "ended_at"):
        assert ended is not None
        found.setdefault(dossier_id, []).append((begun, ended))
    return found


def _dossier(
    row: Mapping[str, Any],
    calendar: Calendar,
    shares: Shares,
    pauses: Pauses,
    at: datetime,
) -> Nearing | None:
    since, due_at = row["dossier__clock_from"], row["dossier__due_at"]
    if due_at is None:
        return None
    late = judge(due_at, at, Unit(row["limit_unit"])) is Verdict.LATE
    stood = pauses.get(row["dossier_id"], ())
    share = LATE if late else _reached(calendar, since, due_at, shares.of(row["dossier__competent_id"]), stood, at)
    second = share == shares.of(row["dossier__competent_id"])[1]
    return _nearing(row, since, due_at, share, second=second, of_step=False) if share else None


def _step(row: Mapping[str, Any], calendar: Calendar, shares: Shares, pauses: Pauses, at: datetime) -> Nearing | None:
    due_at = row["due_at"]
    if due_at is None:
        return None
    stood = pauses.get(row["dossier_id"], ())
    begun = max(row["opened_at"], row["dossier__clock_from"])
    share = LATE if due_at < at else _reached(calendar, begun, due_at, shares.of(row["agency_id"]), stood, at)
    second = share == shares.of(row["agency_id"])[1]
    return _nearing(row, row["dossier__clock_from"], due_at, share, second=second, of_step=True) if share else None


def _reached(
    calendar: Calendar,
    since: datetime,
    due_at: datetime,
    shares: tuple[int, int],
    stood: Iterable[tuple[datetime, datetime]],
    at: datetime,
) -> int:
    """The higher of two thresholds that is reached; 0 for none. What the clock stood for is no part of the limit."""
    left = calendar.working_minutes_between(at, due_at)
    whole = calendar.working_minutes_between(since, due_at)
    whole -= sum(calendar.working_minutes_between(max(begun, since), ended) for begun, ended in stood)
    return next((share for share in reversed(shares) if share and left * 100 <= (100 - share) * whole), 0)


def _nearing(
    row: Mapping[str, Any], since: datetime, due_at: datetime, share: int, *, second: bool, of_step: bool
) -> Nearing:
    return Nearing(
        code=row["dossier__code"],
        since=since,
        case_id=row["dossier__case_id"],
        due_at=due_at,
        share=share,
        second=second,
        item_id=row["pk"],
        agency_id=row["agency_id"],
        unit_id=row["unit_id"],
        competent_id=row["dossier__competent_id"],
        role=row["role"],
        assignee_id=row["assignee_id"],
        step=row["step__name"] or "",
        of_step=of_step,
    )
