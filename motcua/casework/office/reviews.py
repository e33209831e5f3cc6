"""Reviews of procedures by who orders them: opened over the catalogue of a day, given to agencies, decided, closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.catalogue import shelf
from motcua.catalogue.actions.recorded import batches
from motcua.catalogue.models import PublishingDecision
from motcua.catalogue.shelf import Row
from motcua.dossiers.actions import check_length, most_letters
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.notifications.actions import Notice, tell
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.presence import present_on
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise, promise
from motcua.policy.predicates import LEADERS
from motcua.reviews import actions, queries
from motcua.reviews.actions import CampaignData, LineData
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.queries import NOBODY, Asked
from motcua.reviews.rules import KINDS, OUTCOMES, Outcome, total

from ..reads.catalogue_counts import level_of
from .asking import allowed, local_day

PERMISSION = "review.open"
TELL = "review.tell"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which procedures are reviewed: of these levels, fields and responsible agencies (NOBODY for none known); empty
    for all."""

    levels: Collection[str] = ()
    fields: Collection[str] = ()
    agencies: Collection[str] = ()


@transaction.atomic
def open_review(data: CampaignData, chosen: Chosen = Chosen(), *, by: Actor, at: datetime) -> ReviewCampaign:
    """A campaign with a line for each procedure in force on its day, given to the agency responsible for it.

    Refused without name or order, for a catalogue of a day to come, for a due day before today, and when no procedure
    is like that.
    """
    offices = allowed(PERMISSION, by=by, at=at)
    data = _checked(data, today=local_day(at))
    lines = _lines(data.taken_on, chosen, offices, today=local_day(at))
    if not lines:
        raise Refused("Ngày ấy không có thủ tục nào đang có hiệu lực như đã chọn.", field="taken_on")
    said = {
        "levels": sorted(chosen.levels),
        "fields": sorted(chosen.fields),
        "agencies": sorted(pk if pk == NOBODY else offices.agency(int(pk)).code for pk in chosen.agencies),
    }
    opened = actions.open_campaign(data, lines, chosen=said, by_id=by.account_id, at=at)
    facts = {"review": opened.pk, "kind": data.kind, "number": data.order_number, "lines": len(lines)}
    _record(offices, "review.opened", facts | {"due": data.due.isoformat()}, by=by, at=at)
    _tell(opened, by=by, at=at)
    return opened


def _checked(data: CampaignData, *, today: date) -> CampaignData:
    name, number = tidy(data.name), tidy(data.order_number)
    if data.kind not in KINDS:
        raise Refused("Hãy chọn loại rà soát.", field="kind")
    if not name:
        raise Refused("Cần ghi tên cuộc rà soát.", field="name")
    check_length(name, most=most_letters(ReviewCampaign, "name"), field="name")
    if not number:
        raise Refused("Cần ghi số kế hoạch hoặc quyết định.", field="order_number")
    check_length(number, most=most_letters(ReviewCampaign, "order_number"), field="order_number")
    if data.order_dated > today:
        raise Refused("Ngày của văn bản chưa tới.", field="order_dated")
    if data.taken_on > today:
        raise Refused("Chỉ rà soát được danh mục của hôm nay hoặc một ngày đã qua.", field="taken_on")
    if data.due < today:
        raise Refused("Hạn rà soát sớm nhất là hôm nay.", field="due")
    if data.target is not None and not 0 < data.target <= 100:
        raise Refused("Chỉ tiêu phải lớn hơn 0 và nhiều nhất 100 %.", field="target")
    return replace(data, name=name, order_number=number)


# Who is responsible


def _lines(day: date, chosen: Chosen, offices: Snapshot, *, today: date) -> list[LineData]:
    rows = shelf.on(day).rows
    asked = responsible(rows, offices, today=today)
    found = (LineData(r.procedure_id, r.version_id, level_of(r.levels), asked[r.procedure_id]) for r in rows)
    fields = {row.procedure_id: row.field for row in rows}
    return [line for line in found if _is_chosen(line, fields[line.procedure_id], chosen)]


def _is_chosen(line: LineData, field: str, chosen: Chosen) -> bool:
    agency = NOBODY if line.agency_id is None else str(line.agency_id)
    return (
        (not chosen.levels or line.level in chosen.levels)
        and (not chosen.fields or field in chosen.fields)
        and (not chosen.agencies or agency in chosen.agencies)
    )


def responsible(rows: Sequence[Row], offices: Snapshot, *, today: date) -> dict[int, int | None]:
    """Who reviews each procedure: the agency named as deciding it (of several the first by code, of a closed one its
    heir); else the committee of the province where that decides; else the department that decides most of its field;
    else nobody."""
    named = {row.procedure_id: _named(row, offices, today) for row in rows}
    fields: dict[str, Counter[int]] = {}
    for row in rows:
        agency = named[row.procedure_id]
        if agency is not None and offices.agency(agency).kind == "department":
            fields.setdefault(row.field, Counter())[agency] += 1
    of_field = {field: max(sorted(counts), key=counts.__getitem__) for field, counts in fields.items()}
    top = next((a.pk for a in offices.agencies.values() if a.kind == "province_committee" and a.valid_to is None), None)
    return {
        row.procedure_id: named[row.procedure_id]
        or (top if "province_committee" in row.kinds else None)
        or of_field.get(row.field)
        for row in rows
    }


def _named(row: Row, offices: Snapshot, today: date) -> int | None:
    codes = sorted(offices.agency(pk).code for pk in row.agencies)
    return next((heir for code in codes if (heir := offices.heir(code, today)) is not None), None)


# By who opened it


