"""Agencies from a CSV: opened in the order of the file, then closed with their successors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.kernel import agency_code
from motcua.kernel.sentences import Refused
from motcua.offices import actions as offices
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency

from .reading import Line, RefusedLine, csv_lines
from .report import Report

COLUMNS = (
    *("code", "name", "short_name", "kind", "level", "parent_code"),
    *("place_code", "opened_on", "closed_on", "successor_code"),
)
KINDS = (
    *("province_committee", "commune_committee", "district_committee"),
    *("department", "office", "one_stop", "vertical"),
)
LONGEST = {"code": 35, "name": 200, "short_name": 80, "place_code": 10}


@dataclass(frozen=True, slots=True)
class By:
    """Who imports, when, and how the journal marks it."""

    by: str
    at: datetime
    origin: str = "live"


@transaction.atomic
def import_units(content: bytes, *, day: date, by: str, at: datetime, origin: str = "live") -> Report:
    """Import the agencies of a file; `day` opens those that name no day. Refused when the file cannot be read."""
    sheet = csv_lines(content, columns=COLUMNS)
    report, who = Report(), By(by, at, origin)
    report.refuse(sheet.refused)
    known = {a.code: a for a in Agency.objects.select_related("level", "parent", "successor").order_by("valid_from")}
    seen: dict[str, int] = {}
    closing: list[tuple[Line, AgencyData, bool]] = []
    for line in sheet.lines:
        try:
            data = _read(line, seen)
            existing = known.get(data.code)
            if existing is None:
                with transaction.atomic():
                    known[data.code] = offices.open_agency(data, day=day, by=by, at=at, origin=origin)
                report.new += 1
            else:
                changed = _change(existing, data, who)
                report.changed += changed
                report.unchanged += not changed
            if data.closed_on:
                closing.append((line, data, existing is None))
        except Refused as no:
            report.refuse([RefusedLine(line.n, str(no))])
    for line, data, opened_now in closing:
        _close(line, data, known, report, who, opened_now=opened_now)
    return report
