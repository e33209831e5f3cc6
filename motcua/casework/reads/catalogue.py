"""A procedure as published, for everybody and for the back office, with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KeyTransform

from motcua.catalogue.charges import sentences
from motcua.catalogue.models import Competence, Component, HoldGround, OnTheSpot, ProcedureForm, ProcedureVersion
from motcua.catalogue.queries import charges_in, hold_grounds_of, holds, own_limit
from motcua.filing.queries import open_doors
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessVersion, Step
from motcua.workflow.queries import steps_of

from .limit_cases import CaseRow, cases, own


@dataclass(frozen=True, slots=True)
class Process:
    """An internal process by which the procedure runs: its own, or the default of a level; or that of one agency."""

    version: ProcessVersion
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """One version of a procedure with its papers, the other versions, who decides it and how it runs inside."""

    version: ProcedureVersion
    limit: Sentence | None
    own: CaseRow | None
    cases: Sequence[CaseRow]
    hold_grounds: Sequence[HoldGround]
    charges: Sequence[Sentence]
    components: Sequence[Component]
    versions: Sequence[ProcedureVersion]
    kinds: Sequence[str]
    agencies: Sequence[Agency]
    counters: Sequence[Agency]
    on_the_spot: Sequence[OnTheSpot]
    processes: Sequence[Process]
    has_form: bool
    """Whether citizens are asked an electronic declaration for this version."""
    filed_online: bool
    """Whether citizens file it online here on that day."""

    @property
    def code(self) -> str:
        return self.version.procedure.code

    @property
    def groups(self) -> list[tuple[str, list[Component]]]:
        """The papers under their headings, in order."""
        found: dict[str, list[Component]] = {}
        for component in self.components:
            found.setdefault(component.group, []).append(component)
        return list(found.items())


def procedure_page(
    code: str, offices: Snapshot, *, day: date, n: int | None = None, latest: bool = False
) -> ProcedurePage | None:
    """The version in force on `day`, or the one numbered `n`; None when there is none. Seven statements at most.

    With `latest`, the last one where none is in force: one that is over, or has not begun.
    """
    rows = ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure").order_by("-n")
    charged = KeyTransform("charges", "published")
    asked = Exists(ProcedureForm.objects.filter(version=OuterRef("pk"), published_at__isnull=False))
    door = Exists(open_doors(OuterRef("procedure_id"), day))
    rows = rows.defer("published", "search")
    versions = list(rows.annotate(charge_rows=charged, has_form=asked, filed_online=door))
    version = next((v for v in versions if (v.n == n if n else holds(v, day))), None)
    if version is None and latest and n is None and versions:
        version = versions[0]
    if version is None:
        return None
    decided = list(Competence.objects.filter(procedure_id=version.procedure_id).values_list("agency_id", "agency_kind"))
    named = [offices.agency(a) for a, _ in decided if a]
    kinds = sorted({kind for _, kind in decided if kind})
    decide = {a.pk for a in offices.agencies.values() if a.kind in kinds or a in named}
    return ProcedurePage(
        version=version,
        limit=own_limit(version).sentence() if version.limit_unit else None,
        own=own(version) if version.limit_unit else None,
        cases=cases(version),
        hold_grounds=hold_grounds_of(version.pk),
        charges=list(sentences(charges_in(version.charge_rows, version.channels))),
        components=list(Component.objects.filter(version=version).order_by("n")),
        versions=versions,
        has_form=version.has_form,
        filed_online=version.filed_online,
        kinds=kinds,
        agencies=sorted(named, key=lambda a: folding.sort_key(a.name)),
        counters=_counters(offices, decide, day),
        on_the_spot=list(
            OnTheSpot.objects.filter(procedure_id=version.procedure_id, valid_to=None).select_related("counter")
        ),
        processes=_processes(version, {offices.agency(a).level_id for a in decide}, day),
    )


def _counters(offices: Snapshot, decide: set[int], day: date) -> list[Agency]:
    """The counters that receive for one of the agencies that decide, by name."""
    counters = (a for a in offices.agencies.values() if a.is_counter and offices.in_force(a.pk, day))
    return sorted((c for c in counters if offices.served_by(c.pk) & decide), key=lambda a: folding.sort_key(a.name))


def _processes(version: ProcedureVersion, levels: set[int], day: date) -> list[Process]:
    """Its own process if there is one, else the defaults of the levels that decide; then the variants of agencies: one
    statement and the rows."""
    own, default = Q(process__procedure_id=version.procedure_id), Q(process__level_id__in=levels)
    rows = in_force(ProcessVersion.objects, day).filter(own | default)
    rows = rows.select_related("process__level", "process__agency")
    found = list(rows.order_by("process__level_id", "process__agency__code"))
    variants = [p for p in found if p.process.agency_id]
    common = [p for p in found if p.process.procedure_id and not p.process.agency_id]
    of_levels = [p for p in found if p.process.level_id]
    return [Process(p, steps_of(p.pk)) for p in (*(common or of_levels), *variants)]
