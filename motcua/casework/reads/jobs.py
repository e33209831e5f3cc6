"""Work behind the scenes: what waits, runs, is done and is dead; and the latest anchors of the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import Q

from motcua.journal.models import Anchor
from motcua.outbox.models import Job

from .found import Found


class State(StrEnum):
    """Where a job stands, in the order of what needs a person."""

    DEAD = "dead"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. `error` is what its last failure said, whole; it may have failed before and wait for another try."""

    pk: int
    kind: str
    key: str
    promised_at: datetime
    due_at: datetime
    done_at: datetime | None
    dead_at: datetime | None
    attempts: int
    lease_by: str
    error: str

    @property
    def reason(self) -> str:
        """The last line of the error: usually the exception itself."""
        return self.error.strip().rpartition("\n")[2]


ORDER = {
    State.DEAD: ("-dead_at", "-id"),
    State.WAITING: ("due_at", "id"),
    State.RUNNING: ("due_at", "id"),
    State.DONE: ("-done_at", "-id"),
}


def _which(state: State, at: datetime) -> Q:
    open_ = Q(done_at__isnull=True, dead_at__isnull=True)
    running = Q(lease_until__gt=at)
    return {
        State.DEAD: Q(dead_at__isnull=False),
        State.DONE: Q(done_at__isnull=False),
        State.RUNNING: open_ & running,
        State.WAITING: open_ & ~running,
    }[state]


def jobs(state: State, *, at: datetime) -> Found[JobRow]:
    """The jobs in a state, those first that need a look first."""
    columns = tuple(JobRow.__dataclass_fields__)
    columns = tuple(name for name in columns if name != "pk")
    return Found(
        Job.objects.filter(_which(state, at)).order_by(*ORDER[state]).values("id", *columns), partial(_row, columns)
    )


def _row(columns: Sequence[str], v: Mapping[str, Any]) -> JobRow:
    return JobRow(pk=v["id"], **{name: v[name] for name in columns})


def counts(*, at: datetime) -> dict[State, int]:
    """How many jobs stand in each state: one statement each."""
    return {state: Job.objects.filter(_which(state, at)).count() for state in State}


def anchors(most: int = 5) -> list[Anchor]:
    """The latest anchors, newest first."""
    return list(Anchor.objects.order_by("-n")[:most])
