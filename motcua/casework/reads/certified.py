"""The books of certifications: rows by number, found by what is typed, and how much of a day, a month and a year.

Requests count as dossiers; copies stand beside them. What was voided is listed with its number and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from motcua.certification.models import Certified
from motcua.policy.facts import Facts

from .pointers import is_visible

MOST = 20_000  # rows of one spreadsheet


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests, documents, copies that left the counter, and đồng."""

    requests: int
    documents: int
    copies: int
    fee: int


def rows(facts: Facts, *, agency_id: int, kind: str = "", year: int = 0, text: str = "") -> QuerySet[Certified]:
    """The rows of an agency's books, the latest first; of one kind and year, with `text` in number, name or content."""
    del facts  # the face has asked: whoever sits at a counter of the agency reads its books
    found = Certified.objects.filter(agency_id=agency_id).select_related("dossier", "by")
    found = found.filter(kind=kind) if kind else found
    found = found.filter(year=year) if year else found
    for word in text.split():
        said = Q(requester__icontains=word) | Q(content__icontains=word) | Q(dossier__code__iexact=word)
        if word.isascii() and word.isdigit() and len(word) < 10:
            said |= Q(number=int(word))
        found = found.filter(said)
    return found.order_by("-year", "-at", "-number")


Place = tuple[datetime, int]
"""When a row was entered and its key: where a page of rows ended."""


def latest(found: QuerySet[Certified], *, after: Place | None, most: int) -> list[Certified]:
    """At most so many of `rows`, the latest first, from the one after `after` on; one statement."""
    if after is not None:
        at, pk = after
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    return list(found.order_by("-at", "-pk")[:most])


def row_of(code: str, facts: Facts) -> Certified | None:
    """The row that is this dossier; None where there is none, or where the actor does not see the dossier."""
    if not is_visible(code, facts):
        return None
    return Certified.objects.select_related("dossier", "by", "counter").filter(dossier__code=code).first()


def of_day(agency_id: int, counter_id: int, day: date) -> list[Certified]:
    """What was entered at a counter on a day, the latest first; one statement."""
    found = Certified.objects.filter(agency_id=agency_id, counter_id=counter_id, day=day)
    return list(found.select_related("dossier", "by").order_by("-at", "-pk"))


def figures(agency_id: int, day: date) -> tuple[Figures, Figures, Figures]:
    """Of the day, of its month and of its year; one statement each."""
    whole = Certified.objects.filter(agency_id=agency_id, voided_at=None)
    this_year = whole.filter(day__year=day.year)
    spans: Sequence[QuerySet[Certified]] = (whole.filter(day=day), this_year.filter(day__month=day.month), this_year)
    one, month, year = (_figures(span) for span in spans)
    return one, month, year


def _figures(rows: QuerySet[Certified]) -> Figures:
    found = rows.aggregate(n=Count("pk"), d=Sum("documents"), c=Sum(F("documents") * F("copies")), f=Sum("fee"))
    return Figures(found["n"], found["d"] or 0, found["c"] or 0, found["f"] or 0)


def years(agency_id: int) -> list[int]:
    """The years of which there are books, the latest first."""
    found = Certified.objects.filter(agency_id=agency_id).order_by().values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)
