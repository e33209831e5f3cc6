"""Forms 06a and 07a: what their columns count, which have no source, and that every layout is the reviewed one."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from motcua.casework.fees import cancel_payment
from motcua.kernel.sentences import Refused
from motcua.supervision import actions, brute, organisation, plain, printed, queries, reports, sheets, verifying
from motcua.supervision.behind import ids_behind
from motcua.supervision.forms import known, read
from motcua.supervision.models import FrozenReport, Rollup
from motcua.supervision.periods import View
from motcua.supervision.reports import Asked
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.money import costing, paid
from tests.cast import moment
from tests.spreadsheets import tables
from tests.supervision.figures import paid_by_force, paid_by_tills

pytestmark = pytest.mark.django_db
REVIEWED = Path(__file__).parent / "reviewed"
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-20 09:00")
ALL = ("procedures_province", "procedures_district", "procedures_commune")
RESOLVED = ("take", "advance", "advance", "advance", "resolve")


@pytest.fixture
def cast():
    """A month with a dossier of every kind that form 07a tells apart."""
    cast = stage.enter()
    full = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký", field="Chứng thực", online="full")
    part = stage.publish_procedure(code="1.000778", name="Cải chính hộ tịch", field="Hộ tịch", online="partial")
    cast.codes = {
        "full": begun(cast, version_id=full.pk, channel="online"),
        "part": begun(cast, version_id=part.pk, channel="online"),
        "post": begun(cast, channel="post"),
        "afar": stage.begun(cast, ["afar"], at=AT).code,
        **{name: begun(cast) for name in ("early", "late", "told", "open late", "open told", "withdrawn")},
    }
    live(cast, "early", *RESOLVED, at="2026-11-03 09:00")
    live(cast, "told", "apologise", at="2026-11-04 15:00")
    live(cast, "open told", "apologise", at="2026-11-04 15:00")
    live(cast, "withdrawn", "withdraw", at="2026-11-04 15:00")
    live(cast, "late", *RESOLVED, at="2026-11-18 09:00")
    live(cast, "told", *RESOLVED, at="2026-11-18 09:00")
    actions.project(at=NOW)
    return cast


def begun(cast, **changes):
    return stage.begun(cast, [], at=AT, **changes).code


def live(cast, name, *verbs, at):
    for verb in verbs:
        ACTS[verb](cast, cast.codes[name], moment(at))


def report(form="07a", **asked):
    return reports.report(Asked(*NOVEMBER, form=form, **asked))


def test_07a_tells_channels_letters_and_endings_apart(cast):
    columns = report().totals.columns
    assert {int(n): value for n, value in columns.items() if value} == {
        3: 10, 4: 7, 5: 1, 6: 1, 8: 1, 10: 1,
        11: 3, 12: 1, 13: 1, 14: 1, 15: 6, 17: 1, 18: 5, 29: 1,
    }  # fmt: skip


def test_07a_has_a_row_for_each_agency_unless_fields_are_asked_for(cast):
    assert [row.key for row in report().rows] == ["H48.148"]
    assert {row.key for row in report(rows_by="field").rows} == {"Hộ tịch", "Chứng thực"}


def test_a_column_without_a_source_is_null_and_told_once_in_words_never_0(cast):
    found = report()
    said = reports.as_json(found)
    empty = {"19", "20", "23", "24", "25", "26", "28"}
    for columns in (said["totals"], *(row["columns"] for row in said["rows"])):
        assert {n for n, value in columns.items() if value is None} == empty
        assert list(columns) == [str(n) for n in range(3, 30)]
    last = next(row for row in first_table(found) if row[2:3] == ["Tổng số"])
    assert (last[:2], [i for i, cell in enumerate(last) if cell == "–"]) == (
        ["", ""],
        sorted(map(int, empty)),
    )
    assert "Cột 19, 20, 23, 24, 25, 26, 28: chưa có số liệu." in sheets.foot(found)
    table = list(csv.reader(io.StringIO(plain.table(found).decode("utf-8-sig"))))
    assert [i for i, cell in enumerate(table[-1], 1) if cell == "chưa có số liệu"] == sorted(map(int, empty))


def test_payments_are_counted_by_tills_and_by_brute_force_alike_as_far_as_they_were_not_cancelled(cast):
    codes = [costing(cast, at=AT).code for _ in range(3)]
    for n, code in enumerate(codes):
        paid(cast, code, at=moment("2026-11-19 09:00"), number=str(n or ""))
    cancel_payment(codes[1], 1, by=cast.lan, at=moment("2026-12-02 09:00"), reason="Nhầm hồ sơ")
    actions.project(at=NOW)
    for as_of, n, receipts in (("2026-11-18 10:00", 0, 0), ("2026-11-30 10:00", 3, 2), ("2026-12-20 09:00", 2, 1)):
        found = report(as_of=moment(as_of))
        columns = found.totals.columns
        assert (columns["21"], columns["27"]) == (n, receipts)
        assert [len(ids_behind(found, found.totals, c)) for c in ("21", "27")] == [n, receipts]
        asked = View(*NOVEMBER, moment(as_of))
        assert paid_by_tills(asked) == paid_by_force(asked)


def test_each_figure_of_07a_opens_as_many_dossiers(cast):
    found = report()
    for row in (*found.rows, found.totals):
        for n, figure in row.columns.items():
            assert len(set(ids_behind(found, row, n))) == figure, n


def test_rollups_and_brute_force_give_07a_the_same(cast):
    view = View(*NOVEMBER, NOW)
    forced = brute.counted([view])[view]
    headings = queries.headings(None)
    for pk, row in queries.figures(view).items():
        mine = forced[headings[pk].agency, headings[pk].field]
        assert {name: n for name, n in row.items() if n} == {n: mine[n] for n in row if mine.get(n)}


def test_figures_that_do_not_sum_are_never_shown(cast):
    Rollup.objects.update(crossed=0, online_full=99)
    with pytest.raises(Refused, match=r"số âm|sai 3="):
        report()


def test_07a_carries_over_what_was_frozen(cast):
    actions.freeze(report(), by=None, at=NOW)
    december = reports.report(Asked(date(2026, 12, 1), date(2026, 12, 31), form="07a"))
    assert (december.carried.frozen, december.carried.now, december.totals.columns["9"]) == (6, 6, 6)


def test_a_frozen_07a_verifies_and_a_changed_cell_a_changed_gap_and_a_new_row_are_named(cast):
    kept = actions.freeze(report(), by=None, at=NOW)
    said = verifying.file_of(kept)
    assert list(verifying.faults(verifying.read(as_bytes(said)))) == []
    said["rows"][0]["columns"]["5"] = 7
    said["totals"]["19"] = 0
    said["rows"].append({"key": "H99", "label": "Xã Ma", "columns": {}})
    told = [str(s) for s in verifying.faults(verifying.read(as_bytes(said)))]
    assert "cột 5: tệp ghi 7, tính lại là 1." in " ".join(told)
    assert "Dòng “Tổng số”, cột 19: tệp ghi 0, tính lại là chưa có số liệu." in told
    assert "Tệp có dòng “Xã Ma” mà tính lại không có." in told
    assert any(line.startswith("Mã kiểm tra sai") for line in told)
    assert any(line.startswith("Không có báo cáo nào được chốt ở đây") for line in told)
    assert FrozenReport.objects.get().digest == kept.digest


def as_bytes(said):
    return json.dumps(said).encode()


def first_table(found):
    (table,) = tables(sheets.sheet(found)).values()
    return table


def merged(found):
    """The cells that are one, as the spreadsheet names them."""
    with zipfile.ZipFile(io.BytesIO(sheets.sheet(found))) as book:
        return re.findall(r'mergeCell ref="([A-Z0-9:]+)"', book.read("xl/worksheets/sheet1.xml").decode())


@pytest.mark.parametrize("form", ["06a", "07a", "07b"])
def test_the_layout_of_each_form_is_the_reviewed_one(cast, form):
    found = report(form)
    drawn = ["\t".join(str(cell) for cell in row) for row in first_table(found)]
    drawn += ["", "Ô gộp: " + " ".join(merged(found))]
    reviewed = REVIEWED / f"{form}.tsv"
    if not reviewed.exists():
        reviewed.parent.mkdir(exist_ok=True)
        reviewed.write_text("\n".join(drawn) + "\n", encoding="utf-8")
    assert drawn == reviewed.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("form", ["06a", "07a", "07b"])
def test_a_report_is_a_pdf_of_one_page_and_the_same_bytes_twice(cast, form):
    found = report(form)
    made = printed.pdf(found)
    assert made[:5] == b"%PDF-"
    assert made == printed.pdf(found)


def test_07b_counts_each_procedure_once_at_its_highest_level_and_says_what_is_in_no_column(cast):
    stage.publish_procedure(code="2.000001", name="Cấp phép", agency="Sở Xây dựng", levels=["province", "commune"])
    stage.publish_procedure(code="2.000002", name="Việc của Bộ", levels=["ministry"])
    found = report("07b", agency="H48")
    by_label = {row.label: row.columns for row in found.rows}
    assert {n: value for n, value in by_label["Sở Xây dựng"].items() if value} == {"3": 1, "4": 1, "7": 1, "8": 1}
    every = found.totals.columns
    assert every["3"] == every["4"] + every["6"] == len(organisation.behind(found.scope, found.view, None, ALL))
    assert {note.key: note.n for note in found.notes} == {"outside": 1, "several": 1, "on": 1}
    assert every["11"] == sum(one.numbers["processes"] for one in organisation.procedures(found.scope, NOVEMBER[1]))


def test_07b_counts_what_is_in_force_on_the_day_and_for_an_agency_what_it_decides(cast):
    before = report("07b").totals.columns["3"]
    assert report("07b", agency="H48.148").totals.columns["3"] == before
    assert report("07b", agency="H48.05").totals.columns["3"] == 0
    cast.version.__class__.objects.filter(pk=cast.version.pk).update(valid_to=date(2026, 11, 20))
    assert report("07b").totals.columns["3"] == before - 1
    assert report("07b", as_of=moment("2026-11-19 09:00")).totals.columns["3"] == before


def test_a_frozen_07b_verifies(cast):
    kept = actions.freeze(report("07b"), by=None, at=NOW)
    assert list(verifying.faults(verifying.read(as_bytes(verifying.file_of(kept))))) == []


def test_forms_are_listed_with_their_dates(cast):
    assert [(form.form, last) for form, last in known()] == [("06a", None), ("07a", None), ("07b", None)]


def test_a_form_that_loses_what_ended_without_a_result_cannot_be_read():
    data = {"placed": {}, "column": [{"n": "3", "group": "", "label": "", "counts": ["withdrawn_early"]}]}
    with pytest.raises(ValueError, match="stopped_early"):
        read(data)
