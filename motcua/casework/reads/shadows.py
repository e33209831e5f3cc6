"""Dossiers of other systems as pages need them: the list of a counter, one by its code, figures of a period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from motcua.casework.intake import OURS
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel import folding
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.moments import VIETNAM
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import agencies
from motcua.shadows.models import Shadow
from motcua.shadows.states import MOVES, OVER, State

from .happenings import Story, story
from .procedures import version_in_force


class Which(StrEnum):
    """The parts of the list, in the order in which a counter asks for them."""

    OPEN = "open"
    READY = "ready"
    OVER = "over"


PARTS: dict[Which, Q] = {
    Which.OPEN: ~Q(state__in=[*OVER, State.RESULT]),
    Which.READY: Q(state=State.RESULT),
    Which.OVER: Q(state__in=OVER),
}


@dataclass(frozen=True, slots=True)
class ShadowRow:
    """One shadow of a list; the name is to be masked by the face."""

    pk: int
    code: str
    system: str
    procedure: str
    applicant: str
    state: State
    state_at: datetime
    appointment_at: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """One shadow with all that is known of it: `next` is what may be pressed now, `story` what happened."""

    row: Shadow
    counter: Agency
    procedure_code: str
    next: tuple[State, ...]
    story: Story


@dataclass(frozen=True, slots=True)
class Public:
    """A shadow as a stranger with its code sees it."""

    system: str
    code: str
    state: State


@dataclass(frozen=True, slots=True)
class OfSystem:
    """Figures of one system: noted in the period, and where these stand now."""

    system: str
    noted: int
    open: int
    ready: int
    returned: int
    ended: int


def seen(facts: Facts) -> QuerySet[Shadow]:
    """The shadows that the actor may see: those of the counters where they work or that they look after."""
    return Shadow.objects.filter(counter_id__in=agencies(facts))


def procedure(code: str, *, day: date) -> ProcedureVersion | None:
    """The version in force of a procedure that another system handles; None where that is Motcua. One statement."""
    version = version_in_force(code, day=day)
    return version if version.authority_system != OURS else None


def counts(facts: Facts, counter_id: int) -> dict[Which, int]:
    """How many of each part a counter has: one statement."""
    mine = seen(facts).filter(counter_id=counter_id, voided_at=None)
    found = mine.aggregate(**{part.value: Count("pk", filter=met) for part, met in PARTS.items()})
    return {part: found[part.value] for part in Which}


def followed(facts: Facts, counter_id: int) -> int:
    """How many shadows a counter still follows: one statement, by the index of what is open."""
    return seen(facts).filter(~Q(state__in=sorted(OVER)), counter_id=counter_id, voided_at=None).count()


def rows(facts: Facts, counter_id: int, which: Which, *, text: str = "") -> QuerySet[Shadow]:
    """The shadows of one part, the nearest appointment first, of what is over the latest first."""
    found = seen(facts).filter(PARTS[which], counter_id=counter_id, voided_at=None)
    if text:
        code = looks_like_code(text)
        found = found.filter(foreign_code__contains=code) if code else found.none()
    last = ("-state_at", "-pk") if which is Which.OVER else (F("appointment_at").asc(nulls_last=True), "pk")
    return found.order_by(*last).select_related("version")


def row_of(shadow: Shadow) -> ShadowRow:
    return ShadowRow(
        pk=shadow.pk,
        code=shadow.foreign_code,
        system=shadow.system,
        procedure=shadow.version.name,
        applicant=shadow.applicant,
        state=shadow.stands,
        state_at=shadow.state_at,
        appointment_at=shadow.appointment_at,
    )


def one(facts: Facts, pk: int) -> Followed | None:
    """One shadow with its story, or None for who may not see it: three statements."""
    row = seen(facts).select_related("version__procedure", "noted_by").filter(pk=pk).first()
    if row is None:
        return None
    after = () if row.voided_at else MOVES[row.stands]
    return Followed(row, facts.offices.agency(row.counter_id), row.version.procedure.code, after, story(row))


def keys_of(facts: Facts, typed: str) -> list[int]:
    """The visible shadows with this code, of whatever system: one statement."""
    code = looks_like_code(typed)
    if code is None:
        return []
    return list(seen(facts).filter(foreign_code=code, voided_at=None).order_by("pk").values_list("pk", flat=True))


def public(code: str) -> list[Public]:
    """What anybody may know by a code of another system: whose it is and where it stands there. One statement."""
    found = Shadow.objects.filter(foreign_code=code, voided_at=None).order_by("system")
    return [Public(s, c, State(state)) for s, c, state in found.values_list("system", "foreign_code", "state")]


def figures(counters: Collection[int], first: date, last: date) -> list[OfSystem]:
    """The shadows noted at these counters from `first` to `last`, by system: one statement. None is in any report."""
    begin = datetime.combine(first, datetime.min.time(), VIETNAM)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), VIETNAM)
    noted = Shadow.objects.filter(counter_id__in=counters, noted_at__gte=begin, noted_at__lt=end, voided_at=None)
    columns = {
        "noted": Count("pk"),
        "open": Count("pk", filter=PARTS[Which.OPEN]),
        "ready": Count("pk", filter=PARTS[Which.READY]),
        "returned": Count("pk", filter=Q(state=State.RETURNED)),
        "ended": Count("pk", filter=Q(state=State.ENDED)),
    }
    found = noted.values("system").annotate(**columns).order_by().values_list("system", *columns)
    return sorted((OfSystem(*v) for v in found), key=lambda row: folding.sort_key(row.system))


def counters_of(agency_id: int, offices: Snapshot) -> frozenset[int]:
    """The counters that stand under an agency, those of the past among them: whose shadows its figures tell of."""
    below = {agency_id, *offices.below(agency_id)}
    return frozenset(a for a in below if offices.agency(a).is_counter)
