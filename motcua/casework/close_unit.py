"""End a division: its open work passes to the division above it, or to the whole agency, in the same recorded act."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier
from motcua.journal.actions import Entry, append_many
from motcua.kernel.moments import VIETNAM
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.models import Unit
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.workflow import actions as work_actions
from motcua.workflow.models import WorkItem

from .pieces import signature


@transaction.atomic
def close_unit(*, unit_id: int, on: date, by: Actor, at: datetime) -> Unit:
    """End a division from `on` on, by an administrator. Refused while somebody has a post in it.

    Whoever has taken a piece of its work keeps it; what is free goes to who works for the division above it, or for the
    agency. A division with a day of its end gets no new work.
    """
    before = snapshot.present()
    ask("offices.change", Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=before))
    ids = WorkItem.objects.filter(unit_id=unit_id, closed_at__isnull=True).values("dossier_id")
    dossiers = list(Dossier.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))
    items = list(WorkItem.objects.filter(unit_id=unit_id, closed_at__isnull=True).select_related("step"))
    closed = {item.pk: signature(item, before.agency(item.agency_id).code, before) for item in items}
    unit = office_actions.end_unit(unit_id=unit_id, day=on, by=by.ref, at=at)
    heir = before.units[unit_id].parent_id
    heir = before.heir_of_unit(heir) if heir else None
    for item in items:
        item.unit_id = heir
    entries = [(d, _passed(d, items, closed, unit, heir, before)) for d in dossiers]
    append_many(entries, by=by.ref, at=at, origin=by.origin)
    dossier_actions.pass_on(dossiers)
    work_actions.pass_on(items)
    return unit


def _passed(
    d: Dossier, items: list[WorkItem], closed: dict[int, list[object]], unit: Unit, heir: int | None, offices: Snapshot
) -> Entry:
    """The event of one dossier: for the journal the work ends in the one division and begins in the other."""
    own = [item for item in items if item.dossier_id == d.pk]
    agency = offices.agency(unit.agency_id)
    facts = {"closed": [closed[i.pk] for i in own], "opened": [signature(i, agency.code, offices) for i in own]}
    to = offices.units[heir].name if heir else agency.name
    return Entry("work.passed_on", {"from": unit.name, "to": to}, facts)
