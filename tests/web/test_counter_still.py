"""What a form asks before it is sent: is the server there, and who is signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, signed_in

pytestmark = pytest.mark.django_db
STILL = "/tiep-nhan/con-day/"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def test_a_receiver_is_told_which_account_is_signed_in(lan, cast):
    assert lan.get(STILL).json()["account"] == cast.people["lan"].pk


def test_the_token_that_is_told_opens_a_form_whose_own_is_of_an_earlier_sign_in(cast):
    strict = signed_in(Client(enforce_csrf_checks=True), cast, "lan")
    assert strict.post(REFERENCE, {"do": "look", "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    token = strict.get(STILL).json()["token"]
    assert strict.post(REFERENCE, {"do": "look", "csrfmiddlewaretoken": token}).status_code == 200


def test_who_is_not_signed_in_is_led_to_sign_in_and_told_nothing(client):
    answer = client.get(STILL)
    assert answer.status_code == 302 and not answer.content


def test_the_answer_is_never_kept(lan):
    assert "no-store" in lan.get(STILL)["Cache-Control"]
