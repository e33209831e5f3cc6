"""The catalogue of a day in memory: what it is browsed and searched by, read once for each edition.

A province has some thousands of procedures and asks for them at every keystroke. What is kept of each is what lists
are narrowed, sorted and searched by; what a page shows besides is read from its row. Whoever writes a version, ends
one or says who is competent raises the edition in the same transaction (`actions/recorded.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.db.models import Max, Min, Q

from motcua.kernel import folding
from motcua.offices.models import Edition

from .events import audiences_of, events_of
from .finding.codes import Text
from .finding.everyday import dictionary
from .finding.index import Index
from .models import Competence, Component, ProcedureVersion
from .queries import in_force

EDITION = "catalogue"
KEPT = 3
LONGEST_PAPER = 200  # characters of a paper's name by which it is found
OF_MINISTRIES = 0.93  # what people are served by their commune and province comes first
LOCAL = frozenset({"commune", "province", "district"})


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure as its version in force says; `agencies` and `kinds` decide it."""

    procedure_id: int
    version_id: int
    n: int
    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    subjects: tuple[str, ...]
    online: str
    receivable: bool
    valid_from: date
    result: str
    agencies: frozenset[int]
    kinds: frozenset[str]


@dataclass(frozen=True)
class Shelf:
    """The procedures in force from `since` to `until` (half-open, None: until further notice), in order of code."""

    edition: int
    since: date
    until: date | None
    rows: tuple[Row, ...]

    @cached_property
    def index(self) -> Index:
        """By which they are searched; made when first asked for, from rows that never change."""
        papers: dict[int, list[str]] = {}
        known: dict[str, str] = {}  # most papers are asked for by many procedures: one string for all
        for version_id, name in _papers(self.rows):
            name = name[:LONGEST_PAPER]
            papers.setdefault(version_id, []).append(known.setdefault(name, name))
        texts = [
            Text(
                row.code,
                row.name,
                row.field,
                [*papers.get(row.version_id, ()), row.result],
                1.0 if LOCAL.intersection(row.levels) else OF_MINISTRIES,
            )
            for row in self.rows
        ]
        return Index(texts, dictionary(settings.EVERYDAY))

    @cached_property
    def facets(self) -> Mapping[str, Mapping[str, frozenset[int]]]:
        """By which it is browsed: field, level, audience, event, online, agency (its number) and kind of agency; of
        each value the places of its rows. Fields stand in the order of a dictionary."""
        found: dict[str, dict[str, set[int]]] = {}
        for n, row in enumerate(self.rows):
            ways: dict[str, Iterable[str]] = {
                "field": [row.field] if row.field else (),
                "level": row.levels,
                "audience": audiences_of(row.subjects),
                "event": events_of(row.name, row.field),
                "online": [row.online],
                "agency": map(str, row.agencies),
                "kind": row.kinds,
                "receivable": ["yes" if row.receivable else "no"],
            }
            for facet, values in ways.items():
                for value in values:
                    found.setdefault(facet, {}).setdefault(value, set()).add(n)
        if "field" in found:  # in the order of a dictionary, for whoever lists them
            found["field"] = dict(sorted(found["field"].items(), key=lambda row: folding.sort_key(row[0])))
        return {facet: {value: frozenset(s) for value, s in values.items()} for facet, values in found.items()}

    @cached_property
    def receivable_first(self) -> Sequence[int]:
        """The places in order of code, those of procedures that can be received before the others."""
        return sorted(range(len(self.rows)), key=lambda n: (not self.rows[n].receivable, n))

    @cached_property
    def by_name(self) -> Sequence[int]:
        """The places in the order of a dictionary."""
        return sorted(range(len(self.rows)), key=lambda n: (folding.sort_key(self.rows[n].name), self.rows[n].code))

    def holds(self, day: date) -> bool:
        """Whether this is the catalogue of `day`."""
        return self.since <= day and (self.until is None or day < self.until)


class _Keeper:
    """The shelves that were asked for last. One thread builds, others wait for what it builds."""

    def __init__(self) -> None:
        self._shelves: list[Shelf] = []
        self._building = Lock()

    def get(self, edition: int, day: date) -> Shelf:
        found = self._kept(edition, day)
        if found is None:
            with self._building:
                found = self._kept(edition, day) or _built(edition, day)
                old = [shelf for shelf in self._shelves if shelf.edition == edition and shelf is not found]
                self._shelves = [found, *old][:KEPT]
        return found

    def _kept(self, edition: int, day: date) -> Shelf | None:
        return next((shelf for shelf in self._shelves if shelf.edition == edition and shelf.holds(day)), None)

    def cache_clear(self) -> None:
        """Forget everything: the numbers of editions and rows begin anew."""
        self._shelves = []


kept = _Keeper()


def on(day: date) -> Shelf:
    """The catalogue of `day`: one statement, and the reading only when something changed."""
    edition = Edition.objects.filter(name=EDITION).values_list("n", flat=True).first() or 0
    return kept.get(edition, day)


def _built(edition: int, day: date) -> Shelf:
    agencies: dict[int, set[int]] = {}
    kinds: dict[int, set[str]] = {}
    for procedure_id, agency_id, kind in Competence.objects.values_list("procedure_id", "agency_id", "agency_kind"):
        if agency_id:
            agencies.setdefault(procedure_id, set()).add(agency_id)
        else:
            kinds.setdefault(procedure_id, set()).add(kind)
    versions = in_force(day).order_by("procedure__code").values_list(
        "procedure_id", "pk", "n", "procedure__code", "name", "field", "levels", "subjects", "online", "receivable",
        "valid_from", "result",
    )  # fmt: skip
    rows = tuple(
        Row(
            *(procedure_id, pk, n, code, name, field, tuple(levels), tuple(subjects), online, receivable),
            *(valid_from, result, frozenset(agencies.get(procedure_id, ())), frozenset(kinds.get(procedure_id, ()))),
        )
        for procedure_id, pk, n, code, name, field, levels, subjects, online, receivable, valid_from, result in versions
    )
    return Shelf(edition, *_span(day), rows)


def _span(day: date) -> tuple[date, date | None]:
    """From the last change of the catalogue up to `day` to the first one after it."""
    dates = ProcedureVersion.objects.aggregate(
        begun=Max("valid_from", filter=Q(valid_from__lte=day)),
        ended=Max("valid_to", filter=Q(valid_to__lte=day)),
        begins=Min("valid_from", filter=Q(valid_from__gt=day)),
        ends=Min("valid_to", filter=Q(valid_to__gt=day)),
    )
    before = [d for d in (dates["begun"], dates["ended"]) if d]
    after = [d for d in (dates["begins"], dates["ends"]) if d]
    return max(before, default=date.min), min(after, default=None)


def _papers(rows: tuple[Row, ...], size: int = 900) -> Iterator[tuple[int, str]]:
    """Version and name of each paper, a thousand versions at a time."""
    ids = [row.version_id for row in rows]
    for i in range(0, len(ids), size):
        papers = Component.objects.filter(version_id__in=ids[i : i + size], remark=False)
        yield from papers.order_by().values_list("version_id", "name")
