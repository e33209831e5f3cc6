"""Both clocks against an oracle that lives through the events one by one, on odd calendars with rows known late."""

import json
from datetime import datetime, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from motcua.deadlines.clocks import Clock, Life, Request, read
from motcua.kernel.calendar_files import history_from
from motcua.kernel.due import Hold
from motcua.kernel.limits import Limit
from tests.deadlines import clock_oracle
from tests.deadlines.clock_oracle import Span
from tests.kernel.due_strategies import LIMITS, MOMENTS, calendar_files, local

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
MINUTES = st.one_of(st.sampled_from([1, 30, 240, 1440, 4320]), st.integers(1, 6000))


@st.composite
def histories(draw):
    """The content of a calendar file of which some rows became known late."""
    file = draw(calendar_files())

    def late(row, key):
        known = draw(st.one_of(st.none(), MOMENTS))
        return row if known is None else {key: row, "known_from": known.isoformat()}

    return file | {
        "off": [late(day, "date") for day in file["off"]],
        "working": {day: late(name, "as") for day, name in file["working"].items()},
    }


@st.composite
def lives(draw):
    """Acceptance, and up to four waitings after it, one after the other, of which the last may still last."""
    accepted = moment = draw(MOMENTS)
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        start = moment + timedelta(minutes=draw(MINUTES))
        moment = start + timedelta(minutes=draw(MINUTES))
        spans.append(Span(draw(st.sampled_from(["ask", "hold"])), start, moment))
    if spans and draw(st.booleans()):
        spans[-1] = Span(spans[-1].kind, spans[-1].start, None)
    return accepted, spans


def reading(clock: Clock, accepted: datetime, limit: tuple[int, str], file: dict, spans: list[Span]):
    pairs = [(span.kind, local(span.start), local(span.end) if span.end else None) for span in spans]
    life = Life(
        local(accepted),
        Limit.parse(f"{limit[0]}{limit[1]}"),
        holds=[Hold(start, end) for kind, start, end in pairs if kind == "hold"],
        requests=[Request(start, end) for kind, start, end in pairs if kind == "ask"],
    )
    return read(clock, life, history_from(json.dumps(file).encode()).at)


def agrees(found, expected: datetime | None) -> bool:
    """Whether a reading says what the oracle says; whoever stands has something left, and no date."""
    event("stands" if expected is None else "runs")
    if expected is None:
        return found.due.moment is None and found.due.paused is not None
    return found.due.moment == local(expected)


@SLOW
@given(histories(), lives(), LIMITS)
def test_the_legal_clock_is_what_living_through_the_events_gives(file, life, limit):
    accepted, spans = life
    assert agrees(reading(Clock.LEGAL, accepted, limit, file, spans), clock_oracle.legal(accepted, *limit, file, spans))


@SLOW
@given(histories(), lives(), LIMITS)
def test_the_national_clock_is_what_living_through_the_events_gives(file, life, limit):
    accepted, spans = life
    found = reading(Clock.NATIONAL, accepted, limit, file, spans)
    assert agrees(found, clock_oracle.national(accepted, *limit, file, spans))
    assert found.counts_late == (sum(span.kind == "ask" for span in spans) > 1)


@SLOW
@given(histories(), MOMENTS)
def test_the_acceptance_clock_is_eight_hours_walked_minute_by_minute(file, filed):
    found = reading(Clock.ACCEPTANCE, filed, (1, "wd"), file, [])
    assert agrees(found, clock_oracle.legal(filed, 8, "wh", file, []))
