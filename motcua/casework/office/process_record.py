"""Where the journal tells of a process: in the stream of its procedure, for a level in that of the highest agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import F

from motcua.casework.reads.process_drafts import Whose
from motcua.catalogue import actions as catalogue
from motcua.catalogue.models import Procedure
from motcua.journal.actions import Entry
from motcua.offices import actions as offices
from motcua.offices.models import Agency

PERMISSION = "process.change"


def locked(whose: Whose) -> Whose:
    """The owner with its procedure locked: its stream is written in this transaction."""
    if whose.procedure is None:
        return whose
    return replace(whose, procedure=Procedure.objects.select_for_update().get(pk=whose.procedure.pk))


def record(
    whose: Whose, kind: str, facts: Mapping[str, object], *, by: str, at: datetime, origin: str = "live"
) -> None:
    """One event about the process of an owner that is `locked`; of a variant it names the agency."""
    if whose.agency is not None:
        facts = {**facts, "variant": whose.agency.code}
    if whose.procedure is not None:
        catalogue.record([(whose.procedure, Entry(kind, {}, facts))], by=by, at=at, origin=origin)
        return
    top = Agency.objects.filter(parent__isnull=True).order_by(F("valid_to").desc(nulls_first=True), "pk").first()
    if top is not None:
        offices.journal_agency(top.pk, kind, {**facts, "level": whose.code}, by=by, at=at, origin=origin)
