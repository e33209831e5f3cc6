"""Rounds of opinions on draft processes: for who keeps the process, and for the agencies that are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from motcua.catalogue.queries import in_force as published_on
from motcua.copying.shaped import Shaped
from motcua.kernel import folding
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency, Post, in_force
from motcua.offices.roles import LABELS, Role
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.predicates import LEADERS
from motcua.workflow.models import Opinion, OpinionRound, Remark
from motcua.workflow.opinions.rules import Verdict
from motcua.workflow.process.difference import differences
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import from_json, to_json
from motcua.workflow.process.performers import code_of, place_said

from .found import Found
from .process_drafts import Draft, Whose
from .process_staffing import deciding

MOST_DECIDING = 10  # agencies that decide: more are asked only if they are chosen
WAITING, SILENT = "waiting", "silent"  # beside the verdicts: may still answer, did not


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A step of a draft as people read it: who does it, where, in how many working hours."""

    n: int
    name: str
    role: str
    place: Sentence
    hours: str


def rows_of(graph: Graph, offices: Snapshot, *, day: date) -> list[DraftRow]:
    """The steps in the order in which remarks number them."""
    return [
        DraftRow(
            n,
            node.name,
            LABELS[Role(node.role)],
            _place(node.at, offices, day),
            f"{node.hours.normalize():f}".replace(".", ",") if node.hours is not None else "–",
        )
        for n, node in enumerate(graph.steps, 1)
    ]


def _place(at: str, offices: Snapshot, day: date) -> Sentence:
    code = code_of(at)
    heir = offices.heir(code, day) if code else None
    return place_said(at, offices.agency(heir).name if heir else "")


@dataclass(frozen=True)
class Told:
    """What one agency was asked and answered. `state` is its verdict, WAITING, or SILENT once its time is over."""

    opinion: Opinion
    state: str
    late: bool
    remarks: Sequence[Remark]

    @property
    def unanswered(self) -> bool:
        """Whether it disagrees and something that it said has no reply yet."""
        return self.state == Verdict.DISAGREE and any(not remark.reply for remark in self.remarks)


@dataclass(frozen=True)
class Round:
    """A round with all answers. `changed` is that the draft is another one by now, `changes` in what."""

    kept: OpinionRound
    graph: Graph
    told: Sequence[Told]
    changed: bool = False
    changes: Sequence[Sentence] = ()

    @property
    def is_open(self) -> bool:
        return self.kept.closed_at is None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many agencies in each state."""
        return Counter(one.state for one in self.told)

    @property
    def answered(self) -> int:
        return len(self.told) - self.counts.get(WAITING, 0) - self.counts.get(SILENT, 0)

    @property
    def unanswered(self) -> Sequence[Told]:
        """Disagreements without a reply."""
        return [one for one in self.told if one.unanswered]

    @property
    def open_remarks(self) -> int:
        """Remarks without a reply."""
        return sum(not remark.reply for one in self.told for remark in one.remarks)


def open_round(whose: Whose) -> OpinionRound | None:
    """The round that is open on the draft of an owner."""
    return OpinionRound.objects.filter(whose.owns("process__"), closed_at__isnull=True).first()


def rounds(whose: Whose, found: Draft | None, *, day: date, n: int | None = None) -> list[Round]:
    """All rounds of an owner, the newest first, or round `n`: three statements. `found` is the draft as it is now."""
    rows = OpinionRound.objects.filter(whose.owns("process__")).select_related("sent_by", "closed_by", "version")
    kept = list(rows.filter(n=n) if n is not None else rows)
    answers = list(
        Opinion.objects.filter(round__in=kept).select_related("agency", "answered_by", "file").order_by("agency__code")
    )
    remarks: dict[int, list[Remark]] = {}
    for remark in Remark.objects.filter(opinion__in=answers).select_related("replied_by").order_by("n"):
        remarks.setdefault(remark.opinion_id, []).append(remark)
    return [
        _round(one, [_told(a, one, remarks.get(a.pk, []), day) for a in answers if a.round_id == one.pk], found)
        for one in kept
    ]


def _round(kept: OpinionRound, told: Sequence[Told], found: Draft | None) -> Round:
    graph = from_json(kept.graph)
    now = found.graph if found is not None and kept.version_id is None else None
    changed = now is not None and to_json(now) != kept.graph
    changes = differences(graph, now) if changed and now is not None and found and not found.problems else ()
    return Round(kept, graph, told, changed, changes)


def _told(opinion: Opinion, kept: OpinionRound, remarks: Sequence[Remark], day: date) -> Told:
    answered = opinion.answered_at
    late = answered is not None and _day(answered) > kept.until
    over = kept.closed_at is not None or day > kept.until
    return Told(opinion, opinion.verdict or (SILENT if over else WAITING), late, remarks)


# Who is asked


@dataclass(frozen=True)
class Offer:
    """Whom a round may ask: `usual` are ticked at first, `others` by kind; `without` are usual ones nobody leads."""

    usual: Sequence[Agency]
    others: Mapping[str, Sequence[Agency]]
    without: Sequence[Agency]


def leads(day: date) -> frozenset[int]:
    """The agencies where somebody leads who can sign in: one statement."""
    posts = in_force(Post.objects, day).filter(role__in=LEADERS, account__is_active=True, account__machine=False)
    return frozenset(posts.order_by().values_list("agency_id", flat=True))


def offer(whose: Whose, graph: Graph, offices: Snapshot, *, day: date) -> Offer:
    """The agencies that do a step or decide the procedure, and all others where somebody could answer. Two statements.

    Of a procedure that very many agencies decide, they are offered but not ticked.
    """
    named = [a for node in graph.steps if (a := offices.coded(code_of(node.at), day))]
    decide = deciding(whose.procedure, offices, day) if whose.procedure and not whose.agency else []
    decide = [whose.agency] if whose.agency else decide
    usual = {a.pk: a for a in [*named, *(decide if len(decide) <= MOST_DECIDING else [])]}
    led = leads(day)
    others: dict[str, list[Agency]] = {}
    for a in offices.agencies.values():
        if a.pk in led and a.pk not in usual and not a.is_counter and offices.in_force(a.pk, day):
            others.setdefault(a.kind, []).append(a)
    return Offer(
        _by_name(a for a in usual.values() if a.pk in led),
        {kind: _by_name(some) for kind, some in sorted(others.items(), key=lambda pair: len(pair[1]))},
        _by_name(a for a in usual.values() if a.pk not in led),
    )


def _by_name(agencies: Any) -> list[Agency]:
    return sorted(agencies, key=lambda a: folding.sort_key(a.name))


# For who is asked


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the list of a leader: a draft that their agency is or was asked about."""

    pk: int
    process: str
    title: str
    agency: str
    n: int
    sent_at: datetime
    until: date
    state: str
    late: bool


