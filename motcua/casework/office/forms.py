"""Write the electronic declaration of a procedure: keep a draft, throw it away, let citizens be asked it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.catalogue import actions
from motcua.catalogue.models import ProcedureForm, ProcedureVersion
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .asking import allowed


def keep_form(code: str, *, version: int, content: dict[str, Any], seen: int, by: Actor, at: datetime) -> ProcedureForm:
    """Keep a draft for version `version` of a procedure, as it was read at count `seen` (0: there was none)."""
    allowed("catalogue.publish", by=by, at=at)
    return actions.keep_form(_version(code, version), content=content, seen=seen)


def drop_form(code: str, *, version: int, by: Actor, at: datetime) -> None:
    """Throw the draft away."""
    allowed("catalogue.publish", by=by, at=at)
    actions.drop_form(_version(code, version))


def publish_form(code: str, *, version: int, seen: int, by: Actor, at: datetime) -> ProcedureForm:
    """From now on citizens are asked the draft, as it was read at count `seen`."""
    allowed("catalogue.publish", by=by, at=at)
    return actions.publish_form(_version(code, version), seen=seen, by=by.ref, at=at)


def _version(code: str, n: int) -> ProcedureVersion:
    found = ProcedureVersion.objects.filter(procedure__code=code, n=n).first()
    if found is None:
        raise Refused("Không có thủ tục {code}.", code=code)
    return found
