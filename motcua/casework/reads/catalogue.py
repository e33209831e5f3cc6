"""Procedures as published, for everybody and for the back office: the list, and one with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast, Length

from motcua.catalogue import queries as catalogue
from motcua.catalogue.models import Competence, Component, ProcedureVersion
from motcua.deadlines.queries import own_limit
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessVersion, Step
from motcua.workflow.queries import steps_of

from .found import Found
from .limit_cases import CaseRow, cases

COLUMNS = (
    "procedure__code", "name", "field", "agency", "levels", "limit_amount", "limit_unit", "limit_date", "fee_text",
    "receivable", "missing", "online", "n", "valid_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What narrows the list. `receivable` is yes, no or nothing for both; `decided` no asks for what nobody decides."""

    text: str = ""
    field: str = ""
    level: str = ""
    receivable: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One procedure of the list; `missing` names what keeps it from being received."""

    code: str
    name: str
    field: str
    agency: str
    limit: Sentence | None
    fee: str
    receivable: bool
    missing: Sequence[str]
    n: int


def listing(asked: Question, *, day: date, after: str | None = None) -> Found[Listed]:
    """The versions in force that match, receivable ones first, shorter names before longer ones.

    With `after`, in order of code alone, and only those that come after that code; "" begins at the first.
    """
    rows = catalogue.find(asked.text, day=day)
    if asked.field:
        rows = rows.filter(field=asked.field)
    if asked.level:
        rows = rows.annotate(level_text=Cast("levels", TextField())).filter(level_text__contains=f'"{asked.level}"')
    if asked.receivable:
        rows = rows.filter(receivable=asked.receivable == "yes")
    if asked.decided == "no":
        rows = rows.exclude(Exists(Competence.objects.filter(procedure_id=OuterRef("procedure_id"))))
    if after is not None:
        ordered = rows.filter(procedure__code__gt=after).order_by("procedure__code")
        return Found(ordered.values(*COLUMNS), _listed)
    order = ("-receivable", Length("name"), "procedure__code") if asked.text else ("-receivable", "procedure__code")
    return Found(rows.order_by(*order).values(*COLUMNS), _listed)


def _listed(v: Mapping[str, Any]) -> Listed:
    limit = ProcedureVersion(**{name: v[name] for name in ("limit_amount", "limit_unit", "limit_date")})
    return Listed(
        code=v["procedure__code"],
        name=v["name"],
        field=v["field"],
        agency=v["agency"],
        limit=own_limit(limit).sentence() if v["limit_unit"] else None,
        fee=v["fee_text"],
        receivable=v["receivable"],
        missing=v["missing"],
        n=v["n"],
    )


def fields(*, day: date) -> list[tuple[str, int]]:
    """The fields of the procedures in force with their numbers, in Vietnamese order: one statement."""
    rows = catalogue.in_force(day).exclude(field="").order_by().values_list("field").annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: folding.sort_key(row[0]))


@dataclass(frozen=True, slots=True)
class Process:
    """An internal process by which the procedure runs: its own, or the default of a level."""

    version: ProcessVersion
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """One version of a procedure with its papers, the other versions, who decides it and how it runs inside."""

    version: ProcedureVersion
    limit: Sentence | None
    cases: Sequence[CaseRow]
    components: Sequence[Component]
    versions: Sequence[ProcedureVersion]
    kinds: Sequence[str]
    agencies: Sequence[Agency]
    counters: Sequence[Agency]
    processes: Sequence[Process]

    @property
    def code(self) -> str:
        return self.version.procedure.code

    @property
    def groups(self) -> list[tuple[str, list[Component]]]:
        """The papers under their headings, in order."""
        found: dict[str, list[Component]] = {}
        for component in self.components:
            found.setdefault(component.group, []).append(component)
        return list(found.items())


def procedure_page(
    code: str, offices: Snapshot, *, day: date, n: int | None = None, latest: bool = False
) -> ProcedurePage | None:
    """The version in force on `day`, or the one numbered `n`; None when there is none. Five statements at most.

    With `latest`, the last one where none is in force: one that is over, or has not begun.
    """
    rows = ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure").order_by("-n")
    versions = list(rows.defer("published", "search"))
    version = next((v for v in versions if (v.n == n if n else _in_force(v, day))), None)
    if version is None and latest and n is None and versions:
        version = versions[0]
    if version is None:
        return None
    decided = list(Competence.objects.filter(procedure_id=version.procedure_id).values_list("agency_id", "agency_kind"))
    named = [offices.agency(a) for a, _ in decided if a]
    kinds = sorted({kind for _, kind in decided if kind})
    decide = {a.pk for a in offices.agencies.values() if a.kind in kinds or a in named}
    return ProcedurePage(
        version=version,
        limit=own_limit(version).sentence() if version.limit_unit else None,
        cases=cases(version),
        components=list(Component.objects.filter(version=version).order_by("n")),
        versions=versions,
        kinds=kinds,
        agencies=sorted(named, key=lambda a: folding.sort_key(a.name)),
        counters=_counters(offices, decide, day),
        processes=_processes(version, {offices.agency(a).level_id for a in decide}, day),
    )


def _in_force(version: ProcedureVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day < version.valid_to)


def _counters(offices: Snapshot, decide: set[int], day: date) -> list[Agency]:
    """The counters that receive for one of the agencies that decide, by name."""
    counters = (a for a in offices.agencies.values() if a.is_counter and offices.in_force(a.pk, day))
    return sorted((c for c in counters if offices.served_by(c.pk) & decide), key=lambda a: folding.sort_key(a.name))


def _processes(version: ProcedureVersion, levels: set[int], day: date) -> list[Process]:
    """Its own process if there is one, else the defaults of the levels that decide: one statement and the rows."""
    own, default = Q(process__procedure_id=version.procedure_id), Q(process__level_id__in=levels)
    rows = in_force(ProcessVersion.objects, day).filter(own | default).select_related("process__level")
    found = list(rows.order_by("process__level_id"))
    mine = [p for p in found if p.process.procedure_id == version.procedure_id]
    return [Process(p, steps_of(p.pk)) for p in mine or found]
