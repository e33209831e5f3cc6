"""Whose process is edited: its draft with all that keeps it from being put in force, and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.queries import in_force as published_on
from motcua.deadlines.queries import own_limit
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Level, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.from_rows import RowProblem, drawn
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import from_json
from motcua.workflow.process.proof import longest
from motcua.workflow.process.to_rows import rows_of
from motcua.workflow.process.typed_rows import Row, rows_from_json

from .process_staffing import staffing
from .processes import graph as graph_of_version


@dataclass(frozen=True, slots=True)
class Whose:
    """The owner of a process: a procedure, or a level whose procedures have none of their own. One is None."""

    procedure: Procedure | None = None
    level: Level | None = None

    @property
    def code(self) -> str:
        """The code of the procedure or of the level."""
        return self.procedure.code if self.procedure else self.level.code if self.level else ""

    @property
    def name(self) -> str:
        """What its graph is called."""
        return self.procedure.code if self.procedure else self.level.name if self.level else ""


@dataclass(frozen=True)
class Draft:
    """A draft as it is shown. `rows` is None where it is no table. Row 0 stands for the process as a whole."""

    graph: Graph
    rows: Sequence[Row] | None
    n: int = 0
    kept: ProcessDraft | None = None
    limit: Decimal | None = None
    problems: Sequence[RowProblem] = ()
    warnings: Sequence[RowProblem] = ()
    changes: Sequence[Sentence] = field(default=())

    @property
    def hours(self) -> Decimal | None:
        """The working hours of the longest way without returns; None while something is wrong."""
        return None if self.problems else longest(self.graph)[0]


def of_procedure(code: str) -> Whose | None:
    """A procedure as an owner; None for an unknown code."""
    found = Procedure.objects.filter(code=code).first()
    return Whose(procedure=found) if found else None


def of_level(code: str) -> Whose | None:
    """A level as an owner; None for an unknown or ended one."""
    found = Level.objects.filter(code=code, valid_to__isnull=True).first()
    return Whose(level=found) if found else None


def limit_of(whose: Whose, *, day: date) -> Decimal | None:
    """The limit of the procedure in working hours as of `day`, or of its last version; None where there is none."""
    if whose.procedure is None:
        return None
    versions = ProcedureVersion.objects.filter(procedure=whose.procedure).exclude(limit_unit="").order_by("-n")
    version = published_on(day).filter(pk__in=versions.values("pk")).first() or versions.first()
    return own_limit(version).working_hours if version else None


def draft(whose: Whose, offices: Snapshot, *, day: date) -> Draft | None:
    """The draft that is kept, or None."""
    kept = ProcessDraft.objects.filter(process__procedure=whose.procedure, process__level=whose.level)
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
    limit = limit_of(whose, day=day)
    if rows is not None:
        found = drawn("process", whose.name, rows, limit=limit)
        made, problems = found.graph, found.problems
    else:
        assert graph is not None
        made, problems = graph, [RowProblem(0, problem.sentence) for problem in unfit(graph, limit=limit)]
    return Draft(
        made, rows, n, kept, limit, problems,
        warnings=_warned(made, whose, offices, day),
        changes=() if problems else changes(whose, made),
    )  # fmt: skip


def _warned(graph: Graph, whose: Whose, offices: Snapshot, day: date) -> list[RowProblem]:
    if whose.procedure is None:
        return []
    number = {node.id: n for n, node in enumerate(graph.steps, 1)}  # of a table: its rows in order
    found = staffing(graph, whose.procedure, offices, day=day)
    return [RowProblem(number[warned.element], warned.sentence) for warned in found]


def changes(whose: Whose, graph: Graph) -> list[Sentence]:
    """What `graph` does otherwise than the last version of its owner; empty where that is equal or there is none."""
    last = last_of(whose)
    return differences(graph_of_version(last), graph) if last else []


def versions(whose: Whose) -> list[ProcessVersion]:
    """All versions of the owner's process, the newest first."""
    found = ProcessVersion.objects.filter(process__procedure=whose.procedure, process__level=whose.level)
    return list(found.select_related("process__procedure", "process__level").order_by("-n"))


def last_of(whose: Whose) -> ProcessVersion | None:
    """The last version of the owner's own process; None where it has none."""
    return next(iter(versions(whose)), None)


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
