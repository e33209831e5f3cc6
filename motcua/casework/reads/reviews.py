"""Reviews of procedures: progress and shares of a campaign, its lines as pages show them, what became of proposals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from motcua.catalogue.models import DecisionItem, ProcedureVersion
from motcua.catalogue.queries import holds
from motcua.catalogue.rules import ItemKind
from motcua.copying.shaped import Shaped
from motcua.kernel import folding
from motcua.offices.models import Agency, Level, in_force
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.predicates import REVIEWERS
from motcua.reviews import queries
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.queries import Asked
from motcua.reviews.rules import LEVELS, Count, Kind, Outcome, Reviewed, Said, offered, total


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one agency is; None: lines given to nobody. `late`: its due day is over and lines are left."""

    agency: Agency | None
    count: Count
    late: bool


@dataclass(frozen=True, slots=True)
class Share:
    """The lines of one level (rules.LEVELS), or all of them where it is empty; `reached` is None without a target, or
    where nothing was reviewed."""

    level: str
    count: Count
    reached: bool | None

    @property
    def ratio(self) -> Decimal | None:
        return self.count.ratio


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign with its figures."""

    campaign: ReviewCampaign
    agencies: Sequence[Progress]
    levels: Sequence[Share]
    whole: Share
    overdue: bool


def campaign_page(
    pk: int, offices: Snapshot, *, day: date, agencies: Collection[int] | None = None
) -> CampaignPage | None:
    """One campaign, of all agencies or of these alone; None for an unknown one. Two statements."""
    found = queries.campaign(pk)
    if found is None:
        return None
    counts = queries.counted(pk, agencies=agencies)
    overdue = found.is_open and day > found.due
    by_agency: dict[int | None, Count] = {}
    by_level: dict[str, Count] = {}
    for (agency_id, level), count in counts.items():
        by_agency[agency_id] = by_agency.get(agency_id, Count()) + count
        by_level[level] = by_level.get(level, Count()) + count
    progress = [
        Progress(offices.agency(agency) if agency is not None else None, count, overdue and count.left > 0)
        for agency, count in by_agency.items()
    ]
    progress.sort(key=lambda p: (p.agency is not None, folding.sort_key(p.agency.name) if p.agency else ""))
    shares = [_share(level, by_level[level], found) for level in LEVELS if level in by_level]
    return CampaignPage(found, progress, shares, _share("", total(counts.values()), found), overdue)


def _share(level: str, count: Count, of: ReviewCampaign) -> Share:
    return Share(level, count, count.reached(of.target))


def levels_on(day: date) -> frozenset[str]:
    """The levels of government that there are on `day`, by their codes: one statement."""
    return frozenset(in_force(Level.objects, day).values_list("code", flat=True))


def said_of(line: ReviewLine) -> Said:
    """What is said of a line."""
    return Said(line.verdict, line.proposal, line.reason, line.text, line.basis, line.saving)


# Lines as pages show them


class Carried(StrEnum):
    """What became of a proposal that was accepted."""

    WAITING = "waiting"
    CHANGED = "changed"  # the catalogue says so by now, by no decision that is known
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a proposal that was accepted, and the decision that did it."""

    state: Carried
    decision_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line; `gone` that the procedure is not in force any more, `newer` the number of the version that is by now
    where it is another, `followed` what became of an accepted proposal."""

    line: ReviewLine
    gone: bool
    newer: int | None
    followed: Followed | None

    @property
    def said(self) -> Said:
        return said_of(self.line)


def shown(lines: Sequence[ReviewLine], of: ReviewCampaign, *, day: date) -> list[Shown]:
    """What a page says of lines of a campaign: at most two statements whatever their number."""
    ids = [line.procedure_id for line in lines]
    wanted = ProcedureVersion.objects.filter(procedure_id__in=ids).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    columns = ("pk", "procedure_id", "n", "valid_from", "valid_to", "online")
    now = {v.procedure_id: v for v in wanted.only(*columns).order_by("n") if holds(v, day)}
    done = _carried_out(lines, of) if not of.is_open else {}
    return [_shown(line, now.get(line.procedure_id), done, of) for line in lines]


def _shown(line: ReviewLine, now: ProcedureVersion | None, done: Mapping[int, Followed], of: ReviewCampaign) -> Shown:
    newer = now.n if now is not None and now.pk != line.version_id else None
    followed = None
    if not of.is_open and line.outcome == Outcome.ACCEPTED:
        followed = done.get(line.pk) or Followed(Carried.CHANGED if _says_so(line, now, of) else Carried.WAITING)
    return Shown(line, now is None, newer, followed)


def _says_so(line: ReviewLine, now: ProcedureVersion | None, of: ReviewCampaign) -> bool:
    """Whether the catalogue says by now what was proposed."""
    if now is None or line.proposal == "repeal":
        return line.proposal == "repeal" and now is None
    if of.kind == Kind.ONLINE:
        return now.online == line.proposal
    return now.pk != line.version_id


def _carried_out(lines: Sequence[ReviewLine], of: ReviewCampaign) -> dict[int, Followed]:
    """By lines, the first decision after the approval, or the approving one itself, that did what was accepted."""
    codes = {line.procedure.code: line for line in lines if line.outcome == Outcome.ACCEPTED}
    since = Q(decision__published_at__gte=of.closed_at) | Q(decision_id=of.decision_id or 0)
    items = DecisionItem.objects.filter(since, code__in=codes, decision__published_at__isnull=False)
    rows = items.select_related("decision", "version").defer("content", "version__published", "version__search")
    found: dict[int, Followed] = {}
    for item in rows.order_by("decision__published_at", "pk"):
        line = codes[item.code]
        if line.pk not in found and _does(item, line, of):
            found[line.pk] = Followed(Carried.DONE, item.decision_id, item.decision.number)
    return found


def _does(item: DecisionItem, line: ReviewLine, of: ReviewCampaign) -> bool:
    """Whether what a decision says of a procedure is what was proposed: its end, its class of service, else any
    amendment (what it amends is for people to read)."""
    repealed = item.kind == ItemKind.REPEALED
    if line.proposal == "repeal" or repealed:
        return line.proposal == "repeal" and repealed
    if of.kind == Kind.ONLINE:
        return item.version is not None and item.version.online == line.proposal
    return item.version is not None


def follow_up(of: ReviewCampaign, *, day: date) -> Mapping[Carried, int]:
    """How many accepted proposals were carried out, changed otherwise, or wait; nothing while the campaign is open."""
    if of.is_open:
        return {}
    counts = dict.fromkeys(Carried, 0)
    accepted = queries.shown(queries.lines(of.pk, Asked(state="accepted")))
    for some in _pieces(list(accepted)):
        for row in shown(some, of, day=day):
            if row.followed:
                counts[row.followed.state] += 1
    return counts


def _pieces(lines: Sequence[ReviewLine], size: int = 900) -> list[Sequence[ReviewLine]]:
    return [lines[i : i + size] for i in range(0, len(lines), size)]


# For who is asked


@dataclass(frozen=True, slots=True)
class Mine:
    """A campaign with what agencies of the officer are asked."""

    campaign: ReviewCampaign
    asked: int
    reviewed: int
    late: bool


def asked_of(facts: Facts) -> list[Mine]:
    """The campaigns in which agencies of the officer are asked, those that are open first: two statements."""
    theirs = facts.by.agencies(*REVIEWERS)
    if not theirs:
        return []
    figures = queries.asked_by_campaign(theirs)
    rows = ReviewCampaign.objects.filter(pk__in=figures)
    ordered = sorted(rows, key=lambda c: (not c.is_open, c.due if c.is_open else date.max, -c.pk))
    return [
        Mine(c, *figures[c.pk], late=c.is_open and facts.day > c.due and figures[c.pk][0] > figures[c.pk][1])
        for c in ordered
    ]


def waiting_for(facts: Facts) -> int:
    """How many open campaigns have lines that agencies of the officer have not reviewed: one statement."""
    theirs = facts.by.agencies(*REVIEWERS)
    return _waiting.count(sorted(theirs)) if theirs else 0


@Shaped
def _waiting(theirs: Sequence[int]) -> QuerySet[ReviewLine, Any]:
    open_ones = ReviewLine.objects.filter(agency_id__in=theirs, verdict="", campaign__closed_at__isnull=True)
    return open_ones.order_by().values("campaign_id").distinct()


def worksheet(pk: int, facts: Facts) -> CampaignPage | None:
    """A campaign with the figures of the officer's own agencies; None where none of them is asked."""
    theirs = facts.by.agencies(*REVIEWERS)
    found = campaign_page(pk, facts.offices, day=facts.day, agencies=theirs) if theirs else None
    return found if found is not None and found.agencies else None


def may_propose(line: ReviewLine, of: ReviewCampaign, *, levels: Collection[str]) -> list[str]:
    """What can be proposed for a line."""
    reviewed = Reviewed(line.level, line.version.online, line.version.online_reason)
    return offered(of.kind, reviewed, levels=levels)
