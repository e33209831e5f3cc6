"""Results that wait for their owners at a counter, what one person may take, and the originals that still lie there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from motcua.casework.fees_due import fees
from motcua.catalogue.queries import published
from motcua.dossiers.models import Dossier, Party, Result
from motcua.dossiers.states import Status
from motcua.kernel import folding
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.payments.models import Assessment, Entry
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.returning.models import Original, Posting, Reminder

from .found import Found
from .search import applicant_of, with_words

SORTS: dict[str, Any] = {
    "since": ("finished_at", "id"),
    "-since": ("-finished_at", "-id"),
    "code": ("code",),
    "-code": ("-code",),
    "reminded": (F("reminded_at").asc(nulls_first=True), "finished_at"),
    "-reminded": (F("reminded_at").desc(nulls_last=True), "finished_at"),
}
ORIGINAL_SORTS = {
    "kept": ("kept_at", "id"),
    "-kept": ("-kept_at", "-id"),
    "code": ("dossier__code", "n"),
    "-code": ("-dossier__code", "n"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; empty fields ask for nothing. `days`: waiting so long at least; `reminded`: yes or no.

    `way` is how the result was to go: counter, post, electronic; "posted" is what the post has now.
    """

    text: str = ""
    days: int = 0
    way: str = ""
    reminded: str = ""
    sort: str = "since"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One result that waits. Name and telephone number are to be masked by the face. `days` are whole days waited."""

    code: str
    procedure: str
    applicant: str
    phone: str
    delivery: str
    since: datetime
    days: int
    posted: str
    came_back: bool
    reminders: int
    reminded_at: datetime | None
    originals: int


@dataclass(frozen=True, slots=True)
class Takeable:
    """One result that a person may take, with the originals of its dossier; `left` is still to be paid, in đồng."""

    code: str
    procedure: str
    delivery: str
    since: datetime
    fee: str
    left: int
    result: Result | None
    posted: Posting | None
    originals: tuple[Original, ...]


@dataclass(frozen=True, slots=True)
class ForPerson:
    """All that waits at one counter for the applicant of one dossier."""

    applicant: Party
    owners: tuple[str, ...]
    results: tuple[Takeable, ...]


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """One original that lies at a counter; the name is to be masked by the face."""

    code: str
    n: int
    name: str
    count: int
    applicant: str
    kept_at: datetime
    kept_by: str
    status: int


def places(facts: Facts) -> list[Agency]:
    """The counters whose results the actor looks after, as receiver or as head, by name."""
    mine = (facts.offices.agencies.get(a) for a in facts.by.agencies(Role.RECEIVER, Role.COUNTER_HEAD))
    here = [a for a in mine if a is not None and a.is_counter and facts.offices.in_force(a.pk, facts.day)]
    return sorted(here, key=lambda a: folding.sort_key(a.name))


def waiting(facts: Facts, counter_id: int, question: Question, *, at: datetime) -> Found[Waiting]:
    """The results that wait at a counter, as asked."""
    mine = {"dossier_id": OuterRef("pk")}
    under_way = Posting.objects.filter(**mine, delivered_at=None, came_back_at=None)
    back = Posting.objects.filter(**mine, came_back_at__isnull=False).order_by().values("dossier_id")
    reminders = Reminder.objects.filter(**mine).order_by().values("dossier_id")
    originals = Original.objects.filter(**mine, given_back_at=None).order_by().values("dossier_id")
    phones = Party.objects.filter(**mine, role="applicant").values("phone")[:1]
    rows = _ready(facts, counter_id).annotate(
        applicant=applicant_of("pk"),
        phone=Subquery(phones),
        posted=Subquery(under_way.values("item_number")[:1]),
        back=Subquery(back.annotate(n=Count("pk")).values("n")),
        reminders_n=Subquery(reminders.annotate(n=Count("pk")).values("n")),
        reminded_at=Subquery(reminders.annotate(last=Max("reminded_at")).values("last")),
        originals_n=Subquery(originals.annotate(n=Sum("count")).values("n")),
    )
    rows = rows.filter(_conditions(question, at=at)).order_by(*SORTS.get(question.sort, SORTS["since"]))
    return Found(rows.values(*COLUMNS), lambda v: _row(v, at))


COLUMNS = (
    "code", "version__name", "applicant", "phone", "delivery", "finished_at", "posted", "back", "reminders_n",
    "reminded_at", "originals_n",
)  # fmt: skip


def _ready(facts: Facts, counter_id: int) -> QuerySet[Dossier]:
    return Dossier.objects.filter(visible(facts), receiving_id=counter_id, status=int(Status.FINISHED), voided_at=None)


def _conditions(question: Question, *, at: datetime) -> Q:
    met = Q()
    if question.text.strip():
        met &= with_words(question.text)
    if question.days:
        met &= Q(finished_at__lte=at - timedelta(days=question.days))
    if question.way == "posted":
        met &= Q(posted__isnull=False)
    elif question.way:
        met &= Q(delivery=question.way)
    if question.reminded:
        met &= Q(reminded_at__isnull=question.reminded == "no")
    return met


def _row(v: Mapping[str, Any], at: datetime) -> Waiting:
    return Waiting(
        code=v["code"],
        procedure=v["version__name"],
        applicant=v["applicant"] or "",
        phone=v["phone"] or "",
        delivery=v["delivery"],
        since=v["finished_at"],
        days=(at - v["finished_at"]).days,
        posted=v["posted"] or "",
        came_back=bool(v["back"]) and not v["posted"],
        reminders=v["reminders_n"] or 0,
        reminded_at=v["reminded_at"],
        originals=v["originals_n"] or 0,
    )


def exactly(facts: Facts, counter_id: int, typed: str) -> str | None:
    """The code of the result that waits at this counter under exactly what was scanned: one statement."""
    found = _ready(facts, counter_id).filter(Q(code=typed) | Q(foreign_code__iexact=typed))
    return found.values_list("code", flat=True).first()


def for_person(facts: Facts, counter_id: int, code: str) -> ForPerson | None:
    """All that waits at this counter for the applicant of `code`: nine statements. None where it does not wait here."""
    first = _ready(facts, counter_id).filter(code=code).first()
    if first is None:
        return None
    applicant = Party.objects.get(dossier_id=first.pk, role="applicant")
    same = Party.objects.filter(role="applicant", number=applicant.number).values("dossier_id")
    theirs = Q(pk__in=same) if applicant.number else Q(pk=first.pk)
    found = list(_ready(facts, counter_id).filter(theirs).select_related("version").order_by("finished_at", "pk")[:50])
    ids = [d.pk for d in found]
    results = {r.dossier_id: r for r in Result.objects.filter(dossier_id__in=ids, replaced=False)}
    items = {p.dossier_id: p for p in Posting.objects.filter(dossier_id__in=ids, delivered_at=None, came_back_at=None)}
    originals = list(Original.objects.filter(dossier_id__in=ids, given_back_at=None))
    owners = Party.objects.filter(dossier_id__in=ids, role="owner").values_list("name", flat=True)
    left = _left(found)
    return ForPerson(
        applicant=applicant,
        owners=tuple(name for name in dict.fromkeys(owners) if name != applicant.name),
        results=tuple(_takeable(d, left[d.pk], results.get(d.pk), items.get(d.pk), originals) for d in found),
    )


def _left(dossiers: Sequence[Dossier]) -> dict[int, int]:
    """What is still to be paid for each, never below zero: two statements."""
    ids = [d.pk for d in dossiers]
    said, paid = Assessment.objects.in_bulk(ids), defaultdict[int, list[Entry]](list)
    for entry in Entry.objects.filter(dossier_id__in=ids).select_related("by").order_by("n"):
        paid[entry.dossier_id].append(entry)
    for d in dossiers:
        d.version = published(d.version_id)
    return {d.pk: max(fees(d, said.get(d.pk), paid[d.pk]).left, 0) for d in dossiers}


def _takeable(
    d: Dossier, left: int, result: Result | None, posted: Posting | None, originals: Sequence[Original]
) -> Takeable:
    assert d.finished_at is not None
    return Takeable(
        code=d.code,
        procedure=d.version.name,
        delivery=d.delivery,
        since=d.finished_at,
        fee=d.version.fee_text,
        left=left,
        result=result,
        posted=posted,
        originals=tuple(o for o in originals if o.dossier_id == d.pk),
    )


def originals(facts: Facts, counter_id: int, *, text: str = "", sort: str = "kept") -> Found[OriginalRow]:
    """The originals that lie at a counter, the oldest first unless asked otherwise."""
    rows = Original.objects.filter(
        given_back_at=None, dossier__in=Dossier.objects.filter(visible(facts), receiving_id=counter_id)
    ).annotate(applicant=applicant_of("dossier_id"))
    if text.strip():
        rows = rows.filter(with_words(text, dossier="dossier__"))
    ordered = rows.order_by(*ORIGINAL_SORTS.get(sort, ORIGINAL_SORTS["kept"]))
    columns = ("dossier__code", "n", "name", "count", "applicant", "kept_at", "kept_by__full_name", "dossier__status")
    return Found(ordered.values(*columns), _original)


def _original(v: Mapping[str, Any]) -> OriginalRow:
    return OriginalRow(
        code=v["dossier__code"],
        n=v["n"],
        name=v["name"],
        count=v["count"],
        applicant=v["applicant"] or "",
        kept_at=v["kept_at"],
        kept_by=v["kept_by__full_name"],
        status=v["dossier__status"],
    )
