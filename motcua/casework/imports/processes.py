"""A process from a BPMN 2.0 file: a draft, or put in force as the procedure's own or as the variant of one agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.casework.office.processes import Put, problems_of, put_in_force
from motcua.casework.reads.process_drafts import Whose, of_procedure
from motcua.catalogue.models import Procedure
from motcua.kernel.sentences import Refused
from motcua.workflow.process.bpmn_reading import read
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.proof import Problem
from motcua.workflow.process.to_rows import rows_of
from motcua.workflow.process.typed_rows import MOST_ROWS, Row


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: with `problems` nothing was put in force, and `put` is None."""

    graph: Graph
    whose: Whose
    problems: list[Problem]
    put: Put | None = None

    @property
    def procedure(self) -> Procedure:
        assert self.whose.procedure is not None
        return self.whose.procedure


@transaction.atomic
def import_process(
    content: bytes,
    *,
    code: str,
    agency: str = "",
    decision: str,
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
) -> Imported:
    """Read the file, and put the process in force from `day` if nothing is wrong with it; for all agencies, or as the
    variant of the one that bears the code `agency`.

    NotBpmn when it is no BPMN 2.0; Refused for unknown codes, for an agency that does not decide the procedure, and
    for a day that cannot be.
    """
    whose = of_procedure(code)
    if whose is None or whose.procedure is None:
        raise Refused("Không có thủ tục mã {code}.", field="procedure", code=code[:40])
    if agency and (whose := of_procedure(code, agency)) is None:
        raise Refused("Không có cơ quan nào mang mã “{code}”.", field="agency", code=agency[:40])
    assert whose.procedure is not None
    found = read(content)
    problems = found.problems or problems_of(found.graph, whose, day=day)
    if problems:
        return Imported(found.graph, whose, problems)
    put = put_in_force(found.graph, whose=whose, decision=decision, day=day, by=by, at=at, origin=origin)
    return Imported(found.graph, whose, [], put)


def draft_of(content: bytes) -> tuple[list[Problem], dict[str, Any]]:
    """What a file gives a draft, as `keep_draft` takes it, or the problems with their lines that forbid it.

    Who does a step of a table may be filled in afterwards. NotBpmn when it is no BPMN 2.0.
    """
    found = read(content)
    rows = rows_of(found.graph)
    fatal = [p for p in found.problems if p.type != "performer" or rows is None]
    return (fatal, {}) if fatal else ([], as_draft(rows, found.graph))


def as_draft(rows: list[Row] | None, graph: Graph) -> dict[str, Any]:
    """Rows as `keep_draft` takes them, or the graph where it is no table or too long for one."""
    return {"rows": rows} if rows is not None and len(rows) <= MOST_ROWS else {"graph": graph}
