"""Who decides a procedure, and at which counters it is dealt with on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime

from django.db import transaction

from motcua.journal.actions import Entry
from motcua.offices.actions.recorded import next_edition
from motcua.offices.models import Agency

from ..models import Competence, OnTheSpot, Procedure
from ..shelf import EDITION
from .recorded import batches, record

Competent = tuple[int | None, str]
"""An agency by its id, or every agency of a kind."""


@transaction.atomic
def set_competences(procedure: Procedure, *, agencies: Iterable[Agency], kinds: Iterable[str]) -> None:
    """Say which agencies decide a procedure: these, and every agency of these kinds. Replaces what was said before."""
    wanted: set[Competent] = {(a.pk, "") for a in agencies} | {(None, kind) for kind in kinds}
    set_many_competences({procedure.pk: wanted})


@transaction.atomic
def set_many_competences(wanted: Mapping[int, Set[Competent]]) -> None:
    """The same for many procedures, by their ids."""
    there: dict[tuple[int, Competent], int] = {}
    for ids in batches(list(wanted)):
        rows = Competence.objects.filter(procedure_id__in=ids)
        there |= {(row.procedure_id, (row.agency_id, row.agency_kind)): row.pk for row in rows}
    all_wanted = {(procedure_id, who) for procedure_id, some in wanted.items() for who in some}
    for ids in batches([pk for key, pk in there.items() if key not in all_wanted]):
        Competence.objects.filter(pk__in=ids).delete()
    Competence.objects.bulk_create(
        Competence(procedure_id=procedure_id, agency_id=agency_id, agency_kind=kind)
        for procedure_id, (agency_id, kind) in sorted(all_wanted - there.keys(), key=str)
    )
    if all_wanted != there.keys():
        next_edition(EDITION)


def pass_competences(*, from_id: int, to_id: int) -> int:
    """Let an agency decide what another one decided by name until now; how many procedures that were."""
    there = set(Competence.objects.filter(agency_id=to_id).values_list("procedure_id", flat=True))
    rows = Competence.objects.filter(agency_id=from_id)
    rows.filter(procedure_id__in=there).delete()
    next_edition(EDITION)
    return rows.update(agency_id=to_id)


@transaction.atomic
def decide(*, procedure_id: int, agencies: Iterable[Agency], kinds: Iterable[str], by: str, at: datetime) -> Procedure:
    """`set_competences` by a person's decision, told in the stream of the procedure."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    agencies, kinds = list(agencies), sorted(kinds)
    set_competences(procedure, agencies=agencies, kinds=kinds)
    facts = {"agencies": sorted(a.code for a in agencies), "kinds": kinds}
    record([(procedure, Entry("competence.set", {}, facts))], by=by, at=at)
    return procedure


@transaction.atomic
def put_on_the_spot(
    *, procedure_id: int, counters: Iterable[Agency], decision: str, day: date, by: str, at: datetime
) -> Procedure:
    """From `day` on the procedure is dealt with on the spot at these counters, and at no other: rows begin and end."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    wanted = {counter.pk: counter.code for counter in counters}
    there = set(OnTheSpot.objects.filter(procedure=procedure, valid_to=None).values_list("counter_id", flat=True))
    OnTheSpot.objects.filter(procedure=procedure, valid_to=None).exclude(counter_id__in=wanted).update(valid_to=day)
    OnTheSpot.objects.bulk_create(
        OnTheSpot(procedure=procedure, counter_id=pk, decision=decision, valid_from=day)
        for pk in sorted(wanted.keys() - there)
    )
    facts = {"counters": sorted(wanted.values()), "from": day.isoformat()}
    record([(procedure, Entry("on_the_spot.set", {"decision": decision}, facts))], by=by, at=at)
    return procedure
