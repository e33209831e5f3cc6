"""The whole of the offices in memory: read once for each edition, then asked without a statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet

from motcua.copying.shaped import Shaped
from motcua.kernel.folding import fold

from .models import Agency, Edition, OfficeHours, SpecialDay, Unit

EDITION = "offices"


@dataclass(frozen=True)
class Snapshot:
    """Agencies by id with their children, all calendar rows, divisions by id.

    Never changed: another edition is another snapshot.
    """

    edition: int
    agencies: Mapping[int, Agency]
    children: Mapping[int | None, tuple[int, ...]]
    hours: tuple[OfficeHours, ...]
    days: tuple[SpecialDay, ...]
    units: Mapping[int, Unit] = field(default_factory=dict)

    def agency(self, agency_id: int) -> Agency:
        return self.agencies[agency_id]

    def line(self, agency_id: int) -> Iterator[Agency]:
        """The agency, its parent, and so on up to the root."""
        at: int | None = agency_id
        while at is not None:
            yield self.agencies[at]
            at = self.agencies[at].parent_id

    def below(self, agency_id: int) -> frozenset[int]:
        """The agency and everything under it, at any depth."""
        found, todo = {agency_id}, [agency_id]
        while todo:
            for child in self.children.get(todo.pop(), ()):
                found.add(child)
                todo.append(child)
        return frozenset(found)

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Agency, ...]]:
        """All agencies that ever bore a code: one that was closed or renamed leaves its own to its successor."""
        found: dict[str, list[Agency]] = {}
        for agency in self.agencies.values():
            found.setdefault(agency.code, []).append(agency)
        return {code: tuple(rows) for code, rows in found.items()}

    def coded(self, code: str, day: date) -> Agency | None:
        """The agency that bears `code` on `day`."""
        for a in self._by_code.get(code, ()):
            if a.valid_from <= day and (a.valid_to is None or day < a.valid_to):
                return a
        return None

    def heir(self, code: str, day: date) -> int | None:
        """The agency that bears `code` on `day`, else who took its place; None where nobody did, or nobody ever bore
        it."""
        if found := self.coded(code, day):
            return found.pk
        rows = sorted(self._by_code.get(code, ()), key=lambda a: a.valid_from)
        seen: set[int] = set()
        at = rows[-1].successor_id if rows else None
        while at is not None and at not in seen and not self.in_force(at, day):
            seen.add(at)
            at = self.agencies[at].successor_id
        return at if at is not None and self.in_force(at, day) else None

    def supervised_from(self, agency_id: int) -> frozenset[int]:
        """The agencies that a supervisor at this one looks after: it and all below it.

        The office of a committee (Văn phòng UBND, with its division for control of procedures) is not a level of its
        own: it supervises for the committee, and so everything below that (rules.md 1.1).
        """
        agency = self.agencies[agency_id]
        above = self.agencies[agency.parent_id] if agency.parent_id else None
        for_committee = agency.kind == "office" and above is not None and above.kind.endswith("_committee")
        return self.below(above.pk if for_committee and above else agency_id)

    def in_force(self, agency_id: int, day: date) -> bool:
        agency = self.agencies[agency_id]
        return agency.valid_from <= day and (agency.valid_to is None or day < agency.valid_to)

    def served_by(self, counter_id: int) -> frozenset[int]:
        """The agencies that a counter receives for: the committee it stands under and all of that level below it.

        A commune centre receives for its committee; the provincial centre, also where it is part of the committee's
        office, for the committee, its departments and their own agencies (NĐ 118/2025 Điều 7–8). Reception regardless
        of boundary comes with its own routing.
        """
        above = self.agencies[counter_id].parent_id
        if above is None:
            return frozenset()
        body = next((a for a in self.line(above) if a.kind.endswith("_committee")), self.agencies[above])
        return frozenset(a for a in self._of_one_level(body) if not self.agencies[a].is_counter)

    def _of_one_level(self, body: Agency) -> frozenset[int]:
        """The body and everything under it, at any depth, that is of its own level."""
        found, todo = {body.pk}, [body.pk]
        while todo:
            for child in self.children.get(todo.pop(), ()):
                if self.agencies[child].level_id == body.level_id:
                    found.add(child)
                    todo.append(child)
        return frozenset(found)

    @cached_property
    def _units_of(self) -> Mapping[int, tuple[Unit, ...]]:
        found: dict[int, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.agency_id, []).append(unit)
        return {agency_id: tuple(units) for agency_id, units in found.items()}

    def unit_named(self, agency_id: int, name: str, day: date) -> int | None:
        """The division of this name that an agency has on `day` and is not to lose: as it is spelled, else whatever
        the case and the accents."""
        open_ones = [u for u in self._units_of.get(agency_id, ()) if u.valid_to is None and u.valid_from <= day]
        same = [u.pk for u in open_ones if u.name == name] or [u.pk for u in open_ones if fold(u.name) == fold(name)]
        return min(same, default=None)

    def unit_line(self, unit_id: int) -> Iterator[int]:
        """The division, the one above it, and so on."""
        seen: set[int] = set()
        at: int | None = unit_id
        while at is not None and at in self.units and at not in seen:
            seen.add(at)
            yield at
            at = self.units[at].parent_id

    def heir_of_unit(self, unit_id: int) -> int | None:
        """The division, else the nearest above it that has not ended; None where the whole agency goes on."""
        return next((u for u in self.unit_line(unit_id) if self.units[u].valid_to is None), None)

    def covers(self, post_unit: int | None, unit_id: int | None) -> bool:
        """Whether a post in the division `post_unit` (None: in none) does the work of `unit_id` (None: of them all)."""
        return unit_id is None or post_unit is None or unit_id in self.unit_line(post_unit)

    def days_for(self, agency_id: int) -> tuple[SpecialDay, ...]:
        """Days off and working days of the agency and of all above it; the nearer one wins on the same day."""
        rank = {agency.pk: n for n, agency in enumerate(self.line(agency_id))}
        rows = sorted((d for d in self.days if d.agency_id in rank), key=lambda d: -rank[d.agency_id])
        return tuple(rows)

    def changes(self, agency_id: int) -> list[datetime]:
        """The moments at which what is known of the agency's calendar changed."""
        line = {agency.pk for agency in self.line(agency_id)}
        rows = [*(r for r in self.hours if r.agency_id in line), *self.days_for(agency_id)]
        known = {r.known_from for r in rows} | {r.withdrawn_at for r in rows if r.withdrawn_at}
        return sorted(known)


def present_edition() -> int:
    """The number of the present edition: one statement."""
    return next((found["n"] for found in _edition.rows(EDITION)), 0)


@Shaped
def _edition(name: str) -> QuerySet[Edition, Any]:
    """Asked at every page."""
    return Edition.objects.filter(name=name).values("n")


@lru_cache(maxsize=2)
def at_edition(edition: int) -> Snapshot:
    """The offices as of `edition`, kept in memory of this process."""
    agencies = {a.pk: a for a in Agency.objects.select_related("level").order_by("code")}
    children: dict[int | None, list[int]] = {}
    for agency in agencies.values():
        children.setdefault(agency.parent_id, []).append(agency.pk)
    return Snapshot(
        edition=edition,
        agencies=agencies,
        children={k: tuple(v) for k, v in children.items()},
        hours=tuple(OfficeHours.objects.order_by("valid_from")),
        days=tuple(SpecialDay.objects.order_by("day")),
        units=Unit.objects.in_bulk(),
    )


def present() -> Snapshot:
    """The offices as they are now: one statement, and the reading only when something changed."""
    return at_edition(present_edition())
