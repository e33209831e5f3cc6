"""What holds for every due date, on odd calendars and with holds; an independent oracle walks minute by minute."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel.due import due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import DAY, stamp
from tests.kernel import due_oracle
from tests.kernel.due_strategies import LIMITS, MOMENTS, WINDOW, calendar_files, held, holds_near, local, read

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def limit_of(amount, unit):
    return Limit.parse(f"{amount}{unit}")


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS)
def test_an_oracle_that_walks_minute_by_minute_agrees(data, file, accepted, limit):
    holds = data.draw(holds_near(accepted))
    found = due(local(accepted), limit_of(*limit), read(file), held(holds))
    assert found.moment == local(due_oracle.due(accepted, *limit, file, holds))


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS, st.integers(1, 5))
def test_a_longer_limit_is_never_due_earlier(data, file, accepted, limit, more):
    amount, unit = limit
    calendar, holds = read(file), held(data.draw(holds_near(accepted)))
    shorter = due(local(accepted), limit_of(amount, unit), calendar, holds).moment
    longer = due(local(accepted), limit_of(amount if unit == "sd" else amount + more, unit), calendar, holds).moment
    assert shorter <= longer


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS, st.integers(0, 3000))
def test_a_longer_hold_is_never_due_earlier(data, file, accepted, limit, more):
    calendar, holds = read(file), data.draw(holds_near(accepted))
    stretched = [(start, end + timedelta(minutes=more)) for start, end in holds[:1]] + list(holds[1:])
    before = due(local(accepted), limit_of(*limit), calendar, held(holds)).moment
    assert before <= due(local(accepted), limit_of(*limit), calendar, held(stretched)).moment


@SLOW
@given(calendar_files(), MOMENTS, st.integers(1, 300), st.integers(1, 300))
def test_limits_in_hours_compose(file, accepted, first, second):
    calendar = read(file)
    halfway = due(local(accepted), limit_of(first, "wh"), calendar).moment
    assert (
        due(halfway, limit_of(second, "wh"), calendar).moment
        == due(local(accepted), limit_of(first + second, "wh"), calendar).moment
    )


@SLOW
@given(calendar_files(), MOMENTS, st.integers(1, 100), st.integers(1, 100))
def test_limits_in_working_days_compose(file, accepted, first, second):
    calendar = read(file)
    halfway = due(local(accepted), limit_of(first, "wd"), calendar).moment
    assert (
        due(halfway, limit_of(second, "wd"), calendar).moment
        == due(local(accepted), limit_of(first + second, "wd"), calendar).moment
    )


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS, WINDOW)
def test_a_day_off_more_never_makes_it_earlier(data, file, accepted, limit, day):
    holds = held(data.draw(holds_near(accepted)))
    before = due(local(accepted), limit_of(*limit), read(file), holds).moment
    working = {key: name for key, name in file["working"].items() if key != day.isoformat()}
    fewer = file | {"off": sorted({*file["off"], day.isoformat()}), "working": working}
    assert before <= due(local(accepted), limit_of(*limit), read(fewer), holds).moment


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS)
def test_the_lines_of_the_explanation_add_up_to_the_due_moment(data, file, accepted, limit):
    holds = held(data.draw(holds_near(accepted)))
    found = due(local(accepted), limit_of(*limit), read(file), holds, explain=True)
    start, end = stamp(local(accepted)), stamp(found.moment)
    if limit[1] == "wh":
        assert start + sum(line.minutes for line in found.lines) == end
    else:
        assert start // DAY + sum(line.days for line in found.lines) == end // DAY
    assert found.lines[0].from_ == local(accepted)
    assert found.lines[-1].from_ == found.moment


@SLOW
@given(st.data(), calendar_files(), MOMENTS, LIMITS)
def test_explaining_changes_nothing_and_every_line_can_be_said(data, file, accepted, limit):
    holds = held(data.draw(holds_near(accepted)))
    calendar = read(file)
    found = due(local(accepted), limit_of(*limit), calendar, holds, explain=True)
    assert found.moment == due(local(accepted), limit_of(*limit), calendar, holds).moment
    assert all(line.text and "{" not in line.text for line in found.lines)


@SLOW
@given(calendar_files(), MOMENTS, LIMITS)
def test_a_due_moment_is_a_close_or_inside_office_hours(file, accepted, limit):
    calendar = read(file)
    moment = due(local(accepted), limit_of(*limit), calendar).moment
    minute = stamp(moment) % DAY
    spans = calendar.hours_on(moment.date())
    if limit[1] == "wh":
        assert any(opening < minute <= close for opening, close in spans)
    else:
        assert minute == spans[-1][1]


@settings(SLOW, max_examples=10)
@given(calendar_files(), st.lists(st.tuples(MOMENTS, LIMITS), min_size=2, max_size=6))
def test_the_answer_does_not_depend_on_what_was_asked_before(file, questions):
    shared = read(file)
    # Reaching far back and forward first makes the shared calendar grow in both directions.
    shared.working_days_between(date(1950, 1, 1), date(2150, 1, 1))
    for accepted, limit in questions:
        fresh = due(local(accepted), limit_of(*limit), read(file)).moment
        assert due(local(accepted), limit_of(*limit), shared).moment == fresh
