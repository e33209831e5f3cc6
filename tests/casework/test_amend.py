"""Putting right what was taken down wrongly: from–to in the journal, the receipt printed anew under its number."""

import json
from datetime import date

import pytest

from motcua.casework.amend import Amendment, amend
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.intake import Paper
from motcua.casework.take import take
from motcua.dossiers.models import Dossier, ReceivedComponent
from motcua.dossiers.parties import Capacity
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.offices import actions as office_actions
from motcua.offices.models import SpecialDay
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")  # 3 working days: due on Thursday the 5th
LATER = moment("2026-11-03 09:00")
NEW = stage.citizen(name="Phạm Văn Đồng", phone="0905999888")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


@pytest.fixture
def ten_days(cast):
    limit = {"amount": 10, "unit": "working_day", "text": "10 ngày làm việc"}
    papers = [{"name": "Tờ khai", "originals": 1, "copies": 0}]
    return stage.publish_procedure(code="1.000730", limit=limit, components=papers)


def mended(cast, code, *, by=None, at=LATER, reason="Ghi nhầm", **changes):
    return amend(code, Amendment(**changes), by=by or cast.lan, at=at, reason=reason)


def no(cast, code, **changes) -> tuple[str, str | None]:
    return refused(lambda: mended(cast, code, **changes))


def said(code) -> dict:
    event = Event.objects.filter(stream=Dossier.objects.get(code=code).stream).order_by("-n").first()
    assert event.kind == "dossier.amended"
    return json.loads(event.payload.body)


def receipts() -> list[Slip]:
    return list(Slip.objects.filter(form="01").order_by("edition"))


# What cannot be


def test_people_and_papers_are_mended_one_after_the_other(cast, code):
    assert no(cast, code, applicant=NEW, papers=stage.all_papers()) == (
        "Hãy sửa người nộp và sửa giấy tờ thành hai lần riêng.",
        "papers",
    )


def test_mending_needs_a_reason(cast, code):
    assert no(cast, code, applicant=NEW, reason=" ") == ("Cần ghi lý do sửa.", "reason")


@pytest.mark.parametrize("changes", [{}, {"delivery": "counter"}, {"applicant": stage.citizen()}])
def test_what_is_as_it_was_is_no_mending(cast, code, changes):
    assert no(cast, code, **changes) == ("Không có gì thay đổi so với hồ sơ hiện tại.", None)


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"sets": 0}, "sets"),
        ({"sets": 100}, "sets"),
        ({"delivery": "pigeon"}, "delivery"),
        ({"request": "x" * 501}, "request"),
        ({"applicant": stage.citizen(number="123")}, "applicant.number"),
        ({"applicant": stage.citizen(address="x" * 301)}, "applicant.address"),
        ({"owners": (stage.citizen(name=""),)}, "owners.0.name"),
        ({"papers": (Paper(1, originals=1),)}, "papers"),
    ],
)
def test_what_could_not_be_taken_down_cannot_be_mended_to(cast, code, changes, field):
    assert no(cast, code, **changes)[1] == field


@pytest.mark.parametrize("name", ["minh", "son", "tuyet", "quan"])
def test_only_the_counter_mends(cast, code, name):
    assert no(cast, code, by=cast.actor(name), applicant=NEW)[0].startswith("Việc này thuộc công chức tiếp nhận")


