"""Events and audiences are data that can be read, and find what they are for."""

import json

import pytest

from motcua.catalogue.events import KINDS, audiences, audiences_of, events, events_of
from motcua.web.ui.pieces.icons import icon
from tests.catalogue.found import DEMO


def test_every_event_and_audience_has_a_key_of_its_own_and_both_names():
    for ways in (events(), audiences()):
        assert len({way.key for way in ways}) == len(ways)
        assert all(way.vi and way.en and way.key.replace("-", "").isalnum() for way in ways)
    assert {way.kind for way in events()} == set(KINDS)


@pytest.mark.parametrize("way", events(), ids=lambda way: way.key)
def test_the_picture_of_an_event_is_there(way):
    assert "<svg" in icon(way.icon)


@pytest.mark.parametrize(
    ("name", "field", "key"),
    [
        ("Thủ tục đăng ký khai sinh", "Hộ tịch", "sinh-con"),
        ("Thủ tục đăng ký khai tử", "Hộ tịch", "qua-doi"),
        ("Tách thửa hoặc hợp thửa đất", "Đất đai", "nha-dat"),
        ("Đăng ký thành lập hộ kinh doanh", "", "mo-doanh-nghiep"),
    ],
)
def test_a_procedure_belongs_to_its_event(name, field, key):
    assert key in events_of(name, field)


def test_a_word_is_held_only_as_a_whole():
    assert "qua-doi" not in events_of("Khai từng phần", "")


def test_organisations_that_are_no_businesses_are_no_businesses():
    assert audiences_of(("Tổ chức (không bao gồm doanh nghiệp, HTX)",)) == ("to-chuc",)
    assert audiences_of(("Công dân Việt Nam", "Doanh nghiệp")) == ("cong-dan", "doanh-nghiep")


def test_most_procedures_of_the_demo_belong_to_an_event():
    rows = [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]
    without = [row["name"] for row in rows if not events_of(row["name"], row["field"])]
    assert len(without) <= len(rows) // 5, without
