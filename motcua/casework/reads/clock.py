"""How a dossier stands to its legal limit, in a word and a sentence: the same on lists, on its page and in exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from motcua.deadlines.rules import pack_on
from motcua.deadlines.standing import is_short
from motcua.dossiers.states import Status
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import due
from motcua.kernel.judge import Nearness, Verdict, judge, nearness, remaining
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

WITHOUT_LENGTH = (Unit.BY_AGREEMENT, Unit.NONE)
DONE = {
    Verdict.EARLY: gettext_noop("xong trước hạn"),
    Verdict.ON_TIME: gettext_noop("xong đúng hạn"),
    Verdict.LATE: gettext_noop("xong quá hạn"),
}


class State(StrEnum):
    """What the badge of time says; the design system draws each."""

    IN_TIME = "in_time"
    NEAR = "near"
    LATE = "late"
    PAUSED = "paused"
    DONE = "done"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clock:
    """State and sentence of a badge."""

    state: State
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clock of one dossier depends on, as loaded by whoever lists it."""

    status: int
    competent_id: int
    unit: str
    amount: Decimal | None
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    voided_at: datetime | None = None


def clock(f: Facts, offices: Snapshot, *, at: datetime) -> Clock:
    """How the dossier stands at `at`, in the working time of its competent agency as known then."""
    status = Status(f.status)
    if f.voided_at is not None:
        return Clock(State.DONE, Sentence(gettext_noop("đã hủy")))
    if f.finished_at is not None:
        return Clock(State.DONE, Sentence(DONE[judge(f.due_at, f.finished_at, Unit(f.unit))]))
    if status in (Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED):
        return Clock(State.DONE, Sentence(gettext_noop("đã kết thúc")))
    if f.accepted_at is None:
        return Clock(State.NONE, Sentence(gettext_noop("chưa tính hạn")))
    if Unit(f.unit) in WITHOUT_LENGTH:
        return Clock(State.NONE, Sentence(gettext_noop("không hẹn ngày")))
    if f.due_at is None:
        return Clock(State.PAUSED, Sentence(gettext_noop("tạm dừng")))
    return _running(f, f.due_at, calendar_for(offices, f.competent_id, known_at=at), at)


def _running(f: Facts, due_at: datetime, calendar: Calendar, at: datetime) -> Clock:
    unit = Unit(f.unit)
    soon = soon_hours(f.unit, f.amount, at=at)
    near = nearness(calendar, at, due_at, unit, soon_minutes=int(soon * 60))
    state = {Nearness.IN_TIME: State.IN_TIME, Nearness.SOON: State.NEAR, Nearness.LATE: State.LATE}[near]
    return Clock(state, remaining(calendar, at, due_at, unit).sentence)


def soon_hours(unit: str, amount: Decimal | None, *, at: datetime) -> Decimal:
    """From how many working hours before the due moment on a dossier is soon due: less for a short limit."""
    normal = Decimal(pack_on(at.astimezone(VIETNAM).date()).soon_working_hours)
    return normal / 4 if is_short(unit, amount) else normal


# The same as conditions of a list, of dossiers or of open work: both have the columns (deadlines/standing.py).

RUNNING = Q(runs_to__isnull=False)  # open, with a limit that runs


def is_late(*, at: datetime) -> Q:
    """Past its limit: hours by the minute, all other units by the local date (rules.md 1.11)."""
    return Q(late_from__lte=at)


def is_due_today(*, at: datetime) -> Q:
    """Due before midnight, and not late yet."""
    midnight = _midnight(at)
    return Q(runs_to__gte=midnight, runs_to__lt=midnight + timedelta(days=1), late_from__gt=at)


def runs_until(day: date) -> Q:
    """Due by the end of `day` at the latest: all that is late then, and what is due that day; an index begins here."""
    return Q(runs_to__lt=datetime.combine(day, time(), VIETNAM) + timedelta(days=1))


def is_due_tomorrow(calendar: Calendar, *, at: datetime) -> Q:
    """Due after today and up to the end of the next working day."""
    tomorrow = _midnight(at) + timedelta(days=1)
    until = calendar.close_on_or_after(tomorrow.date()).date() + timedelta(days=1)
    return Q(runs_to__gte=tomorrow, runs_to__lt=tomorrow + (until - tomorrow.date()))


def _midnight(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def is_near_or_late(calendar: Calendar, *, at: datetime) -> Q:
    """Late, or soon due by the working time of `calendar`."""
    by, short_by = soon_until(calendar, at=at)
    return runs_out(by=by, short_by=short_by)


def soon_until(calendar: Calendar, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """What is due by the first of these moments is soon due; of a short limit, by the second."""
    normal = Decimal(pack_on(at.astimezone(VIETNAM).date()).soon_working_hours)
    by, short_by = (due(at, Limit(hours, Unit.WORKING_HOUR), calendar).moment for hours in (normal, normal / 4))
    return by, short_by


def runs_out(*, by: datetime | None, short_by: datetime | None, of: str = "") -> Q:
    """Due by a moment, short limits by an earlier one; what is late already is due by any.

    Said so that an index can begin at what is due at all: of rows, or of what they name by the path `of`.
    """
    runs_to = f"{of}runs_to__lte"
    return Q((runs_to, by)) & (Q((f"{of}short", False)) | Q((runs_to, short_by)))
