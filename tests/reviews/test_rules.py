"""What may be said of a procedure that is reviewed, and the shares that come of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.sentences import Refused
from motcua.reviews.rules import KINDS, Count, Kind, Reviewed, Said, check, offered, partial_on, ratio, total

TODAY = date(2026, 11, 22)
LEVELS = {"ministry", "province", "commune"}
PROVINCE = Reviewed("province", "partial", "")
DECENTRALISE, ONLINE, SIMPLIFY = Kind.DECENTRALISATION, Kind.ONLINE, Kind.SIMPLIFICATION


def judged(kind, said, of=PROVINCE, day=TODAY):
    return check(kind, of, said, levels=LEVELS, law=partial_on(day))


def test_kon_tums_share_is_reproduced_to_the_hundredth():
    # The report prints 20,61 % and not its two numbers: 27 of 131 is the smallest pair that gives it.
    assert ratio(27, 131) == Decimal("20.61")
    assert Count(asked=140, reviewed=131, proposed=27).reached(Decimal(20)) is True


@pytest.mark.parametrize("target", [None, Decimal(20)])
def test_a_share_of_nothing_is_not_applicable(target):
    assert ratio(0, 0) is None
    assert (Count(asked=5).ratio, Count(asked=5).reached(target)) == (None, None)


def test_a_target_is_reached_by_the_exact_share_not_by_the_printed_one():
    almost = Count(reviewed=50_001, proposed=10_000)
    assert (almost.ratio, almost.reached(Decimal(20))) == (Decimal("20.00"), False)
    assert Count(reviewed=5, proposed=1).reached(Decimal(20)) is True


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_as_near_as_two_decimals_can_be(part, whole):
    shown = ratio(part, whole)
    assert abs(shown * whole - 100 * part) * 2 <= Decimal("0.01") * whole


@given(st.lists(st.builds(Count, *[st.integers(0, 99)] * 6)))
def test_figures_of_parts_sum_to_those_of_the_whole(counts):
    whole = total(counts)
    assert (whole.asked, whole.late) == (sum(c.asked for c in counts), sum(c.late for c in counts))
    assert (whole.left, whole.unjudged) == (sum(c.left for c in counts), sum(c.unjudged for c in counts))


@pytest.mark.parametrize(
    ("level", "below"),
    [
        ("ministry", ["province", "department", "commune"]),
        ("province", ["department", "commune"]),
        ("district", ["commune"]),
        ("commune", []),
        ("common", ["province", "department", "commune"]),
    ],
)
def test_a_procedure_is_decentralised_to_what_lies_below_it_and_exists(level, below):
    assert offered(DECENTRALISE, Reviewed(level), levels=LEVELS) == below


def test_the_district_is_offered_while_there_were_districts():
    assert "district" in offered(DECENTRALISE, PROVINCE, levels=LEVELS | {"district"})


SAID = Said("propose", "commune", text="  Giao   xã giải quyết ", basis="NĐ 63/2010")
WRONG = [
    (DECENTRALISE, Said(), "verdict", "Hãy chọn giữ nguyên hay đề xuất"),
    (DECENTRALISE, Said(text="Chỉ có chữ"), "verdict", "Hãy chọn giữ nguyên hay đề xuất"),
    (DECENTRALISE, Said("dream"), "verdict", "Hãy chọn giữ nguyên hay đề xuất"),
    (DECENTRALISE, Said("propose"), "proposal", "Hãy chọn đề xuất thay đổi gì"),
    (DECENTRALISE, Said("keep", "commune"), "proposal", "hãy chọn một trong hai"),
    (DECENTRALISE, Said("propose", "province"), "proposal", "Không đề xuất được như vậy"),
    (DECENTRALISE, Said("propose", "repeal"), "proposal", "Không đề xuất được như vậy"),
    (DECENTRALISE, Said("keep", text="x" * 2001), "text", "nhiều nhất 2000 ký tự"),
    (DECENTRALISE, Said("keep", basis="\x00"), "basis", "không đọc được"),
    (ONLINE, Said("propose", "partial"), "proposal", "đã ở mức này"),
    (ONLINE, Said("keep"), "reason", "Điều 14 Nghị định 224/2026"),
    (ONLINE, Said("keep", reason="mood"), "reason", "hãy chọn lý do"),
    (SIMPLIFY, Said("propose", "repeal"), "text", "nội dung đề xuất"),
    (SIMPLIFY, Said("propose", "amend", text="Bớt giấy", saving=-1), "saving", "không âm"),
    (SIMPLIFY, Said("propose", "amend", text="Bớt giấy", saving=10**18), "saving", "số đồng mỗi năm"),
]


@pytest.mark.parametrize(("kind", "said", "field", "why"), WRONG)
def test_what_contradicts_itself_or_the_law_is_refused_at_its_field(kind, said, field, why):
    with pytest.raises(Refused) as no:
        judged(kind, said)
    assert no.value.field == field and why in str(no.value)


def test_what_is_said_is_kept_tidy():
    assert judged(DECENTRALISE, SAID) == Said("propose", "commune", text="Giao xã giải quyết", basis="NĐ 63/2010")


def test_a_partial_service_needs_a_reason_only_since_the_law_asks_for_one():
    full = Reviewed("province", "full")
    assert judged(ONLINE, Said("propose", "partial"), full, date(2026, 6, 30)).reason == ""
    assert judged(ONLINE, Said("propose", "partial", "field"), full).reason == "field"
    with pytest.raises(Refused):
        judged(ONLINE, Said("propose", "partial"), full, date(2026, 7, 1))


def test_a_reason_that_is_published_already_need_not_be_given_again():
    assert judged(ONLINE, Said("keep"), Reviewed("province", "partial", "Phải có mặt")).verdict == "keep"


def test_a_procedure_without_a_class_cannot_keep_it():
    with pytest.raises(Refused) as no:
        judged(ONLINE, Said("keep"), Reviewed("province", "unknown"))
    assert "đề xuất một mức" in str(no.value)


def test_a_reason_and_a_saving_stay_only_where_they_mean_something():
    assert judged(ONLINE, Said("propose", "full", "field", saving=5)) == Said("propose", "full")
    kept = Said("propose", "amend", "field", "Bớt giấy", saving=1_200_000)
    assert judged(SIMPLIFY, kept) == Said("propose", "amend", "", "Bớt giấy", saving=1_200_000)
    assert judged(SIMPLIFY, Said("keep", saving=7)) == Said("keep")


@pytest.mark.parametrize("kind", KINDS)
def test_to_keep_everything_is_always_possible(kind):
    assert judged(kind, Said("keep"), Reviewed("commune", "full")) == Said("keep")
