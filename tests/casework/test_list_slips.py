"""Papers on several dossiers: numbered in their own books, frozen, recorded, refused for a foreign one."""

import pytest

from motcua.casework import list_slips
from motcua.casework.file import file_and_accept
from motcua.casework.list_slips import hand_over_slip, list_of
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.outbox.models import Job
from motcua.papers import jobs
from motcua.papers.models import ListSlip
from motcua.papers.rendering import render
from tests import cast as stage
from tests.casework.refusals import refused
from tests.cast import moment
from tests.papers.slips import text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = moment("2026-11-02 16:45")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def codes(cast):
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(3)]


def handed(cast, codes, **rest):
    asked = {"by": cast.lan, "at": LATER, "agency_id": cast.counter.pk, "receiver_unit": "Phòng Tư pháp"} | rest
    return hand_over_slip(codes, **asked)


def printed(slip: ListSlip) -> str:
    return text_of(render(slip.pack, slip.form, slip.content))


def test_a_stack_is_handed_over_on_one_numbered_slip_in_its_own_order(cast, codes):
    slip = handed(cast, codes[::-1], receiver_name="Lê Văn Minh")
    text = printed(slip)
    assert slip.number == "01/BG" and slip.code == f"{cast.counter.code}-BG26-0001"
    assert [text.index(code) for code in codes] == sorted((text.index(code) for code in codes), reverse=True)
    for said in (
        "PHIẾU BÀN GIAO HỒ SƠ",
        f"Bên giao: Trần Thị Lan – {cast.counter.name}",
        "Bên nhận: Lê Văn Minh – Phòng Tư pháp",
        "Thời gian giao nhận: 16 giờ 45 phút, ngày 02 tháng 11 năm 2026",
        "NGƯỜI GIAO",
        "NGƯỜI NHẬN",
        "bàn giao 3 hồ sơ",
    ):
        assert said in text


def test_each_kind_counts_in_a_book_of_its_own(cast, codes):
    numbers = [handed(cast, codes).number, handed(cast, codes).number, handed(cast, codes, results=True).number]
    assert [*numbers, list_of(codes, by=cast.lan, at=AT).number] == ["01/BG", "02/BG", "01/BGKQ", "01/DSTN"]


def test_a_dossier_named_twice_is_one_row(cast, codes):
    assert [row["code"] for row in handed(cast, [*codes, codes[0]]).content["rows"]] == codes


def test_the_slip_is_recorded_in_the_stream_of_the_agency_and_kept_as_pdf(cast, codes):
    slip = handed(cast, codes)
    event = Event.objects.filter(stream=cast.counter.stream).order_by("n").last()
    assert event.kind == "agency.list_slip_issued" and '"dossiers":3' in event.facts and "Lan" not in event.facts
    job = Job.objects.get(kind=jobs.ARCHIVE_LIST)
    jobs.HANDLERS[job.kind](job.payload, LATER)
    jobs.HANDLERS[job.kind](job.payload, LATER)
    slip.refresh_from_db()
    assert slip.archived.read() == render(slip.pack, slip.form, slip.content)


def test_a_stack_with_a_foreign_dossier_in_it_is_refused_by_its_code_and_takes_no_number(cast, codes):
    sentence, field = refused(lambda: handed(cast, [*codes, "H99-261102-0001"]))
    assert field == "dossiers" and "H99-261102-0001" in sentence
    assert handed(cast, codes).serial == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"receiver_unit": " "}, "receiver_unit"), ({"agency_id": 0}, "agency")],
)
def test_without_a_receiver_or_for_another_agency_there_is_no_slip(cast, codes, change, field):
    assert refused(lambda: handed(cast, codes, **change))[1] == field


def test_no_dossier_and_too_many_are_refused(cast, codes, monkeypatch):
    assert refused(lambda: handed(cast, []))[1] == "dossiers"
    monkeypatch.setattr(list_slips, "MOST", 2)
    assert refused(lambda: handed(cast, codes))[1] == "dossiers"


def test_who_may_not_see_the_dossiers_makes_no_list_of_them(cast, codes):
    assert refused(lambda: list_of(codes, by=cast.quang, at=AT))[1] == "dossiers"


def test_the_list_names_the_filer_once_and_every_owner_with_code_and_date(cast, codes):
    slip = list_of(codes, by=cast.lan, at=AT)
    text = printed(slip)
    assert "DANH SÁCH TIẾP NHẬN NHIỀU HỒ SƠ" in text and "Số hồ sơ trong danh sách: 3" in text
    assert all(code in text for code in codes)
    assert text.count("17 giờ 00, ngày 05/11/2026") == 3


def test_a_later_change_of_a_dossier_does_not_change_the_slip(cast, codes):
    slip = handed(cast, codes)
    Dossier.objects.filter(code=codes[0]).update(sets=9)
    assert ListSlip.objects.get(pk=slip.pk).content["rows"][0]["sets"] == 1


def test_making_a_slip_takes_thirteen_statements_however_many_dossiers_it_names(cast, codes, django_assert_num_queries):
    handed(cast, codes)
    with django_assert_num_queries(13, exact=False):
        handed(cast, codes[:1])
    with django_assert_num_queries(13, exact=False):
        handed(cast, codes)
