"""The day of a till: what stands on it, who sees it, how it is closed, and that its sums are those of its parts."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework.close_till import close_till
from motcua.casework.fees import cancel_payment, pay, refund
from motcua.casework.reads import till as reads
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.payments.models import Closing, Entry
from motcua.payments.queries import open_days
from motcua.payments.rules import Money, Paid, Way
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.money import costing, paid
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
EVENING = moment("2026-11-02 16:45")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return costing(cast, at=AT).code


def sheet(cast, who="lan", day=DAY, **rest):
    facts = Facts(by=cast.actor(who), day=day, offices=snapshot.present())
    return reads.sheet(facts, cast.counter, day, **rest)


def close(cast, counted, *, who="lan", whose="lan", day=DAY, at=EVENING, reason=""):
    whose_id = cast.people[whose].pk
    return close_till(
        counter_id=cast.counter.pk, account_id=whose_id, day=day, counted=counted, by=cast.actor(who), at=at,
        reason=reason,
    )  # fmt: skip


def test_a_sheet_sums_fees_and_charges_cash_and_transfers(cast, code):
    paid(cast, code, at=AT, amount=9_000, number="1")
    paid(cast, code, at=EVENING, amount=2_000, number="2", way=Way.TRANSFER)
    found = sheet(cast)
    assert (found.sums.cash, found.sums.transfer) == (Money(8_000, 1_000), Money(0, 2_000))
    assert [(row.serial, row.code, row.receipt) for row in found.rows] == [(1, code, "AA/26P 1"), (2, code, "AA/26P 2")]
    assert [(t.officer, t.receipts) for t in found.tills] == [("Trần Thị Lan", 2)]


def test_an_officer_sees_their_own_till_and_the_head_of_the_counter_all(cast, code):
    paid(cast, code, at=AT, amount=5_000, number="1")
    paid(cast, code, at=AT, amount=6_000, number="2", by="cuc")
    assert [t.officer for t in sheet(cast).tills] == ["Trần Thị Lan"]
    assert [t.officer for t in sheet(cast, account_id=cast.people["cuc"].pk).tills] == ["Trần Thị Lan"]
    assert [t.officer for t in sheet(cast, "hanh").tills] == ["Bùi Thị Cúc", "Trần Thị Lan"]
    assert [t.officer for t in sheet(cast, "hanh", account_id=cast.people["cuc"].pk).tills] == ["Bùi Thị Cúc"]


def test_a_closed_day_is_frozen_and_what_is_mended_stands_on_the_day_after(cast, code):
    paid(cast, code, at=AT)
    closing = close(cast, 11_000)
    assert (closing.cash, closing.difference, closing.entries) == (11_000, 0, 1)
    cancel_payment(code, 1, by=cast.lan, at=EVENING + timedelta(minutes=5), reason="Gõ nhầm")
    assert (sheet(cast).sums.all.total, sheet(cast, day=NEXT).sums.all.total) == (11_000, -11_000)
    assert Event.objects.get(kind="till.closed").by == cast.lan.ref


def test_the_till_of_another_officer_stays_open(cast, code):
    paid(cast, code, at=AT, amount=5_000)
    close(cast, 5_000)
    paid(cast, code, at=EVENING, amount=6_000, number="9", by="cuc")
    assert Entry.objects.get(by=cast.people["cuc"]).day == DAY


@pytest.mark.parametrize(
    "closing, field, said",
    [
        ({"counted": 10_000}, "reason", "Tiền đếm được 10.000 ₫, sổ ghi 11.000 ₫: cần ghi lý do chênh lệch."),
        ({"counted": 11_000, "day": NEXT}, "day", "Ngày 03/11/2026 chưa đến nên chưa chốt được."),
        ({"counted": 11_000, "day": date(2026, 11, 1)}, "day", "Sổ thu ngày 01/11/2026 chưa có dòng nào để chốt."),
        ({"counted": 11_000, "whose": "cuc"}, None, "người đứng đầu Bộ phận Một cửa"),
        ({"counted": -1}, "counted", "Số tiền không được âm"),
    ],
)
def test_a_day_that_cannot_be_closed_so_stays_open(cast, code, closing, field, said):
    paid(cast, code, at=AT)
    with pytest.raises(Refused, match=said.replace(".", r"\.")) as no:
        close(cast, **closing)
    assert no.value.field == field and not Closing.objects.exists()


def test_a_difference_is_kept_with_its_reason(cast, code):
    paid(cast, code, at=AT)
    closing = close(cast, 10_000, reason="Thối nhầm tiền")
    assert (closing.difference, closing.reason) == (-1_000, "Thối nhầm tiền")


def test_a_day_is_closed_once(cast, code):
    paid(cast, code, at=AT)
    close(cast, 11_000)
    with pytest.raises(Refused, match="Sổ thu ngày 02/11/2026 đã chốt"):
        close(cast, 11_000)


def test_the_head_closes_for_who_is_away(cast, code):
    paid(cast, code, at=AT)
    closing = close(cast, 11_000, who="hanh")
    assert (closing.account, closing.by) == (cast.people["lan"], cast.people["hanh"])


def test_days_that_were_forgotten_are_named(cast, code):
    paid(cast, code, at=AT)
    mine = {"counter_id": cast.counter.pk, "account_id": cast.people["lan"].pk}
    assert open_days(**mine, before=NEXT) == [DAY]
    close(cast, 11_000, at=moment("2026-11-03 08:00"))
    assert open_days(**mine, before=NEXT) == []


def test_a_sheet_whose_parts_do_not_add_up_is_not_shown(cast, code, monkeypatch):
    paid(cast, code, at=AT)
    monkeypatch.setattr(reads, "_by_the_database", lambda entries: (Money(1), Money()))
    with pytest.raises(Refused, match="không cộng thành tổng"):
        sheet(cast)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "cancel", "refund", "close"]), st.integers(1, 8), st.sampled_from(["lan", "cuc"])
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_whatever_is_done_the_days_of_all_tills_add_up_to_what_the_dossiers_keep(cast, acts):
    Entry.objects.exclude(of=None).delete()  # what mends a payment before the payment
    Entry.objects.all().delete()
    Closing.objects.all().delete()
    code = costing(cast, at=AT).code
    for n, (act, k, who) in enumerate(acts, 1):
        at = AT + timedelta(hours=3 * n)
        try:
            if act == "pay":
                pay(code, Paid(k * 1_000, Way.CASH if k % 2 else Way.TRANSFER), by=cast.actor(who), at=at)
            elif act == "cancel":
                cancel_payment(code, k, by=cast.actor(who), at=at, reason="x")
            elif act == "refund":
                refund(code, k, by=cast.actor(who), at=at, amount=k * 300, reason="x")
            else:
                day = at.date()
                close(cast, k * 1_000, who=who, whose=who, day=day, at=at, reason="đếm")
        except Refused:
            pass
    days = {e.day for e in Entry.objects.all()}
    kept = sum((row.money.total for day in days for row in sheet(cast, "hanh", day).rows), 0)
    assert kept == sum(e.money.total if e.kind == "paid" else -e.money.total for e in Entry.objects.all())
    for closing in Closing.objects.all():
        mine = [r for r in sheet(cast, "hanh", closing.day).rows if r.account_id == closing.account_id]
        assert len(mine) == closing.entries
        assert sum(r.money.total for r in mine if r.way == "cash") == closing.cash
