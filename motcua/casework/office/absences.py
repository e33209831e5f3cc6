"""Be away: who looks after one's work meanwhile. Entered by the person or by an administrator; powers do not change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from motcua.accounts.models import Account
from motcua.kernel.sentences import Refused
from motcua.offices import actions, snapshot
from motcua.offices.actors import Actor
from motcua.offices.models import Absence, Post, in_force
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask

from .asking import local_day


def enter_absence(
    *, account_id: int, first: date, last: date | None, stand_in_id: int | None, by: Actor, at: datetime
) -> Absence:
    """Away from `first` to `last`, both included; without `last` until further notice.

    Refused for days that are over, and for a stand-in who holds none of the person's posts: they could do nothing.
    """
    _ask(account_id, by=by, at=at)
    today = local_day(at)
    if first < today:
        raise Refused("Ngày bắt đầu vắng mặt sớm nhất là hôm nay.", field="first")
    if last is not None and last < first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    if stand_in_id is not None:
        _check_stand_in(stand_in_id, account_id, first)
    until = last + timedelta(days=1) if last else None
    return actions.enter_absence(
        account_id=account_id, first=first, until=until, stand_in_id=stand_in_id, by=by.ref, at=at
    )


def end_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Back today; an absence that has not begun is taken back. Refused when it is over."""
    absence = Absence.objects.filter(pk=absence_id).first()
    if absence is None:
        raise Refused("Không có lần vắng mặt này.")
    _ask(absence.account_id, by=by, at=at)
    today = local_day(at)
    if absence.valid_to is not None and absence.valid_to <= today:
        raise Refused("Lần vắng mặt này đã hết.")
    actions.end_absence(absence_id=absence_id, on=today, by=by.ref, at=at)


def _ask(account_id: int, *, by: Actor, at: datetime) -> None:
    ask("absence.enter", Facts(by=by, day=local_day(at), offices=snapshot.present(), account_id=account_id))


def _check_stand_in(stand_in_id: int, account_id: int, first: date) -> None:
    if stand_in_id == account_id:
        raise Refused("Không ai thay chính mình.", field="stand_in")
    posts = in_force(Post.objects, first).filter(account_id__in=[stand_in_id, account_id], account__is_active=True)
    held: dict[int, set[tuple[int, str]]] = {}
    for holder, agency_id, role in posts.values_list("account_id", "agency_id", "role"):
        held.setdefault(holder, set()).add((agency_id, role))
    if not held.get(stand_in_id, set()) & held.get(account_id, set()):
        name = Account.objects.filter(pk=stand_in_id).values_list("full_name", flat=True).first() or ""
        raise Refused(
            "{name} không giữ vị trí nào cùng nơi với người vắng mặt nên không làm thay được. "
            "Hãy chọn người cùng vị trí, hoặc nhờ quản trị hệ thống giao vị trí làm thay.",
            field="stand_in",
            name=name,
        )
