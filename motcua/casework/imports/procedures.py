"""Procedures from JSON lines: what can be read is published, receivable or not; equal content changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.catalogue import actions as catalogue
from motcua.catalogue.actions import Competent, Outcome
from motcua.catalogue.models import Competence
from motcua.catalogue.published import Published, read
from motcua.catalogue.published_limits import given_cases, limit_from
from motcua.kernel import procedure_code
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency

from .competence import Directory
from .procedure_files import procedure_lines
from .reading import Line, RefusedLine, csv_lines
from .report import Report
from .workbook import is_workbook

LIMIT_COLUMNS = ("code", "name", "amount", "unit", "text", "source", "note")
CASE = "case"  # a column that a supplement may have: the row gives the limit of this case, not the procedure's own


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the supplement says of one procedure: its own limit, and its cases; None leaves what the line says."""

    limit: Mapping[str, Any] | None = None
    cases: tuple[Mapping[str, Any], ...] | None = None


Supplement = Mapping[str, Supplied]


@dataclass(slots=True)
class ProcedureReport(Report):
    """Besides the counts of lines: how many can be received, what keeps the others from it, whose agency is unclear.

    `missing` counts published procedures by what they lack (one may lack several); `without_agency` those that have
    everything, but whose text names no agency known here, so that no counter offers them yet.
    """

    receivable: int = 0
    published_only: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    without_agency: list[str] = field(default_factory=list)
    limits_used: int = 0
    limits_unused: list[str] = field(default_factory=list)
    refused_limits: list[RefusedLine] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return Report.as_json(self) | {
            "receivable": self.receivable,
            "published_only": self.published_only,
            "missing": dict(self.missing.most_common()),
            "without_known_agency": self.without_agency,
            "limits": {
                "used": self.limits_used,
                "unused": self.limits_unused,
                "refused": [{"line": line.n, "reason": str(line.reason)} for line in self.refused_limits],
            },
        }


@transaction.atomic
def import_procedures(
    content: bytes,
    *,
    limits: bytes | None = None,
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
    told: Callable[[int, int], None] = lambda done, of: None,
) -> ProcedureReport:
    """Publish what a file says of procedures in force from `day`, with the limits supplement. Refused when a file is
    unusable; of a spreadsheet nothing is taken where a row is refused.
    `told` hears how many changed procedures of how many are in."""
    report = ProcedureReport()
    supplement = _supplement(limits, report) if limits is not None else {}
    lines = _read_all(content, supplement, report)
    outcomes = catalogue.publish_many(lines, day=day, by=by, at=at, origin=origin, told=told)
    counted = Counter(outcome for _, outcome in outcomes)
    report.new, report.changed = counted[Outcome.NEW], counted[Outcome.CHANGED]
    report.unchanged = counted[Outcome.UNCHANGED]
    ids = [version.procedure_id for version, _ in outcomes]
    settled = {i for i, (_, outcome) in zip(ids, outcomes, strict=True) if outcome is Outcome.UNCHANGED} & set(
        Competence.objects.values_list("procedure_id", flat=True)
    )
    directory = Directory(Agency.objects.filter(valid_to__isnull=True))
    competent = {i: directory.competent(line.agency) for i, line in zip(ids, lines, strict=True) if i not in settled}
    catalogue.set_many_competences(competent)
    _describe(lines, [competent.get(i) for i in ids], report)
    return report


def _supplement(content: bytes, report: ProcedureReport) -> dict[str, Supplied]:
    """What the supplement says by code, in the shape of a line's `limit` and `cases`."""
    sheet = csv_lines(content, columns=LIMIT_COLUMNS, optional=[CASE])
    report.refused_limits = list(sheet.refused)
    found: dict[str, Supplied] = {}
    for line in sheet.lines:
        try:
            code = procedure_code.parse(line.values["code"]).code
            found[code] = _with_row(found.get(code, Supplied()), line.values, code)
        except Refused as no:
            report.refused_limits.append(RefusedLine(line.n, no.sentence))
    return found


def _with_row(so_far: Supplied, values: Mapping[str, Any], code: str) -> Supplied:
    limit = {name: values[name] for name in ("amount", "unit", "text", "source")}
    if case := values[CASE]:
        cases = (*(so_far.cases or ()), {"name": case} | limit)
        given_cases(cases)
        return replace(so_far, cases=cases)
    if so_far.limit is not None:
        raise Refused("Mã {code} đã có ở dòng trên.", code=code)
    if limit_from(limit) is None:
        raise Refused("Thiếu thời hạn hoặc đơn vị.")
    return replace(so_far, limit=limit | {"basis": "supplement"})


def _read_all(content: bytes, supplement: Supplement, report: ProcedureReport) -> list[Published]:
    sheet = procedure_lines(content)
    report.refuse(sheet.refused)
    lines: dict[str, tuple[Line, Published]] = {}
    for line in sheet.lines:
        try:
            published = _with_limit(read(line.values), line.values, supplement, report)
            if published.code in lines:
                raise Refused("Mã {code} đã có ở dòng {n}.", code=published.code, n=lines[published.code][0].n)
            lines[published.code] = (line, published)
        except Refused as no:
            report.refuse([RefusedLine(line.n, no.sentence)])
    report.limits_unused = sorted(supplement.keys() - lines.keys())
    if report.refused and is_workbook(content):  # of a spreadsheet all is taken or nothing
        return []
    return [published for _, published in lines.values()]


def _with_limit(
    line: Published, values: Mapping[str, Any], supplement: Supplement, report: ProcedureReport
) -> Published:
    """The line, with what the supplement says in place of its own where the supplement says something."""
    if line.code not in supplement:
        return line
    report.limits_used += 1
    supplied = supplement[line.code]
    return read(values, limit=supplied.limit, cases=supplied.cases)


def _describe(lines: Sequence[Published], competent: Sequence[set[Competent] | None], report: ProcedureReport) -> None:
    for line, agencies in zip(lines, competent, strict=True):
        missing = line.missing
        report.missing.update(missing)
        report.receivable += not missing
        report.published_only += bool(missing)
        if not missing and agencies is not None and not agencies:
            report.without_agency.append(line.code)
