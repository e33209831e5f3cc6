"""Close an agency: it names its successor, and all it has open goes on there in one recorded act, or nothing happens.

Posts with their divisions, agencies below (its counters among them), procedures that it decides by name, drafts, open
dossiers and their open work move; closed dossiers stay where they were (design §3, "Trees with dates").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.models import Competence
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import due_of
from motcua.deadlines.standing import standing
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.states import OPEN, Status
from motcua.journal.actions import Entry, append_many
from motcua.journal.rules import instant
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.calendars import share_calendar
from motcua.offices.models import Agency, Post
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise, promise
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.reviews import actions as review_actions
from motcua.reviews import queries as review_queries
from motcua.workflow import actions as work_actions
from motcua.workflow.models import WorkItem
from motcua.workflow.opinions import actions as opinion_actions

from .pieces import signature
from .shadows import open_shadows, pass_shadows

STRAGGLERS = "agency.stragglers"
AFTER = timedelta(minutes=1)


def close_agency(*, agency_id: int, successor_id: int | None, on: date, by: Actor, at: datetime) -> Agency:
    """Close an agency from `on` (the first day no longer in force, today or earlier), by an administrator.

    Refused when something is open and no successor is named, or the successor cannot take it over.
    """
    offices = snapshot.present()
    ask("offices.change", Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices))
    return end(
        agency_id=agency_id, successor_id=successor_id, on=on, offices=offices, by=by.ref, at=at, origin=by.origin
    )


@transaction.atomic
def end(
    *,
    agency_id: int,
    successor_id: int | None,
    on: date,
    offices: Snapshot,
    by: str,
    at: datetime,
    origin: str = "live",
) -> Agency:
    """The act itself, for imports too; `offices` as they stand before it."""
    agency = offices.agency(agency_id)
    successor = offices.agency(successor_id) if successor_id else None
    office_actions.lock_to_end(agency_id)  # who closes it at the same moment finds it closed, and moves nothing twice
    _check_day(agency, on, at.astimezone(VIETNAM).date())
    if successor is not None:
        check_successor(agency, successor, offices, on)
        moved = _pass_all(agency, successor, offices, on, by=by, at=at, origin=origin)
        payload = {"agency": agency_id, "by": by}
        promise([Promise(STRAGGLERS, payload, key=str(agency_id), after=AFTER)], at=at)
    else:
        _check_nothing_open(agency, offices, on)
        moved = {}
    return office_actions.end_agency(
        agency_id=agency_id, on=on, successor_id=successor_id, by=by, at=at, origin=origin, moved=moved
    )


@transaction.atomic
def stragglers(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `agency.stragglers`: move what was filed in the very moment of closing by who had not heard of it yet."""
    agency = Agency.objects.select_related("successor").get(pk=payload["agency"])
    if agency.successor is not None:
        pass_dossiers(agency, agency.successor, snapshot.present(), by=payload["by"], at=at)
        dossier_actions.pass_drafts(from_id=agency.pk, to_id=agency.successor.pk)


def _check_day(agency: Agency, on: date, today: date) -> None:
    if on > today:
        raise Refused("Việc kết thúc được ghi từ ngày có hiệu lực: chọn hôm nay hoặc một ngày đã qua.", field="on")
    last = Dossier.objects.filter(receiving_id=agency.pk).order_by("-filed_at").values_list("filed_at", flat=True)
    filed = last.first()
    if filed is not None and on < today and filed.astimezone(VIETNAM).date() >= on:
        raise Refused(
            "Cơ quan còn nhận hồ sơ ngày {day}; ngày kết thúc phải sau ngày đó hoặc là hôm nay.",
            field="on",
            day=f"{filed.astimezone(VIETNAM):%d/%m/%Y}",
        )


def check_successor(agency: Agency, successor: Agency, offices: Snapshot, on: date) -> None:
    """Refused when `successor` cannot go on with what `agency` did."""
    if successor.pk == agency.pk or successor.pk in offices.below(agency.pk):
        raise Refused("Cơ quan kế thừa không được là chính cơ quan này hoặc cơ quan trực thuộc nó.", field="successor")
    if successor.valid_to is not None or successor.valid_from > on:
        raise Refused("{name} không hoạt động vào ngày này.", field="successor", name=successor.name)
    if successor.is_counter != agency.is_counter:
        raise Refused(
            "Nơi tiếp nhận chỉ được kế thừa bởi nơi tiếp nhận, cơ quan giải quyết bởi cơ quan giải quyết.",
            field="successor",
        )


def _check_nothing_open(agency: Agency, offices: Snapshot, on: date) -> None:
    """Without a successor there must be nothing to go on with."""
    if (
        Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency.pk).exists()
        or any(offices.agency(child).valid_to is None for child in offices.children.get(agency.pk, ()))
        or alive_at(agency.pk).exists()
        or open_shadows(agency.pk).exists()
        or Competence.objects.filter(agency_id=agency.pk).exists()
        or Draft.objects.filter(agency_id=agency.pk).exists()
        or review_queries.open_lines(agency.pk).exists()
    ):
        raise Refused(
            "{name} còn việc, người hoặc cơ quan trực thuộc: cần chọn cơ quan kế thừa.",
            field="successor",
            name=agency.name,
        )


