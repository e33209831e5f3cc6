"""Reads of reviews: campaigns with their counts, the counts of one by agency and level, lines as they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count as Counted
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from motcua.kernel import folding
from motcua.kernel.moments import VIETNAM

from .models import ReviewCampaign, ReviewLine
from .rules import Count, Outcome, Verdict

STATES = {
    "open": Q(verdict=""),
    "reviewed": ~Q(verdict=""),
    "keep": Q(verdict=Verdict.KEEP.value),
    "propose": Q(verdict=Verdict.PROPOSE.value),
    "unjudged": Q(verdict=Verdict.PROPOSE.value, outcome=""),
    "accepted": Q(outcome=Outcome.ACCEPTED.value),
    "declined": Q(outcome=Outcome.DECLINED.value),
}
NOBODY = "none"  # as an agency: lines given to nobody yet
_FIGURES = {
    "asked": Counted("pk"),
    "reviewed": Counted("pk", filter=~Q(verdict="")),
    "proposed": Counted("pk", filter=STATES["propose"]),
    "accepted": Counted("pk", filter=STATES["accepted"]),
    "declined": Counted("pk", filter=STATES["declined"]),
    "late": Counted("pk", filter=Q(filled_on__gt=F("campaign__due"))),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the lines of a campaign: an agency by its id or NOBODY, one of STATES, a level, a field, words."""

    agency: str = ""
    state: str = ""
    level: str = ""
    field: str = ""
    text: str = ""

    @property
    def narrows(self) -> bool:
        return self != Asked()


def campaigns() -> QuerySet[ReviewCampaign]:
    """All campaigns, those that are open first, then what was closed last."""
    return ReviewCampaign.objects.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def figures(ids: Collection[int]) -> dict[int, Count]:
    """How many lines campaigns have, reviewed and proposed: one statement."""
    rows = ReviewLine.objects.filter(campaign_id__in=ids).order_by().values_list("campaign_id")
    found = rows.annotate(n=_FIGURES["asked"], reviewed=_FIGURES["reviewed"], proposed=_FIGURES["proposed"])
    return {pk: Count(*counts) for pk, *counts in found}


def campaign(pk: int) -> ReviewCampaign | None:
    """One with who opened and closed it."""
    return ReviewCampaign.objects.select_related("opened_by", "closed_by", "decision").filter(pk=pk).first()


def counted(pk: int, *, agencies: Iterable[int] | None = None) -> dict[tuple[int | None, str], Count]:
    """The figures of a campaign by agency asked and level, of all or of these agencies: one statement."""
    rows = ReviewLine.objects.filter(campaign_id=pk)
    if agencies is not None:
        rows = rows.filter(agency_id__in=list(agencies))
    filled = rows.annotate(filled_on=TruncDate("filled_at", tzinfo=VIETNAM)).order_by()
    names = list(_FIGURES)
    found = filled.values_list("agency_id", "level").annotate(**{f"n_{name}": _FIGURES[name] for name in names})
    return {(agency, level): Count(**dict(zip(names, figures, strict=True))) for agency, level, *figures in found}


def lines(pk: int, asked: Asked = Asked()) -> QuerySet[ReviewLine]:
    """The lines of a campaign that are asked for, in order, with their procedures and who filled them."""
    rows = ReviewLine.objects.filter(campaign_id=pk)
    if asked.agency == NOBODY:
        rows = rows.filter(agency_id__isnull=True)
    elif asked.agency:
        rows = rows.filter(agency_id=int(asked.agency))
    if asked.state in STATES:
        rows = rows.filter(STATES[asked.state])
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.field:
        rows = rows.filter(version__field=asked.field)
    for word in folding.fold(asked.text).split()[:8]:
        rows = rows.filter(version__search__contains=word)
    return rows.order_by("n")


def shown(rows: QuerySet[ReviewLine]) -> QuerySet[ReviewLine]:
    """With what a page says of a line: the procedure, its version without the long texts, agency and officer."""
    return rows.select_related("procedure", "version", "agency", "filled_by").defer(
        "version__search", "version__published", "version__steps", "version__requirements", "version__limit_text"
    )


def fields(pk: int) -> list[str]:
    """The fields of the procedures of a campaign, in Vietnamese order."""
    rows = ReviewLine.objects.filter(campaign_id=pk).exclude(version__field="").order_by()
    return sorted(rows.values_list("version__field", flat=True).distinct(), key=folding.sort_key)


def asked_by_campaign(agencies: Collection[int]) -> dict[int, tuple[int, int]]:
    """By campaigns in which these agencies are asked: how many lines, and how many of them are reviewed."""
    rows = ReviewLine.objects.filter(agency_id__in=agencies).order_by().values_list("campaign_id")
    found = rows.annotate(asked=Counted("pk"), reviewed=Counted("pk", filter=~Q(verdict="")))
    return {pk: (asked, reviewed) for pk, asked, reviewed in found}


def open_lines(agency_id: int) -> QuerySet[ReviewLine]:
    """The lines that an agency is asked for in campaigns that are open."""
    return ReviewLine.objects.filter(agency_id=agency_id, campaign__closed_at__isnull=True)
