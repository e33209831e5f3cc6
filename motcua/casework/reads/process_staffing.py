"""Whether somebody is there to do each step of a process, and somebody else when they are away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.models import Competence, Procedure
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.models import Agency, Post, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.demands import always
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.fitness import rows
from motcua.workflow.process.graph import Graph, Node, NodeKind
from motcua.workflow.process.performers import COMPETENT, PLACES, RECEIVING, base_of, code_of, is_place, unit_of
from motcua.workflow.process.proof import Problem
from motcua.workflow.rules import Need, StepKind

NAMED = 3  # agencies told by name


@dataclass(frozen=True, slots=True)
class Warned:
    """What may be missing at a step: no reason to refuse the process."""

    element: str
    sentence: Sentence


def staffing(
    graph: Graph, procedure: Procedure, offices: Snapshot, *, day: date, agency: Agency | None = None
) -> list[Warned]:
    """For each step the agencies where nobody holds its role, else those where only one does; those without the
    division that it names; those where one alone is to be two people. Three statements.

    Empty where nobody decides the procedure yet. With `agency` it is the process of that agency alone; without, of all
    that decide the procedure and have no variant in force.
    """
    decide = [agency] if agency else _by_the_common(deciding(procedure, offices, day), procedure, day)
    staff = _Staff(graph, decide, offices, day)
    return [Warned(node.id, told) for node in graph.steps for told in staff.told(node)]


def unknown_agencies(graph: Graph, offices: Snapshot, *, day: date) -> list[Problem]:
    """The steps that name an agency which is not there on `day`."""
    text = gettext_noop("“{name}”: không có cơ quan nào mang mã {code} vào ngày hiệu lực.")
    named = ((node, code_of(node.at)) for node in graph.steps if is_place(node.at) and code_of(node.at))
    return [
        Problem(node.id, "agency", text, {"name": node.name, "code": code}, node.line)
        for node, code in named
        if offices.coded(code, day) is None
    ]


class _Staff:
    """Who could do the steps of a process, at every agency where it may run."""

    def __init__(self, graph: Graph, decide: Sequence[Agency], offices: Snapshot, day: date) -> None:
        self.offices, self.day = offices, day
        self.order = rows(graph) if any(graph.of(NodeKind.START)) else graph.steps
        counters = [a for a in _open(offices, day) if a.is_counter and offices.served_by(a.pk) & {d.pk for d in decide}]
        self._where: dict[str, Sequence[Agency]] = {COMPETENT: decide, RECEIVING: counters}
        for at in {base_of(node.at) for node in graph.steps} - set(self._where):
            named = offices.coded(code_of(at), day)
            self._where[at] = [named] if named else []
        here, roles = {a.pk for some in self._where.values() for a in some}, {node.role for node in graph.steps}
        posts = in_force(Post.objects, day).filter(agency_id__in=here, role__in=roles, account__is_active=True)
        self._posts: dict[tuple[int, str], list[tuple[int, int | None]]] = {}
        for agency, role, *post in posts.order_by().values_list("agency_id", "role", "account_id", "unit_id"):
            self._posts.setdefault((agency, role), []).append((post[0], post[1]))

    def told(self, node: Node) -> Iterator[Sentence]:
        """What may be missing at one step."""
        agencies = self._where[base_of(node.at)]
        if unit_of(node.at) and (lacking := [a for a in agencies if self._unit(node, a) is None]):
            text = gettext_noop("“{name}”: {n} nơi không có {unit} nên cả cơ quan làm: {agencies}.")
            yield self._sentence(text, node, lacking)
        for most, text in (
            (0, gettext_noop("“{name}”: chưa có ai làm ở {n} nơi: {agencies}.")),
            (1, gettext_noop("“{name}”: chỉ có một người, vắng thì không ai thay ở {n} nơi: {agencies}.")),
        ):
            if short := [a for a in agencies if len(self.people(node, a)) == most]:
                yield self._sentence(text, node, short)
                break
        if Need.OTHER in always(node.needs) and (stuck := [a for a in agencies if self._alone(node, a)]):
            text = gettext_noop("“{name}”: người duy nhất giữ vị trí này cũng làm bước trước ở {n} nơi: {agencies}.")
            yield self._sentence(text, node, stuck)

    def people(self, node: Node, agency: Agency) -> frozenset[int]:
        """Who could do a step at one of its agencies: those of its division and those of none."""
        unit, posts = self._unit(node, agency), self._posts.get((agency.pk, node.role), ())
        return frozenset(account for account, within in posts if self.offices.covers(within, unit))

    def _unit(self, node: Node, agency: Agency) -> int | None:
        name = unit_of(node.at)
        return self.offices.unit_named(agency.pk, name, self.day) if name else None

    def _alone(self, node: Node, agency: Agency) -> bool:
        """Whether who alone does this step alone does one before it, though the step asks for another person."""
        own = self.people(node, agency)
        if len(own) != 1 or node not in self.order:
            return False
        before = self.order[: self.order.index(node)]
        earlier = [(n, a) for n in before if n.step_kind is not StepKind.RECEIVE for a in self._beside(n, node, agency)]
        return any(self.people(n, a) == own for n, a in earlier)

    def _beside(self, earlier: Node, node: Node, agency: Agency) -> Sequence[Agency]:
        """Where an earlier row is done in a dossier whose row `node` is done here, as far as that is known."""
        if base_of(earlier.at) == base_of(node.at):
            return [agency]
        return [] if base_of(earlier.at) in PLACES else self._where[base_of(earlier.at)]

    @staticmethod
    def _sentence(text: str, node: Node, agencies: Sequence[Agency]) -> Sentence:
        names = sorted((a.name for a in agencies), key=folding.sort_key)
        told = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        return Sentence(text, {"name": node.name, "n": len(agencies), "unit": unit_of(node.at), "agencies": told})


def _open(offices: Snapshot, day: date) -> list[Agency]:
    return [a for a in offices.agencies.values() if offices.in_force(a.pk, day)]


def deciding(procedure: Procedure, offices: Snapshot, day: date) -> list[Agency]:
    """The agencies that decide a procedure on `day`: one statement."""
    decided = list(Competence.objects.filter(procedure=procedure).values_list("agency_id", "agency_kind"))
    named, kinds = {a for a, _ in decided}, {kind for _, kind in decided if kind}
    return [a for a in _open(offices, day) if a.pk in named or a.kind in kinds]


def _by_the_common(decide: Sequence[Agency], procedure: Procedure, day: date) -> list[Agency]:
    variants = in_force(ProcessVersion.objects, day).filter(process__procedure=procedure)
    apart = set(variants.filter(process__agency__isnull=False).values_list("process__agency", flat=True))
    return [a for a in decide if a.pk not in apart]
