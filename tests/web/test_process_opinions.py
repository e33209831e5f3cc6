"""Pages of opinions on draft processes: the keeper asks, leaders answer, publishing sees what is open."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from motcua.workflow.models import Opinion, OpinionRound, ProcessVersion, Remark
from tests import cast as stage
from tests.files.contents import PDF
from tests.web.office_pages import address, press, sign_in, text_of
from tests.web.process_forms import CODE, EDIT, SHORT, begun, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]  # Monday 2 March 2026
ASK = f"{EDIT.removesuffix('sua/')}xin-y-kien/"
ROUND = f"{EDIT.removesuffix('sua/')}y-kien/1/"
LIST = "/viec/y-kien-quy-trinh/"


@pytest.fixture
def cast(at):
    cast = stage.enter()
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.department, role=Role.SIGNER, day=date(2026, 1, 1), by="test", at=at
    )
    return cast


@pytest.fixture
def quan(client, cast):
    sign_in(client, cast, "quan")
    begun(client)
    client.post(EDIT, fields(SHORT))
    return client


@pytest.fixture
def son(cast):
    return sign_in(Client(), cast, "son")


def asked(quan, *agencies, key="the-key-of-asking", **more):
    return press(quan, ASK, key, seen="2", until="09/03/2026", cq=[a.pk for a in agencies], **more)


def answered(client, key="the-key-of-answering", **values):
    return press(client, f"{LIST}{Opinion.objects.get(agency__code='H48.148').pk}/", key, **values)


def test_the_page_proposes_who_decides_and_a_day_and_sends_the_draft(quan, cast):
    shown = quan.get(ASK).content.decode()
    assert re.search(rf'name="cq" value="{cast.commune.pk}" checked', shown)
    assert re.search(rf'name="cq" value="{cast.department.pk}">', shown)
    assert 'value="09/03/2026"' in shown  # five working days from Monday 2 March
    answer = asked(quan, cast.commune, cast.department, word="Đề nghị góp ý")
    assert answer["Location"] == ROUND
    said = text_of(quan.get(ROUND))
    assert "0/2 cơ quan đã trả lời · 2 chưa trả lời" in said and "Đề nghị góp ý" in said
    assert "Đợt 1, gửi 02/03/2026" in text_of(quan.get(EDIT))


def test_what_is_wrong_is_said_and_what_was_ticked_stays(quan, cast):
    answer = asked(quan, cast.department, word="Lời còn đây")
    opened = answer["Location"]
    assert opened == ROUND
    again = asked(quan, cast.department, key="another-key-of-asking", word="Lời còn đây")
    assert again.status_code == 422 and "Lời còn đây" in again.content.decode()
    assert f'value="{cast.department.pk}" checked' in again.content.decode()
    none = press(quan, ASK, "a-third-key-of-asking", seen="2", until="31/02/2026")
    assert none.status_code == 422 and "không phải là một ngày" in text_of(none)


def test_a_leader_finds_the_draft_on_the_desk_looks_and_answers(quan, cast, son):
    asked(quan, cast.commune)
    assert "1 dự thảo quy trình chờ ý kiến" in text_of(son.get("/viec/"))
    assert CODE in text_of(son.get(LIST))
    page = son.get(f"{LIST}{Opinion.objects.get().pk}/")
    assert "<svg" in page.content.decode() and "Vào sổ, đóng dấu" in text_of(page)
    values = {"verdict": "remarks", "text": "Nên gộp bước", "row-2": "Thiếu giờ"}
    answer = answered(son, **values, file=SimpleUploadedFile("cv 12.pdf", PDF))
    assert answer.status_code == 302
    said = text_of(son.get(answer["Location"]))
    assert "nhất trí, có góp ý" in said and "Thiếu giờ" in said and "cv 12.pdf" in said
    assert "chờ ý kiến" not in text_of(son.get("/viec/"))
    assert son.get(f"{LIST}{Opinion.objects.get().pk}/tep/").content == PDF
    keeper = text_of(quan.get(ROUND))
    assert "1 nhất trí, có góp ý" in keeper and "2. Thụ lý" in keeper and "Thiếu giờ" in keeper
    assert quan.get(f"{ROUND}tep/{Opinion.objects.get().pk}/").content == PDF


def test_an_answer_with_a_mistake_loses_neither_its_words_nor_its_file(quan, cast, son):
    asked(quan, cast.commune)
    wrong = answered(son, **{"verdict": "disagree", "row-1": "Giữ lại"}, file=SimpleUploadedFile("cv.pdf", PDF))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "cần ghi lý do" in page and "Giữ lại" in page
    token = re.search(r'name="kept" value="([^"]+)"', page)[1]
    assert answered(son, verdict="disagree", text="Vì vậy", kept=token).status_code == 302
    assert Opinion.objects.get().file_name == "cv.pdf"


def test_for_others_the_page_of_an_agency_does_not_exist(quan, cast, son):
    asked(quan, cast.commune)
    pk = Opinion.objects.get().pk
    for name in ("minh", "quang", "an", "quan"):
        client = sign_in(Client(), cast, name)
        assert client.get(f"{LIST}{pk}/").status_code == client.get(f"{LIST}{pk}/tep/").status_code == 404
    assert son.get(f"{LIST}{pk}/tep/").status_code == 404  # nothing was sent


def test_remarks_are_replied_to_and_a_mistake_keeps_what_was_typed(quan, cast, son):
    asked(quan, cast.commune)
    answered(son, verdict="disagree", text="Không rõ")
    pk = Remark.objects.get().pk
    assert "Không nhất trí chưa được trả lời" in text_of(quan.get(ROUND))
    wrong = press(quan, ROUND, "the-key-of-replying", **{f"reply-{pk}": "", f"text-{pk}": "Theo luật"})
    assert wrong.status_code == 422 and "Theo luật" in wrong.content.decode()
    press(quan, ROUND, "the-key-of-replying", **{f"reply-{pk}": "explained", f"text-{pk}": "Theo luật"})
    assert "Không nhất trí chưa" not in text_of(quan.get(ROUND))
    assert "Giải trình" in text_of(son.get(f"{LIST}{Opinion.objects.get().pk}/"))


def test_a_supervisor_reads_the_round_and_changes_nothing(quan, cast):
    asked(quan, cast.commune)
    an = sign_in(Client(), cast, "an")
    assert "Hồ Thị Quản" in text_of(an.get(ROUND)) and "Kết thúc đợt" not in text_of(an.get(ROUND))
    assert press(an, ROUND).status_code == 404
    assert an.get(ASK).status_code == press(an, f"{ROUND}ket-thuc/").status_code == 404


def test_a_round_is_ended_after_a_question_and_twice_does_no_harm(quan, cast):
    asked(quan, cast.commune)
    assert "sẽ được ghi là không có ý kiến" in text_of(quan.get(ROUND))
    for key in ("the-key-of-ending", "the-second-key-of-ending"):
        assert press(quan, f"{ROUND}ket-thuc/", key)["Location"] == ROUND
    assert "1 không có ý kiến" in text_of(quan.get(ROUND))


def test_publishing_warns_of_what_is_open_and_is_not_forbidden(quan, cast, son):
    asked(quan, cast.commune, cast.department)
    answered(son, verdict="disagree", text="Không rõ")
    said = text_of(quan.get(f"{EDIT}ban-hanh/"))
    assert "Đợt 1 chưa kết thúc" in said and "không nhất trí, chưa được tiếp thu hay giải trình" in said
    decision = {"number": "QĐ 12", "on": "01/03/2026", "agency": "UBND xã Ba Tơ", "day": "03/03/2026", "seen": "2"}
    assert press(quan, f"{EDIT}ban-hanh/", "the-key-of-publishing", **decision).status_code == 302
    assert OpinionRound.objects.get().version == ProcessVersion.objects.get(process__procedure__code=CODE)
    said = text_of(quan.get(address("processes", CODE)))
    assert "sau đó ban hành bản 1" in said and "1 không nhất trí" in said
    assert "Không rõ" in text_of(quan.get(ROUND))


def test_numbers_that_name_nothing_are_not_found(quan, cast, son):
    assert quan.get(ROUND).status_code == son.get(f"{LIST}999999/").status_code == 404
    asked(quan, cast.commune)
    assert quan.get(f"{ROUND}tep/999999/").status_code == 404
