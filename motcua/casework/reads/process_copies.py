"""What giving one process to many procedures would come to, each by itself: a new version, nothing, or a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.models import Procedure
from motcua.catalogue.queries import in_force
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.proof import longest
from motcua.workflow.queries import row_of
from motcua.workflow.rules import StepRow

from .process_limits import Limits, limits_of
from .processes import graph as graph_of

MOST = 300


@dataclass(frozen=True, slots=True)
class Copy:
    """One procedure: `refused` says why it cannot have the process, `same` that it has an equal one."""

    code: str
    name: str
    refused: Sentence | None = None
    same: bool = False
    changes: Collection[Sentence] = ()


def named(codes: Collection[str], *, day: date) -> list[Copy]:
    """The procedures of these codes with the names they have on `day`: one statement."""
    rows = in_force(day).filter(procedure__code__in=list(codes)).order_by("procedure__code")
    return [Copy(code, name) for code, name in rows.values_list("procedure__code", "name")]


def copies(version: ProcessVersion, codes: Collection[str], *, day: date) -> list[Copy]:
    """Each of the procedures that are known, in order of code; seven statements whatever their number."""
    graph = graph_of(version)
    names = {copy.code: copy.name for copy in named(codes, day=day)}
    procedures = list(Procedure.objects.filter(code__in=list(codes)[:MOST]).order_by("code"))
    limits, last = limits_of(procedures, day=day), _last(procedures)
    wrong = unfit(graph)
    hours = longest(graph)[0] if not wrong else None
    found = []
    for procedure in procedures:
        within, before = limits.get(procedure.pk, Limits()), last.get(procedure.pk)
        fits = hours is None or within.hold(hours)
        problems = wrong if fits else unfit(graph, limit=within.own, cases=within.cases)
        changed = differences(graph_of(before, _rows(before)), graph) if before else []
        name = names.get(procedure.code, "")
        if problems:
            found.append(Copy(procedure.code, name, refused=problems[0].sentence))
        elif before is not None and changed and before.valid_from >= day:
            text = gettext_noop("Đã có bản quy trình hiệu lực từ {day}; bản mới phải từ ngày sau đó.")
            found.append(Copy(procedure.code, name, refused=Sentence(text, {"day": f"{before.valid_from:%d/%m/%Y}"})))
        else:
            found.append(Copy(procedure.code, name, same=before is not None and not changed, changes=changed))
    return found


def _last(procedures: Collection[Procedure]) -> dict[int, ProcessVersion]:
    """The last version of the process of each that all agencies have, with its rows."""
    rows = ProcessVersion.objects.filter(process__procedure__in=procedures, process__agency=None).order_by("n")
    found = rows.select_related("process__procedure").prefetch_related("steps")
    return {version.process.procedure_id or 0: version for version in found}


def _rows(version: ProcessVersion) -> list[StepRow]:
    return [row_of(s) for s in version.steps.all()]
