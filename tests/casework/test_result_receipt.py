"""The receipt for results that one person took: what it says, made once, by the counter that returned them."""

from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.originals import Kept, give_back, keep_originals
from motcua.casework.result_receipt import result_receipt
from motcua.casework.return_result import Taken, return_results
from motcua.kernel.sentences import Refused
from motcua.papers.models import ListSlip
from motcua.papers.rendering import render
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.test_list_slips import text_of
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, LATER = moment("2026-11-02 09:00"), moment("2026-11-04 10:15")
TAKEN = Taken(
    taker="authorised", name="Võ Thị Hoa", number="051190000777", authority_document="12/UQ",
    authority_date=date(2026, 11, 3),
)  # fmt: skip


@pytest.fixture
def cast():
    return stage.enter()


def ready(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    for verb in ("advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, code, AT)
    return code


@pytest.fixture
def codes(cast):
    return [ready(cast), ready(cast)]


def text(slip) -> str:
    return text_of(render(slip.pack, slip.form, slip.content))


def test_it_names_the_authorised_person_each_result_and_the_originals_given_back(cast, codes):
    keep_originals(codes[1], by=cast.lan, at=AT, papers=[Kept("Sổ đỏ", 2), Kept("Hộ chiếu")])
    return_results(codes, by=cast.lan, at=LATER, taken=TAKEN, originals={codes[1]: [1]})
    said = text(result_receipt(codes, by=cast.lan, at=LATER))
    for each in (*codes, "Võ Thị Hoa", "051190000777", "Văn bản số 12/UQ ngày 03/11/2026", "Sổ đỏ (2)", "Tại quầy"):
        assert each in said, each
    assert "Hộ chiếu" not in said and "2 hồ sơ" in said


def test_originals_given_back_on_another_day_are_not_on_it(cast, codes):
    keep_originals(codes[0], by=cast.lan, at=AT, papers=[Kept("Sổ đỏ", 2)])
    give_back(codes[0], [1], by=cast.lan, at=moment("2026-11-03 08:00"), to="Hồ Thị Nết")
    return_results(codes[:1], by=cast.lan, at=LATER, taken=Taken())
    assert result_receipt(codes[:1], by=cast.lan, at=LATER).content["originals"] == []


def test_who_asks_again_gets_the_same_paper_and_number(cast, codes):
    return_results(codes, by=cast.lan, at=LATER, taken=TAKEN)
    slips = {result_receipt(asked, by=cast.lan, at=LATER).pk for asked in (codes, codes, codes[:1], codes[1:])}
    assert len(slips) == 1 == ListSlip.objects.count()


def test_before_the_result_is_returned_there_is_none(cast, codes):
    with pytest.raises(Refused, match="chưa trả kết quả"):
        result_receipt(codes[:1], by=cast.lan, at=LATER)


@pytest.mark.parametrize("who", ["quang", "tuyet"])
def test_nobody_else_makes_it(cast, codes, who):
    return_results(codes, by=cast.lan, at=LATER, taken=TAKEN)
    with pytest.raises(Refused):
        result_receipt(codes, by=cast.actor(who), at=LATER)
    assert not ListSlip.objects.exists()
