"""The demo province without its dossiers: agencies, hours, people, procedures, processes. In whole, and once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from motcua.accounts.models import Account
from motcua.casework.imports.linked import import_linked
from motcua.casework.imports.procedures import import_procedures
from motcua.casework.imports.report import Report
from motcua.casework.imports.staff import import_staff
from motcua.casework.imports.units import import_units
from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import template
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.filing.actions import open_door
from motcua.kernel.calendar_files import demo_calendar_bytes
from motcua.kernel.sentences import Refused
from motcua.offices import actions as offices
from motcua.offices.models import Agency, Level, SpecialDay
from motcua.workflow import actions as workflow
from motcua.workflow.rules import StepKind, StepRow

from .jobs import promise_lives
from .province import BY, FOUNDED, ORIGIN, content, rows, value
from .reviews import review

ROOT = "H48"
COUNTER_WEEK = {day: [["07:00", "11:30"], ["13:30", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS_BASIS = "Giờ làm việc của tỉnh (hư cấu cho bản trình diễn)"
DECLARATIONS = {"1.001193": "birth", "1.004222": "residence", "2.000635": "applicant"}
NOT_EMPTY = "Nơi lưu dữ liệu này đã có dữ liệu khác; bản trình diễn chỉ nạp được vào nơi còn trống."


def present() -> bool:
    """Whether the demo province is there."""
    return Account.objects.filter(demo=True).exists()


def build(*, at: datetime, dossiers: int) -> bool:
    """Build the province and promise the lives of its `dossiers` up to `at`; False when it is there already.

    Refused where other data lives: demo people must never stand among real ones.
    """
    with transaction.atomic():
        if present():
            return False
        if Agency.objects.exists() or Account.objects.exists() or Procedure.objects.exists():
            raise Refused(NOT_EMPTY)
        _agencies()
        _hours()
        _people()
        _procedures()
        _declarations()
        _doors()
        _linked()
        _processes()
        review(at=at)
        promise_lives(until=at, dossiers=dossiers, at=at)
    return True


def _whole(report: Report) -> None:
    """The province's own files have no line to refuse; one would be a fault of ours."""
    if report.refused:
        raise ValueError(f"demo data refused: {report.refused[:3]}")


def _agencies() -> None:
    _whole(import_units(content("units.csv"), day=FOUNDED.date(), by=BY, at=FOUNDED, origin=ORIGIN))
    ids = dict(Agency.objects.filter(valid_to__isnull=True).values_list("code", "pk"))
    for row in rows("divisions.csv"):
        opened_on = date.fromisoformat(row["opened_on"])
        offices.open_unit(agency_id=ids[row["agency_code"]], name=row["name"], day=opened_on)


def _hours() -> None:
    """The calendar of the kernel's demo file as rows of the province; counters close half an hour earlier."""
    calendar = json.loads(demo_calendar_bytes())
    root = Agency.objects.get(code=ROOT, valid_to__isnull=True)
    for pattern in calendar["office_hours"]:
        offices.set_office_hours(
            agency_id=root.pk,
            weekdays=pattern["weekdays"],
            day=date.fromisoformat(pattern["from"]),
            by=BY,
            at=FOUNDED,
            basis=HOURS_BASIS,
            origin=ORIGIN,
        )
    offices.set_special_days(list(_special_days(root, calendar)), by=BY, at=FOUNDED, origin=ORIGIN)
    for counter in Agency.objects.filter(kind="one_stop", valid_to__isnull=True):
        offices.set_counter_hours(
            agency_id=counter.pk, weekdays=COUNTER_WEEK, day=FOUNDED.date(), by=BY, at=FOUNDED, origin=ORIGIN
        )


def _special_days(root: Agency, calendar: dict[str, Any]) -> Iterator[SpecialDay]:
    notes = calendar["notes"]
    for day in calendar["off"]:
        kind = "lieu" if notes[day].startswith("Nghỉ") else "holiday"
        yield SpecialDay(day=date.fromisoformat(day), kind=kind, name=notes[day], agency=root, known_from=FOUNDED)
    for day, weekday in calendar["working"].items():
        yield SpecialDay(
            day=date.fromisoformat(day),
            kind="working",
            as_weekday=weekday,
            name=notes[day],
            agency=root,
            known_from=FOUNDED,
        )


def _people() -> None:
    password = value("logins.json")["password"]
    _whole(
        import_staff(
            content("staff.csv"), day=FOUNDED.date(), by=BY, at=FOUNDED, origin=ORIGIN, password=password, demo=True
        )
    )


def _procedures() -> None:
    _whole(
        import_procedures(
            content("procedures.jsonl"),
            limits=content("limits.csv"),
            day=FOUNDED.date(),
            by=BY,
            at=FOUNDED,
            origin=ORIGIN,
        )
    )


def _declarations() -> None:
    """The electronic declarations of the procedures that have one."""
    for version in ProcedureVersion.objects.filter(procedure__code__in=DECLARATIONS).select_related("procedure"):
        draft = keep_form(version, content=template(DECLARATIONS[version.procedure.code]), seen=0)
        publish_form(version, seen=draft.saved, by=BY, at=FOUNDED, origin=ORIGIN)


def _doors() -> None:
    """What citizens file online here: whatever is published to be handed in so."""
    for version in ProcedureVersion.objects.filter(receivable=True, valid_to=None).select_related("procedure"):
        if "online" in version.channels:
            open_door(version.procedure, day=FOUNDED.date(), by=BY, at=FOUNDED, origin=ORIGIN)


def _linked() -> None:
    _whole(import_linked(content("linked.jsonl"), day=FOUNDED.date(), by=BY, at=FOUNDED, origin=ORIGIN))


def _processes() -> None:
    levels = {level.code: level for level in Level.objects.all()}
    procedures = {procedure.code: procedure for procedure in Procedure.objects.all()}
    for process in value("processes.json"):
        own = procedures[process["procedure"]] if process["procedure"] else None
        workflow.publish(
            procedure=own,
            level=None if own else levels[process["level"]],
            steps=list(_steps(process["steps"])),
            decision=process["decision"],
            day=FOUNDED.date(),
        )


def _steps(steps: Iterable[dict[str, Any]]) -> Iterator[StepRow]:
    for step in steps:
        yield StepRow(step["name"], step["role"], step["at"], StepKind(step["kind"]), Decimal(str(step["hours"])))
