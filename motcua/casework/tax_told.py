"""Who holds a dossier is told when the tax office's notice stops it, and when it may go on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.notifications.actions import Notice, tell
from motcua.offices import snapshot
from motcua.offices.presence import present_on
from motcua.workflow.queries import open_items

from .places import at_hand
from .tax import TELL


def tell_of(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `tax.tell`: to who has the work or, while nobody has it, to who may take it; never to who did it."""
    dossier = Dossier.objects.get(code=payload["code"])
    presence, offices = present_on(at.astimezone(VIETNAM).date()), snapshot.present()
    people = frozenset[int]()
    for item in open_items(dossier.pk):
        people |= at_hand(item, presence, offices)
    key = f"{payload['code']}:{payload['n']}"
    tell([Notice(payload["what"], key, people - {payload["by"]}, payload["code"], {"told": 1})], at=at)


HANDLERS = {TELL: tell_of}
