"""The audit of due dates: every one is computed again from the journal and compared with what stands in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q

from motcua.catalogue.queries import published
from motcua.deadlines.clocks import Clock, read
from motcua.deadlines.queries import limit_of
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.offices.snapshot import Snapshot

from .lives import Told, add

BATCH = 500  # dossiers in memory at a time
# Only these facts speak of clocks; the database passes over all other events.
SPEAKS = Q(facts__contains='"due_at"') | Q(facts__contains='"hold') | Q(facts__contains='"competent"')


@dataclass(frozen=True, slots=True)
class Audited:
    """One dossier: what its row says, what its last event said, and what comes out when it is computed again."""

    code: str
    stored: datetime | None
    told: datetime | None
    computed: datetime | None

    @property
    def differs(self) -> bool:
        return not self.stored == self.told == self.computed


def audit(offices: Snapshot) -> Iterator[Audited]:
    """Every accepted dossier in the order of filing: two statements for each batch of 500."""
    accepted = Dossier.objects.filter(accepted_at__isnull=False).order_by("pk")
    rows = accepted.only(*COLUMNS).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        lives = _lives(batch)
        for dossier in batch:
            yield _audited(dossier, lives[dossier.stream], offices)


COLUMNS = ("code", "stream", "version_id", "competent_id", "due_at", "ended_at", "voided_at")


def _lives(batch: Iterable[Dossier]) -> Mapping[UUID, Told]:
    found = {dossier.stream: Told() for dossier in batch}
    events = Event.objects.filter(SPEAKS, stream__in=list(found)).order_by("stream", "n")
    for stream, at, facts in events.values_list("stream", "recorded_at", "facts"):
        add(found[stream], at, read_facts(facts))
    return found


def _audited(dossier: Dossier, life: Told, offices: Snapshot) -> Audited:
    accepted = life.life(limit_of(published(dossier.version_id)))
    if accepted is None:  # the row says accepted, the journal does not
        return Audited(dossier.code, dossier.due_at, life.due_at, None)
    reading = read(Clock.LEGAL, accepted, life.calendars(offices, dossier.competent_id))
    computed = reading.due.moment
    over = dossier.ended_at is not None or dossier.voided_at is not None
    if over and dossier.due_at is None and life.due_at is None:
        computed = None  # it ended while its clock stood: no due date was set any more
    return Audited(dossier.code, dossier.due_at, life.due_at, computed)
