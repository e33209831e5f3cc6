"""Writes of offices. Each raises the edition, so that whatever was kept in memory is read anew."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.journal.actions import Entry, append, append_many
from motcua.kernel.agency_code import parse as parse_code
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import weekday_index
from motcua.kernel.sentences import Refused

from .calendar_changes import GONE, Plan, facts_of, kind_of
from .calendars import pattern
from .models import (
    Absence,
    Agency,
    CalendarChange,
    CounterHours,
    Edition,
    Level,
    OfficeHours,
    Post,
    SpecialDay,
    Unit,
    WarningShares,
    in_force,
)
from .roles import Role
from .snapshot import EDITION


def next_edition() -> None:
    """Tell every process that the offices changed; part of each write below, in its transaction.

    By a number that was never used rather than the next one: what was read and kept inside a transaction that is
    rolled back would otherwise be taken for the edition of whoever writes next.
    """
    Edition.objects.get_or_create(name=EDITION)
    Edition.objects.filter(name=EDITION).update(n=secrets.randbelow(2**31 - 1) + 1)


@dataclass(frozen=True, slots=True)
class AgencyData:
    """An agency as imported or typed; `parent_code` empty for the root."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str = ""
    short_name: str = ""
    place_code: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    successor_code: str = ""
    address: str = ""
    phone: str = ""


@transaction.atomic
def open_agency(data: AgencyData, *, by: str, at: datetime, day: date, origin: str = "live") -> Agency:
    """Open an agency. Refused when the code is malformed or in use, or the parent unknown."""
    code = parse_code(data.code, field="code").code
    level = Level.objects.filter(code=data.level).first()
    if level is None:
        raise Refused("Không có cấp “{level}”.", field="level", level=data.level)
    opened_on = data.opened_on or day
    _check_free(code, opened_on)
    if not data.name.strip():
        raise Refused("Cần ghi tên cơ quan.", field="name")
    agency = Agency(
        code=code,
        name=data.name.strip(),
        short_name=data.short_name.strip(),
        kind=data.kind,
        level=level,
        parent=_open_agency_of(data.parent_code) if data.parent_code else None,
        place_code=data.place_code,
        valid_from=opened_on,
        address=data.address,
        phone=data.phone,
    )
    append(agency, [Entry("agency.opened", {"name": agency.name}, {"code": code})], by=by, at=at, origin=origin)
    agency.save()
    next_edition()
    return agency


def _check_free(code: str, opened_on: date) -> None:
    """Refused unless no agency has this code on `opened_on` or later."""
    last = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=opened_on), code=code).first()
    if last is None:
        return
    if last.valid_to is None:
        raise Refused("Mã định danh {code} đang được dùng.", field="code", code=code)
    raise Refused(
        "Mã định danh {code} còn được dùng đến hết ngày {day}.",
        field="code",
        code=code,
        day=f"{last.valid_to - timedelta(days=1):%d/%m/%Y}",
    )


def _open_agency_of(code: str) -> Agency:
    agency = Agency.objects.filter(code=code, valid_to__isnull=True).first()
    if agency is None:
        raise Refused("Không có cơ quan {code}, hoặc cơ quan đã kết thúc hoạt động.", field="parent_code", code=code)
    return agency


