"""At which counter the officer sits: the one they receive at, or the one they chose for this session."""

from __future__ import annotations

from django.http import HttpRequest

from motcua.casework.reads.counter import counters
from motcua.offices.models import Agency
from motcua.policy.facts import Facts

CHOSEN = "counter"


def choices(request: HttpRequest, facts: Facts) -> list[Agency]:
    """The counters at which this officer may receive today."""
    return counters(facts.by, facts.offices, day=facts.day)


def chosen(request: HttpRequest, mine: list[Agency]) -> Agency | None:
    """The counter of this session; None as long as one of several must be chosen."""
    if len(mine) == 1:
        return mine[0]
    wanted = request.session.get(CHOSEN)
    return next((a for a in mine if a.pk == wanted), None)
