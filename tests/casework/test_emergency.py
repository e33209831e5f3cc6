"""Blank receipts for when there is no power: numbered, used once, void with a reason, seen for ever."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from motcua.casework.backdating import Claim
from motcua.casework.emergency import (
    close_emergency_block,
    emergency_sheets,
    make_emergency_block,
    void_emergency_number,
)
from motcua.casework.file import file_and_accept, file_and_ask
from motcua.casework.supplements import Item, enough
from motcua.casework.void import void
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.papers import rendering
from motcua.papers.emergency import number_of, read_number
from motcua.papers.models import EmergencyNumber
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 14:00")
THEN = moment("2026-11-19 09:30")


@pytest.fixture
def cast() -> stage.Cast:
    return stage.enter()


@pytest.fixture
def block(cast):
    return make_emergency_block(cast.counter.pk, size=3, by=cast.lan, at=moment("2026-11-02 08:00"))


def claim(paper: str) -> Claim:
    return Claim(THEN, "Mất điện từ 9:00 đến 13:30", paper)


def typed_in(cast, paper: str) -> Dossier:
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT, claim=claim(paper))


def numbers(block) -> list[EmergencyNumber]:
    return list(block.numbers.order_by("pk"))


def test_the_numbers_of_a_year_go_on_from_block_to_block(cast, block):
    again = make_emergency_block(cast.counter.pk, size=2, by=cast.cuc, at=AT)
    assert [n.number for n in numbers(block)] == [f"H48.148.01-KC26-000{n}" for n in (1, 2, 3)]
    assert [n.number for n in numbers(again)] == ["H48.148.01-KC26-0004", "H48.148.01-KC26-0005"]


def test_each_year_begins_with_one(cast, block):
    again = make_emergency_block(cast.counter.pk, size=1, by=cast.lan, at=moment("2027-01-04 08:00"))
    assert [n.number for n in numbers(again)] == ["H48.148.01-KC27-0001"]


@pytest.mark.parametrize("size", [0, -1, 101])
def test_a_block_has_between_one_and_a_hundred_sheets(cast, size):
    with pytest.raises(Refused, match="1 đến 100"):
        make_emergency_block(cast.counter.pk, size=size, by=cast.lan, at=AT)


@pytest.mark.parametrize("typed", ["H48.148.01-KC26-0002", " h48.148.01-kc26-0002 ", "KC 2", "kc-0002"])
def test_a_dossier_typed_in_later_uses_the_number_of_its_sheet(cast, block, typed):
    d = typed_in(cast, typed)
    assert [n.dossier for n in numbers(block)] == [None, d, None]
    assert '"emergency":"H48.148.01-KC26-0002"' in Event.objects.filter(stream=d.stream).earliest("n").facts


def test_the_true_time_stands_on_the_dossiers_events(cast, block):
    d = typed_in(cast, "KC 1")
    assert set(Event.objects.filter(stream=d.stream).values_list("happened_at", flat=True)) == {THEN}


def test_a_request_for_more_papers_uses_the_number_too(cast, block):
    item = Item(n=2, component="Giấy chứng sinh", reason="Chưa nộp", guidance="Nộp bản chính")
    d = file_and_ask(
        stage.intake(cast, papers=()), by=cast.lan, at=AT, items=[item, *enough((1, 3))], claim=claim("KC 1")
    )
    assert numbers(block)[0].dossier == d


def test_a_sheet_is_used_for_one_dossier_only(cast, block):
    first = typed_in(cast, "KC 1")
    with pytest.raises(Refused, match=f"đã dùng cho hồ sơ {first.code}") as no:
        typed_in(cast, "KC 1")
    assert no.value.field == "evidence"
    assert Dossier.objects.count() == 1  # nor did the refusal leave a gap in the codes
    assert typed_in(cast, "KC 2").code.endswith("-0002")


def test_the_sheet_of_a_dossier_that_was_entered_by_mistake_is_typed_in_again(cast, block):
    first = typed_in(cast, "KC 1")
    void(first.code, by=cast.lan, at=AT, reason="Nhập nhầm người")
    again = typed_in(cast, "KC 1")
    assert numbers(block)[0].dossier == again


def test_a_void_sheet_is_not_used(cast, block):
    void_emergency_number(numbers(block)[0].pk, reason="Viết hỏng", by=cast.lan, at=AT)
    with pytest.raises(Refused, match="đã hủy: Viết hỏng"):
        typed_in(cast, "KC 1")


def test_a_number_that_was_never_given_is_told(cast, block):
    with pytest.raises(Refused, match="Không có phiếu khẩn cấp số"):
        typed_in(cast, "KC 99")


def test_a_sheet_of_another_counter_is_told_whose_it_is(cast, block):
    there = make_emergency_block(cast.centre.pk, size=1, by=cast.tuyet, at=AT)
    with pytest.raises(Refused, match="là của Trung tâm Phục vụ hành chính công tỉnh"):
        typed_in(cast, numbers(there)[0].number)


def test_any_other_paper_is_just_a_paper(cast, block):
    typed_in(cast, "Biên nhận 12/2026")
    assert not any(n.dossier_id for n in numbers(block))


def test_a_used_number_cannot_be_made_void(cast, block):
    typed_in(cast, "KC 1")
    with pytest.raises(Refused, match="đã dùng"):
        void_emergency_number(numbers(block)[0].pk, reason="Viết hỏng", by=cast.lan, at=AT)


def test_closing_a_block_makes_every_unused_number_void_and_says_so_in_the_journal(cast, block):
    typed_in(cast, "KC 2")
    assert close_emergency_block(block.pk, reason="Đã có điện", by=cast.lan, at=AT) == 2
    assert [n.void_reason for n in numbers(block)] == ["Đã có điện", "", "Đã có điện"]
    told = Event.objects.filter(stream=cast.counter.stream).latest("n")
    assert told.kind == "agency.emergency_block_closed" and '"voided":2' in told.facts
    with pytest.raises(Refused, match="đã khóa"):
        close_emergency_block(block.pk, reason="Lần nữa", by=cast.lan, at=AT)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_nothing_becomes_void_without_a_short_reason(cast, block, reason):
    with pytest.raises(Refused):
        close_emergency_block(block.pk, reason=reason, by=cast.lan, at=AT)
    assert not any(n.voided_at for n in numbers(block))


def test_a_stranger_neither_makes_nor_closes_blocks_of_this_counter(cast, block):
    for act in (
        lambda: make_emergency_block(cast.counter.pk, size=1, by=cast.tuyet, at=AT),
        lambda: close_emergency_block(block.pk, reason="x", by=cast.tuyet, at=AT),
        lambda: void_emergency_number(numbers(block)[0].pk, reason="x", by=cast.tuyet, at=AT),
    ):
        with pytest.raises(Refused):
            act()


def test_only_blank_sheets_are_printed_two_copies_each(cast, block):
    typed_in(cast, "KC 1")
    pages = PdfReader(io.BytesIO(emergency_sheets(block))).pages
    text = [page.extract_text() for page in pages]
    assert ["H48.148.01-KC26-0002" in t for t in text] == [True, True, False, False]
    assert "giao người nộp" in text[0] and "lưu tại nơi tiếp nhận" in text[1]
    assert len(pages) == 4


def test_the_number_on_a_sheet_can_be_scanned(cast, block, monkeypatch):
    asked = []
    monkeypatch.setattr(rendering, "_compiled", lambda *given: asked.append(given) or b"")
    emergency_sheets(block)
    template, inputs, _ = asked[0]
    pages = rendering._compiler(template.parent).compile(template, format="png", ppi=200, sys_inputs=inputs)
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(pages[2])).convert("L"))
    assert [code.text for code in codes] == ["H48.148.01-KC26-0002"]


def test_nothing_is_printed_of_a_closed_block(cast, block):
    close_emergency_block(block.pk, reason="Đã có điện", by=cast.lan, at=AT)
    with pytest.raises(Refused, match="không còn phiếu trắng"):
        emergency_sheets(block)


@given(st.from_regex(r"H[0-9]{2}(\.[0-9]{1,3}){0,3}", fullmatch=True), st.integers(2025, 2099), st.integers(1, 999999))
def test_every_number_is_read_back_as_it_was_printed(code, year, n):
    number = number_of(code, year, n)
    assert read_number(number.lower(), agency_code="H01", year=2000) == number
    assert read_number(f"KC {n}", agency_code=code, year=year) == number


@given(st.text(max_size=40))
def test_whatever_else_is_typed_is_no_number_or_one_that_looks_like_one(text):
    read = read_number(text, agency_code="H48", year=2026)
    assert read is None or "KC" in text.upper()
