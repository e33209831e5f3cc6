"""Close a day of a till: cash is counted, and what differs from the entries is explained; then the day is frozen.

What is corrected later stands on the later day. The closing is recorded in the stream of the counter.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.dossiers.actions import hold_series
from motcua.journal.actions import Entry as Recorded
from motcua.journal.actions import append
from motcua.kernel import money
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.payments import actions as till
from motcua.payments.models import Closing
from motcua.payments.queries import entries_on
from motcua.payments.rules import LONGEST_REASON, Money, Way, signed
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask

from .fees import till_key

CLOSED = "till.closed"
NOT_YET = gettext_noop("Ngày {day} chưa đến nên chưa chốt được.")
NO_REASON = gettext_noop("Tiền đếm được {counted}, sổ ghi {cash}: cần ghi lý do chênh lệch.")
NOTHING = gettext_noop("Sổ thu ngày {day} chưa có dòng nào để chốt.")
LONG = gettext_noop("Chỉ ghi nhiều nhất {most} ký tự.")


@transaction.atomic
def close_till(
    *,
    counter_id: int,
    account_id: int,
    day: date,
    counted: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Closing:
    """Close the day of the till of `account_id` at the counter: their own, or any for the head of the counter.

    `counted` is the cash in đồng. Refused for a day to come, a day that is closed, and a difference without reason.
    Seven statements.
    """
    offices, today = snapshot.present(), at.astimezone(VIETNAM).date()
    facts = Facts(by=by, day=today, offices=offices, counter_id=counter_id)
    if account_id == by.account_id:
        ask("till.close", facts)
    else:
        ask("till.see_all", facts)
    if day > today:
        raise Refused(NOT_YET, field="day", day=f"{day:%d/%m/%Y}")
    hold_series(till_key(offices.agency(counter_id).code, account_id))  # whoever enters something waits, or was before
    counter = Agency.objects.select_for_update().get(pk=counter_id)  # after it: an entry refers to its counter too
    row = _closing(counter, account_id, day, counted=money.checked(counted, field="counted"), reason=reason.strip())
    row.by_id, row.at = by.account_id, at
    till.close(row)
    facts_of = {
        "account": account_id, "day": day.isoformat(), "entries": row.entries, "cash": row.cash,
        "transfer": row.transfer, "counted": row.counted,
    }  # fmt: skip
    append(counter, [Recorded(CLOSED, {"reason": row.reason}, facts_of)], by=by.ref, at=at, origin=by.origin)
    counter.save(update_fields=["chain_n", "chain_hash"])
    return row


def _closing(counter: Agency, account_id: int, day: date, *, counted: int, reason: str) -> Closing:
    rows = entries_on(day, counter_id=counter.pk).filter(by_id=account_id)
    entries = [(way, signed(kind, Money(f, c))) for kind, way, f, c in rows.values_list("kind", "way", "fee", "charge")]
    if not entries:
        raise Refused(NOTHING, field="day", day=f"{day:%d/%m/%Y}")
    by_way = {way: sum(m.total for of, m in entries if of == way) for way in Way}
    cash = by_way[Way.CASH]
    if counted != cash and not reason:
        raise Refused(NO_REASON, field="reason", counted=money.shown(counted), cash=shown(cash))
    if len(reason) > LONGEST_REASON:
        raise Refused(LONG, field="reason", most=LONGEST_REASON)
    return Closing(
        counter=counter,
        account_id=account_id,
        day=day,
        entries=len(entries),
        cash=cash,
        transfer=by_way[Way.TRANSFER],
        counted=counted,
        reason=reason,
    )


def shown(amount: int) -> str:
    """An amount that may be below zero: "−5.000 ₫"."""
    return money.shown(amount) if amount >= 0 else f"−{money.shown(-amount)}"
