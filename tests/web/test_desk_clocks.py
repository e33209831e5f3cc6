"""What the page of a dossier says of the clocks beside the legal one."""

from datetime import timedelta

import pytest

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file, file_and_accept
from motcua.casework.receive_supplement import receive_supplement
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
NATIONAL, ANSWER = "Cổng Dịch vụ công quốc gia tính hạn", "Phải trả lời người nộp chậm nhất"


@pytest.fixture
def cast():
    return stage.enter()


def page(client, cast, code: str) -> str:
    client.force_login(cast.people["lan"])
    return client.get(f"/ho-so/{code}/").content.decode()


def test_the_national_clock_is_told_where_it_differs_from_the_legal_one(client, cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert NATIONAL not in page(client, cast, code)
    propose_supplement(code, by=cast.minh, at=AT + timedelta(days=1), items=ITEMS)
    ask_supplement(code, by=cast.lan, at=AT + timedelta(days=1, minutes=5))
    receive_supplement(code, by=cast.lan, at=AT + timedelta(days=8))
    assert NATIONAL in page(client, cast, code)


def test_an_online_filing_says_until_when_it_must_be_answered_and_a_direct_one_does_not(client, cast):
    online = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT)
    assert f"{ANSWER} 09:00 thứ Ba 03/11/2026" in page(client, cast, online.code)
    direct = file(stage.intake(cast), by=cast.lan, at=AT)
    assert ANSWER not in page(client, cast, direct.code)
