"""Procedures assigned to a centre and still received beside it (S39): detected from where dossiers were taken in.

*Assigned to the centre.* NĐ 118/2025 Điều 7-8: what the agencies of a level decide is received at the counter that
stands at their committee, or at the office of it (the provincial centre for the committee and its departments). So a
procedure is assigned to a centre by each agency that the centre serves and that decides it.

*Received beside it.* A dossier that such an agency decides, filed while the centre was in force, whose receiving place
is none of the centres but belongs to the same level: the department itself, or a counter that stands under it. What a
counter of another level took in is reception regardless of boundary (Điều 14), lawful, and not counted; nor is what
comes from a system in which nobody received it here (no receiving place of this house).

A dossier counts in the period of its filing, void ones do not; each figure opens its dossiers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.models import Dossier
from motcua.kernel import folding
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

from .doors import DAY
from .periods import midnight
from .scopes import Scope


@dataclass(frozen=True, slots=True)
class Beside:
    """One procedure at one place beside its centre: how many of its dossiers were received there, and how many the
    centre received of the agencies that it decides for, in the same period."""

    procedure: str
    name: str
    place: Agency
    centre: Agency
    received: int
    at_the_centre: int

    @property
    def both(self) -> int:
        return self.received + self.at_the_centre


def centres(offices: Snapshot) -> dict[int, frozenset[int]]:
    """The counters that stand at a committee or at its office, with the agencies that each receives for."""
    found = (a for a in offices.agencies.values() if a.is_counter and _at_a_committee(a, offices))
    return {a.pk: offices.served_by(a.pk) for a in found}


def _at_a_committee(counter: Agency, offices: Snapshot) -> bool:
    if counter.parent_id is None:
        return False
    above = offices.agency(counter.parent_id)
    if above.kind == "office" and above.parent_id is not None:
        above = offices.agency(above.parent_id)
    return above.kind.endswith("_committee")


def beside(of: Scope, first: date, last: date, offices: Snapshot) -> list[Beside]:
    """What was received beside the centres in the scope, most first: three statements."""
    rows = _received(of, first, last, offices)
    counted = rows.order_by().values_list("version__procedure__code", "receiving_id", "competent_id")
    found: dict[tuple[str, int, int], int] = {}
    of_centre = _centre_of(offices)
    for code, place, competent, n in counted.annotate(n=Count("pk")):
        key = (code, place, of_centre[competent])
        found[key] = found.get(key, 0) + n
    codes = {code for code, _, _ in found}
    names = _names(codes, first, last)
    taken = _at_centres(codes, of_centre, first, last)
    lines = [
        Beside(code, names.get(code, code), offices.agency(p), offices.agency(c), n, taken.get((code, c), 0))
        for (code, p, c), n in found.items()
    ]
    return sorted(lines, key=lambda b: (-b.received, folding.sort_key(b.name), b.place.code))


def behind(of: Scope, first: date, last: date, offices: Snapshot, *, procedure: str, place: str) -> QuerySet[Dossier]:
    """The dossiers of a procedure received at a place (by its code) beside the centre, the oldest first."""
    places = [a.pk for a in offices.agencies.values() if a.code == place]
    rows = _received(of, first, last, offices).filter(version__procedure__code=procedure, receiving_id__in=places)
    return rows.select_related("version").order_by("filed_at", "pk")


def _centre_of(offices: Snapshot) -> dict[int, int]:
    """By agencies the centre that receives for them; of several the one with the lower number, as everywhere."""
    found = centres(offices)
    return {agency: pk for pk in sorted(found, reverse=True) for agency in found[pk]}


def _received(of: Scope, first: date, last: date, offices: Snapshot) -> QuerySet[Dossier]:
    """The dossiers received beside a centre, in the scope: where the place or the deciding agency is in it."""
    wanted = Q(pk__in=[])
    for pk, agencies in (found := centres(offices)).items():
        if places := _places(agencies, offices, found):
            centre = offices.agency(pk)
            filed = Q(filed_at__gte=midnight(centre.valid_from))
            filed &= Q(filed_at__lt=midnight(centre.valid_to)) if centre.valid_to else Q()
            wanted |= filed & Q(competent_id__in=sorted(agencies), receiving_id__in=places)
    inside = [a.pk for a in offices.agencies.values() if a.code in of.codes]
    mine = Q() if of.whole else Q(competent_id__in=inside) | Q(receiving_id__in=inside)
    return _filed(first, last).filter(wanted, mine)


def _places(agencies: frozenset[int], offices: Snapshot, all_centres: Collection[int]) -> list[int]:
    """Where something can be received beside the centre: the agencies that it serves, and the counters under them.

    Nowhere where it serves the committee alone, as in most communes: there is nobody else to receive.
    """
    if len(agencies) < 2:
        return []
    below = (pk for agency in agencies for pk in offices.children.get(agency, ()))
    return sorted(agencies | {pk for pk in below if offices.agency(pk).is_counter and pk not in all_centres})


def _filed(first: date, last: date) -> QuerySet[Dossier]:
    return Dossier.objects.filter(filed_at__gte=midnight(first), filed_at__lt=midnight(last + DAY), voided_at=None)


def _names(codes: Collection[str], first: date, last: date) -> dict[str, str]:
    """What each procedure was called by the last version of which a dossier came in the period."""
    rows = _filed(first, last).filter(version__procedure__code__in=sorted(codes)).order_by()
    said = rows.values_list("version__procedure__code", "version__n", "version__name").distinct()
    return {code: name for code, _, name in sorted(said)}


def _at_centres(
    codes: Collection[str], of_centre: Mapping[int, int], first: date, last: date
) -> dict[tuple[str, int], int]:
    """How many dossiers of each procedure each centre received for the agencies that it serves."""
    rows = _filed(first, last).filter(version__procedure__code__in=sorted(codes), receiving_id__in=of_centre.values())
    counted = rows.order_by().values_list("version__procedure__code", "receiving_id", "competent_id")
    found: dict[tuple[str, int], int] = {}
    for code, place, competent, n in counted.annotate(n=Count("pk")):
        if of_centre.get(competent) == place:
            found[code, place] = found.get((code, place), 0) + n
    return found
