"""Whose process is edited: its draft with all that keeps it from being put in force, and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from motcua.catalogue.models import Procedure
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency, Level, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import Process, ProcessDraft, ProcessVersion
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.from_rows import RowProblem, drawn, told_at_row
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import from_json
from motcua.workflow.process.proof import CaseLimit, longest
from motcua.workflow.process.to_rows import rows_of
from motcua.workflow.process.typed_rows import Row, rows_from_json
from motcua.workflow.queries import process_in_force

from .process_limits import Limits, limits_of
from .process_staffing import staffing, unknown_agencies
from .processes import graph as graph_of_version


@dataclass(frozen=True, slots=True)
class Whose:
    """The owner of a process: a procedure, or a level whose procedures have none of their own. One is None.

    With `agency`, which has no level, it is the variant of that agency.
    """

    procedure: Procedure | None = None
    level: Level | None = None
    agency: Agency | None = None

    @classmethod
    def of(cls, process: Process) -> Whose:
        """The owner of a process."""
        return cls(procedure=process.procedure, level=process.level, agency=process.agency)

    @property
    def parts(self) -> dict[str, Any]:
        """As the writes of processes name it."""
        return {"procedure": self.procedure, "level": self.level, "agency": self.agency}

    def owns(self, path: str = "") -> Q:
        """The condition for its process; `path` leads there from another row ("process__")."""
        return Q(**{f"{path}{name}": part for name, part in self.parts.items()})

    @property
    def code(self) -> str:
        """The code of the procedure or of the level."""
        return self.procedure.code if self.procedure else self.level.code if self.level else ""

    @property
    def name(self) -> str:
        """What its graph is called: "1.000689", "Cấp xã", "1.000689 · Sở Tư pháp"."""
        plain = self.procedure.code if self.procedure else self.level.name if self.level else ""
        return f"{plain} · {self.agency.name}" if self.agency else plain


@dataclass(frozen=True)
class Draft:
    """A draft as it is shown. `rows` is None where it is no table. Row 0 stands for the process as a whole."""

    graph: Graph
    rows: Sequence[Row] | None
    n: int = 0
    kept: ProcessDraft | None = None
    limit: Decimal | None = None
    cases: Sequence[CaseLimit] = ()
    problems: Sequence[RowProblem] = ()
    warnings: Sequence[RowProblem] = ()
    changes: Sequence[Sentence] = field(default=())

    @property
    def hours(self) -> Decimal | None:
        """The working hours of the longest way without returns; None while something is wrong."""
        return None if self.problems else longest(self.graph)[0]


def of_procedure(code: str, agency: str = "") -> Whose | None:
    """A procedure as an owner, or the agency of this code with its variant; None for unknown codes.

    Of agencies that bore a code one after the other it is the one that still does, else the last that has a variant,
    else who took its place.
    """
    found = Procedure.objects.filter(code=code).first()
    if found is None or not agency:
        return Whose(procedure=found) if found else None
    bearers = Agency.objects.filter(code=agency).select_related("level")
    bearer = bearers.filter(valid_to__isnull=True).first()
    bearer = bearer or bearers.filter(pk__in=Process.objects.filter(procedure=found).values("agency")).last()
    bearer = bearer or _heir(bearers.last())
    return Whose(procedure=found, agency=bearer) if bearer else None


def _heir(agency: Agency | None) -> Agency | None:
    """Who stands in the place of a closed agency."""
    seen: set[int] = set()
    while agency is not None and agency.valid_to is not None and agency.pk not in seen:
        seen.add(agency.pk)
        agency = agency.successor
    return agency


def of_level(code: str) -> Whose | None:
    """A level as an owner; None for an unknown or ended one."""
    found = Level.objects.filter(code=code, valid_to__isnull=True).first()
    return Whose(level=found) if found else None


def limits(whose: Whose, *, day: date) -> Limits:
    """The limits of the procedure as of `day`, or of its last version; none for a level."""
    if whose.procedure is None:
        return Limits()
    return limits_of([whose.procedure], day=day).get(whose.procedure.pk, Limits())


def draft(whose: Whose, offices: Snapshot, *, day: date) -> Draft | None:
    """The draft that is kept, or None."""
    kept = ProcessDraft.objects.filter(whose.owns("process__"))
    found = kept.select_related("changed_by").first()
    if found is None:
        return None
    rows = rows_from_json(found.rows) if found.rows is not None else None
    graph = from_json(found.graph) if found.graph is not None else None
    return shown(whose, offices, rows=rows, graph=graph, kept=found, n=found.n, day=day)


def shown(
    whose: Whose,
    offices: Snapshot,
    *,
    rows: Sequence[Row] | None = None,
    graph: Graph | None = None,
    kept: ProcessDraft | None = None,
    n: int = 0,
    day: date,
) -> Draft:
    """Rows or a graph as a draft that would be in force from `day`, with its problems, warnings and changes."""
    within = limits(whose, day=day)
    if rows is not None:
        found = drawn("process", whose.name, rows, limit=within.own, cases=within.cases)
        made, problems = found.graph, found.problems
        unknown = [told_at_row(made, problem) for problem in unknown_agencies(made, offices, day=day)]
        problems = sorted([*problems, *unknown], key=_n)
    else:
        assert graph is not None
        wrong = [*unfit(graph, limit=within.own, cases=within.cases), *unknown_agencies(graph, offices, day=day)]
        made, problems = graph, [RowProblem(0, problem.sentence) for problem in wrong]
    return Draft(
        made, rows, n, kept, within.own, within.cases, problems,
        warnings=_warned(made, whose, offices, day),
        changes=() if problems else changes(whose, made),
    )  # fmt: skip


def _n(problem: RowProblem) -> tuple[bool, int]:
    return problem.n == 0, problem.n


def _warned(graph: Graph, whose: Whose, offices: Snapshot, day: date) -> list[RowProblem]:
    if whose.procedure is None:
        return []
    number = {node.id: n for n, node in enumerate(graph.steps, 1)}  # of a table: its rows in order
    found = staffing(graph, whose.procedure, offices, day=day, agency=whose.agency)
    return [RowProblem(number[warned.element], warned.sentence) for warned in found]


def changes(whose: Whose, graph: Graph) -> list[Sentence]:
    """What `graph` does otherwise than the last version of its owner; empty where that is equal or there is none."""
    last = last_of(whose)
    return differences(graph_of_version(last), graph) if last else []


def versions(whose: Whose) -> list[ProcessVersion]:
    """All versions of the owner's process, the newest first."""
    found = ProcessVersion.objects.filter(whose.owns("process__"))
    return list(found.select_related("process__procedure", "process__level", "process__agency").order_by("-n"))


