"""The register (form 07) and the control slip (form 06): what they say, that a year closes once, that nothing moves."""

import io
from zipfile import ZipFile

import pytest

from motcua.casework import register, register_sheet
from motcua.casework.advance import advance
from motcua.casework.control_slip import control_slip
from motcua.casework.file import file, file_and_accept
from motcua.casework.register import Asked, close_register, rows
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.papers.models import ListSlip, RegisterRow, Slip
from motcua.papers.rendering import render
from tests import cast as stage
from tests.casework.refusals import refused
from tests.casework.test_statements import statements
from tests.cast import moment
from tests.papers.slips import text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = moment("2026-11-02 10:30")
NEW_YEAR = moment("2027-01-04 08:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def codes(cast):
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(3)]


def listed(cast, asked=None, year=2026):
    closed = register.closing_of(cast.counter.pk, year)
    return list(rows(cast.counter.pk, year, asked or Asked(), closed=closed))


def printed(slip):
    return text_of(render(slip.pack, slip.form, slip.content))


def test_every_receipt_is_the_row_of_its_serial(cast, codes):
    found = listed(cast)
    receipts = Slip.objects.filter(form="01").order_by("serial")
    assert [(r["n"], r["code"]) for r in found] == [(s.content["book"]["serial"], s.dossier.code) for s in receipts]
    assert found[0]["received"] == "09:00 02/11/2026" and found[0]["due"] == "17:00 05/11/2026"
    assert found[0]["sent"] == "09:00 02/11/2026" and found[0]["returned"] == ""


def test_a_register_is_read_without_a_statement_for_each_row(cast, codes):
    few = statements(lambda: listed(cast))
    for _ in range(3):
        file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    assert len(statements(lambda: listed(cast))) == len(few) and len(listed(cast)) == 6


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked(text="2"), 1),
        (Asked(first=AT.date(), last=AT.date()), 3),
        (Asked(first=LATER.date().replace(day=3)), 0),
        (Asked(open=True), 3),
    ],
)
def test_the_register_is_found_by_number_and_day(cast, codes, asked, count):
    assert len(listed(cast, asked)) == count


def test_a_register_is_found_by_the_code_of_a_dossier(cast, codes):
    assert [r["code"] for r in listed(cast, Asked(text=codes[1]))] == [codes[1]]


def test_a_year_that_has_not_ended_is_not_closed(cast, codes):
    last_day = moment("2026-12-31 23:59")
    for at in (LATER, last_day):
        assert refused(lambda at=at: close_register(cast.counter.pk, year=2026, by=cast.hanh, at=at))[1] == "year"


def test_only_the_head_of_the_counter_closes_it_and_once(cast, codes):
    assert refused(lambda: close_register(cast.counter.pk, year=2026, by=cast.lan, at=NEW_YEAR))
    close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR)
    assert refused(lambda: close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR))[1] == "year"


def test_a_closed_register_stays_as_it_stood_and_carries_the_rest_over(cast, codes):
    before = listed(cast)
    closed = close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR)
    Dossier.objects.filter(code=codes[0]).update(sets=7)
    assert listed(cast) == before
    assert (closed.rows, closed.open_rows) == (3, 3)
    assert register.left_open(cast.counter.pk, 2027) == closed
    event = Event.objects.filter(stream=cast.counter.stream).order_by("n").last()
    assert event.kind == "agency.register_closed" and closed.digest in event.facts


def test_the_digest_tells_a_row_that_was_changed_afterwards(cast, codes):
    closed = close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR)
    assert register.digest_of(closed) == closed.digest
    line = RegisterRow.objects.get(n=2)
    line.content["name"] = "Người khác"
    line.save()
    assert register.digest_of(closed) != closed.digest


def test_an_empty_year_is_closed_with_no_rows(cast):
    assert close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR).rows == 0


def test_the_printed_register_has_every_column_of_the_form(cast, codes):
    close_register(cast.counter.pk, year=2026, by=cast.hanh, at=NEW_YEAR)
    closed = register.closing_of(cast.counter.pk, 2026)
    content = register_sheet.pdf(
        listed(cast),
        counter=cast.counter,
        year=2026,
        closed=closed,
        offices=snapshot.present(),
        by=cast.hanh,
        at=NEW_YEAR,
    )
    text = text_of(content)
    for said in (
        "SỔ THEO DÕI HỒ SƠ",
        "Quyển số 01/2026",
        "Sổ đã khóa lúc 08 giờ 00, ngày 04/01/2027",
        closed.digest[:20],
    ):
        assert said in text
    assert all(code in text for code in codes)


def test_the_spreadsheet_holds_every_row_and_every_column(cast, codes):
    with register_sheet.spreadsheet(listed(cast), of="Quầy", year=2026, at=LATER) as file:
        sheet = ZipFile(io.BytesIO(file.read())).read("xl/worksheets/sheet1.xml").decode()
    assert all(code in sheet for code in codes)
    assert all(title in sheet for _name, title, _width in register_sheet.COLUMNS)


def test_the_control_slip_shows_who_gave_what_to_whom_and_how_it_ended(cast, codes):
    slip = control_slip(codes[0], by=cast.minh, at=LATER)
    text = printed(slip)
    assert slip.number == "01/KSQT" and codes[0] in text
    first = slip.content["handovers"][0]
    assert first["giver"].endswith("(người nộp hồ sơ)") and "Trần Thị Lan" in first["receiver"]
    assert first["result"] in ("Trước hạn", "Đúng hạn")
    assert slip.content["handovers"][-1]["note"] == "Đang giải quyết"


def test_the_control_slip_is_the_same_until_something_happens_and_then_the_next_edition(cast, codes):
    first = control_slip(codes[0], by=cast.minh, at=LATER)
    assert control_slip(codes[0], by=cast.lan, at=LATER).pk == first.pk
    said = dict(first.content)
    advance(codes[0], by=cast.minh, at=LATER)
    again = control_slip(codes[0], by=cast.minh, at=moment("2026-11-02 11:00"))
    assert (again.edition, again.number, again.code) == (2, first.number, first.code)
    assert ListSlip.objects.get(pk=first.pk).content == said
    assert len(again.content["handovers"]) == len(said["handovers"]) + 1


def test_a_step_past_its_own_limit_is_late_on_the_slip(cast, codes):
    slip = control_slip(codes[0], by=cast.minh, at=moment("2026-11-10 09:00"))
    assert slip.content["handovers"][-1]["result"] == "Quá hạn"


def test_outsiders_and_dossiers_not_accepted_have_no_control_slip(cast, codes):
    assert refused(lambda: control_slip(codes[0], by=cast.quang, at=LATER))
    filed = file(stage.intake(cast), by=cast.lan, at=AT).code
    assert "chưa được tiếp nhận" in refused(lambda: control_slip(filed, by=cast.lan, at=LATER))[0]
