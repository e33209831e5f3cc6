"""The parties of a dossier as a verb takes them: kinds, capacities, and the checks of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from motcua.kernel import citizen, names, phone, tax
from motcua.kernel.agency_code import parse as parse_agency
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy


class Kind(StrEnum):
    """Who a party is (design §3)."""

    CITIZEN = "citizen"
    FOREIGNER = "foreigner"
    OVERSEAS = "overseas"
    ENTERPRISE = "enterprise"
    HOUSEHOLD_BUSINESS = "household_biz"
    AGENCY = "agency"
    ORGANISATION = "organisation"
    COMMUNITY = "community"


KIND_LABELS: dict[Kind, str] = {
    Kind.CITIZEN: gettext_noop("Công dân Việt Nam"),
    Kind.FOREIGNER: gettext_noop("Người nước ngoài"),
    Kind.OVERSEAS: gettext_noop("Người Việt Nam định cư ở nước ngoài"),
    Kind.ENTERPRISE: gettext_noop("Doanh nghiệp"),
    Kind.HOUSEHOLD_BUSINESS: gettext_noop("Hộ kinh doanh"),
    Kind.AGENCY: gettext_noop("Cơ quan nhà nước"),
    Kind.ORGANISATION: gettext_noop("Tổ chức khác"),
    Kind.COMMUNITY: gettext_noop("Hộ gia đình, cộng đồng dân cư"),
}


class Capacity(StrEnum):
    """In what capacity the applicant files for the owner; recorded and printed."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    AUTHORISED = "authorised"
    POST = "post"
    EMPLOYER = "employer"


CAPACITY_LABELS: dict[Capacity, str] = {
    Capacity.SELF: gettext_noop("Chính chủ hồ sơ"),
    Capacity.PARENT: gettext_noop("Cha, mẹ"),
    Capacity.GUARDIAN: gettext_noop("Người giám hộ"),
    Capacity.AUTHORISED: gettext_noop("Người được ủy quyền"),
    Capacity.POST: gettext_noop("Nhân viên bưu chính"),
    Capacity.EMPLOYER: gettext_noop("Cơ quan, tổ chức nơi làm việc"),
}


@dataclass(frozen=True, slots=True)
class PartyData:
    """One party as given to a verb. `number` is the one of its kind: citizen number, passport, tax code, agency code.

    A citizen may have none yet, with the reason (newborn, deceased, without papers). `birth_date` is an ISO date or a
    year alone.
    """

    name: str
    kind: Kind = Kind.CITIZEN
    capacity: Capacity = Capacity.SELF
    authority_document: str = ""
    authority_date: date | None = None
    number: str = ""
    no_number_reason: str = ""
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    representative: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def checked(party: PartyData, *, today: date, at: str) -> PartyData:
    """`party` with its values tidied; Refused naming the field as `<at>.<field>` when one of them cannot be."""
    kind, capacity = Kind(party.kind), Capacity(party.capacity)
    if kind is Kind.COMMUNITY and not party.representative.strip():
        raise Refused("Hộ gia đình, cộng đồng dân cư cần ghi người đại diện.", field=f"{at}.representative")
    if capacity is Capacity.AUTHORISED and not (party.authority_document.strip() and party.authority_date):
        raise Refused("Ủy quyền cần ghi số và ngày của văn bản ủy quyền.", field=f"{at}.authority_document")
    if party.authority_date and party.authority_date > today:
        raise Refused("Văn bản ủy quyền có ngày ở tương lai.", field=f"{at}.authority_date")
    number = _number(party, kind, today=today, at=at)
    return replace(
        party,
        kind=kind,
        capacity=capacity,
        name=(names.parse if kind in PERSONS else names.parse_body)(party.name, field=f"{at}.name"),
        number=number,
        no_number_reason="" if number else party.no_number_reason.strip() or HAS_NONE,
        birth_date=_birth_date(party.birth_date.strip(), today=today, at=at),
        phone=phone.parse(party.phone, field=f"{at}.phone").e164 if party.phone.strip() else "",
        address=tidy(party.address),
        representative=tidy(party.representative),
    )


# Households, communities and organisations that no register numbers; every other kind was asked for a reason above.
HAS_NONE = gettext_noop("Không có số đăng ký")
PERSONS = frozenset({Kind.CITIZEN, Kind.FOREIGNER, Kind.OVERSEAS})


def _number(party: PartyData, kind: Kind, *, today: date, at: str) -> str:
    given, field = party.number.strip(), f"{at}.number"
    if not given:
        if kind is Kind.CITIZEN and not party.no_number_reason.strip():
            raise Refused(
                "Cần số định danh cá nhân, hoặc ghi lý do chưa có số (trẻ mới sinh, người đã mất, chưa có giấy tờ).",
                field=field,
            )
        if kind in (Kind.FOREIGNER, Kind.OVERSEAS, Kind.ENTERPRISE, Kind.AGENCY) and not party.no_number_reason.strip():
            raise Refused("Cần số giấy tờ của “{name}”, hoặc ghi lý do chưa có.", field=field, name=party.name)
        return ""
    if kind is Kind.CITIZEN:
        return citizen.parse(given, today=today, field=field).number
    if kind in (Kind.ENTERPRISE, Kind.HOUSEHOLD_BUSINESS):
        return tax.parse(given, field=field).number
    if kind is Kind.AGENCY:
        return parse_agency(given, field=field).code
    return given.upper()


def _birth_date(text: str, *, today: date, at: str) -> str:
    if not text:
        return ""
    if len(text) == 4 and text.isascii() and text.isdigit() and 1880 <= int(text) <= today.year:
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("Ngày sinh phải là ngày/tháng/năm, hoặc chỉ năm.", field=f"{at}.birth_date") from None
    if day > today:
        raise Refused("Ngày sinh ở tương lai.", field=f"{at}.birth_date")
    return day.isoformat()


# What stands in for a value at fault, so that the faults behind it show in the same look.
HARMLESS: dict[str, dict[str, Any]] = {
    "name": {"name": "A"},
    "number": {"number": "", "no_number_reason": "-"},
    "birth_date": {"birth_date": ""},
    "phone": {"phone": ""},
    "representative": {"representative": "A"},
    "authority_document": {"capacity": Capacity.SELF, "authority_document": "", "authority_date": None},
    "authority_date": {"authority_date": date(2000, 1, 1)},
}


def faults(party: PartyData, *, today: date) -> Iterator[Refused]:
    """All that the check of parties finds wrong, not only the first: each fault is taken out and asked again."""
    for _again in HARMLESS:
        try:
            checked(party, today=today, at="")
        except Refused as no:
            yield no
            party = replace(party, **HARMLESS.get((no.field or "").removeprefix("."), {}))
        else:
            return
