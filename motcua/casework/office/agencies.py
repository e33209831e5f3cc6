"""Open an agency, put it right, found and end its divisions. Closing one has a file of its own: close_agency.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.kernel import names
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices import actions
from motcua.offices.actions import AgencyData
from motcua.offices.actors import Actor
from motcua.offices.models import Agency, Unit

from .asking import allowed, local_day

# Kinds of agency (NĐ 118/2025 Điều 7–8 for the one-stop ones); competence and reception go by them.
KINDS: dict[str, str] = {
    "province_committee": gettext_noop("Ủy ban nhân dân cấp tỉnh"),
    "commune_committee": gettext_noop("Ủy ban nhân dân cấp xã"),
    "department": gettext_noop("Sở, ban, ngành"),
    "office": gettext_noop("Văn phòng, đơn vị trực thuộc"),
    "one_stop": gettext_noop("Nơi tiếp nhận (Bộ phận Một cửa)"),
    "vertical": gettext_noop("Cơ quan ngành dọc"),
    "district_committee": gettext_noop("Ủy ban nhân dân cấp huyện (đã kết thúc)"),
}
LONGEST_SHORT, LONGEST_ADDRESS, LONGEST_PHONE = 80, 200, 20


def open_agency(data: AgencyData, *, by: Actor, at: datetime) -> Agency:
    """Open an agency from `data.opened_on` (today without). Refused when a part of it cannot be."""
    offices = allowed("offices.change", by=by, at=at)
    day = data.opened_on or local_day(at)
    if data.kind not in KINDS:
        raise Refused("Hãy chọn loại cơ quan.", field="kind")
    parent = next((a for a in offices.agencies.values() if a.code == data.parent_code and a.valid_to is None), None)
    if parent is None and any(a.valid_to is None and a.parent_id is None for a in offices.agencies.values()):
        raise Refused("Hãy chọn cơ quan cấp trên trực tiếp.", field="parent_code")
    if parent is not None and parent.valid_from > day:
        raise Refused("Cơ quan cấp trên chưa hoạt động vào ngày này.", field="opened_on")
    return actions.open_agency(_told(data), by=by.ref, at=at, day=day, origin=by.origin)


def _told(data: AgencyData) -> AgencyData:
    """The texts of `data` in one spelling; Refused when one does not fit."""
    return replace(
        data,
        name=names.parse_body(data.name, field="name"),
        short_name=_short(data.short_name, LONGEST_SHORT, "short_name"),
        address=_short(data.address, LONGEST_ADDRESS, "address"),
        phone=_telephone(data.phone),
    )


def _short(text: str, most: int, field: str) -> str:
    said = tidy(text)
    if len(said) > most:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field=field, most=most)
    return said


def _telephone(text: str) -> str:
    """As printed for people: a switchboard or hotline has no form that could be checked further."""
    said = _short(text, LONGEST_PHONE, "phone")
    if said and not (any(c.isdigit() for c in said) and set(said) <= set("0123456789 +.-()/")):
        raise Refused("Số điện thoại chỉ gồm chữ số và dấu cách, ví dụ 0255 3822 123.", field="phone")
    return said


def change_agency(
    *, agency_id: int, name: str, short_name: str, address: str, telephone: str, by: Actor, at: datetime
) -> Agency:
    """Put the spelling of the name, the address or the telephone right; a new name by law is a new agency."""
    allowed("offices.change", by=by, at=at)
    data = AgencyData("", name, "", "", short_name=short_name, address=address, phone=telephone)
    told = _told(data)
    return actions.change_agency(
        agency_id=agency_id,
        name=told.name,
        short_name=told.short_name,
        address=told.address,
        phone=told.phone,
        by=by.ref,
        at=at,
        origin=by.origin,
    )


def add_unit(*, agency_id: int, name: str, by: Actor, at: datetime) -> Unit:
    """Found a division from today on."""
    offices = allowed("offices.change", by=by, at=at)
    if not offices.in_force(agency_id, local_day(at)):
        raise Refused("{name} không còn hoạt động.", name=offices.agency(agency_id).name)
    told = names.parse_body(name, field="name")
    return actions.add_unit(agency_id=agency_id, name=told, day=local_day(at), by=by.ref, at=at)
