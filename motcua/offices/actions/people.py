"""Writes about people at work: posts and absences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.journal.actions import Entry, append
from motcua.kernel.sentences import Refused

from ..models import (
    Absence,
    Agency,
    Assistance,
    Dated,
    Post,
    Unit,
)
from ..roles import Role


@transaction.atomic
def give_post(
    *,
    account: Account,
    agency: Agency,
    role: Role,
    day: date,
    by: str,
    at: datetime,
    unit: Unit | None = None,
    until: date | None = None,
    stand_in_for: Account | None = None,
    origin: str = "live",
) -> Post:
    """Give a person one more post from `day` on. Refused when they hold it already, or the agency is closed."""
    if agency.valid_to is not None and agency.valid_to <= day:
        raise Refused("{name} không còn hoạt động.", field="agency", name=agency.name)
    held = Post.objects.filter(account=account, agency=agency, role=role.value).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    if until is not None:
        if until <= day:
            raise Refused("Ngày thôi giữ vị trí phải sau ngày bắt đầu.", field="to")
        held = held.filter(valid_from__lt=until)
    if held.exists():
        raise Refused("{name} đang giữ vị trí này rồi.", field="role", name=account.full_name)
    post = Post.objects.create(
        account=account,
        agency=agency,
        unit=unit,
        role=role.value,
        valid_from=day,
        valid_to=until,
        stand_in_for=stand_in_for,
    )
    _journal_account(account, "post.given", {"agency": agency.code, "role": role.value}, by=by, at=at, origin=origin)
    return post


@transaction.atomic
def end_post(*, post_id: int, day: date, by: str, at: datetime) -> None:
    """Take a post from `day` on; one that began today never was."""
    post = Post.objects.select_for_update().select_related("account", "agency").get(pk=post_id)
    said = {"agency": post.agency.code, "role": post.role}
    _journal_account(post.account, "post.ended", said, by=by, at=at)
    _end(post, on=day)


def _on_a_day(first: date, until: date | None) -> Q:
    """Dated rows in force on some day from `first` on and before `until`; None: for ever."""
    before_end = Q() if until is None else Q(valid_from__lt=until)
    return before_end & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))


@transaction.atomic
def enter_absence(
    *, account_id: int, first: date, until: date | None, stand_in_id: int | None, by: str, at: datetime
) -> Absence:
    """A person is away from `first` on, and back on `until`. Refused when they are away on such a day already."""
    row = Account.objects.select_for_update().get(pk=account_id)
    if Absence.objects.filter(_on_a_day(first, until), account_id=account_id).exists():
        raise Refused("Trong những ngày này đã có một lần vắng mặt khác.", field="first")
    absence = Absence.objects.create(
        account=row,
        valid_from=first,
        valid_to=until,
        stand_in_id=stand_in_id,
        entered_by=by,
        entered_at=at,
    )
    said = {
        "from": first.isoformat(),
        "until": until.isoformat() if until else "",
        "stand_in": f"account:{stand_in_id}" if stand_in_id else "",
    }
    _journal_account(row, "absence.entered", said, by=by, at=at)
    return absence


@transaction.atomic
def end_absence(*, absence_id: int, on: date, by: str, at: datetime) -> None:
    """The person is back on `on`; an absence that has not begun by then never was."""
    absence = Absence.objects.select_for_update().select_related("account").get(pk=absence_id)
    said = {"from": absence.valid_from.isoformat(), "on": on.isoformat()}
    _journal_account(absence.account, "absence.ended", said, by=by, at=at)
    _end(absence, on=on)


@transaction.atomic
def enter_assistance(
    *, assistant_id: int, leader_id: int, agency: Agency, first: date, until: date | None, by: str, at: datetime
) -> Assistance:
    """From `first` on, and no more on `until`, a person records for a leader. Refused when they do already."""
    row = Account.objects.select_for_update().get(pk=assistant_id)
    same = Assistance.objects.filter(assistant_id=assistant_id, leader_id=leader_id, agency=agency)
    if same.filter(_on_a_day(first, until)).exists():
        raise Refused("Trong những ngày này người ấy đã được giao ghi thay rồi.", field="first")
    assistance = Assistance.objects.create(
        assistant=row,
        leader_id=leader_id,
        agency=agency,
        valid_from=first,
        valid_to=until,
        entered_by=by,
        entered_at=at,
    )
    said = {
        "from": first.isoformat(),
        "until": until.isoformat() if until else "",
        "leader": f"account:{leader_id}",
        "agency": agency.code,
    }
    _journal_account(row, "assistance.entered", said, by=by, at=at)
    return assistance


@transaction.atomic
def end_assistance(*, assistance_id: int, on: date, by: str, at: datetime) -> None:
    """From `on` the person records no more for the leader; what has not begun by then never was."""
    row = Assistance.objects.select_for_update().select_related("assistant", "agency").get(pk=assistance_id)
    said = {"leader": f"account:{row.leader_id}", "agency": row.agency.code, "on": on.isoformat()}
    _journal_account(row.assistant, "assistance.ended", said, by=by, at=at)
    _end(row, on=on)


def _end(row: Dated, *, on: date) -> None:
    """Let a row be no more in force on `on`; one that has not begun by then never was."""
    if row.valid_from >= on:
        row.delete()
    else:
        row.valid_to = on
        row.save(update_fields=["valid_to"])


def _journal_account(
    account: Account, kind: str, facts: Mapping[str, object], *, by: str, at: datetime, origin: str = "live"
) -> None:
    row = Account.objects.select_for_update().get(pk=account.pk)
    append(row, [Entry(kind, {}, facts)], by=by, at=at, origin=origin)
    row.save(update_fields=["chain_n", "chain_hash"])
