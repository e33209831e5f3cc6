"""Reports: what they refuse, how they sum, what freezing keeps, and what is said of late facts."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from motcua.casework.close_agency import close_agency
from motcua.casework.file import file_and_accept
from motcua.casework.reads import linked
from motcua.journal.models import Event
from motcua.journal.rules import canonical, sha256
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.policy.facts import Facts
from motcua.supervision import actions, compare, reports, sheets
from motcua.supervision.behind import behind, ids_behind
from motcua.supervision.forms import form_on, read
from motcua.supervision.models import FrozenReport, Rollup
from motcua.supervision.periods import moment_from
from motcua.supervision.reports import AGENCY, Asked
from motcua.supervision.scopes import scope
from tests import cast as stage
from tests.casework import declarations
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-20 09:00")
RESOLVED = ("take", "advance", "advance", "advance", "resolve")


@pytest.fixture
def cast():
    cast = stage.enter()
    cast.other = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký", field="Chứng thực")
    return cast


def accepted(cast, at=AT, **changes):
    return file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=at).code


def lived(cast, code, *verbs, at):
    for verb in verbs:
        ACTS[verb](cast, code, at)


def report(period=NOVEMBER, at=NOW, **asked):
    actions.project(at=at)
    return reports.report(Asked(*period, **asked))


def columns(row):
    return {n: value for n, value in row.columns.items() if value}


def test_a_report_counts_by_field_and_sums(cast):
    accepted(cast, channel="online")
    accepted(cast, version_id=cast.other.pk)
    lived(cast, accepted(cast), *RESOLVED, at=AT)
    found = report()
    assert [(row.label, columns(row)) for row in found.rows] == [
        ("Chứng thực", {"3": 1, "5": 1, "11": 1, "13": 1}),
        ("Hộ tịch", {"3": 2, "4": 1, "5": 1, "7": 1, "8": 1, "11": 1, "13": 1}),
    ]
    assert columns(found.totals) == {"3": 3, "4": 1, "5": 2, "7": 1, "8": 1, "11": 2, "13": 2}
    assert found.on_time == (1, 1)


def test_the_province_counts_all_below_it_and_an_agency_itself_alone(cast):
    accepted(cast)
    assert report().totals.columns["3"] == report(agency="H48").totals.columns["3"] == 1
    assert report(agency="H48.148").totals.columns["3"] == 1
    assert report(agency="H48.05").totals.columns["3"] == 0
    assert [(row.key, row.label) for row in report(rows_by=AGENCY).rows] == [("H48.148", "Ủy ban nhân dân xã Ba Tơ")]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"period": (date(2026, 11, 2), date(2026, 11, 1))}, "kết thúc (01/11/2026) trước khi bắt đầu (02/11/2026)"),
        ({"agency": "H99"}, "Không có cơ quan nào có mã H99"),
        ({"period": (date(2025, 1, 1), date(2025, 1, 31)), "agency": "H48.148"}, "không hoạt động trong kỳ"),
        ({"period": (date(2025, 1, 1), date(2025, 1, 31))}, "Không có cơ quan nào hoạt động"),
        ({"agency": "H48.148.01"}, "chỉ tiếp nhận và trả kết quả"),
        ({"as_of": NOW + timedelta(days=2)}, "Chưa có số liệu đến"),
        ({"as_of": moment("2026-10-31 17:00")}, "chưa bắt đầu"),
        ({"period": (date(2027, 1, 1), date(2027, 1, 31))}, "chưa bắt đầu"),
        ({"period": (date(1800, 1, 1), date(2026, 1, 31))}, "1900"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(cast, asked, says):
    with pytest.raises(Refused) as refused:
        report(**asked)
    assert says in str(refused.value)


def test_before_any_facts_there_is_no_report_rather_than_zeros(cast):
    with pytest.raises(Refused, match="Chưa có số liệu"):
        reports.report(Asked(*NOVEMBER))


def test_as_of_today_is_as_of_now(cast):
    accepted(cast)
    today = report(as_of=moment_from("2026-12-20"))
    assert today.view.as_of == NOW


@pytest.mark.parametrize("typed", ["", "hôm qua", "2026-02-30", "2026-11-31T08:00", "9999-12-31"])
def test_a_moment_that_cannot_be_read_is_refused(typed):
    with pytest.raises(Refused, match="Không đọc được thời điểm"):
        moment_from(typed)


def test_a_report_that_does_not_sum_is_refused_naming_row_and_identity(cast):
    accepted(cast)
    actions.project(at=NOW)
    Rollup.objects.update(accepted=2)
    with pytest.raises(Refused) as refused:
        reports.report(Asked(*NOVEMBER))
    assert "“Hộ tịch” sai 3=4+5+6 (2 ≠ 1)" in str(refused.value)
    wrong = {d.measure for d in compare.differences(compare.usual_views(date(2026, 12, 20)))}
    assert wrong == {"accepted"}


def test_linked_dossiers_are_counted_each_at_the_agency_that_decides_it_and_once_for_the_citizen(cast):
    declarations.publish()
    filed = declarations.declare(cast, at=AT)
    declarations.declare(cast, at=AT)
    declarations.finish(cast, filed.code(1), at=AT)
    assert columns(report().totals)["3"] == 3  # two births and the residence that followed; what waits is not accepted
    assert linked.declared(cast.counter.pk, *NOVEMBER) == 2
    assert linked.declared(cast.counter.pk, *DECEMBER) == 0


def test_what_ended_without_result_is_placed_as_the_form_says_and_printed_below(cast):
    lived(cast, accepted(cast), "withdraw", at=AT)
    lived(cast, accepted(cast), "stop", at=moment("2026-11-12 09:00"))
    lived(cast, accepted(cast), "propose_supplement", "ask_supplement", at=AT)
    found = report()
    assert columns(found.totals) == {"3": 3, "5": 3, "7": 2, "8": 1, "10": 1, "11": 1, "12": 1}
    assert found.on_time == (0, 0)
    notes = {note.key: str(note.sentence) for note in found.notes if note.n}
    assert notes["ended"].startswith("2 hồ sơ kết thúc không có kết quả (rút 1, dừng 1)")
    assert notes["waiting"].startswith("1 hồ sơ đang giải quyết còn chờ người nộp")
    assert "cột 8, 9, 10" in notes["ended"]


def test_a_form_that_places_an_end_nowhere_is_no_form():
    form = form_on("06a", date(2026, 11, 30))
    data = {"form": "x", "code": "x", "number": "x", "title": "x", "basis": "x", "valid_from": date(2026, 1, 1)}
    data |= {"identities": [], "closing": "11", "carried": "6", "column": [], "placed": dict(form.placed)}
    assert read(data).ended == form.ended
    del data["placed"]["stopped_late"]
    with pytest.raises(ValueError, match="stopped_late"):
        read(data)


def test_there_is_no_form_before_the_circular():
    with pytest.raises(Refused, match="Chưa có biểu 06a"):
        form_on("06a", date(2010, 1, 1))


def test_each_figure_opens_exactly_its_dossiers(cast):
    facts = policy_facts(cast.an)
    online = accepted(cast, channel="online")
    done = accepted(cast)
    lived(cast, done, *RESOLVED, at=AT)
    accepted(cast, version_id=cast.other.pk)
    found = report()
    row = found.row("Hộ tịch")
    codes = lambda what, at=row: [r["dossier__code"] for r in behind(found, at, what, facts).rows]  # noqa: E731
    assert codes("4") == [online]
    assert codes("8") == [done]
    assert sorted(codes("3")) == sorted([online, done])
    for at in (found.totals, *found.rows):
        for column in found.form.columns:
            assert len(ids_behind(found, at, column.n)) == at.columns[column.n]


def policy_facts(by):
    return Facts(by, NOW.date(), snapshot.present())


def test_who_may_not_see_a_dossier_sees_its_figure_only(cast):
    accepted(cast)
    found = report()
    opened = behind(found, found.totals, "3", policy_facts(cast.quang))
    assert (opened.figure, list(opened.rows)) == (1, [])


def test_a_figure_that_the_form_does_not_have_is_refused(cast):
    accepted(cast)
    found = report()
    with pytest.raises(Refused, match="không có cột 14"):
        behind(found, found.totals, "14", policy_facts(cast.an))
    with pytest.raises(Refused, match="không có dòng"):
        found.row("Bịa")


FREEZING = moment("2026-12-02 09:00")


def frozen(cast, at=FREEZING, **asked):
    return actions.freeze(report(at=at, **asked), by=cast.an, at=at)


def test_a_frozen_report_never_changes(cast):
    code = accepted(cast)
    kept = frozen(cast)
    before = FrozenReport.objects.values().get()
    lived(cast, code, "void", at=moment("2026-12-05 09:00"))
    actions.rebuild(at=NOW)
    assert FrozenReport.objects.values().get() == before
    assert kept.digest == sha256(kept.content) == sha256(canonical(json.loads(kept.content)))
    assert json.loads(kept.content)["totals"]["11"] == 1


def test_a_frozen_report_can_be_computed_again(cast):
    code = accepted(cast)
    kept = frozen(cast)
    lived(cast, code, "void", at=moment("2026-12-05 09:00"))
    again = reports.as_json(report(as_of=kept.as_of))
    said = json.loads(kept.content)
    for name in ("rows", "totals", "footnotes", "from", "to", "as_of"):
        assert again[name] == said[name]
    assert report().totals.columns["3"] == 0


def test_the_digest_stands_in_the_journal_of_the_agency(cast):
    kept = frozen(cast)
    event = Event.objects.get(kind="report.frozen")
    cast.province.refresh_from_db()
    assert (event.stream, event.digest) == (cast.province.stream, cast.province.chain_hash)
    assert kept.digest in event.facts


def test_a_period_that_is_not_over_cannot_be_frozen(cast):
    accepted(cast)
    with pytest.raises(Refused, match="chưa kết thúc"):
        frozen(cast, at=moment("2026-11-30 23:00"))
    assert FrozenReport.objects.count() == 0


def test_the_same_report_is_frozen_once(cast):
    accepted(cast)
    at = moment("2026-12-02 09:00")
    found = report(at=at)
    actions.freeze(found, by=cast.an, at=at)
    with pytest.raises(Refused, match="đã được chốt"):
        actions.freeze(found, by=cast.an, at=at)


def test_what_is_carried_over_is_the_closing_figure_of_the_last_frozen_report(cast):
    accepted(cast)
    lived(cast, accepted(cast), *RESOLVED, at=moment("2026-12-03 09:00"))
    frozen(cast)
    found = report(DECEMBER)
    assert found.carried is not None
    assert (found.carried.frozen, found.carried.now, found.carried.adjustment) == (2, 2, 0)
    assert found.totals.columns["6"] == 2
    assert found.carried.by_row == {}


def test_facts_recorded_late_are_an_adjustment_that_opens_its_dossiers(cast):
    accepted(cast)
    goes = accepted(cast, version_id=cast.other.pk)
    frozen(cast)
    lived(cast, goes, "void", at=moment("2026-12-05 09:00"))
    found = report(DECEMBER)
    assert found.carried is not None
    assert (found.carried.frozen, found.totals.columns["6"], found.carried.adjustment) == (2, 1, -1)
    assert found.carried.by_row == {"Chứng thực": -1}
    opened = behind(found, found.totals, "adjusted", policy_facts(cast.an))
    assert [row["dossier__code"] for row in opened.rows] == [goes]
    assert opened.gone == {row["dossier_id"] for row in opened.rows}
    assert reports.as_json(found)["carried_over"]["adjustment"] == -1
    assert "Điều chỉnh do ghi nhận muộn" in "\n".join(sheets.foot(found))


def test_a_dossier_that_passed_to_a_successor_is_carried_over_there(cast):
    accepted(cast)
    frozen(cast, agency="H48.148")
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    heir = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    at = moment("2026-12-10 09:00")
    close_agency(agency_id=cast.commune.pk, successor_id=heir.pk, on=at.date(), by=cast.quan, at=at)
    left, taken, whole = (report(DECEMBER, agency=code) for code in ("H48.148", "H48.149", ""))
    assert left.carried is not None
    assert (left.totals.columns["6"], left.carried.adjustment) == (0, -1)
    assert (taken.totals.columns["6"], whole.totals.columns["6"]) == (1, 1)
    january = (date(2027, 1, 1), date(2027, 1, 31))
    with pytest.raises(Refused, match=r"không hoạt động trong kỳ .* 01/01/2026–09/12/2026"):
        report(january, at=moment("2027-02-01 09:00"), agency="H48.148")


def test_an_earlier_report_of_a_closed_agency_stays_what_it_was(cast):
    accepted(cast)
    before = reports.as_json(report(agency="H48.148", at=moment("2026-12-02 09:00")))
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    heir = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    at = moment("2026-12-10 09:00")
    close_agency(agency_id=cast.commune.pk, successor_id=heir.pk, on=at.date(), by=cast.quan, at=at)
    after = reports.as_json(report(agency="H48.148"))
    assert (after["rows"], after["totals"]) == (before["rows"], before["totals"])


def test_the_json_is_what_programs_were_promised(cast):
    accepted(cast)
    said = reports.as_json(report(agency="H48.148"))
    assert {"report", "from", "to", "as_of", "agency", "rows", "totals", "checks"} <= said.keys()
    assert (said["report"], said["from"], said["to"]) == ("06a", "2026-11-01", "2026-11-30")
    assert said["as_of"] == "2026-12-20T09:00:00+07:00"
    assert [c["identity"] for c in said["checks"]] == ["3=4+5+6", "7=8+9+10", "11=12+13", "3=7+11"]
    assert set(said["totals"]) == {str(n) for n in range(3, 14)}


def cells(content: bytes) -> list[list[str]]:
    """The texts and numbers of a sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = ["".join(t.text or "" for t in si.iter(f"{space}t")) for si in texts]
    return [
        [
            shared[int(v.text)] if c.get("t") == "s" else v.text
            for c in row.iter(f"{space}c")
            if (v := c.find(f"{space}v")) is not None
        ]
        for row in page.iter(f"{space}row")
    ]


