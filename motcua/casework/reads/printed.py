"""Everything that was printed: statutory slips and papers on several dossiers, found by number, code and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import ENDED
from motcua.kernel.moments import VIETNAM
from motcua.papers.models import ListedDossier, ListSlip, Print, Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.policy.predicates import CASE_ROLES

from .found import Found, FoundByKey


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a number or code as printed, a form, days of issue. Empty fields ask for nothing."""

    text: str = ""
    form: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One printed paper. `code` is its dossier's, or its own where it is on several; `dossiers` says how many."""

    pk: int
    on_several: bool
    pack: str
    form: str
    number: str
    code: str
    edition: int
    issued_at: datetime
    issued_by: str
    dossiers: int
    prints: int


def found(facts: Facts, question: Question) -> Found[Row]:
    """The papers that the actor may see, the latest first; a page of them costs four statements with its count."""
    one = Slip.objects.filter(_met(question, "dossier__code"), dossier__in=_seen(facts))
    several = ListSlip.objects.filter(_met(question, "code"), _open(facts))
    named = [
        rows.order_by().annotate(several=Value(n)).values_list("issued_at", "several", "pk")
        for n, rows in enumerate((one, several))
    ]
    keys = named[0].union(named[1], all=True).order_by("-issued_at", "-several", "-pk")
    return FoundByKey(keys, _read)


def _read(keys: Sequence[tuple[datetime, int, int]]) -> list[Row]:
    """The papers of these keys, in their order: one statement for each kind that is among them."""
    slips = Slip.objects.select_related("dossier", "issued_by").defer("content")
    lists = ListSlip.objects.select_related("issued_by").defer("content")
    lists = lists.annotate(how_many=Count("listed", distinct=True), printed_times=Count("printed", distinct=True))
    ones, severals = ([pk for _at, n, pk in keys if n == kind] for kind in (0, 1))
    rows = {(0, s.pk): _row(s, s.dossier.code, 1, s.prints) for s in slips.filter(pk__in=ones)}
    rows |= {(1, s.pk): _row(s, s.code, s.how_many, s.printed_times) for s in lists.filter(pk__in=severals)}
    return [rows[n, pk] for _at, n, pk in keys]


def _seen(facts: Facts) -> Any:
    return Dossier.objects.filter(visible(facts)).values("pk")


def _row(s: Any, code: str, dossiers: int, prints: int) -> Row:
    several = isinstance(s, ListSlip)
    who = s.issued_by.full_name
    return Row(s.pk, several, s.pack, s.form, s.number, code, s.edition, s.issued_at, who, dossiers, prints)


def _met(q: Question, code: str) -> Q:
    met = Q()
    if text := q.text.strip()[:60]:
        met &= Q(number__iexact=text) | Q(number__istartswith=f"{text}/") | Q(**{f"{code}__iexact": text})
    if q.form:
        met &= Q(form=q.form)
    if q.first:
        met &= Q(issued_at__gte=_midnight(q.first))
    if q.last:
        met &= Q(issued_at__lt=_midnight(q.last + timedelta(days=1)))
    return met


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def list_slip(facts: Facts, pk: int) -> ListSlip | None:
    """One paper on several dossiers that the actor may see, with its archived file; else None."""
    return _lists(facts).filter(pk=pk).first()


def editions(facts: Facts, code: str) -> list[ListSlip]:
    """All editions of the paper of that code, the latest first; none for who may not see it."""
    return list(_lists(facts).filter(code=code).order_by("-edition"))


def _lists(facts: Facts) -> QuerySet[ListSlip]:
    return ListSlip.objects.filter(_open(facts)).select_related("archived", "issued_by", "agency")


def _open(facts: Facts) -> Q:
    """Those of the actor's agencies; form 06 and the receipt for a result also for who may see its dossier."""
    seen = ListedDossier.objects.filter(slip__form__in=("06", "KQ"), dossier__in=_seen(facts)).values("slip_id")
    return Q(agency_id__in=facts.by.agencies(*CASE_ROLES)) | Q(pk__in=seen)


def listing(facts: Facts, dossier: Dossier) -> list[ListSlip]:
    """The papers that name a dossier and that the actor may see, the latest first: one statement."""
    naming = ListedDossier.objects.filter(dossier=dossier).values("slip_id")
    return list(ListSlip.objects.filter(_open(facts), pk__in=naming).select_related("issued_by").order_by("-pk")[:50])


def printed_of(slips: Sequence[Slip], lists: Sequence[ListSlip]) -> list[Print]:
    """Who printed the papers of a dossier when, the latest first, at most fifty: one statement."""
    of = Q(slip__in=[s.pk for s in slips]) | Q(list_slip__in=[s.pk for s in lists])
    return list(Print.objects.filter(of).select_related("printed_by", "slip", "list_slip").order_by("-pk")[:50])


def of_code(facts: Facts, text: str) -> str:
    """The code of the paper that was scanned, where the actor may see it; else nothing. One statement."""
    return ListSlip.objects.filter(_open(facts), code=text).values_list("code", flat=True).first() or ""


def prints_of(slips: Sequence[ListSlip]) -> list[Print]:
    """Who printed them when, the latest first: one statement."""
    of = Print.objects.filter(list_slip__in=[s.pk for s in slips]).select_related("printed_by", "list_slip")
    return list(of.order_by("-printed_at", "-pk")[:200])


def today_at(facts: Facts, agencies: Sequence[int], *, day: date) -> list[Dossier]:
    """What these counters received on that day and is still open, in the order of reception: for a hand-over slip."""
    begun, ended = _midnight(day), _midnight(day + timedelta(days=1))
    rows = Dossier.objects.filter(visible(facts), receiving_id__in=agencies, filed_at__gte=begun, filed_at__lt=ended)
    rows = rows.exclude(status__in=[int(status) for status in ENDED])  # what was settled at once goes nowhere
    return list(rows.filter(voided_at=None, accepted_at__isnull=False).select_related("version").order_by("pk")[:500])
