"""The question that every verb of the office asks first."""

from __future__ import annotations

from datetime import date, datetime

from motcua.kernel.moments import VIETNAM
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask


def allowed(permission: str, *, by: Actor, at: datetime) -> Snapshot:
    """The offices as they are, for who may do this; Refused for all others."""
    offices = snapshot.present()
    ask(permission, Facts(by=by, day=local_day(at), offices=offices))
    return offices


def local_day(at: datetime) -> date:
    """The date in Viet Nam at `at`."""
    return at.astimezone(VIETNAM).date()