@transaction.atomic
def change_agency(
    *,
    agency_id: int,
    name: str,
    short_name: str,
    address: str,
    phone: str,
    by: str,
    at: datetime,
    origin: str = "live",
) -> Agency:
    """Put the name as spelled, the address or the telephone right; a new name by law is a new row, not this."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    if not name.strip():
        raise Refused("Cần ghi tên cơ quan.", field="name")
    new = {"name": name.strip(), "short_name": short_name.strip(), "address": address.strip(), "phone": phone.strip()}
    changes = {k: {"from": getattr(agency, k), "to": v} for k, v in new.items() if getattr(agency, k) != v}
    if changes:
        append(agency, [Entry("agency.changed", {"changes": changes})], by=by, at=at, origin=origin)
        for field, value in new.items():
            setattr(agency, field, value)
        agency.save()
        next_edition()
    return agency


@transaction.atomic
def end_agency(
    *,
    agency_id: int,
    on: date,
    successor_id: int | None,
    by: str,
    at: datetime,
    origin: str = "live",
    moved: Mapping[str, object] | None = None,
) -> Agency:
    """Close an agency from `on`: its row alone. What it still has open is moved by the verb that calls this, which
    says in `moved` what that was."""
    # Rows that refer to the agency may go on being written meanwhile: its key stays what it is.
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    if agency.valid_to is not None:
        raise Refused("{name} đã kết thúc hoạt động rồi.", name=agency.name)
    if on <= agency.valid_from:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu hoạt động.", field="on")
    successor = Agency.objects.get(pk=successor_id) if successor_id else None
    said = {"code": agency.code, "successor": successor.code if successor else "", **(moved or {})}
    append(agency, [Entry("agency.closed", {"on": on.isoformat()}, said)], by=by, at=at, origin=origin)
    agency.valid_to, agency.successor = on, successor
    agency.save()
    next_edition()
    return agency


@transaction.atomic
def move_people(*, agency_id: int, to_id: int, on: date) -> int:
    """Let posts and divisions of a closing agency go on at its successor from `on`; how many posts that were."""
    posts = list(Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency_id))
    units = _move_units(agency_id=agency_id, to_id=to_id, on=on)
    there = set(in_force(Post.objects, on).filter(agency_id=to_id).values_list("account_id", "role"))
    Post.objects.filter(pk__in=[p.pk for p in posts if p.valid_from >= on]).delete()
    Post.objects.filter(pk__in=[p.pk for p in posts if p.valid_from < on]).update(valid_to=on)
    Post.objects.bulk_create(
        Post(
            account_id=p.account_id,
            agency_id=to_id,
            unit_id=units.get(p.unit_id),
            role=p.role,
            valid_from=max(on, p.valid_from),
            valid_to=p.valid_to,
            stand_in_for_id=p.stand_in_for_id,
        )
        for p in posts
        if (p.account_id, p.role) not in there
    )
    next_edition()
    return len(posts)


def _move_units(*, agency_id: int, to_id: int, on: date) -> dict[int | None, int]:
    """End the divisions of an agency and open those of the same names at another; which became which."""
    rows = list(Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency_id))
    became: dict[int | None, int] = {u.pk: open_unit(agency_id=to_id, name=u.name, day=on).pk for u in rows}
    Unit.objects.filter(pk__in=[u.pk for u in rows if u.valid_from < on]).update(valid_to=on)
    return became


@transaction.atomic
def move_children(*, agency_id: int, to_id: int, by: str, at: datetime, origin: str = "live") -> list[str]:
    """Put the open agencies under a closing one – its counters among them – under its successor; their codes."""
    children = list(
        Agency.objects.select_for_update(no_key=True).filter(parent_id=agency_id, valid_to__isnull=True).order_by("pk")
    )
    parents = dict(Agency.objects.filter(pk__in=[agency_id, to_id]).values_list("pk", "code"))
    said = {"from": parents[agency_id], "to": parents[to_id]}
    append_many([(a, Entry("agency.moved", {}, said)) for a in children], by=by, at=at, origin=origin)
    for child in children:
        child.parent_id = to_id
    Agency.objects.bulk_update(children, ["parent", "chain_n", "chain_hash"])
    next_edition()
    return [a.code for a in children]


def open_unit(*, agency_id: int, name: str, day: date) -> Unit:
    """A division of an agency; equal name changes nothing."""
    return in_force(Unit.objects, day).filter(agency_id=agency_id, name=name).first() or Unit.objects.create(
        agency_id=agency_id, name=name, valid_from=day
    )


@transaction.atomic
def add_unit(*, agency_id: int, name: str, day: date, by: str, at: datetime) -> Unit:
    """A new division of an open agency. Refused without name, or when there is one of this name."""
    if in_force(Unit.objects, day).filter(agency_id=agency_id, name=name).exists():
        raise Refused("Cơ quan đã có {name}.", field="name", name=name)
    unit = open_unit(agency_id=agency_id, name=name, day=day)
    journal_agency(agency_id, "unit.opened", {"unit": name, "from": day.isoformat()}, by=by, at=at)
    return unit


@transaction.atomic
def end_unit(*, unit_id: int, day: date, by: str, at: datetime) -> Unit:
    """Close a division from `day` on. Refused while somebody has a post in it; one that began today never was."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if unit.valid_to is not None and unit.valid_to <= day:
        raise Refused("{name} đã kết thúc rồi.", name=unit.name)
    held = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), unit=unit).count()
    if held:
        raise Refused(
            "{name} còn {n} vị trí công tác. Hãy chuyển hoặc kết thúc các vị trí đó trước.", name=unit.name, n=held
        )
    if unit.valid_from >= day:
        if unit.posts.exists():
            raise Refused("{name} mới lập hôm nay; hãy kết thúc từ ngày mai.", name=unit.name)
        unit.delete()
    else:
        unit.valid_to = day
        unit.save(update_fields=["valid_to"])
    journal_agency(unit.agency_id, "unit.ended", {"unit": unit.name, "on": day.isoformat()}, by=by, at=at)
    return unit


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
    if post.valid_from >= day:
        post.delete()
    else:
        post.valid_to = day
        post.save(update_fields=["valid_to"])