def test_what_is_finished_is_not_mended_but_reopened(cast, code):
    for verb in ("advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, code, AT)
    assert no(cast, code, applicant=NEW) == (
        "Hồ sơ đang ở trạng thái “Đã xử lý xong” nên không thực hiện được “Sửa thông tin hồ sơ”.",
        None,
    )


# People and papers


def test_the_receipt_is_printed_anew_under_its_number(cast, code):
    mended(cast, code, applicant=NEW)
    first, second = receipts()
    assert (first.number, first.serial) == (second.number, second.serial)
    assert [s.edition for s in (first, second)] == [1, 2]
    assert [s.content["print_number"] for s in (first, second)] == [1, 2]
    assert first.content["applicant"]["name"] == "Phạm Văn Đồng Xuân"
    assert second.content["applicant"]["name"] == "Phạm Văn Đồng"
    assert second.replaces == first


def test_the_third_print_replaces_the_second(cast, code):
    mended(cast, code, applicant=NEW)
    mended(cast, code, sets=2)
    assert [s.edition for s in receipts()] == [1, 2, 3]
    assert receipts()[2].content["applicant"]["name"] == "Phạm Văn Đồng"


def test_acceptance_and_due_date_stay(cast, code):
    d = mended(cast, code, applicant=NEW, delivery="post")
    assert (d.accepted_at, d.due_at) == (AT, moment("2026-11-05 17:00"))


def test_from_and_to_stand_in_the_journal_apart_from_the_event(cast, code):
    mended(cast, code, applicant=NEW, delivery="post")
    changes = said(code)["changes"]
    assert changes["delivery"] == {"from": "counter", "to": "post"}
    assert changes["parties"]["from"][0]["name"] == "Phạm Văn Đồng Xuân"
    assert changes["parties"]["to"][0]["name"] == "Phạm Văn Đồng"
    event = Event.objects.get(kind="dossier.amended")
    assert "Đồng" not in event.facts


def test_who_files_for_themselves_is_mended_as_owner_too(cast, code):
    d = mended(cast, code, applicant=NEW)
    assert {p.name for p in d.parties.all()} == {"Phạm Văn Đồng"}


def test_an_owner_of_their_own_stays(cast):
    child = stage.citizen(name="Y Bé", number="", no_number_reason="Trẻ mới sinh")
    applicant = stage.citizen(capacity=Capacity.PARENT)
    code = file_and_accept(stage.intake(cast, applicant=applicant, owners=(child,)), by=cast.lan, at=AT).code
    d = mended(cast, code, applicant=stage.citizen(name="Mẹ Y Bé", capacity=Capacity.PARENT))
    assert [p.name for p in d.parties.order_by("role")] == ["Mẹ Y Bé", "Y Bé"]


def test_a_mended_name_is_found_and_the_old_one_is_not(cast, code):
    mended(cast, code, applicant=stage.citizen(name="Hồ Thị Mơ"))
    words = set(Dossier.objects.get(code=code).terms.values_list("term", flat=True))
    assert "mo" in words and "xuan" not in words


def test_papers_are_put_in_place_of_those_before(cast, code):
    papers = (Paper(1, originals=2), Paper(2, not_needed=True), Paper(3, copies=1))
    mended(cast, code, papers=papers)
    rows = list(ReceivedComponent.objects.order_by("n").values_list("n", "originals", "not_needed"))
    assert rows == [(1, 2, False), (2, 0, True), (3, 0, False)]
    assert [c["n"] for c in receipts()[1].content["components"]] == [1, 2]  # what is not needed was not handed in


def test_before_acceptance_there_is_no_receipt_to_print(cast):
    code = file(stage.intake(cast, papers=()), by=cast.lan, at=AT).code
    mended(cast, code, applicant=NEW)
    assert receipts() == []


def test_a_receipt_printed_while_the_clock_stands_does_not_say_that_there_is_no_limit(cast, code):
    hold(code, by=cast.minh, at=AT, ground="other", reason="Chờ xác minh", basis="Điều 5")
    mended(cast, code, applicant=NEW)
    content = receipts()[1].content
    assert content["no_due"] == "Thời hạn đang tạm dừng; ngày trả kết quả được báo khi tính tiếp"
    assert "due" not in content


# Another procedure


def test_another_procedure_counts_from_the_same_acceptance(cast, code, ten_days):
    d = mended(cast, code, version_id=ten_days.pk, papers=(Paper(1, originals=1),))
    assert (d.version_id, d.accepted_at, d.due_at) == (ten_days.pk, AT, moment("2026-11-16 17:00"))
    assert d.state is Status.ACCEPTED
    assert WorkItem.objects.get(dossier=d, closed_at__isnull=True).kind == "process"
    second = receipts()[1]
    assert (second.edition, second.content["procedure"]["code"]) == (2, "1.000730")
    assert "16/11/2026" in second.content["due"]
    check_all()


def test_another_procedure_needs_its_papers(cast, code, ten_days):
    assert no(cast, code, version_id=ten_days.pk) == (
        "Đổi thủ tục thì phải đánh dấu lại giấy tờ theo thủ tục mới.",
        "papers",
    )
    assert no(cast, code, version_id=ten_days.pk, papers=(Paper(3, originals=1),))[1] == "papers"


def test_another_procedure_after_processing_began_is_refused(cast, code, ten_days):
    take(code, by=cast.minh, at=AT)
    assert no(cast, code, version_id=ten_days.pk, papers=(Paper(1, originals=1),)) == (
        "Chỉ đổi được thủ tục khi hồ sơ chưa bắt đầu xử lý.",
        "version_id",
    )


def test_a_procedure_that_cannot_be_received_is_none_to_change_to(cast, code):
    bare = stage.publish_procedure(code="1.000731", limit=None)
    assert no(cast, code, version_id=bare.pk, papers=(Paper(1, originals=1),))[1] == "procedure"


def test_before_acceptance_the_procedure_changes_without_a_limit(cast, ten_days):
    code = file(stage.intake(cast, papers=()), by=cast.lan, at=AT).code
    d = mended(cast, code, version_id=ten_days.pk, papers=(Paper(1, originals=1),))
    assert (d.state, d.due_at) == (Status.FILED, None)
    assert WorkItem.objects.get(dossier=d, closed_at__isnull=True).kind == "receive"
    check_all()


def test_a_change_of_procedure_while_the_clock_stands_leaves_it_standing(cast, code, ten_days):
    hold(code, by=cast.minh, at=AT, ground="other", reason="Chờ xác minh", basis="Điều 5")
    d = mended(cast, code, version_id=ten_days.pk, papers=(Paper(1, originals=1),))
    assert d.due_at is None
    release(code, by=cast.minh, at=moment("2026-11-04 08:00"))
    assert Dossier.objects.get(code=code).due_at == moment("2026-11-18 17:00")  # the 3rd and 4th do not count
    check_all()


def test_a_change_of_procedure_counts_by_the_calendar_known_now(cast, code, ten_days):
    holiday = SpecialDay(day=date(2026, 11, 10), kind="closure", name="Nghỉ tránh bão", agency=cast.commune)
    office_actions.set_special_days([holiday], by="test", at=moment("2026-11-02 18:00"))
    d = mended(cast, code, version_id=ten_days.pk, papers=(Paper(1, originals=1),))
    assert d.due_at == moment("2026-11-17 17:00")