def alive_at(agency_id: int) -> Any:
    """Dossiers in which an agency still has something to do: to decide them, to return their result, or a piece of
    work in a dossier of others."""
    deciding = Q(competent_id=agency_id, status__in=OPEN)
    receiving = Q(receiving_id=agency_id, status__in=[*OPEN, Status.FINISHED])
    asked = WorkItem.objects.filter(agency_id=agency_id, closed_at__isnull=True).values("dossier_id")
    return Dossier.objects.filter(deciding | receiving | Q(pk__in=asked), voided_at__isnull=True)


def _pass_all(
    agency: Agency, successor: Agency, offices: Snapshot, on: date, *, by: str, at: datetime, origin: str
) -> dict[str, object]:
    """Everything goes on at the successor; what that was, for the event of closing."""
    ids = {"agency_id": agency.pk, "to_id": successor.pk}
    posts = office_actions.move_people(**ids, on=on)  # first the people: the work of divisions follows theirs
    dossiers = pass_dossiers(agency, successor, offices, by=by, at=at, origin=origin)
    dossier_actions.pass_drafts(from_id=agency.pk, to_id=successor.pk)
    return {
        "dossiers": dossiers,
        "shadows": pass_shadows(agency, successor, by=by, at=at, origin=origin) if agency.is_counter else 0,
        "opinions": opinion_actions.pass_on(from_id=agency.pk, to_id=successor.pk),
        "reviews": review_actions.pass_on(from_id=agency.pk, to_id=successor.pk),
        "variants": work_actions.pass_variants(from_id=agency.pk, to_id=successor.pk),
        "procedures": catalogue_actions.pass_competences(from_id=agency.pk, to_id=successor.pk),
        "agencies": office_actions.move_children(**ids, by=by, at=at, origin=origin),
        "posts": posts,
    }


def pass_dossiers(
    agency: Agency, successor: Agency, offices: Snapshot, *, by: str, at: datetime, origin: str = "live"
) -> int:
    """Let open dossiers and their open work go on at the successor, each with an event of its own; how many."""
    found = alive_at(agency.pk).select_for_update(of=("self",)).select_related("version").order_by("pk")
    dossiers: Sequence[Dossier] = list(found)
    items = list(
        WorkItem.objects.filter(dossier__in=dossiers, agency_id=agency.pk, closed_at__isnull=True).select_related(
            "step"
        )
    )
    holds = list(Hold.objects.filter(dossier__in=dossiers))
    anew = not share_calendar(offices, agency.pk, successor.pk)
    entries = []
    # With the divisions that went along, where work is of any.
    after = snapshot.present() if any(i.unit_id for i in items) else offices
    for d in dossiers:
        facts = _passed(d, [i for i in items if i.dossier_id == d.pk], agency, successor, after, at)
        if anew and d.competent_id == successor.pk:
            _set_due(d, [h for h in holds if h.dossier_id == d.pk], offices, at, facts)
        _stand(d, [i for i in items if i.dossier_id == d.pk], successor)
        entries.append((d, Entry("dossier.passed_on", {"from": agency.name, "to": successor.name}, facts)))
    append_many(entries, by=by, at=at, origin=origin)
    dossier_actions.pass_on(dossiers)
    work_actions.pass_on(items)
    return len(dossiers)


def _passed(
    d: Dossier, items: Sequence[WorkItem], agency: Agency, successor: Agency, offices: Snapshot, at: datetime
) -> dict[str, object]:
    """Put the successor in place of the agency; for the journal the work ends here and begins there.

    Who decided a finished dossier has decided it.
    """
    facts: dict[str, object] = {}
    if d.receiving_id == agency.pk:
        d.receiving, facts["receiving"] = successor, successor.code
    if d.competent_id == agency.pk and d.state is not Status.FINISHED:
        d.competent, facts["competent"] = successor, successor.code
    if items:
        facts["closed"] = [signature(i, agency.code, offices) for i in items]
        for item in items:
            name = offices.units[item.unit_id].name if item.unit_id else ""
            item.unit_id = offices.unit_named(successor.pk, name, at.astimezone(VIETNAM).date()) if name else None
        facts["opened"] = [signature(i, successor.code, offices) for i in items]
    return facts


def _stand(d: Dossier, items: Sequence[WorkItem], successor: Agency) -> None:
    """Bring what lists are asked by in line with the due moment."""
    for name, value in asdict(standing(d)).items():
        for row in (d, *items):
            setattr(row, name, value)
    for item in items:
        item.agency, item.status = successor, d.status


def _set_due(d: Dossier, holds: Sequence[Hold], offices: Snapshot, at: datetime, facts: dict[str, object]) -> None:
    """Other office hours count from this recorded act on (rules.md 10). A clock that stands has no due moment, and a
    limit that has lapsed stays so."""
    if d.due_at is None or d.due_at <= at:
        return
    d.due_set_at = at
    d.due_at = due_of(d, holds, offices).moment
    facts["due_at"] = instant(d.due_at) if d.due_at else None
