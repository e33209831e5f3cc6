"""Who records for a leader what was signed on paper: entered by an administrator, for an agency, with dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from motcua.kernel.sentences import Refused
from motcua.offices import actions
from motcua.offices.actors import Actor
from motcua.offices.models import Assistance, Post, in_force
from motcua.policy.predicates import CASE_ROLES, LEADERS

from .asking import allowed, local_day


def enter_assistance(
    *, assistant_id: int, leader_id: int, agency_id: int, first: date, last: date | None, by: Actor, at: datetime
) -> Assistance:
    """From `first` to `last`, both included; without `last` until further notice.

    Refused for days that are over, for a leader who leads nothing there, and for who does no work there.
    """
    offices = allowed("assistance.enter", by=by, at=at)
    if assistant_id == leader_id:
        raise Refused("Không ai ghi thay chính mình.", field="leader")
    if first < local_day(at):
        raise Refused("Ngày bắt đầu ghi thay sớm nhất là hôm nay.", field="first")
    if last is not None and last < first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    posts = in_force(Post.objects, first).filter(agency_id=agency_id, account__is_active=True, account__machine=False)
    held = set(posts.filter(account_id__in=[assistant_id, leader_id]).values_list("account_id", "role"))
    if not any((leader_id, role.value) in held for role in LEADERS):
        raise Refused("Người này không giữ vị trí lãnh đạo tại cơ quan ấy.", field="leader")
    if not any((assistant_id, role.value) in held for role in CASE_ROLES):
        raise Refused("Người ghi thay phải giữ một vị trí giải quyết hồ sơ tại cơ quan của lãnh đạo.", field="leader")
    return actions.enter_assistance(
        assistant_id=assistant_id,
        leader_id=leader_id,
        agency=offices.agency(agency_id),
        first=first,
        until=last + timedelta(days=1) if last else None,
        by=by.ref,
        at=at,
    )


def end_assistance(*, assistance_id: int, by: Actor, at: datetime) -> None:
    """From today no more; one that has not begun is taken back. Refused when it is over."""
    allowed("assistance.enter", by=by, at=at)
    today = local_day(at)
    row = Assistance.objects.filter(pk=assistance_id).first()
    if row is None or (row.valid_to is not None and row.valid_to <= today):
        raise Refused("Việc ghi thay này đã hết.")
    actions.end_assistance(assistance_id=assistance_id, on=today, by=by.ref, at=at)
