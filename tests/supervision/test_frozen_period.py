"""A report of a period is frozen whole: a stranger computes figures, places, shares and comparisons again."""

import json
from datetime import date

import pytest

from motcua.kernel.sentences import Refused
from motcua.supervision import actions, by_period, printed, verifying
from motcua.supervision.behind import ids_behind, ids_by_row
from motcua.supervision.reports import Asked
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-20 09:00")


@pytest.fixture
def cast():
    """November: one resolved, one withdrawn, two still open, of two procedures and channels."""
    cast = stage.enter()
    other = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký", field="Chứng thực", online="full")
    done, gone = (stage.begun(cast, [], at=AT).code for _ in range(2))
    cast.open = [stage.begun(cast, [], at=AT).code]
    cast.open.append(stage.begun(cast, [], at=AT, version_id=other.pk, channel="online").code)
    for verb in ("take", "advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, done, moment("2026-11-03 09:00"))
    ACTS["withdraw"](cast, gone, moment("2026-11-04 15:00"))
    actions.project(at=NOW)
    return cast


def of_period(by="field", days=NOVEMBER):
    return by_period.of_period(Asked(*days, rows_by=by))


def frozen(by="field"):
    return actions.freeze(of_period(by), by=None, at=NOW)


def faults(said):
    text = json.dumps(said, ensure_ascii=False).encode()
    return [str(sentence) for sentence in verifying.faults(verifying.read(text))]


@pytest.mark.parametrize("by", by_period.GROUPINGS)
def test_a_frozen_period_verifies_by_whatever_its_rows_are(cast, by):
    kept = frozen(by)
    assert (kept.form, kept.rows_by) == ("period", by)
    assert faults(verifying.file_of(kept)) == []


def test_a_place_a_share_a_point_and_a_comparison_that_were_changed_are_named(cast):
    said = verifying.file_of(frozen("procedure"))
    row = said["rows"][0]
    row["rank"] = 9
    row["shares"]["on_time_of_due"]["percent"] = 99.0
    said["earlier"]["before"]["totals"]["3"] = 5
    said["of_totals"]["points"]["before"] = 3.0
    told = " ".join(faults(said))
    for part in ("rank", "shares", "earlier", "of_totals", "Mã kiểm tra sai"):
        assert part in told


def test_what_is_recorded_and_ruled_later_changes_nothing_of_it(cast):
    rule = actions.set_cutoff(
        agency_id=cast.province.pk, since=NOVEMBER[0], last_day=20, basis="QĐ 7", by=cast.quan, at=AT
    )
    days = date(2026, 10, 15), date(2026, 11, 20)
    kept = actions.freeze(of_period(days=days), by=None, at=NOW)
    for verb in ("take", "advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, cast.open[0], moment("2026-12-21 09:00"))
    later = moment("2026-12-21 10:00")
    actions.withdraw_cutoff(agency_id=cast.province.pk, pk=rule.pk, by=cast.quan, at=later)
    actions.project(at=later)
    assert json.loads(kept.content)["earlier"]["before"]["from"] == "2026-09-15"
    assert of_period(days=days).before.first == date(2026, 9, 8)  # no reporting month by today's rule
    assert faults(verifying.file_of(kept)) == []


@pytest.mark.parametrize("by", by_period.GROUPINGS)
def test_the_next_period_carries_over_what_was_frozen_row_by_row(cast, by):
    kept, found = frozen(by), of_period(by).report
    opens = ids_by_row(found, "15")
    assert opens == {row.key: ids for row in found.rows if (ids := ids_behind(found, row, "15"))}
    assert json.loads(kept.opens) == opens and sum(map(len, opens.values())) == 2
    december = by_period.report_of(Asked(date(2026, 12, 1), date(2026, 12, 31), rows_by=by))
    assert (december.carried.frozen, december.carried.now, dict(december.carried.by_row)) == (2, 2, {})


def test_a_period_that_is_not_over_and_one_frozen_before_are_refused(cast):
    with pytest.raises(Refused, match="chưa kết thúc"):
        actions.freeze(of_period(days=(NOVEMBER[0], date(2026, 12, 31))), by=None, at=NOW)
    frozen()
    with pytest.raises(Refused, match="đã được chốt"):
        frozen()


@pytest.mark.parametrize("by", by_period.GROUPINGS)
def test_it_is_printed_the_same_each_time_and_once_frozen_with_its_digest(cast, by):
    found = of_period(by)
    assert printed.period(found) == printed.period(found)
    kept = frozen(by)
    assert printed.frozen(kept).startswith(b"%PDF-")
