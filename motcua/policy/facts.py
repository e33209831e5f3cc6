"""What a question of policy may look at: already loaded, so that asking costs no statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.passing import Passed


@dataclass(frozen=True, slots=True)
class Facts:
    """Who asks, on which local day, of which dossier, work, agency or account (None where none is needed).

    `signer_id` is who signed on paper what the actor only records; None where the actor decides.
    `passed` is the act of the process that opened `item`, if one did; `handed` says that the actor handed `item` over
    and nothing has happened since; `doers` are the agencies that do or did a piece of its work.
    """

    by: Actor
    day: date
    offices: Snapshot
    dossier: Dossier | None = None
    item: WorkItem | None = None
    counter_id: int | None = None
    agency_id: int | None = None
    account_id: int | None = None
    signer_id: int | None = None
    passed: Passed | None = None
    handed: bool = False
    doers: frozenset[int] = frozenset()


def does(by: Actor, item: WorkItem, offices: Snapshot, *, role: Role | None = None) -> bool:
    """Whether a post of the actor is the one for this piece of work, or is `role` where it lies: at its agency, in its
    division, in one below that, or in none."""
    return any(offices.covers(unit, item.unit_id) for unit in by.within(role or Role(item.role), item.agency_id))


def supervised(f: Facts) -> frozenset[int]:
    """The agencies that the actor looks after as a supervisor."""
    return frozenset().union(*(f.offices.supervised_from(a) for a in f.by.agencies(Role.SUPERVISOR)))


def taxed_from(f: Facts) -> frozenset[int]:
    """The agencies about whose dossiers the actor speaks as the system of the tax office."""
    return frozenset().union(*(f.offices.supervised_from(a) for a in f.by.agencies(Role.TAX_OFFICE)))


def received_for(f: Facts) -> frozenset[int]:
    """The agencies at whose own counters the actor works."""
    return frozenset().union(*(f.offices.served_by(c) for c in f.by.agencies(Role.RECEIVER, Role.COUNTER_HEAD)))