@transaction.atomic
def enter_absence(
    *, account_id: int, first: date, until: date | None, stand_in_id: int | None, by: str, at: datetime
) -> Absence:
    """A person is away from `first` on, and back on `until`. Refused when they are away on such a day already."""
    row = Account.objects.select_for_update().get(pk=account_id)
    before_end = Q() if until is None else Q(valid_from__lt=until)
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=first)
    if Absence.objects.filter(before_end & still, account_id=account_id).exists():
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
    if absence.valid_from >= on:
        absence.delete()
    else:
        absence.valid_to = on
        absence.save(update_fields=["valid_to"])


def _journal_account(
    account: Account, kind: str, facts: Mapping[str, object], *, by: str, at: datetime, origin: str = "live"
) -> None:
    row = Account.objects.select_for_update().get(pk=account.pk)
    append(row, [Entry(kind, {}, facts)], by=by, at=at, origin=origin)
    row.save(update_fields=["chain_n", "chain_hash"])


@transaction.atomic
def set_office_hours(
    *,
    agency_id: int,
    weekdays: dict[str, list[list[str]]],
    day: date,
    by: str,
    at: datetime,
    basis: str = "",
    origin: str = "live",
) -> OfficeHours:
    """New office hours of an agency from `day` on, until later ones begin. Refused when senseless."""
    row = OfficeHours(agency_id=agency_id, weekdays=weekdays, valid_from=day, known_from=at, basis=basis)
    check_office_hours(row, OfficeHours.objects.filter(agency_id=agency_id, withdrawn_at__isnull=True))
    row.save()
    said = {"from": day.isoformat(), "weekdays": weekdays}
    journal_agency(agency_id, "office_hours.set", said, by=by, at=at, origin=origin)
    next_edition()
    return row


def check_office_hours(row: OfficeHours, others: Iterable[OfficeHours]) -> None:
    """Refused unless `row` makes sense beside the `others` of its agency that stand."""
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise Refused("Ngày cuối áp dụng phải từ ngày đầu trở đi.", field="until")
    try:
        Calendar([pattern(row)])
    except ValueError:
        raise Refused("Giờ làm việc phải ghi như 07:00–11:30.", field="weekdays") from None
    if not any(row.weekdays.values()):
        raise Refused("Cần ít nhất một buổi làm việc trong tuần.", field="weekdays")
    for other in others:
        if row.valid_to is None and other.valid_to is None and other.valid_from >= row.valid_from:
            raise Refused("Đã có giờ làm việc bắt đầu từ ngày này hoặc sau đó.", field="day")
        if row.valid_to and other.valid_to and row.valid_from < other.valid_to and other.valid_from < row.valid_to:
            raise Refused(
                "Giờ làm việc từ {first} đến {last} chồng lên những ngày này; hãy bỏ dòng ấy trước.",
                field="day",
                first=f"{other.valid_from:%d/%m/%Y}",
                last=f"{other.valid_to - timedelta(days=1):%d/%m/%Y}",
            )


@transaction.atomic
def set_warning_shares(*, agency_id: int, first: int, second: int, day: date, by: str, at: datetime) -> None:
    """At which shares of a limit (percent used) an agency is warned, from `day` on. Refused when senseless."""
    if not 0 <= first < second < 100:
        raise Refused("Mức báo lãnh đạo phải lớn hơn mức nhắc người xử lý và nhỏ hơn 100 %.", field="second")
    rows = WarningShares.objects.filter(agency_id=agency_id)
    rows.filter(valid_from__gte=day).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)
    WarningShares.objects.create(agency_id=agency_id, first=first, second=second, valid_from=day)
    said = {"first": first, "second": second, "from": day.isoformat()}
    journal_agency(agency_id, "warnings.set", said, by=by, at=at)


