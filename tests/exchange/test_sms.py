"""A text message to an SMS gateway over real HTTP, however the gateway misbehaves; and what a message may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.exchange.sms.client import NotTaken, RefusedForGood, Report, hand_over, report
from motcua.exchange.sms.writing import fits_gsm7, folded, parts
from tests.exchange.offices import sms_gateway as gateway

TO, TEXT = "+84912345678", "Ho so H01.1 da co ket qua"


def send(to, key="k1"):
    return hand_over(to, to=TO, text=TEXT, key=key)


def test_a_message_reaches_its_telephone():
    with gateway() as (there, known):
        name = send(there)
        assert known.inbox == [(TO, TEXT)]
        assert report(there, name) == Report("delivered")


@pytest.mark.parametrize("way", ["late", "error", "cut", "drop", "garbage"])
def test_what_is_tried_again_under_its_key_reaches_the_telephone_once(way):
    with gateway(way) as (there, known):
        with pytest.raises(NotTaken):
            send(there)
        assert send(there) == "sms-1"
        assert known.inbox == [(TO, TEXT)]


def test_two_keys_are_two_messages():
    with gateway() as (there, known):
        assert send(there, "k1") != send(there, "k2")
        assert len(known.inbox) == 2


def test_a_message_refused_for_good_says_why():
    with gateway("refuse") as (there, _), pytest.raises(RefusedForGood, match="422: Không nhận được"):
        send(there)


def test_a_wrong_token_may_be_mended_and_is_not_for_good():
    with gateway(token="sai") as (there, known):
        with pytest.raises(NotTaken, match="401"):
            send(there)
        assert known.inbox == []


def test_a_message_that_reached_nobody_is_reported_with_the_reason():
    with gateway("lost") as (there, known):
        assert report(there, send(there)) == Report("failed", "Thuê bao không liên lạc được")
        assert known.inbox == []


def test_a_message_that_the_gateway_does_not_know_has_no_report():
    with gateway() as (there, _), pytest.raises(NotTaken, match="404"):
        report(there, "sms-9")


def test_a_gateway_that_is_not_there_may_come_back():
    with gateway() as (there, _):
        pass
    with pytest.raises(NotTaken):
        send(there)


def test_vietnamese_is_folded_into_plain_letters():
    assert folded("Hồ sơ đã được trả – “xong”…") == 'Ho so da duoc tra - "xong"...'


@given(st.text())
def test_whatever_is_folded_fits_gsm7(text):
    assert fits_gsm7(folded(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 153, 3),  # 76 in a part: the escape is not parted from its sign
        ("ồ" * 70, 1),
        ("ồ" * 71, 2),
        ("ồ" * 134, 2),
        ("ồ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 67, 3),  # 33 in a part: a pair is not parted
    ],
)
def test_a_message_is_counted_in_parts_as_gateways_charge_them(text, count):
    assert parts(text) == count
