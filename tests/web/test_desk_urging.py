"""A leader urges on the page of a dossier; who holds it reads that at its head and answers there."""

import pytest
from django.test import Client

from motcua.casework.file import file_and_accept
from motcua.outbox.models import Job
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def code(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    ACTS["take"](cast, code, AT)
    return code


def page(client, code) -> str:
    return " ".join(client.get(f"/ho-so/{code}/").content.decode().split())


def test_the_urging_and_its_answer_stand_at_the_head_of_the_dossier(cast, code):
    son, minh = signed_in(Client(), cast, "son"), signed_in(Client(), cast, "minh")
    son.post(f"/ho-so/{code}/don-doc/", {"key": "press-0001", "note": "Đề nghị xong hôm nay"})
    assert "Đang được đôn đốc" in page(minh, code) and "“Đề nghị xong hôm nay”" in page(minh, code)
    answered = minh.post(f"/ho-so/{code}/tra-loi-don-doc/", {"key": "press-0002", "answer": "Xong trước 16 giờ"})
    assert answered["Location"] == f"/ho-so/{code}/"
    read = page(son, code)
    assert "Đã trả lời đôn đốc" in read and "trả lời: Xong trước 16 giờ" in read and "Đang được đôn đốc" not in read


def test_pressing_twice_urges_once(cast, code):
    son = signed_in(Client(), cast, "son")
    for _ in range(2):
        son.post(f"/ho-so/{code}/don-doc/", {"key": "press-0001", "note": "Đề nghị xong hôm nay"})
    assert Job.objects.filter(kind="urging.tell").count() == 1


def test_an_empty_urging_is_said_at_its_field(cast, code):
    answer = signed_in(Client(), cast, "son").post(f"/ho-so/{code}/don-doc/", {"key": "press-0001", "note": " "})
    assert answer.status_code == 422 and 'id="id_note_error"' in answer.content.decode()


def test_who_may_not_urge_reads_why(cast, code):
    read = page(signed_in(Client(), cast, "lan"), code)
    assert "Đôn đốc</dt><dd>Việc này thuộc lãnh đạo của cơ quan giải quyết." in read
