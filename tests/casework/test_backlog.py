"""The list to units: what is late and soon late by unit and step, to leaders each week and month."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from motcua.accounts.models import Account
from motcua.casework import backlog_sheet
from motcua.casework.digests import digest
from motcua.casework.file import file_and_accept
from motcua.casework.reads.backlog import near_of, piles
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.dossiers.models import Dossier, Party
from motcua.files.models import StoredFile
from motcua.kernel.moments import VIETNAM
from motcua.notifications.jobs import send_one
from motcua.notifications.models import Delivery, Message
from motcua.offices import actions as offices
from motcua.offices import snapshot
from motcua.offices.models import Post
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.notifications.mail_server import listening
from tests.spreadsheets import tables
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-16 06:30")


@pytest.fixture
def cast():
    cast = stage.enter()
    unit = offices.open_unit(agency_id=cast.commune.pk, name="Phòng Tư pháp", day=stage.BEGINNING.date())
    Post.objects.filter(account=cast.people["minh"]).update(unit=unit)
    for n, day in enumerate(("2026-11-09", "2026-11-11", "2026-11-13")):  # late, due on Monday, in time
        for way in ((), ("take",), ("advance",)):
            code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment(f"{day} 08:0{n}")).code
            for verb in way:
                ACTS[verb](cast, code, moment(f"{day} 09:00"))
    return cast


def of(cast, who):
    return Facts(by=cast.actor(who), day=MONDAY.date(), offices=snapshot.present())


def test_what_burns_is_counted_by_unit_and_step(cast):
    found = {(p.unit, p.step): (p.late, p.soon) for p in piles(of(cast, "son"), at=MONDAY)}
    assert found == {("", "Thụ lý"): (1, 1), ("Phòng Tư pháp", "Thụ lý"): (1, 1), ("", "Ký duyệt"): (1, 1)}


def test_the_piles_sum_to_the_tab_of_the_worklist(cast):
    found = piles(of(cast, "son"), at=MONDAY)
    listed = worklist(of(cast, "son"), Question(tab=Tab.BURNING), at=MONDAY).count()
    assert sum(p.late + p.soon for p in found) == listed == 6


def told() -> set[tuple[str, str, int, int]]:
    rows = Message.objects.filter(kind__startswith="list.")
    return set(rows.values_list("kind", "recipient__username", "params__late", "params__soon"))


def test_leaders_are_told_on_the_first_working_morning_of_the_week(cast):
    digest({}, MONDAY)
    assert told() == {("list.weekly", "son", 3, 3)}


def test_nobody_is_told_on_the_other_days(cast):
    digest({}, moment("2026-11-17 06:30"))
    assert told() == set()


def test_after_a_holiday_the_week_begins_on_its_first_working_day(cast):
    offices.set_special_days(
        [stage.SpecialDay(day=MONDAY.date(), kind="holiday", name="Nghỉ", agency=cast.province)],
        by="test", at=stage.BEGINNING,
    )  # fmt: skip
    digest({}, MONDAY)
    assert told() == set()
    digest({}, moment("2026-11-17 06:30"))
    assert {kind for kind, *_ in told()} == {"list.weekly"}


def test_a_month_begins_with_the_list_of_the_month(cast):
    digest({}, moment("2026-12-01 06:30"))
    assert {kind for kind, *_ in told()} == {"list.monthly"}


def test_the_page_shows_the_piles_with_their_sum_and_the_sheet(client, cast, clock):
    clock.move_to(MONDAY)
    html = " ".join(signed_in(client, cast, "son").get("/viec/theo-phong/").content.decode().split())
    assert "Phòng Tư pháp" in html and "3 quá hạn, 3 sắp đến hạn" in html
    assert "/viec/theo-phong/danh-sach.xlsx" in html


# The spreadsheet


def days_of_excel(text: str) -> float:
    """A local moment as spreadsheets count it: days since the end of 1899."""
    return (moment(text) - datetime(1899, 12, 30, tzinfo=VIETNAM)) / timedelta(days=1)


def pages(content: bytes) -> dict[str, list[list[str | float]]]:
    """The tables of a file without their titles: each from its head on."""
    return {name: rows[3:] for name, rows in tables(content).items()}


def test_the_sheet_lists_the_piles_and_every_dossier_behind_them(client, cast, clock):
    clock.move_to(MONDAY)
    answer = signed_in(client, cast, "son").get("/viec/theo-phong/danh-sach.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="ho-so-tre-sap-tre.xlsx"'
    found = pages(answer.content)
    assert found["Theo phòng, bước"][-1] == ["Cộng", "", "", 3.0, 3.0]
    assert ["Ủy ban nhân dân xã Ba Tơ", "Phòng Tư pháp", "Thụ lý", 1.0, 1.0] in found["Theo phòng, bước"]
    head, *rows = found["Từng hồ sơ"]
    assert head[4:] == ["Mã hồ sơ", "Mã thủ tục", "Thủ tục", "Hẹn trả", "Tình trạng"]
    near = {d.code for d in Dossier.objects.filter(due_at__lte=moment("2026-11-16 17:00"))}
    assert {row[4] for row in rows} == near and len(rows) == 6
    assert [row[8] for row in rows] == ["Quá hạn"] * 3 + ["Sắp đến hạn"] * 3
    assert rows[0][3] == "chưa ai nhận" and rows[0][7] == pytest.approx(days_of_excel("2026-11-12 17:00"))


def test_the_sheet_names_no_citizen(cast):
    content = backlog_sheet.sheet(near_of(of(cast, "son"), at=MONDAY), of="Ba Tơ", at=MONDAY)
    words = {str(word) for table in pages(content).values() for row in table for word in row}
    assert not words & set(Party.objects.values_list("name", flat=True))
    assert not words & set(Party.objects.values_list("number", flat=True))


def test_what_is_too_much_for_a_sheet_is_counted_in_its_last_line(cast, monkeypatch):
    monkeypatch.setattr(backlog_sheet, "MOST", 2)
    found = pages(backlog_sheet.sheet(near_of(of(cast, "son"), at=MONDAY), of="Ba Tơ", at=MONDAY))
    assert found["Từng hồ sơ"][3][0] == "Còn 4 hồ sơ nữa, xem trên hệ thống."
    assert found["Theo phòng, bước"][-1][3:] == [3.0, 3.0]


def test_leaders_get_the_sheet_with_the_letter(cast):
    Account.objects.filter(username="son").update(email="son@bato.example")
    with listening() as server, override_settings(MAIL=True, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
        digest({}, MONDAY)
        send_one({"delivery": Delivery.objects.get(message__kind="list.weekly").pk}, MONDAY)
    (letter,) = server.letters
    (sheet,) = letter.iter_attachments()
    assert sheet.get_filename() == "ho-so-tre-sap-tre.xlsx"
    assert len(pages(sheet.get_content())["Từng hồ sơ"]) == 1 + 6
    assert "Từng hồ sơ ở tệp kèm theo: ho-so-tre-sap-tre.xlsx." in letter.get_body().get_content()


def test_other_letters_bring_no_file(cast):
    Account.objects.update(email="ai@bato.example")
    with override_settings(MAIL=True):
        digest({}, MONDAY)
    with_file = set(Delivery.objects.exclude(file=None).values_list("message__kind", flat=True))
    without = set(Delivery.objects.filter(file=None).values_list("message__kind", flat=True))
    assert (with_file, "list.weekly" in without) == ({"list.weekly"}, False) and "digest.morning" in without


def test_no_sheet_is_made_where_no_letter_leaves(cast):
    digest({}, MONDAY)
    assert Message.objects.filter(kind="list.weekly").exists() and not StoredFile.objects.exists()


def test_a_sheet_stays_as_long_as_its_letter(cast):
    Account.objects.filter(username="son").update(email="son@bato.example")
    with override_settings(MAIL=True):
        digest({}, MONDAY)
    assert not StoredFile.objects.unreferenced().exists()
    Message.objects.all().delete()
    assert StoredFile.objects.unreferenced().count() == 1
