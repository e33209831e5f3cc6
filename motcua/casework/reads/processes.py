"""Internal processes as graphs, to be drawn and exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from motcua.catalogue.models import Procedure
from motcua.offices.models import in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import from_json
from motcua.workflow.process.table import graph_of
from motcua.workflow.queries import rows_of
from motcua.workflow.rules import StepRow

from .catalogue import procedure_page


def graph(version: ProcessVersion, rows: Sequence[StepRow] | None = None) -> Graph:
    """A published version as a graph; it is called by what it serves and the decision that approved it. `rows` are
    those of the version where they are known already."""
    if version.graph is not None:
        return from_json(version.graph)
    process = version.process
    serves = process.procedure.code if process.procedure else process.level.name if process.level else ""
    return graph_of(
        f"process_{process.pk}_{version.n}",
        f"{serves} – {version.decision}",
        rows_of(version.pk) if rows is None else rows,
    )


def version(pk: int, *, procedure: str = "", level: str = "", agency: str = "") -> ProcessVersion | None:
    """A version by which this procedure may run, its own or one of a level's, or one of this level, or of the variant
    of the agency of this code; None when there is none such."""
    rows = ProcessVersion.objects.filter(pk=pk)
    found = rows.select_related("process__procedure", "process__level", "process__agency")
    if agency:
        return found.filter(process__procedure__code=procedure, process__agency__code=agency).first()
    if level:
        return found.filter(process__level__code=level).first()
    serves = Q(process__procedure__code=procedure, process__agency=None) | Q(process__procedure__isnull=True)
    return found.filter(serves).first() if Procedure.objects.filter(code=procedure).exists() else None


def all_of(procedure: str, *, day: date) -> list[ProcessVersion] | None:
    """Every version of the processes of a procedure, of all agencies, and of those of levels in force on `day`: those
    in force first, then the newest; None for an unknown code. Two statements."""
    if not Procedure.objects.filter(code=procedure).exists():
        return None
    shared = Q(process__procedure__isnull=True, valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    rows = ProcessVersion.objects.filter(Q(process__procedure__code=procedure) | shared)
    found = rows.select_related("process__procedure", "process__level", "process__agency").order_by("-valid_from", "pk")
    return sorted(found, key=lambda v: not (v.valid_from <= day and (v.valid_to is None or day < v.valid_to)))


def one_of(procedure: str, pk: int) -> ProcessVersion | None:
    """A version of the procedure's own process or of a variant, or one of a level; None when there is none such."""
    if not Procedure.objects.filter(code=procedure).exists():
        return None
    rows = ProcessVersion.objects.filter(Q(process__procedure__code=procedure) | Q(process__procedure__isnull=True))
    return rows.filter(pk=pk).select_related("process__procedure", "process__level", "process__agency").first()


def versions_of(procedure: str, offices: Snapshot, *, day: date) -> list[ProcessVersion] | None:
    """The versions by which a procedure runs where no variant does: its own, else those of the levels that decide it,
    or of all levels where nobody does yet; None for an unknown code."""
    page = procedure_page(procedure, offices, day=day, latest=True)
    if page is None:
        return None
    found = [process.version for process in page.processes if not process.version.process.agency_id]
    if not found:
        rows = in_force(ProcessVersion.objects, day).select_related("process__procedure", "process__level")
        found = list(rows.filter(process__procedure__isnull=True).order_by("process__level_id"))
    return found
