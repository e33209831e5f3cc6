"""The cases of a procedure version with their limits, for pages; and when a dossier would be due by each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.casework.change_case import is_over
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import cases_of, own_limit
from motcua.deadlines.queries import case_number, due_in_case, limit_of_case
from motcua.kernel.due import Due
from motcua.kernel.sentences import Sentence

from .dossier import Whole


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case by its number, its name as published, and its limit; number 0, without a name, is the version's own."""

    n: int
    name: str
    limit: Sentence


def cases(version: ProcedureVersion) -> list[CaseRow]:
    """The cases that have limits of their own, in order; none for most procedures."""
    return [CaseRow(case.n, case.name, own_limit(case).sentence()) for case in cases_of(version.pk)]


def choices(version: ProcedureVersion) -> list[CaseRow]:
    """What a dossier can be judged by: the version's own limit, and its cases. Nothing where there are no cases."""
    found = cases(version)
    return [CaseRow(0, "", own_limit(version).sentence()), *found] if found else []


@dataclass(frozen=True, slots=True)
class Choice:
    """A case to which a dossier could be moved now: when it would be due then, or why it cannot be."""

    case: CaseRow
    due: Due
    why_not: Sentence | None


def changes(whole: Whole) -> Sequence[Choice]:
    """Every case of the version but the one by which the dossier is judged."""
    d, found = whole.dossier, []
    for row in choices(d.version):
        if row.n != case_number(whole.case):
            due = due_in_case(d, limit_of_case(d.version_id, row.n), whole.holds, whole.facts.offices, at=whole.at)
            found.append(Choice(row, due, is_over(due.moment, at=whole.at)))
    return found
