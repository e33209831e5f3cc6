"""What giving one process to many procedures would come to, each by itself: a new version, nothing, or a refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.models import Procedure
from motcua.catalogue.queries import in_force
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.fitness import unfit

from .process_drafts import Whose, changes, last_of, limit_of
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
    """Each of the procedures that are known, in order of code; a few statements for each."""
    graph = graph_of(version)
    names = {copy.code: copy.name for copy in named(codes, day=day)}
    found = []
    for procedure in Procedure.objects.filter(code__in=list(codes)[:MOST]).order_by("code"):
        whose, name = Whose(procedure=procedure), names.get(procedure.code, "")
        problems = unfit(graph, limit=limit_of(whose, day=day))
        last = last_of(whose)
        changed = changes(whose, graph)
        if problems:
            found.append(Copy(procedure.code, name, refused=problems[0].sentence))
        elif last is not None and last.valid_from >= day:
            text = gettext_noop("Đã có bản quy trình hiệu lực từ {day}; bản mới phải từ ngày sau đó.")
            found.append(Copy(procedure.code, name, refused=Sentence(text, {"day": f"{last.valid_from:%d/%m/%Y}"})))
        else:
            found.append(Copy(procedure.code, name, same=last is not None and not changed, changes=changed))
    return found
