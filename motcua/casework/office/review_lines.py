"""The worksheet of a review: what officers of the agencies asked say of their procedures, a page of rows at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.casework.reads.reviews import levels_on, said_of
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not
from motcua.reviews import actions
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.rules import Pack, Reviewed, Said, check, partial_on

from .asking import local_day


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of the rows of a page: how many were written, and why others, by the ids of their lines, were not."""

    saved: int
    wrong: Mapping[int, Refused]


@transaction.atomic
def fill_lines(pk: int, said: Mapping[int, tuple[int, Said]], *, by: Actor, at: datetime) -> Filled:
    """Write what an officer says of lines of their agencies: by the ids of lines the edition that was seen, and what is
    said. Rows are judged one by one: what is right is written, what is wrong is told and stays as it was.

    A row that says what is there already is passed over, so that a second press does nothing. Refused once the
    campaign is closed.
    """
    who = Facts(by=by, day=local_day(at), offices=snapshot.present())
    campaign = actions.locked(pk)
    rows = ReviewLine.objects.select_for_update(of=("self",)).select_related("procedure", "version", "filled_by")
    levels, law = levels_on(campaign.taken_on), partial_on(local_day(at))
    good: list[tuple[ReviewLine, Said]] = []
    wrong: dict[int, Refused] = {}
    for line in rows.filter(campaign_id=pk, pk__in=list(said)).order_by("n"):
        seen, typed = said[line.pk]
        try:
            if (values := _changed(campaign, line, typed, seen, levels=levels, law=law, who=who)) is not None:
                good.append((line, values))
        except Refused as no:
            wrong[line.pk] = no
    written = actions.fill(good, by_id=by.account_id, at=at)
    by_agency: dict[int, list[ReviewLine]] = {}
    for line in written:
        by_agency.setdefault(line.agency_id or 0, []).append(line)
    for agency_id, some in by_agency.items():
        told = [[line.procedure.code, line.verdict, line.proposal, _digest(said_of(line))] for line in some]
        facts = {"review": pk, "number": campaign.order_number, "lines": len(some), "said": told}
        journal_agency(agency_id, "review.filled", facts, by=by.ref, at=at, origin=by.origin)
    return Filled(len(written), wrong)


def _changed(
    campaign: ReviewCampaign,
    line: ReviewLine,
    typed: Said,
    seen: int,
    *,
    levels: Collection[str],
    law: Pack | None,
    who: Facts,
) -> Said | None:
    """What is to be written of a row; None for nothing new."""
    now = said_of(line)
    if typed == now or (typed.empty and now.empty):
        return None
    if why_not("review.fill", replace(who, agency_id=line.agency_id)) is not None:
        raise Refused("Thủ tục này không còn giao cho cơ quan của Anh/Chị rà soát.", field="verdict")
    of = Reviewed(line.level, line.version.online, line.version.online_reason)
    values = check(campaign.kind, of, typed, levels=levels, law=law)
    if values == now:
        return None
    if line.edition != seen:
        raise Refused(
            "{name} vừa ghi dòng này lúc {at}. Xem lại rồi ghi lần nữa nếu vẫn muốn thay.",
            field="verdict",
            name=line.filled_by.full_name if line.filled_by else "–",
            at=f"{line.filled_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if line.filled_at else "–",
        )
    return values


def _digest(said: Said) -> str:
    told = json.dumps(astuple(said), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
