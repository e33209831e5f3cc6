"""Where a dossier would go to and find nobody: procedures a counter may receive without process or without people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.catalogue.models import Competence, ProcedureVersion
from motcua.offices.models import Agency, Post, in_force
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessVersion, Step
from motcua.workflow.process.performers import PLACES, RECEIVING, base_of

Steps = Sequence[tuple[str, str]]  # (role, place)


@dataclass(frozen=True, slots=True)
class Gap:
    """`role` has nobody at `agency` though `procedures` may be received that need it; no role: they lack a process."""

    counter: Agency
    agency: Agency
    role: Role | None
    procedures: tuple[str, ...]


def gaps(offices: Snapshot, *, day: date) -> list[Gap]:
    """Every gap of the counters at which somebody receives, in order of their codes. Four statements."""
    staffed = set(
        in_force(Post.objects, day).filter(account__is_active=True).values_list("agency_id", "role").distinct()
    )
    receivable = _receivable(day)
    own, by_level = _processes(day)
    found: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for counter in offices.agencies.values():
        if not (counter.is_counter and (counter.pk, Role.RECEIVER) in staffed and offices.in_force(counter.pk, day)):
            continue
        for agency_id in offices.served_by(counter.pk):
            agency = offices.agency(agency_id)
            if not offices.in_force(agency_id, day):
                continue
            for procedure_id, code in (*receivable[agency_id, ""], *receivable[None, agency.kind]):
                variant = own.get((procedure_id, agency_id))
                steps = variant or own.get((procedure_id, None)) or by_level.get(agency.level_id)
                for role, at in _lacking(steps, counter, agency, staffed):
                    found[counter.pk, at, role].add(code)
    named = ((offices.agency(c), offices.agency(a), role, codes) for (c, a, role), codes in found.items())
    everything = [Gap(c, a, Role(role) if role else None, tuple(sorted(codes))) for c, a, role, codes in named]
    return sorted(everything, key=lambda g: (g.counter.code, g.agency.code, g.role or ""))


def _receivable(day: date) -> Mapping[tuple[int | None, str], list[tuple[int, str]]]:
    """Procedures that can be received on `day`, (id, code) by the agency or the kind of agency that decides them."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    versions = ProcedureVersion.objects.filter(dated, valid_from__lte=day, receivable=True, authority_system="motcua")
    rows = Competence.objects.filter(procedure__in=versions.values("procedure_id"))
    found: dict[tuple[int | None, str], list[tuple[int, str]]] = defaultdict(list)
    for agency_id, kind, procedure_id, code in rows.values_list(
        "agency_id", "agency_kind", "procedure_id", "procedure__code"
    ):
        found[agency_id, kind].append((procedure_id, code))
    return found


def _processes(day: date) -> tuple[Mapping[tuple[int, int | None], Steps], Mapping[int, Steps]]:
    """The rows of the processes in force: of procedures with one of their own, by agency where it is a variant, and of
    the levels."""
    versions = list(in_force(ProcessVersion.objects, day).select_related("process"))
    rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for version_id, role, at in Step.objects.filter(version__in=versions).values_list("version_id", "role", "at"):
        rows[version_id].append((role, at))
    own = {(v.process.procedure_id, v.process.agency_id): rows[v.pk] for v in versions if v.process.procedure_id}
    by_level = {v.process.level_id: rows[v.pk] for v in versions if v.process.level_id}
    return own, by_level


def _lacking(
    steps: Steps | None, counter: Agency, agency: Agency, staffed: set[tuple[int, str]]
) -> Iterable[tuple[str, int]]:
    """The (role, agency) that nobody holds; without steps an empty role."""
    if not steps:
        return [("", agency.pk)]
    # An agency that a process names is looked after where the process is published, once for all who run it.
    places = (
        (role, counter.pk if base_of(at) == RECEIVING else agency.pk) for role, at in steps if base_of(at) in PLACES
    )
    return [(role, at) for role, at in places if (at, role) not in staffed]