def waiting_for(facts: Facts) -> int:
    """How many drafts wait for the opinion of agencies that the actor leads: one statement, none for others."""
    led = facts.by.agencies(*LEADERS)
    return _waiting.count(sorted(led)) if led else 0


@Shaped
def _waiting(led: Sequence[int]) -> QuerySet[Opinion, Any]:
    rows = Opinion.objects.filter(agency_id__in=led, answered_at__isnull=True, round__closed_at__isnull=True)
    return rows.order_by().values("pk")


def asked_of(facts: Facts) -> Found[Asked]:
    """What agencies that the actor leads are or were asked: what waits first, the nearest end before others."""
    rows = Opinion.objects.filter(agency_id__in=facts.by.agencies(*LEADERS))
    columns = (
        "pk", "round__process__procedure__code", "round__process__level__name", "round__process__agency_id",
        "agency_id", "round__n", "round__sent_at", "round__until", "round__closed_at", "verdict", "answered_at",
        "title", "waits",
    )  # fmt: skip
    titled = rows.annotate(title=_title(facts.day), waits=_waits())
    return Found(titled.order_by("-waits", "round__until", "-pk").values(*columns), partial(_asked, facts))


def _title(day: date) -> Subquery:
    names = published_on(day).filter(procedure_id=OuterRef("round__process__procedure_id"))
    return Subquery(names.values("name")[:1])


def _waits() -> Case:
    open_ = When(answered_at__isnull=True, round__closed_at__isnull=True, then=Value(1))
    return Case(open_, default=Value(0), output_field=IntegerField())


def _asked(facts: Facts, v: Mapping[str, Any]) -> Asked:
    over = v["round__closed_at"] is not None or facts.day > v["round__until"]
    answered = v["answered_at"]
    return Asked(
        pk=v["pk"],
        process=_named(facts, v),
        title=v["title"] or "",
        agency=facts.offices.agency(v["agency_id"]).name,
        n=v["round__n"],
        sent_at=v["round__sent_at"],
        until=v["round__until"],
        state=v["verdict"] or (WAITING if v["waits"] else SILENT),
        late=_day(answered) > v["round__until"] if answered else bool(over and v["waits"]),
    )


def _named(facts: Facts, v: Mapping[str, Any]) -> str:
    code: str = v["round__process__procedure__code"] or v["round__process__level__name"]
    variant = v["round__process__agency_id"]
    return f"{code} · {facts.offices.agency(variant).name}" if variant else code


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Page:
    """The page of one agency that is asked: the draft as sent, and its own answer. `title` is the procedure's."""

    told: Told
    kept: OpinionRound
    whose: Whose
    title: str
    graph: Graph
    rows: Sequence[DraftRow]

    @property
    def may_answer(self) -> bool:
        return self.kept.closed_at is None and self.told.opinion.answered_at is None


def opinion_page(pk: int, facts: Facts) -> Page | None:
    """What one agency was asked, for its leaders; None for everybody else. Three statements."""
    rows = Opinion.objects.filter(pk=pk, agency_id__in=facts.by.agencies(*LEADERS))
    found = rows.select_related(
        "agency",
        "answered_by",
        "file",
        "round__sent_by",
        "round__process__procedure",
        "round__process__level",
        "round__process__agency",
    ).first()
    if found is None:
        return None
    kept, whose = found.round, Whose.of(found.round.process)
    graph = from_json(kept.graph)
    names = published_on(facts.day).filter(procedure=whose.procedure) if whose.procedure else None
    remarks = list(found.remarks.select_related("replied_by").order_by("n"))
    return Page(
        told=_told(found, kept, remarks, facts.day),
        kept=kept,
        whose=whose,
        title=(names.values_list("name", flat=True).first() or "") if names is not None else "",
        graph=graph,
        rows=rows_of(graph, facts.offices, day=facts.day),
    )


def file_of(pk: int, *, agencies: frozenset[int] | None = None) -> Opinion | None:
    """An answer with a file, of any agency or of these."""
    rows = Opinion.objects.filter(pk=pk, file__isnull=False).select_related("file")
    return (rows if agencies is None else rows.filter(agency_id__in=agencies)).first()
