"""The questions of one dossier to other agencies with their answers, as its journal tells them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.casework.consult import ANSWERED, ANSWERERS, ASKED, TAKEN_BACK
from motcua.casework.pieces import consultations
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.journal.rules import instant
from motcua.offices.models import Post, in_force
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem

from .urgings import names


@dataclass(frozen=True, slots=True)
class Consultation:
    """What was asked of which agency until when, and the answer; texts are empty where they were lawfully erased.

    `ended_at` without an answer: taken back, or over its limit when the dossier went on. `item_id` is the open piece
    of work.
    """

    agency: str
    code: str
    by: str
    at: datetime
    question: str
    due_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    verdict: str = ""
    answer: str = ""
    ended_at: datetime | None = None
    item_id: int | None = None

    def is_late(self, at: datetime) -> bool:
        """Past its limit: as it was answered, or as it stands at `at`."""
        return self.due_at is not None and (self.answered_at or self.ended_at or at) > self.due_at


def may_be_asked(dossier: Dossier, facts: Facts) -> list[tuple[str, str]]:
    """Codes and names of the other agencies where somebody could answer: one statement."""
    posts = in_force(Post.objects, facts.day).filter(role__in=ANSWERERS, account__is_active=True)
    staffed = set(posts.order_by().values_list("agency_id", flat=True)) - {dossier.receiving_id, dossier.competent_id}
    there = (facts.offices.agency(pk) for pk in staffed if facts.offices.in_force(pk, facts.day))
    return sorted((agency.code, agency.name) for agency in there)


def asked_of(dossier: Dossier, work: Sequence[WorkItem], events: Iterable[Event] | None = None) -> list[Consultation]:
    """In order, from the dossier's events where they are loaded; else one statement, where any work was a question.
    One more for the names, where there are any."""
    if not any(item.step_id is None for item in work):
        return []
    if events is None:
        kinds = [ASKED, ANSWERED, TAKEN_BACK]
        events = Event.objects.filter(stream=dossier.stream, kind__in=kinds).select_related("payload").order_by("n")
    rows = [event for event in events if event.kind in (ASKED, ANSWERED, TAKEN_BACK)]
    people = names(event.by for event in rows) if rows else {}
    found: list[Consultation] = []
    for event in rows:
        said = json.loads(event.payload.body) if event.payload.body else {}
        who, code = people.get(event.by, ""), said.get("agency", "")
        if event.kind == ASKED:
            until = datetime.fromisoformat(said["due"]) if "due" in said else None
            asked = Consultation(said.get("to", ""), code, who, event.recorded_at, said.get("question", ""), until)
            found.append(asked)
        elif meant := _meant(found, said):
            found[found.index(meant)] = _ended(meant, event, who, said)
    return [_with_work(one, work) for one in found]


def _meant(found: Iterable[Consultation], said: Mapping[str, str]) -> Consultation | None:
    """The open question that an event ends: known by its moment, by the agency where two were asked at once. Another
    agency may have taken the place of the one that was asked."""
    then = [one for one in found if _is_open(one) and instant(one.at) == said.get("asked_at")]
    here = [one for one in then if one.code == said.get("agency")]
    return next(iter(here or then), None)


def _ended(one: Consultation, event: Event, who: str, said: Mapping[str, str]) -> Consultation:
    if event.kind == TAKEN_BACK:
        return replace(one, ended_at=event.recorded_at)
    verdict, answer = said.get("verdict", ""), said.get("answer", "")
    return replace(one, answered_at=event.recorded_at, answered_by=who, verdict=verdict, answer=answer)


def _is_open(one: Consultation) -> bool:
    return one.answered_at is None and one.ended_at is None


def _with_work(one: Consultation, work: Sequence[WorkItem]) -> Consultation:
    """What the piece of work tells: whether it is still open, else when it ended without an answer."""
    if not _is_open(one):
        return one
    then = [item for item in work if item.opened_at == one.at and item.step_id is None]
    here = [item for item in then if item.agency.code == one.code] or then
    open_ones = consultations([item for item in here if item.closed_at is None])
    if open_ones:
        return replace(one, item_id=open_ones[0].pk)
    return replace(one, ended_at=next((item.closed_at for item in here), None))
