"""Publishing decisions: the list, one with what it changes and what is wrong with it, and whether it is in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from motcua.catalogue import actions
from motcua.catalogue.decisions import Last, problems, wrong
from motcua.catalogue.differences import Change, Says, differences, says
from motcua.catalogue.models import (
    Component,
    DecisionItem,
    HoldGround,
    LimitCase,
    Procedure,
    ProcedureVersion,
    PublishingDecision,
)
from motcua.catalogue.published import read
from motcua.catalogue.queries import holds
from motcua.catalogue.rules import KIND_NAMES, ItemKind
from motcua.deadlines.rules import pack_on
from motcua.kernel import procedure_code
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

OTHER_PAPERS = gettext_noop(
    "Thành phần hồ sơ thay đổi nên hồ sơ đang giải quyết không chuyển sang bản mới được: họ đã nộp đủ theo bản cũ."
)


@dataclass(frozen=True, slots=True)
class Question:
    """What narrows the list: words of number or subject, the code of a procedure, draft or published."""

    text: str = ""
    code: str = ""
    state: str = ""


def listing(asked: Question) -> QuerySet[PublishingDecision]:
    """Drafts first, then what was published last; each with its number of items by kind as `new`, `amended` …"""
    counts = {kind.value: Count("items", filter=Q(items__kind=kind.value)) for kind in ItemKind}
    rows = PublishingDecision.objects.annotate(**counts)
    if asked.text:
        words = asked.text.strip()
        rows = rows.filter(Q(number__icontains=words) | Q(subject__icontains=words))
    if asked.code:
        rows = rows.filter(pk__in=DecisionItem.objects.filter(code=asked.code.strip()).values("decision_id"))
    if asked.state:
        rows = rows.filter(published_at__isnull=asked.state == "draft")
    return rows.order_by(F("published_at").desc(nulls_first=True), "-dated", "-pk")


@dataclass(frozen=True, slots=True)
class Item:
    """One procedure of a decision: what is wrong with it as a draft, and what it says otherwise than before."""

    row: DecisionItem
    problem: Sentence | None
    changes: Sequence[Change]

    @property
    def kind(self) -> ItemKind:
        return ItemKind(self.row.kind)

    @property
    def kind_name(self) -> str:
        """What the decision does, as its lists are headed; to be translated."""
        return KIND_NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class Timing:
    """Whether a decision was taken and made public in time (rules.md 3.3). None: not known, or not yet.

    `decide_by` is the last day on which it could be signed, `public_by` the last on which it could be made public.
    """

    decide_by: date | None
    decided_in_time: bool | None
    public_by: date
    public_in_time: bool | None
    basis: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision with its items, as drafted or as published."""

    decision: PublishingDecision
    items: Sequence[Item]
    at_large: Sequence[Sentence]
    timing: Timing

    @property
    def ready(self) -> bool:
        return not self.at_large and not any(item.problem for item in self.items)

    @property
    def counts(self) -> Mapping[ItemKind, int]:
        """How many items of each kind, the kinds that there are."""
        found: dict[ItemKind, int] = {}
        for kind in ItemKind:
            if n := sum(item.kind is kind for item in self.items):
                found[kind] = n
        return found


def decision(pk: int) -> PublishingDecision | None:
    """One with its agency, scan and correction; None for an unknown one."""
    rows = PublishingDecision.objects.select_related("scan", "corrects", "drafted_by", "published_by")
    return rows.filter(pk=pk).first()


def decision_page(pk: int, offices: Snapshot, *, at: datetime) -> DecisionPage | None:
    """One decision; None for an unknown one. A number of statements that does not grow with its items."""
    found = decision(pk)
    if found is None:
        return None
    rows = list(found.items.select_related("before", "version").order_by("n"))
    last = actions.last_versions(Procedure.objects.filter(code__in=[row.code for row in rows]))
    told: dict[str, Sentence] = {}
    if found.published_at is None:
        known = {code: Last(v.valid_from, v.valid_to, v.digest) for code, v in last.items()}
        told = {p.code: p.sentence for p in problems(rows, known, day=found.effective_from)}
    before = {row.code: row.before_id or (last[row.code].pk if row.code in last else None) for row in rows}
    if found.published_at is not None:
        before = {row.code: row.before_id for row in rows}
    kept = _says({pk for pk in [*before.values(), *(row.version_id for row in rows)] if pk})
    items = []
    for row in rows:
        changes = _changes(row, kept.get(before[row.code] or 0), kept.get(row.version_id or 0))
        items.append(Item(row, told.get(row.code) or cannot_move(row, changes), changes))
    at_large = [told[""]] if "" in told else []
    return DecisionPage(found, items, at_large, timing(found, offices, at=at))


def cannot_move(row: DecisionItem, changes: Sequence[Change]) -> Sentence | None:
    """Why dossiers in flight cannot follow to what a draft says; None where they can, or shall not."""
    if row.moves and row.version_id is None and any(change.part == "components" for change in changes):
        return Sentence(OTHER_PAPERS)
    return None


