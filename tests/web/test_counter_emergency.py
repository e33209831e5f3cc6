"""The page of emergency slips: a block is numbered, printed, used from the reception, voided and closed."""

from __future__ import annotations

import re

import pytest

from motcua.casework.emergency import make_emergency_block
from motcua.dossiers.models import Dossier
from motcua.papers.models import EmergencyBlock, EmergencyNumber
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, error, filled, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/tiep-nhan/phieu-khan-cap/"
MORNING = moment("2026-11-19 08:00")


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 14:00"))
    return stage.enter()


@pytest.fixture
def block(cast):
    return make_emergency_block(cast.counter.pk, size=3, by=cast.lan, at=MORNING)


def late(cast, paper: str) -> dict[str, object]:
    """A reception of what came at half past nine, by paper."""
    said = {"late__day": "19/11/2026", "late__clock": "09:30", "late__reason": "Mất điện", "late__paper": paper}
    return filled(cast, **said)


def test_a_counter_without_blocks_is_told_what_they_are_for(lan):
    html = lan.get(PAGE).content.decode()
    assert "Nơi này chưa có phiếu khẩn cấp nào." in html and "khi mất điện" in html


def test_a_press_numbers_a_block_once_and_shows_it(lan, cast):
    key = re.search(r'name="key" value="([^"]+)"', lan.get(PAGE).content.decode())[1]
    for _ in range(2):
        assert lan.post(PAGE, {"key": key, "size": "4"})["Location"] == PAGE
    assert EmergencyBlock.objects.get().last == 4
    html = lan.get(PAGE).content.decode()
    assert "Số 1 đến 4, năm 2026" in html and "còn trắng 4" in html


@pytest.mark.parametrize("size", ["", "0", "101", "nhiều"])
def test_a_size_that_cannot_be_is_told_at_its_field(lan, size):
    answer = lan.post(PAGE, {"key": "k" * 22, "size": size})
    assert answer.status_code == 400 and error(answer.content.decode(), "size")
    assert not EmergencyBlock.objects.exists()


def test_the_reception_uses_the_number_and_the_page_leads_to_the_dossier(lan, cast, block):
    lan.post(REFERENCE, late(cast, "KC 2"))
    code = Dossier.objects.get().code
    assert f'href="/ho-so/{code}/"' in lan.get(PAGE).content.decode()


def test_a_number_used_twice_is_told_at_the_field_and_nothing_is_lost(lan, cast, block):
    lan.post(REFERENCE, late(cast, "KC 2"))
    answer = lan.post(REFERENCE, late(cast, "KC 2") | {"key": "another-key-of-22-signs"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "đã dùng cho hồ sơ" in error(html, "late-paper")
    assert "Mất điện" in html and Dossier.objects.count() == 1


def test_the_blank_sheets_are_a_pdf_that_nobody_keeps(lan, block):
    answer = lan.get(f"{PAGE}{block.pk}.pdf")
    assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "private, no-store"


def test_a_number_is_made_void_with_its_reason(lan, block):
    number = EmergencyNumber.objects.first()
    lan.post(f"{PAGE}so/{number.pk}/huy/", {"key": "k" * 22, "reason": "Rách"})
    assert "Rách" in lan.get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["so/{number}/huy/", "{block}/khoa/"])
def test_nothing_is_made_void_without_a_reason(lan, block, path):
    address = PAGE + path.format(number=EmergencyNumber.objects.first().pk, block=block.pk)
    answer = lan.post(address, {"key": "k" * 22, "reason": " "})
    assert answer.status_code == 400 and "Cần ghi lý do hủy." in answer.content.decode()
    assert not EmergencyNumber.objects.exclude(voided_at=None).exists()


def test_closing_tells_how_many_numbers_became_void(lan, block):
    answer = lan.post(f"{PAGE}{block.pk}/khoa/", {"key": "k" * 22, "reason": "Đã có điện"}, follow=True)
    assert "hủy 3 phiếu chưa dùng" in answer.content.decode()


@pytest.mark.parametrize("path", ["{block}.pdf", "{block}/khoa/", "so/{number}/huy/"])
def test_another_counter_finds_nothing(client, cast, block, path):
    stranger = signed_in(client, cast, "tuyet")
    address = PAGE + path.format(number=EmergencyNumber.objects.first().pk, block=block.pk)
    ask = stranger.get if path.endswith("pdf") else stranger.post
    assert ask(address, {"key": "k" * 22, "reason": "x"}).status_code == 404


def test_many_blocks_take_as_many_statements_as_one(lan, cast, block, django_assert_max_num_queries):
    for _n in range(7):
        make_emergency_block(cast.counter.pk, size=20, by=cast.lan, at=MORNING)
    with django_assert_max_num_queries(9):
        html = lan.get(PAGE).content.decode()
    assert html.count('class="sheet block"') == 5 and "page=2" in html
