"""Carry out what was planned: a page shows a plan before it is done, the verb plans it anew and then writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from motcua.offices.actions import carry_out
from motcua.offices.actors import Actor
from motcua.offices.calendar_changes import Plan
from motcua.offices.models import CalendarChange
from motcua.offices.snapshot import Snapshot

from .asking import allowed


def carried_out(planned: Callable[[Snapshot], Plan], *, by: Actor, at: datetime) -> CalendarChange:
    """Ask, plan from the offices of this moment, and write."""
    offices = allowed("offices.change", by=by, at=at)
    return carry_out(planned(offices), by=by.ref, at=at, origin=by.origin)
