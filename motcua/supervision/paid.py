"""Payments of a period: how many dossiers had fees paid at a counter, and how many of those with a receipt.

Read from the entries of the tills, which nothing changes but a cancelling, and that has its moment; so they are as sure
as facts at any past moment. A dossier counts in the period in which its payment was entered, under the heading that it
has at the end of the period, once it was accepted by then. Payment online has no source yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from motcua.payments.models import Entry
from motcua.payments.rules import Entered

from .measures import PAID
from .models import Fact
from .periods import View
from .queries import Headings, alive


def counted(view: View, of: Headings = None) -> dict[int, dict[str, int]]:
    """PAID by heading: a statement for each."""
    found: dict[int, dict[str, int]] = {}
    for name in PAID:
        rows = behind([name], view, of).values_list("heading").annotate(n=Count("pk")).order_by()
        for heading, n in rows:
            found.setdefault(heading, dict.fromkeys(PAID, 0))[name] = n
    return found


def behind(measures: Iterable[str], view: View, of: Headings = None) -> QuerySet[Fact]:
    """The facts, one for each dossier, that any of these measures counts."""
    met = Q(pk__in=[])
    for name in measures:
        met |= Q(dossier__in=_entries(name, view).values("dossier"))
    last = Q(known_to__isnull=True) | Q(known_to__gte=view.until) | ~Q(closing="")
    found = Fact.objects.filter(Q(known_from__lt=view.until), alive(view), last, met)
    return found if of is None else found.filter(heading__in=list(of))


def _entries(name: str, view: View) -> QuerySet[Entry]:
    """What came in, in the period, as far as it was not cancelled by the moment of the view."""
    stands = Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=view.as_of)
    found = Entry.objects.filter(stands, kind=Entered.PAID.value, at__gte=view.since, at__lt=view.until)
    return found.exclude(receipt="") if name == "paid_with_receipt" else found
