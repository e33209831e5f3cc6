"""Linked groups from JSON lines, of procedures that are in the catalogue already; equal content changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue import actions as catalogue
from motcua.catalogue.actions import Outcome
from motcua.catalogue.linking import Group, read
from motcua.catalogue.models import Procedure
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency

from .reading import Line, RefusedLine, json_lines
from .report import Report


@dataclass(slots=True)
class LinkedReport(Report):
    """The same with the groups that could be read, in order of the file, and what became of each."""

    groups: list[tuple[Group, Outcome]] = field(default_factory=list)


@transaction.atomic
def import_linked(content: bytes, *, day: date, by: str, at: datetime, origin: str = "live") -> LinkedReport:
    """Put the groups of a file in force from `day`. A group goes in whole or is refused with its line and member."""
    report, sheet = LinkedReport(), json_lines(content)
    report.refuse(sheet.refused)
    procedures = set(Procedure.objects.values_list("code", flat=True))
    agencies = dict(Agency.objects.filter(valid_to__isnull=True).values_list("code", "pk"))
    seen: dict[str, int] = {}
    for line in sheet.lines:
        try:
            group = _group(line, seen, procedures, agencies)
            with transaction.atomic():
                outcome = catalogue.put_group(group, agencies=agencies, day=day, by=by, at=at, origin=origin)
        except Refused as no:
            report.refuse([RefusedLine(line.n, no.sentence)])
            continue
        seen[group.code] = line.n
        report.groups.append((group, outcome))
        report.new += outcome is Outcome.NEW
        report.changed += outcome is Outcome.CHANGED
        report.unchanged += outcome is Outcome.UNCHANGED
    return report


def _group(line: Line, seen: dict[str, int], procedures: set[str], agencies: dict[str, int]) -> Group:
    group = read(line.values)
    if group.code in seen:
        raise Refused("Mã {code} đã có ở dòng {n}.", code=group.code, n=seen[group.code])
    for member in group.members:
        if member.procedure not in procedures:
            raise Refused(
                "Thành phần {n}: không có thủ tục {code} trong danh mục; hãy nhập thủ tục trước.",
                field="members",
                n=member.n,
                code=member.procedure,
            )
        if member.agency and member.agency not in agencies:
            raise Refused(
                "Thành phần {n}: không có cơ quan mang mã {code}.", field="members", n=member.n, code=member.agency
            )
    return group