def items_of(rows: Sequence[DecisionItem]) -> list[Item]:
    """Published items with what each changed: three statements whatever their number."""
    kept = _says({pk for row in rows for pk in (row.before_id, row.version_id) if pk})
    return [Item(row, None, _changes(row, kept.get(row.before_id or 0), kept.get(row.version_id or 0))) for row in rows]


def _changes(row: DecisionItem, before: Says | None, after: Says | None) -> Sequence[Change]:
    if before is None or row.kind == ItemKind.REPEALED:
        return []
    if after is None and row.content is not None:
        try:
            after = actions.drafted(read(row.content))
        except Refused:
            return []
    return differences(before, after) if after is not None else []


def _says(ids: set[int]) -> dict[int, Says]:
    """What the versions say: four statements."""
    rows = ProcedureVersion.objects.select_related("procedure").defer("search").in_bulk(list(ids))
    papers: dict[int, list[Component]] = {}
    for paper in Component.objects.filter(version_id__in=ids).order_by("version_id", "n"):
        papers.setdefault(paper.version_id, []).append(paper)
    cases: dict[int, list[LimitCase]] = {}
    for case in LimitCase.objects.filter(version_id__in=ids).order_by("version_id", "n"):
        cases.setdefault(case.version_id, []).append(case)
    holds: dict[int, list[HoldGround]] = {}
    for hold in HoldGround.objects.filter(version_id__in=ids).order_by("version_id", "n"):
        holds.setdefault(hold.version_id, []).append(hold)
    return {pk: Says(version, papers.get(pk, []), cases.get(pk, []), holds.get(pk, [])) for pk, version in rows.items()}


def timing(found: PublishingDecision, offices: Snapshot, *, at: datetime) -> Timing:
    """By the calendar of the agency that decided, as known now; of one that is not of this house the country's."""
    pack = pack_on(found.dated)
    calendar = calendar_for(offices, _known(found, offices), known_at=at)
    before = pack.decided_working_days_before[found.of_ministry]
    within = pack.public_within_working_days[found.of_ministry]
    decide_by = _working_days_before(calendar, found.legal_from, before) if found.legal_from else None
    public_by = calendar.add_working_days(found.dated, within)
    public_on = (found.published_at or at).astimezone(VIETNAM).date()
    in_time: bool | None = public_on <= public_by
    if found.published_at is None and in_time:
        in_time = None
    decided = None if decide_by is None else found.dated <= decide_by
    return Timing(decide_by, decided, public_by, in_time, pack.publication_basis)


def _known(found: PublishingDecision, offices: Snapshot) -> int:
    """The agency that decided, else the highest: its calendar is that of the country unless somebody changed it."""
    own = offices.coded(found.agency_code, found.dated) if found.agency_code else None
    return own.pk if own is not None else next(a.pk for a in offices.agencies.values() if a.parent_id is None)


def _working_days_before(calendar: Calendar, day: date, amount: int) -> date:
    """The last day after which there are at least `amount` working days up to `day`, that included."""
    found = day
    while calendar.working_days_between(found, day) < amount:
        found -= timedelta(days=1)
    return found


@dataclass(frozen=True, slots=True)
class Between:
    """What a procedure says on two days: either is None where no version was in force."""

    code: str
    before: ProcedureVersion | None
    after: ProcedureVersion | None
    changes: Sequence[Change]


def versions(code: str) -> list[ProcedureVersion]:
    """All versions of a procedure, the latest first."""
    rows = ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure").order_by("-n")
    return list(rows.defer("search"))


def between(code: str, first: date, second: date) -> Between | None:
    """What changed from one day to another; None for an unknown procedure."""
    there = versions(code)
    if not there:
        return None
    before, after = (next((v for v in there if holds(v, day)), None) for day in (first, second))
    changes = differences(says(before), says(after)) if before and after and before != after else []
    return Between(code, before, after, changes)


def to_publish(code: str, kind: ItemKind, *, day: date) -> str:
    """The code in its one spelling, for a decision that does this to it from `day`. Refused when it cannot."""
    code = procedure_code.parse(code, field="code").code
    last = actions.last_versions(Procedure.objects.filter(code=code)).get(code)
    known = Last(last.valid_from, last.valid_to, last.digest) if last else None
    if no := wrong(kind, None, known, day=day):
        raise Refused(no, field="code")
    return code


def content_in_force(code: str) -> Mapping[str, Any] | None:
    """What the latest version of a procedure says, as a line of the import format; None where there is none."""
    rows = ProcedureVersion.objects.filter(procedure__code=code).order_by("-n").values_list("published", flat=True)
    return rows.first()


def of_procedure(code: str) -> list[DecisionItem]:
    """What published decisions said of a procedure, the latest first."""
    rows = DecisionItem.objects.filter(code=code, decision__published_at__isnull=False)
    return list(rows.select_related("decision", "version").order_by("-decision__effective_from", "-pk"))