@transaction.atomic
def set_counter_hours(
    *, agency_id: int, weekdays: dict[str, list[list[str]]], day: date, by: str, at: datetime, origin: str = "live"
) -> None:
    """New opening hours of a counter for people; they move no deadline."""
    try:
        Calendar([pattern(OfficeHours(weekdays=weekdays, valid_from=day))])
    except ValueError:
        raise Refused("Giờ mở quầy phải ghi như 07:00–11:30.", field="weekdays") from None
    if CounterHours.objects.filter(agency_id=agency_id, valid_from__gte=day).exists():
        raise Refused("Đã có giờ mở quầy bắt đầu từ ngày này hoặc sau đó.", field="day")
    CounterHours.objects.filter(agency_id=agency_id, valid_to__isnull=True).update(valid_to=day)
    CounterHours.objects.create(agency_id=agency_id, weekdays=weekdays, valid_from=day)
    said = {"from": day.isoformat(), "weekdays": weekdays}
    journal_agency(agency_id, "counter_hours.set", said, by=by, at=at, origin=origin)
    next_edition()


@transaction.atomic
def set_special_days(rows: Sequence[SpecialDay], *, by: str, at: datetime, origin: str = "live") -> None:
    """Enter days off and working days, known from `at` unless a row says an earlier moment. Printed dates stay.

    Refused for a day that is entered already: it is withdrawn first.
    """
    put_special_days(rows, at=at)
    for agency_id in sorted({row.agency_id for row in rows}):
        days = {row.day.isoformat(): [row.kind, row.as_weekday] for row in rows if row.agency_id == agency_id}
        journal_agency(agency_id, "days.entered", {"days": days}, by=by, at=at, origin=origin)
    next_edition()


def put_special_days(rows: Sequence[SpecialDay], *, at: datetime) -> None:
    """Write days, known from `at` unless a row says an earlier moment. Refused for a day that is entered already."""
    seen: set[tuple[int, date]] = set()
    for row in rows:
        if row.kind == "working":
            weekday_index(row.as_weekday)
        if (row.agency_id, row.day) in seen or SpecialDay.objects.filter(
            agency_id=row.agency_id, day=row.day, withdrawn_at__isnull=True
        ).exists():
            raise Refused(
                "Ngày {day} đã có trong lịch. Hãy bỏ dòng cũ trước khi ghi dòng mới.",
                field="day",
                day=f"{row.day:%d/%m/%Y}",
            )
        seen.add((row.agency_id, row.day))
        row.known_from = row.known_from or at
        if row.known_from > at:
            raise Refused(
                "Không ghi trước được: lịch biết từ lúc ghi, không biết từ một lúc sau này.", field="known_from"
            )
    SpecialDay.objects.bulk_create(rows)


@transaction.atomic
def carry_out(plan: Plan, *, by: str, at: datetime, origin: str = "live") -> CalendarChange:
    """Write the plan, known from `at`, with one event in the stream of its agency.

    Refused when a row to be withdrawn is gone, or one to be entered does not fit beside those that stand.
    """
    agency = Agency.objects.select_for_update().get(pk=plan.agency_id)
    change = CalendarChange.objects.create(agency=agency, at=at, by=by, undoes=plan.undoes)
    _withdraw(plan, change)
    for row in (*plan.days, *plan.hours):
        row.known_from, row.entered_in = at, change
    put_special_days(plan.days, at=at)
    standing = OfficeHours.objects.filter(agency=agency, withdrawn_at__isnull=True)
    for row in plan.hours:
        check_office_hours(row, standing.all())
        row.save()
    append(agency, [Entry(kind_of(plan), {}, facts_of(plan))], by=by, at=at, origin=origin)
    agency.save(update_fields=["chain_n", "chain_hash"])
    next_edition()
    return change


def _withdraw(plan: Plan, change: CalendarChange) -> None:
    said = {"withdrawn_at": change.at, "withdrawn_in": change}
    days = SpecialDay.objects.filter(pk__in=[d.pk for d in plan.days_out], withdrawn_at__isnull=True).update(**said)
    hours = OfficeHours.objects.filter(pk__in=[h.pk for h in plan.hours_out], withdrawn_at__isnull=True).update(**said)
    if (days, hours) != (len(plan.days_out), len(plan.hours_out)):
        raise Refused(GONE)


def journal_agency(
    agency_id: int, kind: str, facts: Mapping[str, object], *, by: str, at: datetime, origin: str = "live"
) -> None:
    """Record in the stream of an agency what was done with it."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    append(agency, [Entry(kind, {}, facts)], by=by, at=at, origin=origin)
    agency.save(update_fields=["chain_n", "chain_hash"])
