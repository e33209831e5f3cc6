"""The urgings of one dossier with their answers, as its journal tells them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.accounts.models import Account
from motcua.casework.urge import ANSWERED, URGED
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event


@dataclass(frozen=True, slots=True)
class Urging:
    """Who urged, what they said, and the answer, if there is one; texts are empty where they were lawfully erased."""

    by: str
    at: datetime
    note: str
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""


def urgings(dossier: Dossier, events: Iterable[Event] | None = None) -> list[Urging]:
    """In order, from the dossier's events where they are loaded; else one statement. One more where there are any."""
    if events is None:
        events = Event.objects.filter(stream=dossier.stream, kind__in=[URGED, ANSWERED]).select_related("payload")
        events = events.order_by("n")
    rows = [event for event in events if event.kind in (URGED, ANSWERED)]
    people = names(event.by for event in rows) if rows else {}
    found: list[Urging] = []
    for event in rows:
        said = json.loads(event.payload.body) if event.payload.body else {}
        who = people.get(event.by, "")
        if event.kind == URGED:
            found.append(Urging(who, event.recorded_at, said.get("note", "")))
        else:
            found = [_answered(urging, event.recorded_at, who, said.get("answer", "")) for urging in found]
    return found


def _answered(urging: Urging, at: datetime, by: str, text: str) -> Urging:
    return urging if urging.answered_at else replace(urging, answered_at=at, answered_by=by, answer=text)


def names(refs: Iterable[str]) -> dict[str, str]:
    """The names of the accounts among these references, by reference: one statement."""
    ids = {int(ref.removeprefix("account:")) for ref in refs if ref.startswith("account:")}
    return {f"account:{pk}": name for pk, name in Account.objects.filter(pk__in=ids).values_list("pk", "full_name")}
