"""Where people go: counters with their opening hours of today and when they open next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.kernel import folding
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM, WEEKDAYS
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency, CounterHours, in_force
from motcua.offices.snapshot import Snapshot

Span = tuple[time, time]
AHEAD = 21  # days to look for the next opening: longer than any Tết


@dataclass(frozen=True, slots=True)
class CounterToday:
    """A counter: its hours of today, whether it is open now, and when it opens next (None: not in three weeks)."""

    agency: Agency
    hours: Sequence[Span]
    open_now: bool
    opens: datetime | None


def counters(offices: Snapshot, text: str, *, at: datetime) -> list[Agency]:
    """The open counters that match `text`, typed with or without accents, provincial ones first: no statement."""
    words, day = folding.fold(text).split(), at.astimezone(VIETNAM).date()
    found = [
        a
        for a in offices.agencies.values()
        if a.is_counter
        and offices.in_force(a.pk, day)
        and all(w in folding.fold(f"{a.name} {a.address}") for w in words)
    ]
    return sorted(found, key=lambda a: (a.level.code != "province", folding.sort_key(a.name)))


def with_hours(agencies: Sequence[Agency], offices: Snapshot, *, at: datetime) -> list[CounterToday]:
    """The counters of a page with their hours: one statement. Without hours of its own a counter keeps office hours."""
    now = at.astimezone(VIETNAM)
    own = {
        row.agency_id: row.weekdays
        for row in in_force(CounterHours.objects, now.date()).filter(agency_id__in=[a.pk for a in agencies])
    }
    return [_today(a, own.get(a.pk), calendar_for(offices, a.pk, known_at=at), now) for a in agencies]


def _today(agency: Agency, own: dict[str, list[list[str]]] | None, calendar: Calendar, now: datetime) -> CounterToday:
    hours = _hours(own, calendar, now.date())
    clock = now.time()
    return CounterToday(
        agency=agency,
        hours=hours,
        open_now=any(opening <= clock < close for opening, close in hours),
        opens=_next(own, calendar, now),
    )


def _hours(own: dict[str, list[list[str]]] | None, calendar: Calendar, day: date) -> list[Span]:
    """Nobody opens on a day off; a worked Saturday has the hours of the weekday in whose stead it is worked."""
    if own is None:
        return [(_clock(a), _clock(b)) for a, b in calendar.hours_on(day)]
    if day in calendar.off:
        return []
    spans = own.get(calendar.working.get(day, WEEKDAYS[day.weekday()]), [])
    return [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans]


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _next(own: dict[str, list[list[str]]] | None, calendar: Calendar, now: datetime) -> datetime | None:
    for ahead in range(AHEAD):
        day = now.date() + timedelta(days=ahead)
        for opening, _ in _hours(own, calendar, day):
            moment = datetime.combine(day, opening, tzinfo=VIETNAM)
            if moment > now:
                return moment
    return None
