"""What goes through the doors: received for others, results at once, and procedures dealt with on the spot.

A dossier counts in the period of its filing, where it was received or, for what others received, at the counter of the
agency that decides. The share of procedures on the spot (4 tại chỗ, S10) names its denominator: procedures of which the
counter received at least one dossier in the period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motcua.catalogue.models import OnTheSpot
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import gettext_noop
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip

from .periods import midnight
from .scopes import Scope

DAY = timedelta(days=1)
AFAR = Q(transfer__in=["electronic", "paper"])
MEASURES: dict[str, str] = {
    "received": gettext_noop("Đã nhận"),
    "for_others": gettext_noop("Nhận hộ nơi khác"),
    "by_others": gettext_noop("Nơi khác nhận hộ"),
    "late_paper": gettext_noop("Giấy chuyển đến chậm"),
    "late_routing": gettext_noop("Xác định cơ quan chậm"),
    "at_once": gettext_noop("Trả ngay"),
    "no_slip": gettext_noop("Trả ngay, không in giấy hẹn"),
}
OF_OTHERS = ("by_others", "late_paper")  # counted at the counter of the agency that decides


@dataclass(frozen=True, slots=True)
class Door:
    """One counter: its figures by MEASURES; how many procedures arose there, and how many of them are on the spot."""

    code: str
    name: str
    counts: Mapping[str, int]
    arisen: int
    on_the_spot: int


def doors(of: Scope, first: date, last: date, offices: Snapshot, *, at: datetime) -> list[Door]:
    """The counters of the scope through which anything went, by name: four statements."""
    here = {counter.pk: counter for counter in counters(of, offices)}
    filed = _filed(first, last)
    received = _counted(
        filed.filter(receiving_id__in=here), "receiving_id", [m for m in MEASURES if m not in OF_OTHERS], at
    )
    served = {agency: pk for pk in sorted(here, reverse=True) for agency in offices.served_by(pk)}
    others = _counted(filed.filter(competent_id__in=served), "competent_id", OF_OTHERS, at)
    arisen: dict[int, set[int]] = {}
    pairs = (
        filed.filter(receiving_id__in=here).order_by().values_list("receiving_id", "version__procedure_id").distinct()
    )
    for counter_id, procedure_id in pairs:
        arisen.setdefault(counter_id, set()).add(procedure_id)
    marked = set(_marked(first, last).filter(counter_id__in=here).values_list("counter_id", "procedure_id"))
    found = []
    for pk, counter in here.items():
        counts = dict.fromkeys(MEASURES, 0) | received.get(pk, {})
        for agency_id, numbers in others.items():
            if served[agency_id] == pk:
                counts |= {measure: counts[measure] + n for measure, n in numbers.items()}
        own = arisen.get(pk, set())
        if any(counts.values()):
            spot = sum((pk, procedure) in marked for procedure in own)
            found.append(Door(counter.code, counter.name, counts, len(own), spot))
    return sorted(found, key=lambda door: door.name)


def behind(
    of: Scope, first: date, last: date, offices: Snapshot, *, counter: str, measure: str, at: datetime
) -> QuerySet[Dossier]:
    """The dossiers behind a figure, the oldest first; none for an unknown counter or measure."""
    here = [c for c in counters(of, offices) if c.code == counter]
    if not here or measure not in MEASURES:
        return Dossier.objects.none()
    pk = here[0].pk
    if measure in OF_OTHERS:
        all_here = sorted((c.pk for c in counters(of, offices)), reverse=True)
        served = {agency: door for door in all_here for agency in offices.served_by(door)}
        place = Q(competent_id__in=[agency for agency, door in served.items() if door == pk])
    else:
        place = Q(receiving_id=pk)
    return _filed(first, last).filter(place, _is(measure, at)).select_related("version").order_by("filed_at", "pk")


def counters(of: Scope, offices: Snapshot) -> list[Agency]:
    """The counters of a scope: of the province all, of another agency its own."""
    every = (a for a in offices.agencies.values() if a.is_counter)
    return [a for a in every if a.code in of.codes or (a.parent_id and offices.agency(a.parent_id).code in of.codes)]


def together(found: Sequence[Door]) -> Door:
    """All counters as one row; procedures are counted at each counter where they arose."""
    counts = {measure: sum(door.counts[measure] for door in found) for measure in MEASURES}
    return Door("", "", counts, sum(d.arisen for d in found), sum(d.on_the_spot for d in found))


def _filed(first: date, last: date) -> QuerySet[Dossier]:
    return Dossier.objects.filter(filed_at__gte=midnight(first), filed_at__lt=midnight(last + DAY), voided_at=None)


def _marked(first: date, last: date) -> QuerySet[OnTheSpot]:
    """Marks in force on some day of the period."""
    open_then = Q(valid_to=None) | Q(valid_to__gt=first)
    return OnTheSpot.objects.filter(open_then, valid_from__lte=last)


def _counted(rows: QuerySet[Dossier], by: str, measures: Sequence[str], at: datetime) -> dict[int, dict[str, int]]:
    counts = {f"n_{measure}": Count("pk", filter=_is(measure, at)) for measure in measures}
    found = rows.order_by().values_list(by).annotate(**counts)
    return {pk: dict(zip(measures, numbers, strict=True)) for pk, *numbers in found}


def _is(measure: str, at: datetime) -> Q:
    """The condition of one of MEASURES. What was given at once was accepted, finished and returned at one moment."""
    at_once = Q(returned_at__isnull=False, returned_at=F("accepted_at"))
    conditions: dict[str, Q] = {
        "received": Q(pk__isnull=False),
        "for_others": AFAR,
        "by_others": AFAR,
        "late_paper": Q(transferred_at__gt=F("transfer_by")) | Q(transferred_at=None, transfer_by__lt=at),
        "late_routing": Q(routed_at__gt=F("routing_by")) | Q(routed_at=None, routing_by__lt=at, ended_at=None),
        "at_once": at_once,
        "no_slip": at_once & Q(~Exists(Slip.objects.filter(dossier_id=OuterRef("pk"), form="01"))),
    }
    return conditions[measure]
