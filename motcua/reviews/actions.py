"""Writes of reviews: opened with all lines at once, lines given to agencies, filled, decided on, and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from motcua.copying.actions import add
from motcua.kernel.sentences import Refused

from .models import ReviewCampaign, ReviewLine
from .queries import open_lines
from .rules import Said, Verdict

SAID = ("verdict", "proposal", "reason", "text", "basis", "saving", "filled_by", "filled_at", "edition", "outcome")


@dataclass(frozen=True, slots=True)
class CampaignData:
    """What a campaign says of itself when it is opened."""

    kind: str
    name: str
    order_number: str
    order_dated: date
    taken_on: date
    due: date
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineData:
    """A procedure to be reviewed, and by whom; no agency: nobody is known yet."""

    procedure_id: int
    version_id: int
    level: str
    agency_id: int | None


@transaction.atomic
def open_campaign(
    data: CampaignData, lines: Sequence[LineData], *, chosen: Mapping[str, Any], by_id: int, at: datetime
) -> ReviewCampaign:
    """A campaign with all its lines. Refused when its order has opened one of its kind already."""
    try:
        with transaction.atomic():
            campaign = ReviewCampaign.objects.create(
                **asdict(data), chosen=dict(chosen), opened_by_id=by_id, opened_at=at
            )
    except IntegrityError:
        raise Refused("Văn bản này đã mở một cuộc rà soát cùng loại.", field="order_number") from None
    add([ReviewLine(campaign=campaign, n=n, **asdict(line)) for n, line in enumerate(lines, 1)])
    return campaign


def locked(pk: int) -> ReviewCampaign:
    """A campaign that is open, locked to be written to. Refused once it is closed."""
    campaign = ReviewCampaign.objects.select_for_update().filter(pk=pk).first()
    if campaign is None:
        raise Refused("Không có cuộc rà soát này.")
    if not campaign.is_open:
        raise Refused("Cuộc rà soát đã kết thúc theo {number}; không sửa được nữa.", number=campaign.approval_number)
    return campaign


def assign(lines: QuerySet[ReviewLine], *, agency_id: int) -> int:
    """Give lines of a campaign that the caller has locked to an agency; how many were another's or nobody's."""
    return lines.exclude(agency_id=agency_id).update(agency_id=agency_id)


def fill(said: Iterable[tuple[ReviewLine, Said]], *, by_id: int, at: datetime) -> list[ReviewLine]:
    """Write what is said of lines that the caller has locked with their campaign; what was decided on them lapses."""
    rows = []
    for line, values in said:
        for name, value in asdict(values).items():
            setattr(line, name, value)
        line.filled_by_id, line.filled_at, line.outcome = by_id, at, ""
        line.edition += 1
        rows.append(line)
    ReviewLine.objects.bulk_update(rows, SAID, batch_size=200)
    return rows


def judge(lines: QuerySet[ReviewLine], outcomes: Mapping[str, Collection[int]]) -> int:
    """Note at proposals what was decided on them: for each outcome the ids of lines; how many changed."""
    proposed = lines.filter(verdict=Verdict.PROPOSE.value)
    return sum(
        proposed.filter(pk__in=ids).exclude(outcome=outcome).update(outcome=outcome)
        for outcome, ids in outcomes.items()
        if ids
    )


def judge_rest(lines: QuerySet[ReviewLine], *, outcome: str) -> int:
    """Decide so on every proposal on which nothing was decided; how many."""
    return lines.filter(verdict=Verdict.PROPOSE.value, outcome="").update(outcome=outcome)


def close(
    campaign: ReviewCampaign, *, number: str, dated: date, decision_id: int | None, by_id: int, at: datetime
) -> None:
    """End a campaign that the caller has locked, by the decision that approves it."""
    campaign.approval_number, campaign.approval_dated, campaign.decision_id = number, dated, decision_id
    campaign.closed_by_id, campaign.closed_at = by_id, at
    campaign.save(update_fields=["approval_number", "approval_dated", "decision", "closed_by", "closed_at"])


def pass_on(*, from_id: int, to_id: int) -> int:
    """Let the successor of an agency answer in its place where a campaign is open; how many lines."""
    return open_lines(from_id).update(agency_id=to_id)