def last_of(whose: Whose) -> ProcessVersion | None:
    """The last version of the owner's own process; None where it has none."""
    return next(iter(versions(whose)), None)


@dataclass(frozen=True, slots=True)
class Variant:
    """An agency with a process of its own for a procedure: the version in force or the last one, or only a draft."""

    agency: Agency
    version: ProcessVersion | None
    in_force: bool
    drafted: bool


def variants(procedure: Procedure, *, day: date) -> list[Variant]:
    """The variants of a procedure by name of agency: three statements."""
    kept = Process.objects.filter(procedure=procedure, agency__isnull=False).select_related("agency")
    versions: dict[int, list[ProcessVersion]] = {}
    for version in ProcessVersion.objects.filter(process__in=kept).order_by("n"):
        versions.setdefault(version.process_id, []).append(version)
    drafted = set(ProcessDraft.objects.filter(process__in=kept).values_list("process_id", flat=True))
    found = []
    for process in kept:
        mine = versions.get(process.pk, [])
        present = next((v for v in mine if v.valid_from <= day and (v.valid_to is None or day < v.valid_to)), None)
        if process.agency is not None and (mine or process.pk in drafted):
            last = present or (mine[-1] if mine else None)
            found.append(Variant(process.agency, last, present is not None, process.pk in drafted))
    return sorted(found, key=lambda one: folding.sort_key(one.agency.name))


def applied(whose: Whose, *, day: date) -> ProcessVersion | None:
    """The version by which the agency of a variant decides on `day`, whatever it is: what a variant begins from."""
    if whose.procedure is None or whose.agency is None:
        return None
    found = process_in_force(procedure="pk", agency_id=whose.agency.pk, day=day)
    pk = Procedure.objects.filter(pk=whose.procedure.pk).values_list(found, flat=True).first()
    if pk is None:
        return None
    rows = ProcessVersion.objects.select_related("process__procedure", "process__level", "process__agency")
    return rows.filter(pk=pk).first()


def level_defaults(day: date) -> list[ProcessVersion]:
    """The processes of levels in force: what a table may begin from."""
    rows = in_force(ProcessVersion.objects, day).filter(process__procedure__isnull=True)
    return list(rows.select_related("process__procedure", "process__level").order_by("process__level_id"))


def levels_with_versions(day: date) -> list[tuple[Level, ProcessVersion | None]]:
    """Each level that is there, with the process by which its procedures run that have none of their own."""
    found = {version.process.level_id: version for version in level_defaults(day)}
    return [(level, found.get(level.pk)) for level in Level.objects.filter(valid_to__isnull=True).order_by("pk")]


def begun_from(version: ProcessVersion) -> tuple[list[Row] | None, Graph]:
    """A published version as the beginning of a draft: rows where it is a table, else the graph."""
    found = graph_of_version(version)
    return rows_of(found), found
