"""The list of procedures in force: searched, narrowed by what it is browsed by, counted, sorted. For every face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.catalogue import shelf
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import own_limit
from motcua.catalogue.shelf import Shelf
from motcua.kernel import folding
from motcua.kernel.sentences import Sentence
from motcua.offices.snapshot import Snapshot

from .found import Found, FoundInOrder

BATCH = 1000  # SQLite takes no more parameters than some thousands
NARROWING = ("field", "level", "event", "audience", "online", "agency", "receivable", "decided")
SORTS = ("", "name", "-name", "code", "-code", "changed", "-changed")
COLUMNS = (
    "procedure__code", "name", "field", "agency", "limit_amount", "limit_unit", "limit_date", "fee_text", "receivable",
    "missing", "n", "valid_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What narrows the list. `receivable` is yes, no or nothing for both; `decided` no asks for what nobody decides.

    `agency` is the code of one that decides, or a kind of agency; `event` and `audience` are keys of
    `catalogue.events`; `sort` is one of SORTS, nothing for the most fitting first.
    """

    text: str = ""
    field: str = ""
    level: str = ""
    receivable: str = ""
    decided: str = ""
    agency: str = ""
    event: str = ""
    audience: str = ""
    online: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One procedure of the list; `missing` names what keeps it from being received."""

    code: str
    name: str
    field: str
    agency: str
    limit: Sentence | None
    fee: str
    receivable: bool
    missing: Sequence[str]
    n: int
    valid_from: date


class Browsing:
    """One question to the catalogue of a day: its list, and what each other way to narrow it would leave.

    An agency is known by its code only with `offices`. One statement; the list needs one more for the rows that are
    looked at.
    """

    def __init__(self, asked: Question, *, day: date, offices: Snapshot | None = None) -> None:
        self.asked = asked
        self._here, self._day, self._offices = shelf.on(day), day, offices
        found = self._here.index.search(asked.text) if asked.text.strip() else None
        self._fitting = None if found is None else [n for n, _ in found]
        self._wanted = {name: places for name in NARROWING if (places := self._places(name)) is not None}

    def listing(self, *, after: str | None = None) -> Found[Listed]:
        """The versions in force that match: the most fitting first, without a text those that can be received.

        With `after`, in order of code alone, and only those that come after that code; "" begins at the first.
        """
        rows = self._here.rows
        places: Sequence[int] = range(len(rows))
        if self._fitting is not None or self._wanted:
            left = self._left()
            places = sorted(left) if self._fitting is None else [n for n in self._fitting if n in left]
        later = None if after is None else sorted(n for n in places if rows[n].code > after)
        keys = _sorted(self._here, places, self.asked) if later is None else later
        return FoundInOrder([rows[n].version_id for n in keys], rows_of)

    def counts(self, name: str) -> dict[str, int]:
        """The values of one way to narrow (those of NARROWING, or `kind` for kinds of agencies) with the number of
        procedures that each would leave, whatever of it is asked now. Those that would leave none are left out."""
        besides = "agency" if name == "kind" else name
        values = self._here.facets.get(name, {})
        if self._fitting is None and not self._wanted.keys() - {besides}:
            return {value: len(places) for value, places in values.items()}
        left = self._left(besides=besides)
        return {value: n for value, places in values.items() if (n := len(places & left))}

    def agencies(self) -> list[tuple[str, str, int]]:
        """The agencies named as deciding, by name: code, name, and the number of procedures that each would leave."""
        if self._offices is None:
            return []
        known = [(self._offices.agency(int(pk)), n) for pk, n in self.counts("agency").items()]
        rows = sorted(known, key=lambda row: folding.sort_key(row[0].name))
        return [(a.code, a.name, n) for a, n in rows if self._offices.in_force(a.pk, self._day)]

    def _left(self, besides: str = "") -> frozenset[int]:
        """The places that all criteria leave, but for one."""
        wanted = [places for name, places in self._wanted.items() if name != besides]
        if self._fitting is not None:
            wanted.append(frozenset(self._fitting))
        if not wanted:
            return frozenset(range(len(self._here.rows)))
        first, *rest = sorted(wanted, key=len)
        return first.intersection(*rest)

    def _places(self, name: str) -> frozenset[int] | None:
        """The places that one criterion leaves; None where it is not asked."""
        said = getattr(self.asked, name)
        if not said:
            return None
        if name == "agency":
            return self._decided_by(said)
        if name == "decided":
            return frozenset(n for n, row in enumerate(self._here.rows) if not row.agencies and not row.kinds)
        return self._here.facets.get(name, {}).get(said, frozenset())

    def _decided_by(self, said: str) -> frozenset[int]:
        kinds = self._here.facets.get("kind", {})
        agency = self._offices.coded(said, self._day) if self._offices is not None else None
        if agency is None:
            return kinds.get(said, frozenset())
        own = self._here.facets.get("agency", {}).get(str(agency.pk), frozenset())
        return own | kinds.get(agency.kind, frozenset())


def listing(asked: Question, *, day: date, offices: Snapshot | None = None, after: str | None = None) -> Found[Listed]:
    """The list that `Browsing` gives: two statements."""
    return Browsing(asked, day=day, offices=offices).listing(after=after)


def fields(*, day: date) -> list[tuple[str, int]]:
    """The fields of the procedures in force with their numbers, in Vietnamese order: one statement."""
    rows = shelf.on(day).facets.get("field", {})
    return [(name, len(places)) for name, places in rows.items()]


def _sorted(here: Shelf, places: Sequence[int], asked: Question) -> Sequence[int]:
    sort, down = asked.sort.lstrip("-"), asked.sort.startswith("-")
    if sort == "name":
        wanted = set(places)
        ordered = [n for n in here.by_name if n in wanted]
        return ordered[::-1] if down else ordered
    if sort == "code":
        return sorted(places, reverse=down)
    if sort == "changed":
        return sorted(places, key=lambda n: (here.rows[n].valid_from, n), reverse=down)
    if asked.text.strip():
        return places
    if len(places) == len(here.rows):
        return here.receivable_first
    wanted = set(places)
    return [n for n in here.receivable_first if n in wanted]


def rows_of(version_ids: Sequence[int]) -> list[Listed]:
    """What the list says of these versions, in their order: one statement for each thousand."""
    found: dict[int, Mapping[str, Any]] = {}
    for i in range(0, len(version_ids), BATCH):
        rows = ProcedureVersion.objects.filter(pk__in=version_ids[i : i + BATCH])
        found |= {v["pk"]: v for v in rows.values("pk", *COLUMNS)}
    return [_listed(found[pk]) for pk in version_ids]


def _listed(v: Mapping[str, Any]) -> Listed:
    limit = ProcedureVersion(**{name: v[name] for name in ("limit_amount", "limit_unit", "limit_date")})
    return Listed(
        code=v["procedure__code"],
        name=v["name"],
        field=v["field"],
        agency=v["agency"],
        limit=own_limit(limit).sentence() if v["limit_unit"] else None,
        fee=v["fee_text"],
        receivable=v["receivable"],
        missing=v["missing"],
        n=v["n"],
        valid_from=v["valid_from"],
    )