def test_the_sheet_is_laid_out_as_the_circular_prints_it(cast):
    accepted(cast, channel="online")
    rows = [row for row in cells(sheets.sheet(report())) if row]
    assert rows[0] == ["Biểu số II.06a/VPCP/KSTT"]
    assert [f"({n})" for n in range(1, 14)] in rows
    assert ["1", "Hộ tịch", "1", "1", "0", "0", "0", "0", "0", "0", "1", "0", "1"] in rows
    assert ["Tổng số", "1", "1", "0", "0", "0", "0", "0", "0", "1", "0", "1"] in rows


def test_a_name_that_looks_like_a_formula_stays_a_text(cast):
    accepted(cast)
    found = report()
    row = replace(found.rows[0], label="=1+1")
    assert any("=1+1" in line for line in cells(sheets.sheet(replace(found, rows=[row]))))


def test_a_report_costs_the_same_however_many_dossiers_there_are(cast, django_assert_max_num_queries):
    for n in range(3):
        accepted(cast, at=AT + timedelta(minutes=n))
    actions.project(at=NOW)
    with django_assert_max_num_queries(14):
        reports.report(Asked(*NOVEMBER))


def test_the_scope_takes_the_name_that_was_in_force(cast):
    found = scope("H48.148", *NOVEMBER, snapshot.present())
    assert (found.agency.name, found.codes, found.whole) == ("Ủy ban nhân dân xã Ba Tơ", {"H48.148"}, False)
