"""A year lived through the verbs in which holidays, a swap and a storm are announced late.

Who was accepted before an announcement keeps the printed date; who is accepted, released or counted anew after it gets
a date by it; an oracle that knows only the calendar file and the events agrees, and the audit finds no difference.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from motcua.casework.deadline_audit import audit
from motcua.casework.file import file_and_accept
from motcua.casework.office.days import DaysData, SwapData, enter_days, swap_days
from motcua.casework.office.hours import HoursData, set_office_hours
from motcua.casework.office.undo import undo_change
from motcua.dossiers.models import Dossier
from motcua.offices import snapshot
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import WEEK, Cast, moment
from tests.deadlines import clock_oracle
from tests.deadlines.clock_oracle import Span

pytestmark = pytest.mark.django_db
SUMMER = {day: [["06:30", "11:00"], ["13:30", "17:00"]] for day in WEEK}
# What becomes known during the year, as a calendar file says it.
FILE = {
    "office_hours": [
        {"from": "2020-01-01", "to": "2026-05-31", "weekdays": WEEK},
        {"from": "2026-06-01", "to": "2026-08-14", "weekdays": SUMMER},
        {"from": "2026-08-15", "to": None, "weekdays": WEEK},
    ],
    "off": [
        "2026-11-24",
        {"date": "2026-02-16", "known_from": "2026-02-12T10:00"},
        {"date": "2026-02-17", "known_from": "2026-02-12T10:00"},
        {"date": "2026-04-30", "known_from": "2026-04-28T16:00"},
        {"date": "2026-05-01", "known_from": "2026-04-28T16:00"},
        {"date": "2026-08-31", "known_from": "2026-08-20T08:00"},
        {"date": "2026-10-08", "known_from": "2026-10-08T07:15"},
        {"date": "2026-10-09", "known_from": "2026-10-08T07:15"},
    ],
    "working": {"2026-08-22": {"as": "mon", "known_from": "2026-08-20T08:00"}},
}


def announcements(cast: Cast) -> list[tuple[datetime, Callable[[datetime], object]]]:
    """The same, as an administrator enters it."""

    def days(kind: str, first: date, last: date, name: str) -> Callable[[datetime], object]:
        data = DaysData(cast.province.pk, first, kind, name, last=last, basis="TB")
        return lambda at: enter_days(data, by=cast.quan, at=at)

    summer = HoursData(cast.province.pk, SUMMER, date(2026, 6, 1), until=date(2026, 8, 14))
    swap = SwapData(cast.province.pk, off=date(2026, 8, 31), working=date(2026, 8, 22))
    return [
        (moment("2026-01-02 08:00"), lambda at: set_office_hours(summer, by=cast.quan, at=at)),
        (moment("2026-02-12 10:00"), days("holiday", date(2026, 2, 16), date(2026, 2, 17), "Tết")),
        (moment("2026-04-28 16:00"), days("holiday", date(2026, 4, 30), date(2026, 5, 1), "Nghỉ lễ")),
        (moment("2026-08-20 08:00"), lambda at: swap_days(swap, by=cast.quan, at=at)),
        (moment("2026-10-08 07:15"), days("closure", date(2026, 10, 8), date(2026, 10, 9), "Bão")),
    ]


class Life:
    """One dossier accepted at a moment, with what happens to it: (days later, act)."""

    def __init__(self, accepted: datetime, kind: str) -> None:
        self.accepted, self.kind, self.code = accepted, kind, ""

    @property
    def span(self) -> Span | None:
        """The waiting in it, for the oracle."""
        found = {"hold": (1, 4), "long": (2, 11), "supplement": (1, 7)}.get(self.kind)
        if found is None:
            return None
        start, end = (self.accepted + timedelta(days=n) for n in found)
        return Span("ask" if self.kind == "supplement" else "hold", _plain(start), _plain(end))

    def acts(self, cast: Cast) -> list[tuple[datetime, Callable[[datetime], object]]]:
        def accept(at: datetime) -> None:
            self.code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code

        def act(name: str) -> Callable[[datetime], object]:
            return lambda at: ACTS[name](cast, self.code, at)

        if self.span is None or self.span.end is None:
            return [(self.accepted, accept)]
        begin, end = (m.replace(tzinfo=self.accepted.tzinfo) for m in (self.span.start, self.span.end))
        if self.kind == "supplement":
            before = begin - timedelta(minutes=1)
            waiting = [(before, act("propose_supplement")), (begin, act("ask_supplement"))]
            return [(self.accepted, accept), *waiting, (end, act("receive_supplement"))]
        name = "hold" if self.kind == "hold" else "hold_other"
        return [(self.accepted, accept), (begin, act(name)), (end, act("release"))]

    def expected(self) -> datetime | None:
        spans = [self.span] if self.span else []
        return clock_oracle.legal(_plain(self.accepted), 3, "wd", FILE, spans)


def _plain(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def lived(cast: Cast, lives: list[Life]) -> None:
    """Let everything happen in the order of time."""
    happenings = [*announcements(cast), *(act for life in lives for act in life.acts(cast))]
    for at, happens in sorted(happenings, key=lambda pair: pair[0]):
        happens(at)


def due(life: Life) -> datetime | None:
    found = Dossier.objects.get(code=life.code).due_at
    return _plain(found.astimezone(life.accepted.tzinfo)) if found else None


@pytest.fixture
def cast():
    return stage.enter()


def test_a_year_in_which_holidays_are_announced_late(cast):
    kinds = ("plain", "hold", "supplement", "long", "plain")
    weeks = [moment("2026-01-05 09:10") + timedelta(days=5 * n) for n in range(70)]
    lives = [Life(at, kinds[n % len(kinds)]) for n, at in enumerate(weeks)]
    lived(cast, lives)
    assert [(life.kind, life.accepted, due(life)) for life in lives] == [
        (life.kind, life.accepted, life.expected()) for life in lives
    ]
    assert [found.code for found in audit(snapshot.present()) if found.differs] == []


@pytest.mark.parametrize(
    ("accepted", "kind", "expected"),
    [
        ("2026-04-28 15:59", "plain", "2026-05-01 17:00"),  # printed before the announcement
        ("2026-04-28 16:00", "plain", "2026-05-05 17:00"),  # in its very minute
        ("2026-04-25 09:00", "hold", "2026-05-06 17:00"),  # released on the 29th: three days, and three held
        ("2026-04-22 09:00", "hold", "2026-04-28 17:00"),  # released before it: 23, 24, 27 and Friday held
        ("2026-04-22 09:00", "supplement", "2026-05-06 17:00"),  # counted anew after it, from Wednesday the 29th
    ],
)
def test_only_what_is_set_after_an_announcement_counts_by_it(cast, accepted, kind, expected):
    life = Life(moment(accepted), kind)
    lived(cast, [life])
    assert due(life) == _plain(moment(expected)) == life.expected()


def test_what_was_undone_counts_for_those_who_were_accepted_meanwhile(cast):
    storm = DaysData(cast.commune.pk, date(2026, 3, 4), "closure", "Bão")
    change = enter_days(storm, by=cast.quan, at=moment("2026-03-02 08:00"))
    meanwhile, after = Life(moment("2026-03-02 09:00"), "plain"), Life(moment("2026-03-02 11:00"), "plain")
    meanwhile.acts(cast)[0][1](meanwhile.accepted)
    undo_change(change_id=change.pk, by=cast.quan, at=moment("2026-03-02 10:00"))
    after.acts(cast)[0][1](after.accepted)
    assert (due(meanwhile), due(after)) == (_plain(moment("2026-03-06 17:00")), _plain(moment("2026-03-05 17:00")))
    assert not any(found.differs for found in audit(snapshot.present()))
