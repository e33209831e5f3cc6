"""Whether somebody is there to do each step of a process, and somebody else when they are away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from motcua.catalogue.models import Competence, Procedure
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.models import Agency, Post, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.process.graph import Graph, Node
from motcua.workflow.process.performers import COMPETENT, PLACES

NAMED = 3  # agencies told by name


@dataclass(frozen=True, slots=True)
class Warned:
    """What may be missing at a step: no reason to refuse the process."""

    element: str
    sentence: Sentence


def staffing(graph: Graph, procedure: Procedure, offices: Snapshot, *, day: date) -> list[Warned]:
    """For each step the agencies where nobody holds its role, else those where only one does. Two statements.

    Empty where nobody decides the procedure yet.
    """
    decide = _deciding(procedure, offices, day)
    counters = [a for a in _open(offices, day) if a.is_counter and offices.served_by(a.pk) & {d.pk for d in decide}]
    people = _people({a.pk for a in (*decide, *counters)}, {node.role for node in graph.steps}, day)
    found = []
    for node in graph.steps:
        if node.at in PLACES and (warning := _of(node, decide if node.at == COMPETENT else counters, people)):
            found.append(Warned(node.id, warning))
    return found


def _open(offices: Snapshot, day: date) -> list[Agency]:
    return [a for a in offices.agencies.values() if offices.in_force(a.pk, day)]


def _deciding(procedure: Procedure, offices: Snapshot, day: date) -> list[Agency]:
    decided = list(Competence.objects.filter(procedure=procedure).values_list("agency_id", "agency_kind"))
    named, kinds = {a for a, _ in decided}, {kind for _, kind in decided if kind}
    return [a for a in _open(offices, day) if a.pk in named or a.kind in kinds]


def _people(agencies: Collection[int], roles: Collection[str], day: date) -> dict[tuple[int, str], int]:
    """How many people hold a role at an agency."""
    posts = in_force(Post.objects, day).filter(agency_id__in=agencies, role__in=roles, account__is_active=True)
    rows = posts.order_by().values_list("agency_id", "role").annotate(n=Count("account_id", distinct=True))
    return {(agency, role): n for agency, role, n in rows}


def _of(node: Node, agencies: Sequence[Agency], people: dict[tuple[int, str], int]) -> Sentence | None:
    for most, text in (
        (0, gettext_noop("“{name}”: chưa có ai làm ở {n} nơi: {agencies}.")),
        (1, gettext_noop("“{name}”: chỉ có một người, vắng thì không ai thay ở {n} nơi: {agencies}.")),
    ):
        short = [a for a in agencies if people.get((a.pk, node.role), 0) == most]
        if short:
            return Sentence(text, {"name": node.name, "n": len(short), "agencies": _names(short)})
    return None


def _names(agencies: Sequence[Agency]) -> str:
    names = sorted((a.name for a in agencies), key=folding.sort_key)
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
