"""The writes of stacks. What is done with a dossier of a stack is claimed by a conditional update: once, by one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from motcua.kernel.sentences import Refused

from .models import Scan, Stack

MOST = 200
OPEN = Q(done_at__isnull=True) | Q(undone_at__isnull=False)


def open_stack(*, by_id: int, agency_id: int | None, at: datetime) -> Stack:
    """An empty stack."""
    return Stack.objects.create(opened_by_id=by_id, agency_id=agency_id, opened_at=at)


def put(stack_id: int, dossier_id: int, *, by_id: int, at: datetime) -> tuple[Scan, bool]:
    """Put a dossier on the stack; the row, and whether it is new. The caller is in a transaction.

    Two scanners at once wait for each other, so that each dossier gets one row and each row a number of its own.
    """
    stack = Stack.objects.select_for_update().filter(pk=stack_id, closed_at__isnull=True).first()
    if stack is None:
        raise Refused("Chồng này đã cất. Hãy bắt đầu chồng mới.")
    there = Scan.objects.select_related("added_by").filter(stack=stack, dossier_id=dossier_id).first()
    if there is not None:
        return there, False
    n = (Scan.objects.filter(stack=stack).aggregate(last=Max("n"))["last"] or 0) + 1
    if n > MOST:
        raise Refused("Một chồng có nhiều nhất {most} hồ sơ. Hãy làm chồng này rồi quét chồng mới.", most=MOST)
    return Scan.objects.create(stack=stack, dossier_id=dossier_id, n=n, added_by_id=by_id, added_at=at), True


def take_off(stack_id: int, scan_id: int) -> None:
    """Take a row off the stack, unless something was done with it from here."""
    Scan.objects.filter(pk=scan_id, stack_id=stack_id, done_at__isnull=True).delete()


def choose(stack_id: int, act: str) -> None:
    """What is to be done with all of the stack; "" leaves it open."""
    Stack.objects.filter(pk=stack_id).update(act=act)


def close(stack_id: int, *, at: datetime) -> None:
    """Put the stack aside: nothing is put on it any more."""
    Stack.objects.filter(pk=stack_id, closed_at__isnull=True).update(closed_at=at)


def claim(
    scan_id: int, *, act: str, by_id: int, at: datetime, item_id: int | None, was_id: int | None, to_id: int | None
) -> bool:
    """Take it on oneself to act on this row; False where another has. Undone with the transaction of the act."""
    changes = {"act": act, "done_by_id": by_id, "done_at": at, "item_id": item_id, "was_id": was_id, "to_id": to_id}
    return bool(Scan.objects.filter(OPEN, pk=scan_id).update(**changes, undone_at=None))


def take_back(scan_id: int, *, by_id: int, at: datetime) -> bool:
    """Note that who acted on this row undoes it; False where it was not they, or is undone already."""
    mine = Scan.objects.filter(pk=scan_id, done_by_id=by_id, done_at__isnull=False, undone_at__isnull=True)
    return bool(mine.update(undone_at=at))
