"""Money read by programs: what is due and paid for a dossier, the tills of a counter on a day, and their closing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Path, Query

from motcua.casework.close_till import close_till
from motcua.casework.reads import till as reads
from motcua.casework.reads.fees import fees_of
from motcua.casework.reads.pointers import account_called, usernames
from motcua.casework.reads.till import Sheet, Till
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.payments.models import Closing, Entry
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not

from . import given_counter as g
from . import paging, telling
from . import told_counter as told
from .acting import acted
from .bearing import Token, facts
from .door import api
from .dossiers import READS, WRITES, Asked, answer, whole_of
from .given import Day

NOBODY = gettext_noop("Không có tài khoản “{name}”.")


@api.get(
    "/dossiers/{code}/fees",
    auth=Token(READS),
    response=told.FeesTold,
    operation_id="read_fees",
    tags=["counter"],
    url_name="fees",
)
def fees(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """What is due for a dossier, and every payment with what was cancelled or given back of it."""
    found = fees_of(whole_of(request, code).dossier)
    numbers = {entry.pk: entry.n for entry in found.entries}
    return answer(
        told.FeesTold(
            code=code,
            known=found.known,
            fee=found.due.fee,
            charge=found.due.charge,
            paid=found.paid.total,
            left=found.left,
            lines=[told.DueLineTold(**asdict(line)) for line in found.lines],
            entries=[_entry(entry, numbers.get(entry.of_id or 0)) for entry in found.entries],
        )
    )


def _entry(entry: Entry, of: int | None) -> told.MoneyEntryTold:
    return told.MoneyEntryTold(
        n=entry.n,
        kind=entry.kind,
        of=of,
        way=entry.way,
        amount=entry.money.total,
        symbol=entry.symbol,
        number=entry.number,
        paid_at=telling.here(entry.paid_at),
        at=telling.here(entry.at),
        by=entry.by.full_name,
        reason=entry.reason,
        cancelled=entry.cancelled_at is not None,
    )


@api.get(
    "/tills",
    auth=Token(READS),
    response=told.TillDayTold,
    operation_id="read_tills",
    tags=["counter"],
    url_name="tills",
)
@paging.asked_only
def day_of_tills(
    request: HttpRequest,
    counter: Annotated[Asked, Query(..., max_length=64, description=gettext_noop("Mã định danh của nơi tiếp nhận."))],
    day: Annotated[Day | None, Query(None, description=gettext_noop("Không ghi thì là hôm nay."))],
) -> HttpResponse:
    """The day of this account's till at a counter; for the head of the counter of all its tills."""
    who = _at_a_till(request)
    return answer(_told(reads.sheet(who, _counter(counter, who), day or who.day)))


@api.post(
    "/tills/closings",
    auth=Token(WRITES),
    response=told.TillTold,
    operation_id="close_till",
    tags=["counter"],
    url_name="till_closings",
)
def closing(request: HttpRequest, given: Annotated[g.TillClosingGiven, Body(...)]) -> HttpResponse:
    """Close a day of a till with the cash that was counted."""
    by, at, who = request.actor, request.at, _at_a_till(request)  # type: ignore[attr-defined]
    counter = _counter(given.counter, who)

    def tell(made: Closing) -> told.TillTold:
        sheet = reads.sheet(who, counter, made.day, account_id=made.account_id)
        return _told(sheet).tills[0]

    return acted(request, lambda: _closed(given, counter, by=by, at=at), tell=tell)


def _closed(given: g.TillClosingGiven, counter: Agency, *, by: Actor, at: datetime) -> Closing:
    account_id = account_called(given.account) if given.account else by.account_id
    if account_id is None:
        raise Refused(NOBODY, field="account", name=given.account)
    return close_till(
        counter_id=counter.pk,
        account_id=account_id,
        day=given.day,
        counted=given.counted,
        reason=given.reason,
        by=by,
        at=at,
    )


def _at_a_till(request: HttpRequest) -> Facts:
    """Who asks; for who has no till and looks after none there is none, as on the page."""
    who = facts(request)
    if why_not("till.use", who) is not None:
        raise Http404
    return who


def _counter(code: str, who: Facts) -> Agency:
    found = next((c for c in reads.counters(who.by, who.offices) if c.code == code), None)
    if found is None:
        raise Http404
    return found


def _told(sheet: Sheet) -> told.TillDayTold:
    names = usernames({till.account_id for till in sheet.tills})
    entries = [
        told.TillEntryTold(
            serial=row.serial,
            account=names[row.account_id],
            code=row.code,
            kind=row.kind,
            way=row.way,
            amount=row.money.total,
            receipt=row.receipt,
            at=telling.here(row.at),
            reason=row.reason,
        )
        for row in sheet.rows
    ]
    return told.TillDayTold(
        counter=sheet.counter.code,
        day=sheet.day,
        cash=sheet.sums.cash.total,
        transfer=sheet.sums.transfer.total,
        entries=entries,
        tills=[_till(till, names[till.account_id]) for till in sheet.tills],
    )


def _till(till: Till, name: str) -> told.TillTold:
    closed = till.closing
    return told.TillTold(
        account=name,
        officer=till.officer,
        entries=till.rows,
        receipts=till.receipts,
        cash=till.sums.cash.total,
        transfer=till.sums.transfer.total,
        closed_at=telling.here(closed.at) if closed else None,
        counted=closed.counted if closed else None,
        reason=closed.reason if closed else "",
    )
