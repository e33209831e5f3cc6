"""Reports of any period: groupings add up to what brute force counts, are ranked and compared, and refuse nonsense."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from motcua.kernel.sentences import Refused
from motcua.supervision import actions, brute, by_period, period_files, spans
from motcua.supervision.behind import ids_behind
from motcua.supervision.measures import MEASURES
from motcua.supervision.models import Rollup
from motcua.supervision.reports import Asked
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-20 09:00")
RESOLVED = ("take", "advance", "advance", "advance", "resolve")


@pytest.fixture
def cast():
    """November: one early, one late, one withdrawn and one that is never done, of two procedures and channels."""
    cast = stage.enter()
    other = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký", field="Chứng thực", online="full")
    cast.codes = {name: stage.begun(cast, [], at=AT).code for name in ("early", "late", "withdrawn")}
    cast.codes["open"] = stage.begun(cast, [], at=AT, version_id=other.pk, channel="online").code
    for name, verbs, at in (
        ("early", RESOLVED, "2026-11-03 09:00"),
        ("withdrawn", ("withdraw",), "2026-11-04 15:00"),
        ("late", RESOLVED, "2026-11-18 09:00"),
    ):
        for verb in verbs:
            ACTS[verb](cast, cast.codes[name], moment(at))
    actions.project(at=NOW)
    return cast


def asked(by="field", first=NOVEMBER[0], last=NOVEMBER[1], **more):
    return by_period.of_period(Asked(first, last, rows_by=by, **more))


@pytest.mark.parametrize("by", by_period.GROUPINGS)
def test_every_grouping_adds_up_to_what_brute_force_counts(cast, by):
    found = asked(by).report
    forced = brute.counted([found.view])[found.view].values()
    for name in MEASURES:
        n = sum(row.get(name, 0) for row in forced)
        assert n == found.totals.measures[name] == sum(row.measures[name] for row in found.rows), name
    assert found.totals.columns["3"] == 4


@pytest.mark.parametrize("by", by_period.GROUPINGS)
def test_every_figure_opens_as_many_dossiers(cast, by):
    found = asked(by).report
    for row in (*found.rows, found.totals):
        for n, figure in row.columns.items():
            assert len(ids_behind(found, row, n)) == figure, (row.key, n)


def test_channels_and_procedures_have_rows_of_their_own(cast):
    assert {r.key: r.columns["3"] for r in asked("channel").report.rows} == {"direct": 3, "online": 1}
    assert {r.key: r.columns["3"] for r in asked("procedure").report.rows} == {"1.000689": 3, "1.000777": 1}


def test_due_is_what_has_a_result_or_is_overdue_and_each_share_names_its_denominator(cast):
    totals = by_period.period_json(asked())["of_totals"]["shares"]
    assert totals["on_time_of_due"] == {"n": 1, "of": 3, "percent": 33.33}
    assert totals["on_time_of_resolved"] == {"n": 1, "of": 2, "percent": 50.0}


def test_without_a_denominator_a_share_does_not_apply_and_has_no_place(cast):
    found = asked("channel", date(2026, 11, 2), date(2026, 11, 2))
    said = by_period.period_json(found)
    assert said["of_totals"]["shares"]["on_time_of_due"] == {"n": 0, "of": 0, "percent": None}
    assert [row["rank"] for row in said["rows"]] == [None, None]
    table = list(csv.reader(io.StringIO(period_files.table(found).decode("utf-8-sig"))))
    assert table[-1][-6:-3] == ["không áp dụng"] * 3


def test_the_best_comes_first_and_points_tell_how_a_share_moved(cast):
    found = asked("procedure")
    assert found.ranks == {"1.000689": 1, "1.000777": 2}
    half = asked("procedure", date(2026, 11, 16), date(2026, 11, 30))
    assert half.before.first == date(2026, 11, 1)
    assert by_period.points(half.report.totals, half.before.totals) == -33.33
    assert by_period.points(half.report.totals, half.year_before.totals) is None


def test_rows_that_do_not_add_up_to_the_totals_are_refused(cast):
    Rollup.objects.filter(accepted__gt=0, direct__gt=0).update(accepted=9, direct=9, open=9)
    with pytest.raises(Refused, match="Số liệu không khớp"):
        asked("channel")


def test_a_period_reads_the_same_as_of_its_end_whatever_came_later(cast):
    as_of = moment("2026-11-10 09:00")
    then = asked(as_of=as_of).report
    assert (then.totals.columns["8"], then.totals.columns["12"], then.totals.columns["15"]) == (1, 1, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first": date(2026, 11, 30), "last": date(2026, 11, 1)}, "trước khi bắt đầu"),
        ({"agency": "H99"}, "H99"),
        ({"agency": "H48", "first": date(1950, 1, 1), "last": date(1950, 2, 1)}, "không hoạt động"),
        ({"rows_by": "person"}, "person"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(cast, change, said):
    with pytest.raises(Refused) as refused:
        by_period.of_period(replace(Asked(*NOVEMBER), **change))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("first", "last", "before", "year"),
    [
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-31")),
        ("2026-02-15", "2026-05-14", ("2025-11-15", "2026-02-14"), ("2025-02-15", "2025-05-14")),
        ("2021-06-20", "2021-07-21", ("2021-05-19", "2021-06-19"), ("2020-06-20", "2020-07-21")),
        ("2024-02-01", "2024-02-29", ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        ("2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31")),
    ],
)
def test_the_period_before_and_a_year_before(first, last, before, year):
    period = date.fromisoformat(first), date.fromisoformat(last)
    assert tuple(d.isoformat() for d in spans.before(*period)) == before
    assert tuple(d.isoformat() for d in spans.year_before(*period)) == year
