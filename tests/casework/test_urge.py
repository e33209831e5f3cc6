"""A leader urges, who holds the work is told and answers, who urged is told: each recorded in the dossier's journal."""

from datetime import timedelta

import pytest

from motcua.casework import urge as urging
from motcua.casework.bulk import lives
from motcua.casework.file import file_and_accept
from motcua.casework.reads.urgings import urgings
from motcua.casework.urge import answer_urging, urge
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.outbox.models import Job
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    ACTS["take"](cast, code, AT)
    return code


def tell_all():
    for job in Job.objects.filter(kind=urging.TELL):
        urging.tell_of(job.payload, AT)


def told() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("kind", "recipient__username"))


def test_who_holds_the_work_is_told_and_the_answer_goes_to_who_urged(cast, code):
    urge(code, by=cast.son, at=AT, note="Đề nghị xong hôm nay")
    tell_all()
    assert told() == [("urging.asked", "minh")]
    answer_urging(code, by=cast.minh, at=AT + timedelta(hours=1), answer="Xong trước 16 giờ")
    tell_all()
    assert told() == [("urging.answered", "son"), ("urging.asked", "minh")]


def test_both_stand_in_the_journal_and_on_the_dossier(cast, code):
    urge(code, by=cast.an, at=AT, note="Đề nghị xong hôm nay")
    answer_urging(code, by=cast.minh, at=AT + timedelta(hours=1), answer="Xong trước 16 giờ")
    dossier = Dossier.objects.get(code=code)
    kinds = list(Event.objects.filter(stream=dossier.stream).order_by("n").values_list("kind", "by"))
    assert kinds[-2:] == [("urging.asked", cast.an.ref), ("urging.answered", cast.minh.ref)]
    (found,) = urgings(dossier)
    assert (found.by, found.note, found.answered_by, found.answer) == (
        "Nguyễn Văn An", "Đề nghị xong hôm nay", "Lê Văn Minh", "Xong trước 16 giờ",
    )  # fmt: skip


def test_an_answer_answers_all_that_wait_and_reaches_all_who_urged(cast, code):
    for by in (cast.son, cast.an):
        urge(code, by=by, at=AT, note="Sao chưa xong?")
    answer_urging(code, by=cast.minh, at=AT, answer="Chiều nay")
    tell_all()
    assert [who for kind, who in told() if kind == "urging.answered"] == ["an", "son"]
    with pytest.raises(Refused, match="Không có lần đôn đốc nào"):
        answer_urging(code, by=cast.minh, at=AT, answer="Chiều nay")


def test_what_was_said_is_in_no_message(cast, code):
    urge(code, by=cast.son, at=AT, note="Hồ sơ của bà Xuân")
    tell_all()
    assert set(Message.objects.get().params) == {"name"}


def test_free_work_is_told_to_all_who_may_take_it(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    urge(code, by=cast.son, at=AT, note="Ai nhận?")
    tell_all()
    assert told() == [("urging.asked", "minh"), ("urging.asked", "nhat")]


def test_a_job_that_is_done_twice_tells_once(cast, code):
    urge(code, by=cast.son, at=AT, note="Đề nghị xong hôm nay")
    tell_all()
    tell_all()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("note, sentence", [("  ", "Cần ghi nội dung"), ("x" * 501, "nhiều nhất 500")])
def test_an_urging_says_something_and_not_too_much(cast, code, note, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        urge(code, by=cast.son, at=AT, note=note)
    assert refused.value.field == "note"


def test_who_leads_nobody_urges_nobody(cast, code):
    with pytest.raises(Refused):
        urge(code, by=cast.lan, at=AT, note="Nhanh lên")


def test_what_is_over_is_not_urged(cast, code):
    ACTS["withdraw"](cast, code, AT)
    with pytest.raises(Refused):
        urge(code, by=cast.son, at=AT, note="Nhanh lên")


def test_many_lives_at_once_know_what_was_said(cast):
    with lives():
        code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
        urge(code, by=cast.son, at=AT, note="Nhanh lên")
        answer_urging(code, by=cast.minh, at=AT, answer="Vâng")
    assert len(urgings(Dossier.objects.get(code=code))) == 1
