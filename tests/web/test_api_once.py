"""One act for one Idempotency-Key: whoever sends again within a day is told what the first was told."""

from datetime import timedelta

import pytest

from motcua.accounts.models import Reply
from motcua.casework.jobs import tidy
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from tests import cast as stage
from tests.web.api_program import Program, reception
from tests.web.desk_driver import accepted

pytestmark = pytest.mark.django_db
KEY = {"idempotency_key": "6f1f6f0e-8f1c-4a53-a6c3-5b7f6c1f0a11"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def program(cast):
    return Program(cast)


def test_the_same_request_is_answered_again_and_done_once(program):
    first = program.post("lan", "/dossiers", reception(accept=True), **KEY)
    second = program.at("2026-11-20 08:59").post("lan", "/dossiers", reception(accept=True), **KEY)
    assert (second.status_code, second.content) == (201, first.content)
    assert second["Location"] == first["Location"] == f"/api/v1/dossiers/{first.json()['code']}"
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert Dossier.objects.count() == 1


def test_an_act_that_could_not_be_done_twice_is_answered_again(program, cast):
    code = accepted(cast)
    item = program.get("minh", f"/dossiers/{code}").json()["work"][0]["id"]
    first = program.post("minh", f"/work-items/{item}/completion", {}, **KEY)
    events = Event.objects.count()
    second = program.post("minh", f"/work-items/{item}/completion", {}, **KEY)
    assert (first.status_code, second.status_code, second.content) == (200, 200, first.content)
    assert Event.objects.count() == events


def test_after_a_day_the_key_is_free_again(program):
    program.do("lan", "/dossiers", reception(), **KEY)
    program.at("2026-11-20 09:00").do("lan", "/dossiers", reception(), **KEY)
    assert (Dossier.objects.count(), Reply.objects.count()) == (2, 1)


def test_the_same_key_at_another_address_is_refused(program, cast):
    one, other = accepted(cast), accepted(cast)
    program.do("minh", f"/dossiers/{one}/taking", {}, **KEY)
    assert program.post("minh", f"/dossiers/{other}/taking", {}, **KEY).status_code == 422


def test_the_same_key_of_another_account_is_another_act(program):
    program.do("lan", "/dossiers", reception(), **KEY)
    program.do("cuc", "/dossiers", reception(), **KEY)
    assert Dossier.objects.count() == 2


def test_two_tokens_of_one_account_share_their_keys(program):
    program.do("lan", "/dossiers", reception(), **KEY)
    other = program.token("lan", "dossiers:write")
    assert program.post("lan", "/dossiers", reception(), token=other, **KEY)["Idempotency-Replayed"] == "true"


def test_what_was_refused_keeps_nothing_so_that_it_can_be_sent_put_right(program):
    assert program.post("lan", "/dossiers", reception(counter="H99"), **KEY).status_code == 422
    assert Reply.objects.count() == 0
    program.do("lan", "/dossiers", reception(), **KEY)
    assert Dossier.objects.count() == 1


def test_without_a_key_every_request_is_an_act(program):
    for _ in range(2):
        program.do("lan", "/dossiers", reception())
    assert (Dossier.objects.count(), Reply.objects.count()) == (2, 0)


def test_what_is_kept_names_no_person(program):
    program.do("lan", "/dossiers", reception(accept=True), **KEY)
    body = Reply.objects.get().body
    assert "Xuân" not in body and "051090001234" not in body and "0905" not in body


def test_replies_are_forgotten_after_a_day(program):
    program.do("lan", "/dossiers", reception(), **KEY)
    tidy({}, program.now + timedelta(hours=23))
    assert Reply.objects.count() == 1
    tidy({}, program.now + timedelta(hours=25))
    assert Reply.objects.count() == 0
