"""Writes about agencies and their units: opened, changed, ended with a successor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.journal.actions import Entry, append, append_many
from motcua.kernel.agency_code import parse as parse_code
from motcua.kernel.sentences import Refused

from ..models import (
    Agency,
    Level,
    Post,
    Unit,
    in_force,
)
from .areas import move_areas
from .recorded import journal_agency, next_edition


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


def lock_to_end(agency_id: int) -> Agency:
    """The agency, locked in the caller's transaction before anything of it is moved. Refused when it is closed already.

    Rows that refer to the agency may go on being written meanwhile: its key stays what it is.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    if agency.valid_to is not None:
        raise Refused("{name} đã kết thúc hoạt động rồi.", name=agency.name)
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
    agency = lock_to_end(agency_id)
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
    """Let posts, divisions and areas of a closing agency go on at its successor from `on`; how many posts that were."""
    posts = list(Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency_id))
    units = _move_units(agency_id=agency_id, to_id=to_id, on=on)
    move_areas(agency_id=agency_id, to_id=to_id, on=on)
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
    found = in_force(Unit.objects, day).filter(agency_id=agency_id, name=name).first()
    if found is None:
        found = Unit.objects.create(agency_id=agency_id, name=name, valid_from=day)
        next_edition()
    return found


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
    next_edition()
    journal_agency(unit.agency_id, "unit.ended", {"unit": unit.name, "on": day.isoformat()}, by=by, at=at)
    return unit
