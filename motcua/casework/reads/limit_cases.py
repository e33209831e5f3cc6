"""The cases of a procedure version with their limits, for pages; and when a dossier would be due by each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.casework.change_case import is_over
from motcua.casework.limit_cases import case_asked_for, cases_for, is_for
from motcua.catalogue.models import LimitCase, ProcedureVersion
from motcua.catalogue.published_limits import channel_words
from motcua.catalogue.queries import cases_of, own_limit
from motcua.deadlines.queries import case_number, due_in_case, limit_of_case
from motcua.kernel.due import Due
from motcua.kernel.sentences import Refused, Sentence

from .dossier import Whole

AT_COUNTERS = ("direct", "post")  # how dossiers come to a counter


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case by its number, its name as published, and its limit; number 0, without a name, is the version's own.

    `ways` are the ways of handing in that it is for, none for all, and `channels` says them; `basis` cites what gives
    the limit.
    """

    n: int
    name: str
    limit: Sentence
    ways: Sequence[str]
    channels: Sentence
    basis: str


def cases(version: ProcedureVersion) -> list[CaseRow]:
    """The cases that have limits of their own, in order; none for most procedures."""
    return [_row(case.n, case.name, case) for case in cases_of(version.pk)]


def own(version: ProcedureVersion) -> CaseRow:
    """The version's own limit, as the case 0."""
    return _row(0, "", version)


def choices(version: ProcedureVersion, *channels: str) -> list[CaseRow]:
    """What a dossier handed in by one of these ways can be judged by: the version's own limit, and its cases. Nothing
    where there are no cases."""
    if not cases_of(version.pk):
        return []
    mine = [own(version)] if any(is_for(version, channel) for channel in channels) else []
    return [*mine, *(_row(case.n, case.name, case) for case in cases_for(version, channels))]


def judged_by(version: ProcedureVersion, n: int | None, *, channel: str) -> CaseRow:
    """By what a dossier handed in this way would be judged if case `n` were asked for; one that cannot be is none."""
    try:
        case = case_asked_for(version, n or 0, channel=channel)
    except Refused:
        case = case_asked_for(version, 0, channel=channel)
    return _row(case.n, case.name, case) if case is not None else own(version)


def _row(n: int, name: str, of: ProcedureVersion | LimitCase) -> CaseRow:
    ways = of.limit_channels
    return CaseRow(n, name, own_limit(of).sentence(), ways, channel_words(ways), of.limit_basis)


@dataclass(frozen=True, slots=True)
class Choice:
    """A case to which a dossier could be moved now: when it would be due then, or why it cannot be."""

    case: CaseRow
    due: Due
    why_not: Sentence | None


def changes(whole: Whole) -> Sequence[Choice]:
    """Every case of the version but the one by which the dossier is judged."""
    d, found = whole.dossier, []
    for row in choices(d.version, d.channel):
        if row.n != case_number(whole.case):
            due = due_in_case(d, limit_of_case(d.version_id, row.n), whole.holds, whole.facts.offices, at=whole.at)
            found.append(Choice(row, due, is_over(due.moment, at=whole.at)))
    return found
