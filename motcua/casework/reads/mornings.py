"""What waits for every officer on a morning, counted for all of them at once: one statement for each calendar.

The figures are those of the officer's own list (`worklist`, tab "mine"): each line of a digest opens what it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Count, Q

from motcua.dossiers.states import BEYOND
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
from motcua.offices.presence import Presence
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.policy.predicates import CASE_ROLES
from motcua.workflow.queries import FIRST_STEP, open_work
from motcua.workflow.rules import StepKind

from . import clock
from .apologies import wants_apology
from .worklist import step_is_late


@dataclass(frozen=True, slots=True)
class Morning:
    """Numbers of pieces of work: dossiers past their limit, due today or on the next working day, steps past theirs,
    dossiers to accept, letters of apology to sign."""

    late: int = 0
    today: int = 0
    tomorrow: int = 0
    step: int = 0
    waiting: int = 0
    letters: int = 0

    def __add__(self, other: Morning) -> Morning:
        return Morning(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


NOTHING = Morning()


@dataclass
class _Work:
    """Open work counted by who holds it and where, what is free by post and division, letters by the agency that
    signs."""

    held: dict[int, dict[int, Morning]]
    free: dict[tuple[int, str], dict[int | None, Morning]]
    letters: dict[int, Morning]


def mornings(presence: Presence, offices: Snapshot, *, at: datetime) -> dict[int, Morning]:
    """For every officer at work today what waits for them and for whom they stand in; who has nothing is left out."""
    day = at.astimezone(VIETNAM).date()
    working = {calendar: some for calendar, some in by_calendar(offices, at).items() if calendar.is_working_day(day)}
    work = _Work({}, {}, {})
    for calendar, agencies in working.items():
        _count(work, calendar, agencies, at=at)
    found: dict[int, Morning] = {}
    for account, posts in _posts(presence).items():
        if account not in presence.away and (morning := _of(account, posts, presence, offices, work)):
            found[account] = morning
    return found


def by_calendar(offices: Snapshot, at: datetime) -> dict[Calendar, list[int]]:
    """The agencies in force with the calendar that they share: one object for all of equal hours and days."""
    day: date = at.astimezone(VIETNAM).date()
    found: dict[Calendar, list[int]] = {}
    for agency_id in offices.agencies:
        if offices.in_force(agency_id, day):
            found.setdefault(calendar_for(offices, agency_id, known_at=at), []).append(agency_id)
    return found


def _count(work: _Work, calendar: Calendar, agencies: Iterable[int], *, at: datetime) -> None:
    lying = open_work(Q(agency_id__in=agencies))
    rows = (
        lying.exclude(status__in=BEYOND)
        .order_by()
        .values_list("agency_id", "role", "assignee_id", "unit_id")
        .annotate(
            late=Count("pk", filter=clock.is_late(at=at)),
            today=Count("pk", filter=clock.is_due_today(at=at)),
            tomorrow=Count("pk", filter=clock.is_due_tomorrow(calendar, at=at)),
            step_late=Count("pk", filter=step_is_late(at)),
            waiting=Count("pk", filter=Q(kind=StepKind.RECEIVE.value)),
        )
    )
    for agency_id, role, assignee_id, unit_id, *numbers in rows:
        morning = Morning(*numbers)
        if assignee_id is None:
            work.free.setdefault((agency_id, role), {})[unit_id] = morning
        else:
            here = work.held.setdefault(assignee_id, {})
            here[agency_id] = here.get(agency_id, NOTHING) + morning
    wanting = open_work(Q(dossier__competent_id__in=agencies) & FIRST_STEP)
    letters = wanting.filter(wants_apology(calendar, at=at, of="dossier__")).order_by()
    for agency_id, n in letters.values_list("dossier__competent_id").annotate(n=Count("pk")):
        work.letters[agency_id] = Morning(letters=n)


def _posts(presence: Presence) -> dict[int, list[tuple[int, str]]]:
    """The posts of every officer that carry work on cases."""
    roles = {role.value for role in CASE_ROLES}
    found: dict[int, list[tuple[int, str]]] = {}
    for (agency_id, role), accounts in presence.holders.items():
        if role in roles:
            for account in accounts:
                found.setdefault(account, []).append((agency_id, role))
    return found


def _of(account: int, posts: list[tuple[int, str]], presence: Presence, offices: Snapshot, work: _Work) -> Morning:
    return sum(_parts(account, posts, presence, offices, work), NOTHING)


def _parts(
    account: int, posts: list[tuple[int, str]], presence: Presence, offices: Snapshot, work: _Work
) -> Iterator[Morning]:
    here = {agency_id for agency_id, _ in posts}
    for holder in (account, *presence.covered_by(account)):
        held: Mapping[int, Morning] = work.held.get(holder, {})
        yield from (morning for agency_id, morning in held.items() if agency_id in here)
    for place in posts:
        for unit_id, morning in work.free.get(place, {}).items():
            if unit_id is None or account in presence.able(*place, unit_id, offices):
                yield morning
    yield from (work.letters.get(agency_id, NOTHING) for agency_id, role in posts if role == Role.SIGNER)
