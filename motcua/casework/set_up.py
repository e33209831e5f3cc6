"""Set up an empty house: province, first agency with its one-stop counter, calendar, processes and an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.accounts import actions as account_actions
from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.accounts.rules import read_username
from motcua.kernel import names
from motcua.kernel.agency_code import parse as parse_code
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import actions as office_actions
from motcua.offices import seeds, snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Edition, Level
from motcua.offices.provinces import Province, provinces
from motcua.offices.roles import Role
from motcua.workflow import actions as work_actions
from motcua.workflow.defaults import BY_LEVEL, DECISION

BY = "setup"
# Local government has two levels since this day (202/2025/QH15): no agency of today is older in this form.
SINCE = date(2025, 7, 1)
COMMITTEE = "Ủy ban nhân dân "
COUNTER = "Trung tâm Phục vụ hành chính công "
FIRST_KINDS: dict[str, str] = {
    "commune_committee": gettext_noop("Ủy ban nhân dân xã, phường, đặc khu"),
    "province_committee": gettext_noop("Ủy ban nhân dân tỉnh, thành phố (chính cơ quan cấp tỉnh)"),
    "department": gettext_noop("Sở, ban, ngành của tỉnh"),
}


@dataclass(frozen=True, slots=True)
class Installation:
    """What is asked once. Name and code of the agency are not needed where it is the province's committee itself."""

    province: str
    kind: str
    full_name: str
    username: str
    password: str
    agency_name: str = ""
    agency_code: str = ""


def empty() -> bool:
    """Whether nobody has set this house up: no agency and no account. One statement once it is set up."""
    return not snapshot.present().agencies and not Account.objects.exists()


@transaction.atomic
def set_up(data: Installation, *, at: datetime) -> Account:
    """Build the house in one act; the administrator. Refused, at the field, for what cannot be, or a second time."""
    Edition.objects.select_for_update().get(
        name=snapshot.EDITION
    )  # of two who set up at once the second comes too late
    if Agency.objects.exists() or Account.objects.exists():
        raise Refused("Motcua đã được cài đặt rồi. Hãy đăng nhập.")
    if data.province not in provinces():
        raise Refused("Hãy chọn tỉnh, thành phố.", field="province")
    if data.kind not in FIRST_KINDS:
        raise Refused("Hãy chọn loại cơ quan đầu tiên.", field="kind")
    province = provinces()[data.province]
    root = _open(
        f"{COMMITTEE}{province.full_name}", province.code, "province_committee", "province", None, at, province
    )
    first = root if data.kind == "province_committee" else _first(data, root, at)
    _counter(first if data.kind == "commune_committee" else root, first, at)
    _calendar(root, at)
    for level, steps in BY_LEVEL.items():
        work_actions.publish(
            procedure=None, level=Level.objects.get(code=level), steps=steps, decision=DECISION, day=SINCE
        )
    return _administrator(data, first, at)


def _open(
    name: str, code: str, kind: str, level: str, parent: Agency | None, at: datetime, province: Province | None = None
) -> Agency:
    data = AgencyData(
        code=code,
        name=name,
        kind=kind,
        level=level,
        parent_code=parent.code if parent else "",
        place_code=province.place_code if province else "",
    )
    return office_actions.open_agency(data, by=BY, at=at, day=SINCE)


def _first(data: Installation, root: Agency, at: datetime) -> Agency:
    name = names.parse_body(data.agency_name, field="agency_name")
    code = parse_code(data.agency_code, field="agency_code").code
    if not code.startswith(f"{root.code}."):
        raise Refused("Mã của cơ quan phải bắt đầu bằng {code}.", field="agency_code", code=f"{root.code}.")
    level = "commune" if data.kind == "commune_committee" else "province"
    return _open(name, code, data.kind, level, root, at)


def _counter(body: Agency, first: Agency, at: datetime) -> Agency:
    """The one-stop counter: a commune's own, or the provincial centre that receives for the whole level
    (NĐ 118/2025 Điều 7–8). It takes the first free number under its body."""
    code = next(c for n in range(1, 100) if (c := f"{body.code}.{n:02}") != first.code)
    place = body.name.removeprefix(COMMITTEE)
    return _open(f"{COUNTER}{place}", code, "one_stop", body.level.code, body, at)


def _calendar(root: Agency, at: datetime) -> None:
    for day, week in seeds.office_hours():
        office_actions.set_office_hours(agency_id=root.pk, weekdays=week, day=day, by=BY, at=at)
    office_actions.set_special_days(list(seeds.special_days(root, known_from=at)), by=BY, at=at)


def _administrator(data: Installation, first: Agency, at: datetime) -> Account:
    username = read_username(data.username)
    full_name = names.parse(data.full_name, field="full_name")
    account_actions.check_strength(data.password, Account(username=username, full_name=full_name), field="password")
    account_actions.open_accounts([NewAccount(username, full_name)], by=BY, at=at, password=data.password)
    account = Account.objects.get(username=username)
    office_actions.give_post(account=account, agency=first, role=Role.ADMINISTRATOR, day=SINCE, by=BY, at=at)
    return account
