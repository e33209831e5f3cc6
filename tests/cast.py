"""The one cast of people and places that all tests share: a small province and commune, built by the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from motcua.accounts import actions as account_actions
from motcua.accounts.models import Account
from motcua.casework.file import file, file_and_accept
from motcua.casework.intake import UNKNOWN, Intake, Paper
from motcua.casework.results import ResultData
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.published import read
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from motcua.journal.models import Event
from motcua.kernel.moments import VIETNAM
from motcua.offices import actions as office_actions
from motcua.offices import queries as office_queries
from motcua.offices.actions import AgencyData
from motcua.offices.actors import Actor
from motcua.offices.models import Agency, Level, SpecialDay
from motcua.offices.roles import Role
from motcua.workflow import actions as work_actions
from motcua.workflow.rules import StepKind, StepRow
from tests.kept_rows import Kept

BEGINNING = datetime(2026, 1, 1, 8, 0, tzinfo=VIETNAM)
WEEK = {day: [["07:00", "11:30"], ["13:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
PASSWORD = "mot-mat-khau-dai"

COMMUNE_STEPS = [
    StepRow("Tiếp nhận", "receiver", "receiving", StepKind.RECEIVE, Decimal(2)),
    StepRow("Thụ lý", "specialist", "competent", StepKind.PROCESS, Decimal(8)),
    StepRow("Ký duyệt", "signer", "competent", StepKind.SIGN, Decimal(8)),
    StepRow("Vào sổ, đóng dấu", "clerk", "competent", StepKind.ISSUE, Decimal(4)),
    StepRow("Trả kết quả", "receiver", "receiving", StepKind.RETURN, Decimal(2)),
]


def moment(text: str) -> datetime:
    """A local moment, "2026-11-20 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@dataclass
class Cast:
    """Who is on stage. Agencies: province, centre (its counter), commune, counter. People by their role."""

    province: Agency
    centre: Agency
    department: Agency
    commune: Agency
    counter: Agency
    people: dict[str, Account]
    version: ProcedureVersion
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """A person at work, with posts as of 2026."""
        if name not in self._actors:
            self._actors[name] = office_queries.actor(self.people[name], day=date(2026, 11, 2))
        return self._actors[name]

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_") or name not in self.people:
            raise AttributeError(name)
        return self.actor(name)


STAFF = {
    "lan": ("Trần Thị Lan", "counter", Role.RECEIVER),
    "cuc": ("Bùi Thị Cúc", "counter", Role.RECEIVER),
    "hanh": ("Phạm Thị Hạnh", "counter", Role.COUNTER_HEAD),
    "minh": ("Lê Văn Minh", "commune", Role.SPECIALIST),
    "nhat": ("A Nhất", "commune", Role.SPECIALIST),
    "son": ("Đinh Văn Sơn", "commune", Role.SIGNER),
    "roi": ("Y Rỗi", "commune", Role.CLERK),
    "tuyet": ("Ngô Thị Tuyết", "centre", Role.RECEIVER),
    "quang": ("Võ Quang", "department", Role.SPECIALIST),
    "an": ("Nguyễn Văn An", "province", Role.SUPERVISOR),
    "quan": ("Hồ Thị Quản", "province", Role.ADMINISTRATOR),
}


def procedure_line(**changes: object) -> dict[str, object]:
    """A line of the import format: birth registration with 3 working days and three papers."""
    line: dict[str, object] = {
        "code": "1.000689",
        "name": "Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con",
        "field": "Hộ tịch",
        "levels": ["commune"],
        "agency": "Ủy ban nhân dân cấp xã",
        "channels": ["direct", "online", "post"],
        "limit": {"amount": 3, "unit": "working_day", "text": "03 ngày làm việc"},
        "fee_text": "Miễn lệ phí",
        "components": [
            {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "copies": 0},
            {"name": "Giấy chứng sinh", "originals": 1, "copies": 0},
            {"name": "Bản sao giấy chứng nhận kết hôn", "originals": 0, "copies": 1},
        ],
        "result": "Giấy khai sinh",
    }
    return line | changes


def publish_procedure(**changes: object) -> ProcedureVersion:
    """Publish a line for every commune committee."""
    version, _ = catalogue_actions.publish(
        read(procedure_line(**changes)), day=BEGINNING.date(), by="test", at=BEGINNING
    )
    catalogue_actions.set_competences(version.procedure, agencies=[], kinds=["commune_committee"])
    return version


CASES = [
    {"name": "Trường hợp phải xác minh", "amount": 8, "unit": "working_day"},
    {"name": "Trường hợp xuất trình đủ giấy tờ bản chính", "amount": 12, "unit": "hour"},
]


def procedure_in_cases(cases: object = CASES, **changes: object) -> ProcedureVersion:
    """A procedure of 3 working days with two cases: 8 to verify, 12 working hours with all papers."""
    return publish_procedure(code="1.000894", name="Thủ tục đăng ký kết hôn", cases=cases, **changes)


def enter() -> Cast:
    """Put the whole cast into the database: by the real actions the first time, as the same rows after that."""
    return _CAST.put()


