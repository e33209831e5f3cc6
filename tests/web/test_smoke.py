"""Every officer gets to the first page; strangers are asked to sign in."""

import pytest

from tests import cast as stage

pytestmark = pytest.mark.django_db


def test_a_stranger_at_the_desk_is_asked_to_sign_in(client):
    answer = client.get("/viec/")
    assert answer.status_code == 302 and answer["Location"].startswith("/tai-khoan/dang-nhap/")


def test_an_officer_signs_in_and_sees_the_desk(client):
    stage.enter()
    answer = client.post("/tai-khoan/dang-nhap/", {"username": "minh", "password": stage.PASSWORD})
    assert answer.status_code == 302
    assert client.get("/viec/").status_code == 200


def test_an_administrator_without_cases_finds_no_desk(client):
    cast = stage.enter()
    client.force_login(cast.people["quan"], backend="motcua.accounts.backends.OfficerBackend")
    assert client.get("/viec/").status_code == 404
