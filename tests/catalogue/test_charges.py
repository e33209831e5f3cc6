"""What a procedure costs: worked examples, and what cannot be published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.charges import CHANNELS, Per, bill, parse, sentences
from motcua.kernel.sentences import Refused

DAY = date(2026, 11, 20)
# Circular 75/2022/TT-BTC: registering residence costs 20,000 at the counter and 10,000 online; some are exempt.
RESIDENCE = {
    "name": "Lệ phí đăng ký cư trú", "basis": "Thông tư 75/2022/TT-BTC",
    "amounts": [{"amount": 20_000, "channels": ["direct", "post"]}, {"amount": 10_000, "channels": ["online"]}],
    "reductions": [{"percent": 100, "ground": "Người có công"}, {"percent": 100, "ground": "Hộ nghèo"}],
}  # fmt: skip
# Circular 64/2025/TT-BTC: half of the fee until the end of 2026.
CARD = {
    "name": "Lệ phí cấp đổi thẻ căn cước", "basis": "Thông tư 59/2019/TT-BTC",
    "amounts": [{"amount": 50_000}],
    "reductions": [{"percent": 50, "from": "2025-07-01", "to": "2026-12-31", "basis": "Thông tư 64/2025/TT-BTC"}],
}  # fmt: skip
COPIES = {
    "name": "Phí chứng thực bản sao", "kind": "charge", "per": "page", "basis": "Thông tư 226/2016/TT-BTC",
    "amounts": [{"amount": 2_000}],
}  # fmt: skip
CASES = ["Cấp mới", "Cấp lại"]


def cost(*rows, channel="direct", case="", day=DAY, grounds=(), cases=CASES, **quantities):
    charges = parse(list(rows), channels=CHANNELS, cases=cases)
    lines = bill(
        charges, channel=channel, case=case, day=day, grounds=frozenset(grounds),
        quantities={Per(name): n for name, n in quantities.items()},
    )  # fmt: skip
    return sum(line.total for line in lines)


@pytest.mark.parametrize(
    "asked, total",
    [
        ({}, 20_000),
        ({"channel": "post"}, 20_000),
        ({"channel": "online"}, 10_000),
        ({"grounds": ["Hộ nghèo"]}, 0),
        ({"grounds": ["Học sinh"]}, 20_000),
    ],
)
def test_residence_costs_half_online_and_nothing_for_who_is_exempt(asked, total):
    assert cost(RESIDENCE, **asked) == total


@pytest.mark.parametrize(
    "day, total", [("2025-06-30", 50_000), ("2025-07-01", 25_000), ("2026-12-31", 25_000), ("2027-01-01", 50_000)]
)
def test_a_reduction_holds_from_its_first_to_its_last_day(day, total):
    assert cost(CARD, day=date.fromisoformat(day)) == total


def test_pages_are_counted_and_charges_add_up():
    assert cost(COPIES, RESIDENCE, page=7) == 34_000


def test_of_two_reductions_the_larger_counts_and_they_are_not_added():
    row = CARD | {"reductions": [{"percent": 50}, {"percent": 60, "ground": "Hộ nghèo"}]}
    assert (cost(row), cost(row, grounds=["Hộ nghèo"])) == (25_000, 20_000)


def test_a_charge_that_no_case_raises_costs_nothing():
    row = {"name": "Lệ phí cấp lại", "amounts": [{"amount": 5_000, "cases": ["Cấp lại"]}]}
    assert (cost(row), cost(row, case="Cấp mới"), cost(row, case="Cấp lại")) == (0, 0, 5_000)


def test_a_half_of_a_dong_is_rounded_up():
    assert cost({"name": "x", "amounts": [{"amount": 5}], "reductions": [{"percent": 50}]}) == 3


@pytest.mark.parametrize(
    "row, said",
    [
        ({"name": "x", "amounts": [{"amount": 1}, {"amount": 2}]},
         "Khoản thu “x” có hai mức cùng áp dụng: 1 ₫ và 2 ₫ (nộp trực tiếp, từ 01/01/1900)."),
        ({"name": "x", "amounts": [{"amount": 1, "to": "2026-06-30"}, {"amount": 2, "from": "2026-06-30"}]},
         "Khoản thu “x” có hai mức cùng áp dụng: 1 ₫ và 2 ₫ (nộp trực tiếp, từ 30/06/2026)."),
        ({"name": "x", "amounts": [{"amount": 1}, {"amount": 2, "cases": ["Không có"]}]},
         "Khoản thu “x”: mức 2 ₫ không áp dụng cho hồ sơ nào."),
        ({"name": "x", "amounts": [{"amount": 1, "channels": ["direct"]}],
          "reductions": [{"percent": 50, "channels": ["online"]}]},
         "Khoản thu “x”: mức giảm 50 % không áp dụng bao giờ."),
        ({"name": "", "amounts": [{"amount": 1}]}, "Khoản thu phải có tên, dài không quá 300 ký tự."),
        ({"name": "x", "amounts": []}, "Khoản thu “x” chưa có mức thu nào."),
        ({"name": "x", "amounts": [{"amount": -1}]}, "Số tiền không được âm; hãy ghi số đồng từ 0 trở lên."),
        ({"name": "x", "amounts": [{"amount": "1"}]}, "Khoản thu “x” không đọc được."),
        ({"name": "x", "amounts": [{"amount": 1, "channels": ["fax"]}]}, "Khoản thu “x” không đọc được."),
        ({"name": "x", "amounts": [{"amount": 1}], "reductions": [{"percent": 101}]}, "Khoản thu “x” không đọc được."),
        ({"name": "x", "amounts": [{"amount": 1, "from": "2026-02-01", "to": "2026-01-01"}]},
         "Khoản thu “x” không đọc được."),
    ],
)  # fmt: skip
def test_what_cannot_be_charged_is_refused_in_a_sentence(row, said):
    with pytest.raises(Refused) as caught:
        parse([row], channels=CHANNELS, cases=CASES)
    assert str(caught.value) == said


def test_a_charge_is_named_once():
    with pytest.raises(Refused, match="được ghi hai lần"):
        parse([COPIES, COPIES], channels=CHANNELS, cases=[])


def test_charges_are_told_in_words():
    charges = parse([RESIDENCE, CARD], channels=CHANNELS, cases=[])
    assert [str(s) for s in sentences(charges)] == [
        "Lệ phí đăng ký cư trú: 20.000 ₫/hồ sơ (nộp trực tiếp, nộp qua bưu chính)",
        "Lệ phí đăng ký cư trú: 10.000 ₫/hồ sơ (nộp trực tuyến)",
        "Lệ phí đăng ký cư trú: miễn cho Người có công",
        "Lệ phí đăng ký cư trú: miễn cho Hộ nghèo",
        "Lệ phí cấp đổi thẻ căn cước: 50.000 ₫/hồ sơ",
        "Lệ phí cấp đổi thẻ căn cước: giảm 50 % (từ 01/07/2025, đến hết 31/12/2026)",
    ]


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 8))
WHENS = st.fixed_dictionaries(
    {}, optional={
        "channels": st.lists(st.sampled_from(CHANNELS), unique=True, min_size=1),
        "cases": st.lists(st.sampled_from(CASES), unique=True, min_size=1),
        "from": DAYS.map(str), "to": DAYS.map(str),
    },
)  # fmt: skip
ROWS = st.lists(
    st.tuples(st.integers(0, 9), WHENS).map(lambda pair: {"amount": pair[0], **pair[1]}), min_size=1, max_size=4
)


@given(ROWS, st.sampled_from(CHANNELS), st.sampled_from(["", *CASES]), DAYS)
def test_what_is_published_has_never_two_amounts_for_one_dossier(rows, channel, case, day):
    try:
        (charge,) = parse([{"name": "x", "amounts": rows}], channels=CHANNELS, cases=CASES)
    except Refused:
        return
    assert sum(amount.when.fits(channel, case, day) for amount in charge.amounts) <= 1
