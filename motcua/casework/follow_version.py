"""Dossiers in flight follow to a new version of their procedure, where the decision that published it says so.

From the day on which the new version comes into force. A dossier stays with what it was received under where its limit
has lapsed, or would have by the new one, and where the new one ends later than the applicant was promised: a decision
about the catalogue is no way out of lateness, and moves nobody's appointment back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.catalogue.models import DecisionItem, ProcedureVersion
from motcua.deadlines.queries import case_number, case_of, due_in_case, limit_of_case
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import OPEN
from motcua.kernel.moments import VIETNAM
from motcua.offices import queries as office_queries
from motcua.offices.actors import Actor

from .case import Case, locked
from .limit_cases import case_asked_for, cases_for

FOLLOW = "decision.follow"
BATCH = 500


def follow(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `decision.follow`: every dossier in flight of the items that move theirs, each in a transaction of its own.
    Broken off it goes on where it was: who has followed is found no more."""
    items = DecisionItem.objects.filter(decision_id=payload["decision"], moves=True, version__isnull=False)
    for item in items.select_related("before", "version", "decision__published_by"):
        account = item.decision.published_by
        if account is None:
            continue
        by = office_queries.actor(account, day=at.astimezone(VIETNAM).date())
        last = 0
        while some := _in_flight(item, after=last):
            for pk, code in some:
                follow_version(code, item=item, by=by, at=at)
                last = pk


def _in_flight(item: DecisionItem, *, after: int) -> list[tuple[int, str]]:
    rows = Dossier.objects.filter(
        version_id=item.before_id, status__in=OPEN, voided_at__isnull=True, accepted_at__isnull=False, pk__gt=after
    )
    return list(rows.order_by("pk").values_list("pk", "code")[:BATCH])


def follow_version(code: str, *, item: DecisionItem, by: Actor, at: datetime) -> bool:
    """Let one dossier go on under the version that `item` made; whether it does. It stays for the reasons above."""
    version = item.version
    assert version is not None
    with locked(code, by=by, at=at, items=False) as case:
        d = case.dossier
        if d.version_id != item.before_id or d.state not in OPEN or d.voided_at is not None or d.accepted_at is None:
            return False
        n = _same_case(case, version)
        if n is None or not _comes_nearer(case, version, n):
            return False
        d.version = version
        case.set(version_id=version.pk)
        case.judge_by(n)
        case.note(procedure=item.code, version=version.n)
        if d.due_at is not None:
            case.set_due()
        case.record("version.followed", decision=item.decision.number, reason=item.reason)
        case.commit()
        return True


def _same_case(case: Case, version: ProcedureVersion) -> int | None:
    """The number of the case by which the dossier is judged, in the new version; None without one of its name that is
    for its way of handing in."""
    now, channel = case_of(case.dossier), case.dossier.channel
    if now is None:
        return case_number(case_asked_for(version, 0, channel=channel))
    return next((other.n for other in cases_for(version, [channel]) if other.name == now.name), None)


def _comes_nearer(case: Case, version: ProcedureVersion, n: int) -> bool:
    """Whether the new limit ends no later than promised, and not before now. A clock that stands says nothing yet."""
    d = case.dossier
    if d.due_at is None:
        return True
    then = due_in_case(d, limit_of_case(version.pk, n), case.holds, case.offices, at=case.at).moment
    return case.at < d.due_at and then is not None and case.at < then <= d.due_at