def _entered() -> Cast:
    by, at, day = "test", BEGINNING, BEGINNING.date()

    def open_(code: str, name: str, kind: str, level: str, parent: str = "") -> Agency:
        data = AgencyData(code=code, name=name, kind=kind, level=level, parent_code=parent)
        return office_actions.open_agency(data, by=by, at=at, day=day)

    places = {
        "province": open_("H48", "Ủy ban nhân dân tỉnh Quảng Ngãi", "province_committee", "province"),
        "centre": open_("H48.01", "Trung tâm Phục vụ hành chính công tỉnh Quảng Ngãi", "one_stop", "province", "H48"),
        "department": open_("H48.05", "Sở Tư pháp", "department", "province", "H48"),
        "commune": open_("H48.148", "Ủy ban nhân dân xã Ba Tơ", "commune_committee", "commune", "H48"),
        "counter": open_("H48.148.01", "Trung tâm Phục vụ hành chính công xã Ba Tơ", "one_stop", "commune", "H48.148"),
    }
    office_actions.set_office_hours(agency_id=places["province"].pk, weekdays=WEEK, day=date(2020, 1, 1), by=by, at=at)
    office_actions.set_special_days(
        [
            SpecialDay(
                day=date(2026, 11, 24),
                kind="holiday",
                name="Ngày Văn hóa Việt Nam",
                agency=places["province"],
                known_from=at,
            )
        ],
        by=by,
        at=at,
    )
    new = [account_actions.NewAccount(username, name) for username, (name, _, _) in STAFF.items()]
    account_actions.open_accounts(new, by=by, at=at, password=PASSWORD)
    people = {a.username: a for a in Account.objects.filter(username__in=STAFF)}
    for username, (_, place, role) in STAFF.items():
        office_actions.give_post(account=people[username], agency=places[place], role=role, day=day, by=by, at=at)
    version = publish_procedure()
    for level in ("commune", "province"):
        work_actions.publish(
            procedure=None, level=Level.objects.get(code=level), steps=COMMUNE_STEPS, decision="QĐ 01", day=day
        )
    return Cast(people=people, version=version, **places)


def tax_office(cast: Cast, *, at: Agency | None = None, name: str = "thue") -> Actor:
    """An account of the tax office's system, for all dossiers at and below an agency; of the province unless named."""
    machine = account_actions.NewAccount(name, "Hệ thống thuế", machine=True)
    account_actions.open_accounts([machine], by="test", at=BEGINNING)
    cast.people[name] = Account.objects.get(username=name)
    office_actions.give_post(
        account=cast.people[name],
        agency=at or cast.province,
        role=Role.TAX_OFFICE,
        day=BEGINNING.date(),
        by="test",
        at=BEGINNING,
    )
    return cast.actor(name)


_CAST = Kept(_entered, fits=lambda: not Event.objects.exists() and not Account.objects.exists())


def citizen(**changes: object) -> PartyData:
    """An applicant in their own name."""
    values: dict[str, object] = {
        "name": "Phạm Văn Đồng Xuân",
        "number": "051090001234",
        "phone": "0905123456",
        "address": "Thôn 1, xã Ba Tơ",
    }
    return PartyData(**(values | changes))  # type: ignore[arg-type]


def all_papers() -> tuple[Paper, ...]:
    return (Paper(1, originals=1), Paper(2, originals=1), Paper(3, copies=1))


def intake(cast: Cast, **changes: object) -> Intake:
    """A complete reception at the commune's counter."""
    values: dict[str, object] = {
        "version_id": cast.version.pk,
        "counter_id": cast.counter.pk,
        "competent_id": cast.commune.pk,
        "applicant": citizen(),
        "papers": all_papers(),
    }
    return Intake(**(values | changes))  # type: ignore[arg-type]


# How a dossier may begin, named first among what was done with it; without one it is accepted at its own counter.
BEGINNINGS = ("file", "unrouted", "afar", "in_cases", "misrouted")


def begun(cast: Cast, before: Sequence[str], *, at: datetime, **changes: object) -> Dossier:
    """A dossier of the commune: only filed, taken down without knowing who decides, received afar and on paper, or of a
    procedure that the department decides too."""
    if before[:1] == ["unrouted"]:
        return file(intake(cast, competent_id=UNKNOWN, **changes), by=cast.lan, at=at)
    if before[:1] == ["misrouted"]:
        procedure = cast.version.procedure
        catalogue_actions.set_competences(procedure, agencies=[cast.department], kinds=["commune_committee"])
    if before[:1] == ["afar"]:
        afar = intake(cast, counter_id=cast.centre.pk, transfer="paper", **changes)
        return file_and_accept(afar, by=cast.tuyet, at=at)
    begin = file if before[:1] == ["file"] else file_and_accept
    given = {"version_id": procedure_in_cases().pk} if "in_cases" in before else {}
    return begin(intake(cast, **given | changes), by=cast.lan, at=at)


def result(**changes: object) -> ResultData:
    """A grant on paper."""
    values: dict[str, object] = {
        "kind": "Giấy khai sinh",
        "number": "12/2026",
        "issued_on": date(2026, 11, 20),
        "signer": "Đinh Văn Sơn",
        "capacity": "TM.",
    }
    return ResultData(**(values | changes))  # type: ignore[arg-type]
