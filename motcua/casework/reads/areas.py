"""Who is responsible for which places, at the agencies whose work an actor shares out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.kernel import folding
from motcua.offices.models import Area, Post, in_force
from motcua.policy.facts import Facts
from motcua.policy.predicates import ASSIGNERS, CASE_ROLES


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One place with who is responsible for it, from when and until when."""

    pk: int
    agency: str
    name: str
    person: str
    first: date
    until: date | None
    to_come: bool


def led_by(facts: Facts) -> frozenset[int]:
    """The agencies whose work the actor shares out."""
    return facts.by.agencies(*ASSIGNERS)


def areas(facts: Facts) -> list[AreaRow]:
    """What is in force or to come, by agency and place: one statement."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=facts.day)
    rows = Area.objects.filter(still, agency_id__in=led_by(facts)).select_related("account")
    found = [
        AreaRow(
            row.pk,
            facts.offices.agency(row.agency_id).name,
            row.name,
            row.account.full_name,
            row.valid_from,
            row.valid_to,
            row.valid_from > facts.day,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.agency, natural(row.name), row.person))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Places in the order in which people count them: Thôn 2 before Thôn 10."""
    return tuple((0, int(w), "") if w.isdecimal() else (1, 0, folding.sort_key(w)) for w in name.split())


def people(facts: Facts) -> list[tuple[str, str]]:
    """Who may be given places: "agency-account" and a name, with the agency where the actor leads several."""
    here = led_by(facts)
    posts = in_force(Post.objects, facts.day).filter(agency_id__in=here, role__in=[r.value for r in CASE_ROLES])
    rows = posts.filter(account__is_active=True, account__machine=False).order_by().distinct()
    found = rows.values_list("agency_id", "account_id", "account__full_name")
    named = [
        (f"{agency}-{account}", f"{name} · {facts.offices.agency(agency).name}" if len(here) > 1 else name)
        for agency, account, name in found
    ]
    return sorted(named, key=lambda one: folding.sort_key(one[1]))
