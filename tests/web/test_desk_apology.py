"""The leader's way to a letter of apology: told on top, listed, drafted, sent with one press, printed."""

from datetime import timedelta

import pytest
import time_machine

from motcua.casework.file import file_and_accept
from motcua.deadlines.models import Apology
from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment
from tests.papers.slips import text_of

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
TOLD = "chưa có văn bản xin lỗi"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def dossier(cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    return Dossier.objects.get()


@pytest.fixture
def late(dossier):
    with time_machine.travel(dossier.due_at + timedelta(days=1), tick=False):
        yield


def test_a_leader_is_told_on_top_of_the_desk_until_the_letter_is_sent(client, cast, dossier, late):
    client.force_login(cast.people["son"])
    assert TOLD in client.get("/viec/").content.decode()
    page = client.get(f"/ho-so/{dossier.code}/xin-loi/")
    form = page.context["form"]
    sent = {"key": page.context["key"], "item": form["item"].value() or "", "cause": form["cause"].value()}
    sent["appointment_on"] = form["appointment_on"].value().strftime("%d/%m/%Y")
    answer = client.post(f"/ho-so/{dossier.code}/xin-loi/", sent, follow=True)
    assert "Đã lập văn bản xin lỗi" in answer.content.decode()
    assert Apology.objects.get().late
    assert TOLD not in client.get("/viec/").content.decode()
    assert "đã xin lỗi và hẹn lại" in answer.content.decode()


def test_others_are_not_told_and_cannot_send_it(client, cast, dossier, late):
    client.force_login(cast.people["minh"])
    assert TOLD not in client.get("/viec/").content.decode()
    assert "Việc này thuộc lãnh đạo" in client.get(f"/ho-so/{dossier.code}/xin-loi/").content.decode()


def test_the_list_of_letters_shows_the_dossier(client, cast, dossier, late):
    client.force_login(cast.people["son"])
    assert f'href="/ho-so/{dossier.code}/xin-loi/"' in client.get("/viec/?tab=apology").content.decode()


def test_the_letter_prints_with_its_cause_and_its_new_day(client, cast, dossier, late):
    client.force_login(cast.people["son"])
    page = client.get(f"/ho-so/{dossier.code}/xin-loi/")
    sent = {"key": page.context["key"], "cause": "Chờ xác minh nơi sinh", "appointment_on": "30/11/2026"}
    client.post(f"/ho-so/{dossier.code}/xin-loi/", sent)
    slip = Apology.objects.get().slip
    pdf = client.get(f"/tiep-nhan/phieu/{slip.pk}.pdf")
    said = text_of(pdf.content if not pdf.streaming else b"".join(pdf.streaming_content))
    assert "Chờ xác minh nơi sinh" in said and "30/11/2026" in said


def test_a_dossier_late_without_a_letter_is_named_on_top_and_leads_to_its_letter(client, cast, dossier, late):
    client.force_login(cast.people["son"])
    for tab in ("mine", "all", "apology"):
        page = client.get(f"/viec/?tab={tab}").content.decode()
        assert page.index("Quá hạn, chưa có thư xin lỗi") < page.index('id="work"')
        assert page.index(f'href="/ho-so/{dossier.code}/xin-loi/"') < page.index('id="work"')


def test_one_that_is_only_near_its_limit_does_not_stand_there_yet(client, cast, dossier):
    client.force_login(cast.people["son"])
    with time_machine.travel(dossier.due_at - timedelta(hours=2), tick=False):
        page = client.get("/viec/").content.decode()
    assert TOLD in page and "Quá hạn, chưa có thư xin lỗi" not in page
