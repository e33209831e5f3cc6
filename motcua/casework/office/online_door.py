"""Open and close the online door of a procedure: whether citizens file it here."""

from __future__ import annotations

from datetime import datetime

from motcua.catalogue.models import Procedure
from motcua.filing import actions
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .asking import allowed, local_day


def set_online_door(code: str, *, is_open: bool, by: Actor, at: datetime) -> None:
    """From today on the procedure is filed online here, or is not any more."""
    allowed("catalogue.import", by=by, at=at)
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise Refused("Không có thủ tục {code}.", code=code)
    act = actions.open_door if is_open else actions.close_door
    act(procedure, day=local_day(at), by=by.ref, at=at)