@transaction.atomic
def assign_lines(
    pk: int, *, to_id: int, line_ids: Collection[int] = (), asked: Asked | None = None, by: Actor, at: datetime
) -> int:
    """Give lines, by their ids or all that are `asked` for, to another agency; what was said of them stays. How many.

    Refused for an agency that is closed or only receives, and once the campaign is closed.
    """
    offices = allowed(PERMISSION, by=by, at=at)
    campaign = actions.locked(pk)
    agency = offices.agencies.get(to_id)
    if agency is None or not offices.in_force(to_id, local_day(at)) or agency.is_counter:
        raise Refused("Hãy chọn một cơ quan đang hoạt động và không chỉ tiếp nhận.", field="agency")
    rows = queries.lines(pk, asked) if asked is not None else queries.lines(pk).filter(pk__in=list(line_ids))
    chosen = list(rows.order_by().values_list("pk", flat=True))
    if not chosen:
        raise Refused("Hãy chọn ít nhất một thủ tục.", field="agency")
    given = sum(actions.assign(ReviewLine.objects.filter(pk__in=some), agency_id=to_id) for some in batches(chosen))
    if given:
        facts = {"review": pk, "to": agency.code, "lines": given}
        _record(offices, "review.assigned", facts, by=by, at=at)
        _tell(campaign, by=by, at=at)
    return given


@transaction.atomic
def judge_lines(pk: int, outcomes: Mapping[int, str], *, by: Actor, at: datetime) -> int:
    """Decide on proposals, by the ids of their lines; how many were decided anew."""
    offices = allowed(PERMISSION, by=by, at=at)
    actions.locked(pk)
    if not set(outcomes.values()) <= OUTCOMES.keys():
        raise Refused("Hãy chọn đồng ý hay không đồng ý.")
    by_outcome: dict[str, list[int]] = {}
    for line_id, outcome in outcomes.items():
        by_outcome.setdefault(outcome, []).append(line_id)
    judged = actions.judge(ReviewLine.objects.filter(campaign_id=pk), by_outcome)
    if judged:
        _record(offices, "review.judged", {"review": pk, "lines": judged}, by=by, at=at)
    return judged


@transaction.atomic
def close_review(
    pk: int, *, number: str, dated: date, accept_rest: bool = False, unfinished: bool = False, by: Actor, at: datetime
) -> ReviewCampaign:
    """End a campaign by the decision that approves it; a publishing decision of this number and date is linked to it.

    Refused while proposals are not decided on, unless `accept_rest` accepts them, and while lines are not reviewed,
    unless it shall end `unfinished`.
    """
    offices = allowed(PERMISSION, by=by, at=at)
    campaign = actions.locked(pk)
    number = tidy(number)
    if not number:
        raise Refused("Cần ghi số của quyết định phê duyệt.", field="number")
    check_length(number, most=most_letters(ReviewCampaign, "approval_number"), field="number")
    if dated > local_day(at):
        raise Refused("Ngày của quyết định chưa tới.", field="dated")
    if dated < campaign.order_dated:
        raise Refused("Quyết định phê duyệt không thể ký trước văn bản mở cuộc rà soát.", field="dated")
    whole = total(queries.counted(pk).values())
    if whole.left and not unfinished:
        raise Refused("Còn {n} thủ tục chưa rà soát.", field="unfinished", n=whole.left)
    if whole.unjudged and not accept_rest:
        raise Refused("Còn {n} đề xuất chưa quyết định.", field="accept_rest", n=whole.unjudged)
    actions.judge_rest(ReviewLine.objects.filter(campaign_id=pk), outcome=Outcome.ACCEPTED.value)
    known = PublishingDecision.objects.filter(number=number, dated=dated, published_at__isnull=False)
    decision_id = known.order_by("pk").values_list("pk", flat=True).first()
    actions.close(campaign, number=number, dated=dated, decision_id=decision_id, by_id=by.account_id, at=at)
    facts = {
        "review": pk,
        "number": number,
        "asked": whole.asked,
        "reviewed": whole.reviewed,
        "proposed": whole.proposed,
        "accepted": whole.accepted + whole.unjudged,
    }
    _record(offices, "review.closed", facts, by=by, at=at)
    return campaign


# The journal, and the messages


def _record(offices: Snapshot, kind: str, facts: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """In the stream of the highest agency: a campaign is the province's."""
    journal_agency(_top(offices).pk, kind, facts, by=by.ref, at=at, origin=by.origin)


def _top(offices: Snapshot) -> Agency:
    return next(a for a in offices.agencies.values() if a.parent_id is None and a.valid_to is None)


def _tell(campaign: ReviewCampaign, *, by: Actor, at: datetime) -> None:
    promise([Promise(TELL, {"review": campaign.pk, "name": by.name}, f"{campaign.pk}-{at.timestamp():.0f}")], at=at)


def tell_of(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `review.tell`: leaders of the agencies that were given lines and not told yet."""
    campaign = ReviewCampaign.objects.get(pk=payload["review"])
    if not campaign.is_open:
        return
    rows = ReviewLine.objects.filter(campaign=campaign, agency__isnull=False).order_by()
    asked = list(rows.values_list("agency_id", flat=True).distinct())
    presence = present_on(at.astimezone(VIETNAM).date(), agencies=asked)
    told = {"name": payload["name"], "review": campaign.name, "until": f"{campaign.due:%d/%m/%Y}"}
    key = f"{campaign.pk}:{{}}"
    tell((Notice("review.asked", key.format(pk), presence.holding(pk, *LEADERS), params=told) for pk in asked), at=at)


HANDLERS = {TELL: tell_of}
