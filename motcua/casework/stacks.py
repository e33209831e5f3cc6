"""A stack of scanned dossiers, done with one act and undone: each dossier by a verb and transaction of its own.

Of two who press at once each dossier is done once, and the second is told who did it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.policy.predicates import CASE_ROLES
from motcua.stacks import actions
from motcua.stacks.models import Scan, Stack

from .advance import advance
from .recall import recall
from .receive_transfer import receive_transfer
from .resolve import resolve
from .return_result import return_result
from .take import hand_over, take


class Act(StrEnum):
    """What can be done with a whole stack; the names are those of the verbs."""

    HAND_OVER = "hand_over"
    TAKE = "take"
    ADVANCE = "advance"
    RECEIVE_TRANSFER = "receive_transfer"
    RESOLVE = "resolve"
    RETURN_RESULT = "return_result"


NO_UNDO = gettext_noop("Việc này không hoàn tác được ở đây. Nếu nhầm, mở từng hồ sơ để sửa.")
NOT_OURS = gettext_noop("Chỉ người đã làm được hoàn tác, một lần.")
DONE_BY = gettext_noop("{name} vừa làm hồ sơ này trong chồng lúc {moment}, không làm lại.")
GONE = gettext_noop("Hồ sơ này vừa được bỏ khỏi chồng.")


@dataclass(frozen=True, slots=True)
class Order:
    """One press: what is done with the dossiers of a stack, by whom, and to whom it is given (`to`, where it is)."""

    act: Act
    by: Actor
    at: datetime
    to: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a stack as it was drawn: the piece of work that is meant, and who held it then."""

    scan_id: int
    code: str
    item_id: int | None
    was: int | None


def begin(*, by: Actor, at: datetime) -> Stack:
    """A stack of this actor, open to who works on cases at the first of their agencies."""
    place = next((h.agency_id for h in by.holdings if h.role in CASE_ROLES), None)
    return actions.open_stack(by_id=by.account_id, agency_id=place, at=at)


def scan_in(stack_id: int, dossier_id: int, *, by: Actor, at: datetime) -> tuple[Scan, bool]:
    """Put a dossier on a stack; its row, and whether it is new. Refused where the stack is closed or full."""
    with transaction.atomic():
        return actions.put(stack_id, dossier_id, by_id=by.account_id, at=at)


VERBS: dict[Act, Callable[[Row, Order], Dossier]] = {
    Act.HAND_OVER: lambda r, o: hand_over(r.code, by=o.by, at=o.at, to=o.to, item_id=r.item_id, note=o.note),
    Act.TAKE: lambda r, o: take(r.code, by=o.by, at=o.at, item_id=r.item_id),
    Act.ADVANCE: lambda r, o: advance(r.code, by=o.by, at=o.at, item_id=r.item_id, note=o.note),
    Act.RECEIVE_TRANSFER: lambda r, o: receive_transfer(r.code, by=o.by, at=o.at),
    Act.RESOLVE: lambda r, o: resolve(r.code, by=o.by, at=o.at, item_id=r.item_id),
    Act.RETURN_RESULT: lambda r, o: return_result(r.code, by=o.by, at=o.at),
}
UNDONE_BY: dict[Act, Callable[[Row, Actor, datetime], Dossier]] = {
    Act.HAND_OVER: lambda r, by, at: hand_over(r.code, by=by, at=at, to=r.was, item_id=r.item_id, undoing=True),
    Act.TAKE: lambda r, by, at: hand_over(r.code, by=by, at=at, to=r.was, item_id=r.item_id),
    Act.ADVANCE: lambda r, by, at: recall(r.code, by=by, at=at),
}


def act_on(row: Row, order: Order) -> None:
    """Do it with one dossier of the stack: the row is claimed first, so that two who press do it once.

    Refused with the verb's own reason, or with who has done it meanwhile; then the row stays as it was.
    """
    to = order.to if order.act is Act.HAND_OVER else None
    with transaction.atomic():
        claimed = actions.claim(
            row.scan_id,
            act=order.act.value,
            by_id=order.by.account_id,
            at=order.at,
            item_id=row.item_id,
            was_id=row.was,
            to_id=to,
        )
        if not claimed:
            raise _done_already(row.scan_id)
        VERBS[order.act](row, order)


def undo(row: Row, act: Act, *, by: Actor, at: datetime) -> None:
    """Undo what the actor did with one dossier of the stack, as far as that is lawful; the journal keeps both.

    Work handed over comes back to who had it while nothing has happened since; a step is recalled before anybody has
    begun the next; work taken goes back. Refused otherwise.
    """
    if act not in UNDONE_BY:
        raise Refused(NO_UNDO)
    with transaction.atomic():
        if not actions.take_back(row.scan_id, by_id=by.account_id, at=at):
            raise Refused(NOT_OURS)
        UNDONE_BY[act](row, by, at)


def _done_already(scan_id: int) -> Refused:
    scan = Scan.objects.select_related("done_by").filter(pk=scan_id).first()
    if scan is None or scan.done_at is None or scan.done_by is None:
        return Refused(GONE)
    return Refused(DONE_BY, name=scan.done_by.full_name, moment=f"{scan.done_at.astimezone(VIETNAM):%H:%M}")
