"""Agencies as the back office sees them: the tree, one agency with all that belongs to it, what closing it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from motcua.casework.close_agency import alive_at
from motcua.catalogue.models import Competence
from motcua.dossiers.models import Draft
from motcua.kernel import folding
from motcua.offices.calendars import Piece, pieces
from motcua.offices.models import Agency, CounterHours, Post, Unit, in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import Process, WorkItem

from .happenings import Story, story

MOST_NAMES = 100  # of divisions, offered while somebody types one


def above_communes(offices: Snapshot, *, day: date) -> list[tuple[str, str]]:
    """Codes and names of the agencies that can be named, counters left out; those of communes can be typed by code."""
    there = (a for a in offices.agencies.values() if not a.is_counter and offices.in_force(a.pk, day))
    return [(a.code, a.name) for a in there if a.level.code != "commune"]


def unit_names(offices: Snapshot, *, day: date) -> list[str]:
    """What divisions are called, those that most agencies have first: of thousands of communes a few names."""
    there = (u.name for u in offices.units.values() if u.valid_from <= day and (u.valid_to is None or day < u.valid_to))
    return [name for name, _ in Counter(there).most_common(MOST_NAMES)]


@dataclass(frozen=True, slots=True)
class Question:
    """What narrows the list of agencies. `state` is open (the default), closed or all."""

    text: str = ""
    level: str = ""
    kind: str = ""
    state: str = "open"

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.level or self.kind or self.state != "open")


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in the list. `depth` counts from 0 at the root; `people` are those with a post today."""

    agency: Agency
    depth: int
    people: int = 0


def tree(offices: Snapshot, asked: Question, *, day: date) -> list[AgencyRow]:
    """Agencies in the order of the tree, or those that match, without their place in it: no statement."""
    if not asked.narrows:
        return [AgencyRow(a, depth) for a, depth in _walk(offices, None, 0) if _open(a, day)]
    words = folding.fold(asked.text).split()
    found = [a for a in offices.agencies.values() if _matches(a, asked, words, day)]
    return [AgencyRow(a, 0) for a in sorted(found, key=lambda a: folding.sort_key(a.name))]


def _walk(offices: Snapshot, parent: int | None, depth: int) -> Iterator[tuple[Agency, int]]:
    for child in sorted(offices.children.get(parent, ()), key=lambda a: _by_number(offices.agency(a))):
        yield offices.agency(child), depth
        yield from _walk(offices, child, depth + 1)


def _by_number(agency: Agency) -> list[tuple[bool, int, str]]:
    """Order of codes as people count: H48.9 before H48.10."""
    groups = agency.code.split(".")
    return [(not g.isdigit(), int(g) if g.isdigit() else 0, g) for g in groups]


def _open(agency: Agency, day: date) -> bool:
    return agency.valid_to is None or agency.valid_to > day


def _matches(agency: Agency, asked: Question, words: Sequence[str], day: date) -> bool:
    if asked.state != "all" and _open(agency, day) != (asked.state == "open"):
        return False
    if (asked.level and agency.level.code != asked.level) or (asked.kind and agency.kind != asked.kind):
        return False
    text = folding.fold(f"{agency.name} {agency.short_name} {agency.code}")
    return all(word in text for word in words)


def with_people(rows: Sequence[AgencyRow], *, day: date) -> list[AgencyRow]:
    """The rows of a page with their numbers of people: one statement."""
    posts = in_force(Post.objects, day).filter(agency_id__in=[r.agency.pk for r in rows])
    counts = dict(posts.values("agency_id").annotate(n=Count("account", distinct=True)).values_list("agency_id", "n"))
    return [AgencyRow(r.agency, r.depth, counts.get(r.agency.pk, 0)) for r in rows]


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """One agency with all that belongs to it. `hours` are the patterns by which its limits count, of `hours_of`."""

    agency: Agency
    above: Sequence[Agency]
    children: Sequence[Agency]
    predecessors: Sequence[Agency]
    units: Sequence[Unit]
    posts: Sequence[Post]
    hours: Sequence[Piece]
    hours_of: Agency | None
    counter_hours: Sequence[CounterHours]
    story: Story

    @property
    def open_units(self) -> list[Unit]:
        return [u for u in self.units if u.valid_to is None]


def agency_page(offices: Snapshot, agency_id: int, *, at: datetime, day: date) -> AgencyPage | None:
    """The page of one agency, or None: six statements."""
    agency = offices.agencies.get(agency_id)
    if agency is None:
        return None
    hours = [p for p in pieces(offices, agency_id, known_at=at) if p.pattern.to is None or p.pattern.to >= day]
    coming = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    posts = Post.objects.filter(coming, agency_id=agency_id).select_related("account", "unit")
    return AgencyPage(
        agency=agency,
        above=list(offices.line(agency_id))[:0:-1],
        children=sorted((offices.agency(a) for a in offices.children.get(agency_id, ())), key=_by_number),
        predecessors=[a for a in offices.agencies.values() if a.successor_id == agency_id],
        units=list(Unit.objects.filter(coming, agency_id=agency_id)),
        posts=sorted(posts, key=lambda p: (folding.sort_key(p.account.full_name), p.role)),
        hours=hours,
        hours_of=offices.agency(hours[0].row.agency_id) if hours else None,
        counter_hours=list(CounterHours.objects.filter(coming, agency_id=agency_id)),
        story=story(agency),
    )


@dataclass(frozen=True, slots=True)
class Closing:
    """What would go on at the successor if an agency closed: the preview of close_agency."""

    dossiers: int
    work: int
    posts: int
    people: int
    units: int
    children: Sequence[Agency]
    procedures: int
    variants: int
    drafts: int

    @property
    def anything(self) -> bool:
        """Whether a successor must be named."""
        return bool(self.dossiers or self.posts or self.children or self.procedures or self.drafts)


def closing(offices: Snapshot, agency_id: int, *, on: date) -> Closing:
    """What is open at an agency: seven statements."""
    coming = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    posts = Post.objects.filter(coming, agency_id=agency_id)
    counted: Mapping[str, int] = posts.aggregate(n=Count("pk"), people=Count("account", distinct=True))
    children = (offices.agency(a) for a in offices.children.get(agency_id, ()))
    return Closing(
        dossiers=alive_at(agency_id).count(),
        work=WorkItem.objects.filter(agency_id=agency_id, closed_at__isnull=True).count(),
        posts=counted["n"],
        people=counted["people"],
        units=Unit.objects.filter(coming, agency_id=agency_id).count(),
        children=[a for a in children if a.valid_to is None],
        procedures=Competence.objects.filter(agency_id=agency_id).count(),
        variants=Process.objects.filter(agency_id=agency_id).count(),
        drafts=Draft.objects.filter(agency_id=agency_id).count(),
    )


def successors(offices: Snapshot, agency_id: int, *, on: date) -> list[Agency]:
    """Agencies that could take over: open, counters for counters, not below it; those of the same parent first."""
    agency = offices.agency(agency_id)
    below = offices.below(agency_id)
    can = (
        a for a in offices.agencies.values()
        if a.pk not in below and offices.in_force(a.pk, on) and a.valid_to is None and a.is_counter == agency.is_counter
    )  # fmt: skip
    return sorted(can, key=lambda a: (a.parent_id != agency.parent_id, a.kind != agency.kind, folding.sort_key(a.name)))
