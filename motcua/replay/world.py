"""The province of a replay without its dossiers: agencies, hours, officers, procedures, processes. Whole, and once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from motcua.accounts import actions as accounts
from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.casework.imports.procedures import import_procedures
from motcua.casework.imports.units import import_units
from motcua.catalogue import actions as catalogue
from motcua.catalogue.models import Procedure
from motcua.journal.actions import Entry, append
from motcua.journal.models import Event
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import actions as offices
from motcua.offices.models import Agency, Level, SpecialDay
from motcua.offices.roles import Role
from motcua.workflow import actions as workflow
from motcua.workflow.rules import StepKind, StepRow

from . import people
from .province import BODIES, ROOT, STEPS, agencies, content
from .scenario import Scenario

ORIGIN = BY = "replay"
BEGUN = "replay.begun"
PASSWORD = "motcua-replay-2026"  # noqa: S105 - accounts of invented people; they sign in on this machine only
WATCHER = "kiemsoat"
"""Sees all dossiers of the province."""
OTHER = "Nơi lưu dữ liệu này đã có dữ liệu khác; chỉ nạp được vào nơi còn trống (đặt MOTCUA_DATA hoặc DATABASE_URL)."
STAFF = {
    "province": {"specialist": 3, "unit_leader": 1, "signer": 1, "clerk": 1},
    "district": {"specialist": 3, "unit_leader": 1, "signer": 1, "clerk": 1},
    "commune": {"specialist": 2, "signer": 1, "clerk": 1},
}
RECEIVERS = {"province": 6, "district": 3, "commune": 1}
NAMES = {
    "specialist": ("Thụ lý, thẩm định hồ sơ", "process", 8),
    "unit_leader": ("Thẩm tra dự thảo kết quả", "review", 4),
    "signer": ("Ký kết quả", "sign", 4),
    "clerk": ("Vào sổ, đóng dấu, phát hành", "issue", 2),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post to be given, by codes."""

    account: NewAccount
    agency: str
    role: Role


def founded(scenario: Scenario) -> datetime:
    """The moment before the first day at which everything was there."""
    return datetime.combine(scenario.first - timedelta(days=1), datetime.min.time(), VIETNAM)


def build(scenario: Scenario) -> bool:
    """Build the province for a scenario; False when it is there for this very one. Refused where other data lives."""
    with transaction.atomic():
        if Agency.objects.exists() or Account.objects.exists() or Procedure.objects.exists():
            if begun() != _said(scenario):
                raise Refused(OTHER)
            return False
        at = founded(scenario)
        _whole(import_units(content("agencies.csv"), day=at.date(), by=BY, at=at, origin=ORIGIN))
        _hours(at)
        _officers(at)
        _procedures(at)
        _processes(at.date())
        root = Agency.objects.select_for_update().get(code=ROOT)
        append(root, [Entry(BEGUN, {}, _said(scenario))], by=BY, at=at, origin=ORIGIN)
        root.save()
    return True


def _said(scenario: Scenario) -> dict[str, Any]:
    return {"scenario": scenario.name, "courses": dict(scenario.courses), "channels": dict(scenario.channels)}


def begun() -> dict[str, Any] | None:
    """What the province here was built for; None where none was."""
    facts = Event.objects.filter(kind=BEGUN).values_list("facts", flat=True).first()
    return None if facts is None else dict(json.loads(facts))


def _whole(report: Any) -> None:
    """The province's own files have no line to refuse; one would be a fault of ours."""
    if report.refused:
        raise ValueError(f"replay data refused: {report.refused[:3]}")


def _hours(at: datetime) -> None:
    calendar = json.loads(content("calendar.json"))
    root = Agency.objects.get(code=ROOT)
    for pattern in calendar["office_hours"]:
        offices.set_office_hours(
            agency_id=root.pk,
            weekdays=pattern["weekdays"],
            day=date.fromisoformat(pattern["from"]),
            by=BY,
            at=at,
            origin=ORIGIN,
        )
    days = [
        SpecialDay(
            day=date.fromisoformat(day),
            kind="lieu" if "bù" in calendar["notes"][day] else "holiday",
            name=calendar["notes"][day],
            agency=root,
            known_from=at,
        )
        for day in calendar["off"]
    ]
    offices.set_special_days(days, by=BY, at=at, origin=ORIGIN)


def _posts() -> Iterator[Post]:
    """Every officer of the province, with invented names."""
    n = 0
    for row in agencies():
        if row["kind"] == "one_stop":
            wanted = {"receiver": RECEIVERS[row["level"]], "counter_head": 1}
        elif BODIES.get(row["level"]) == row["kind"]:
            wanted = STAFF[row["level"]]
        else:
            continue
        for role, many in wanted.items():
            for _ in range(many):
                n += 1
                rng = Random(f"officer:{n}")  # noqa: S311 - a play, no secret
                name = people.name(rng, rng.choice(("Nam", "Nữ")))
                yield Post(NewAccount(f"cb{n:04d}", name), row["code"], Role(role))


def _officers(at: datetime) -> None:
    watcher = NewAccount(WATCHER, "Trần Thị Kiểm Soát")
    posts = [Post(watcher, ROOT, Role.SUPERVISOR), Post(watcher, ROOT, Role.ADMINISTRATOR), *_posts()]
    new = list({post.account.username: post.account for post in posts}.values())
    accounts.open_accounts(new, by=BY, at=at, password=PASSWORD, demo=True, origin=ORIGIN)
    held = {account.username: account for account in Account.objects.all()}
    by_code = {agency.code: agency for agency in Agency.objects.all()}
    for post in posts:
        offices.give_post(
            account=held[post.account.username],
            agency=by_code[post.agency],
            role=post.role,
            day=at.date(),
            by=BY,
            at=at,
            origin=ORIGIN,
        )


def _procedures(at: datetime) -> None:
    _whole(import_procedures(content("procedures.jsonl"), limits=None, day=at.date(), by=BY, at=at, origin=ORIGIN))
    for procedure in Procedure.objects.prefetch_related("versions"):
        version = procedure.versions.all()[0]
        named = [] if version.levels != ["province"] else list(Agency.objects.filter(name=version.agency))
        kinds = [] if named else [BODIES[version.levels[0]]]
        catalogue.set_competences(procedure, agencies=named, kinds=kinds)


def _processes(day: date) -> None:
    for level, roles in STEPS.items():
        rows = [StepRow("Tiếp nhận và chuyển hồ sơ", Role.RECEIVER, "receiving", StepKind.RECEIVE, Decimal(2))]
        for n, role in enumerate(roles):
            name, kind, hours = NAMES[role]
            if role == "unit_leader" and n == 0:
                name, kind, hours = "Phân công thụ lý", "process", 2
            rows.append(StepRow(name, role, "competent", StepKind(kind), Decimal(hours)))
        rows.append(StepRow("Trả kết quả", Role.RECEIVER, "receiving", StepKind.RETURN, Decimal(2)))
        workflow.publish(
            procedure=None,
            level=Level.objects.get(code=level),
            steps=rows,
            decision="Quy trình của bản chạy lại",
            day=day,
        )
