"""Set the shares of a limit at which an agency is warned: who holds the work first, then the leaders too."""

from __future__ import annotations

from datetime import datetime

from motcua.kernel.sentences import Refused
from motcua.offices import actions
from motcua.offices.actors import Actor

from .asking import allowed, local_day


def set_warning_shares(*, agency_id: int, first: int, second: int, by: Actor, at: datetime) -> None:
    """From today on, for the agency and all below it that set none of their own; percent used, `first` 0 for never."""
    offices = allowed("offices.change", by=by, at=at)
    if not offices.in_force(agency_id, local_day(at)):
        raise Refused("{name} không còn hoạt động.", name=offices.agency(agency_id).name)
    actions.set_warning_shares(agency_id=agency_id, first=first, second=second, day=local_day(at), by=by.ref, at=at)
