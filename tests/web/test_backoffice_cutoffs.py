"""Cut-off days in the back office: set, seen in the months they make, used by the pages of figures, withdrawn."""

from datetime import date

import pytest

from motcua.supervision import actions, queries
from motcua.supervision.models import Cutoff
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import address, error_at, press, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# The clock of these tests stands at Monday 2 March 2026, 08:00.
RULE = {"since": "04/2026", "last_day": "20", "basis": "QĐ 7/QĐ-UBND"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


def test_a_new_rule_makes_the_first_month_longer_and_says_so(quan):
    said = text_of(quan.get(address("cutoffs")))
    assert "03/2026 15/02/2026 14/03/2026 28" in said and "từ đầu đang áp dụng" in said
    assert press(quan, address("cutoffs"), **RULE).status_code == 302
    said = text_of(quan.get(address("cutoffs")))
    assert "04/2026 15/03/2026 20/04/2026 37" in said and "05/2026 21/04/2026 20/05/2026 30" in said
    assert queries.cutoffs().month(date(2026, 4, 20)) == (date(2026, 3, 15), date(2026, 4, 20))


def test_a_rule_is_withdrawn_and_the_one_before_holds_again(quan):
    press(quan, address("cutoffs"), **RULE)
    row = Cutoff.objects.get()
    assert press(quan, address("cutoff_withdraw", row.pk), key="another-key").status_code == 302
    assert "20/04/2026" not in text_of(quan.get(address("cutoffs")))


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"since": "13/2026"}, "since", "không phải là một tháng"),
        ({"since": "4"}, "since", "không phải là một tháng"),
        ({"last_day": "32"}, "last_day", "31"),
        ({"last_day": "x"}, "last_day", "số"),
        ({"basis": ""}, "basis", "bắt buộc"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(quan, change, field, said):
    answer = press(quan, address("cutoffs"), **(RULE | change))
    assert answer.status_code == 422 and not Cutoff.objects.exists()
    assert said in error_at(answer, field)


def test_only_who_administers_sets_them(client, cast):
    client = sign_in(client, cast, "an")
    assert client.get(address("cutoffs")).status_code == 404
    assert press(client, address("cutoffs"), **RULE).status_code == 404 and not Cutoff.objects.exists()


def test_the_pages_of_figures_offer_the_periods_that_the_rule_makes(quan, client, cast):
    press(quan, address("cutoffs"), **(RULE | {"since": "03/2026"}))
    actions.project(at=moment("2026-03-02 08:00"))
    said = text_of(sign_in(client, cast, "an").get("/so-lieu/ky/"))
    assert "Tháng báo cáo này (15/02–20/03)" in said and "Năm báo cáo (15/12–20/12)" in said


def test_a_province_that_closes_with_the_month_is_offered_each_period_once(quan, client, cast):
    press(quan, address("cutoffs"), **(RULE | {"since": "01/2024", "last_day": "31"}))
    actions.project(at=moment("2026-03-02 08:00"))
    said = text_of(sign_in(client, cast, "an").get("/so-lieu/"))
    assert "Tháng này" in said and "Tháng báo cáo" not in said
