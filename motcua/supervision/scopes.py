"""Whose figures a report gives: one agency, or a whole province with everything below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """The agency that a report is of, as it was called at the end of the period; `codes` of all that it counts.

    A report of the province counts every agency of its tree, closed ones among them; a report of any other agency
    counts that agency alone, since its dossiers are those of which it is the lead (design §6).
    """

    agency: Agency
    codes: frozenset[str]
    whole: bool


def scope(code: str | None, first: date, last: date, offices: Snapshot) -> Scope:
    """The scope of a report for a period; the province when no code is given.

    Refused for an unknown code, for an agency that was in force on no day of the period, and for a counter.
    """
    agency = _in_force(code.strip(), first, last, offices) if code else _province(first, last, offices)
    if agency.is_counter:
        raise Refused(
            "{name} chỉ tiếp nhận và trả kết quả; hồ sơ được thống kê ở cơ quan giải quyết.",
            field="agency",
            name=agency.name,
        )
    whole = agency.parent_id is None
    below = offices.below(agency.pk) if whole else [agency.pk]
    return Scope(agency, frozenset(offices.agency(pk).code for pk in below), whole)


def node(code: str | None, first: date, last: date, offices: Snapshot) -> Scope:
    """Any node of the tree with everything below it, as the tree stood in the period.

    An agency is under the node when the row under which it was last known in the period is.
    """
    top = scope(code, first, last, offices)
    if top.whole:
        return top
    below = offices.below(top.agency.pk)
    found = frozenset(
        c for c in {a.code for a in offices.agencies.values()} if _stood(c, first, last, offices) in below
    )
    return Scope(top.agency, found, whole=False)


def _stood(code: str, first: date, last: date, offices: Snapshot) -> int:
    """The row of a code that was in force last in the period, or 0."""
    rows = [a for a in offices.agencies.values() if a.code == code and _lives_in(a, first, last)]
    return max(rows, key=lambda a: a.valid_from).pk if rows else 0


def unit_under(top: Agency, code: str, first: date, last: date, offices: Snapshot) -> str:
    """The code of the unit directly under `top` to which an agency belonged in the period; its own where it is none."""
    line = [a.code for a in offices.line(pk)] if (pk := _stood(code, first, last, offices)) else [code]
    return line[line.index(top.code) - 1] if top.code in line[1:] else code


def _province(first: date, last: date, offices: Snapshot) -> Agency:
    roots = [a for a in offices.agencies.values() if a.parent_id is None and _lives_in(a, first, last)]
    if not roots:
        raise Refused("Không có cơ quan nào hoạt động trong kỳ báo cáo này.", field="agency")
    return max(roots, key=lambda a: len(offices.below(a.pk)))


def _in_force(code: str, first: date, last: date, offices: Snapshot) -> Agency:
    known = [a for a in offices.agencies.values() if a.code == code]
    if not known:
        raise Refused("Không có cơ quan nào có mã {code}.", field="agency", code=code)
    found = [a for a in known if _lives_in(a, first, last)]
    if not found:
        raise Refused(
            "{name} ({code}) không hoạt động trong kỳ từ {first} đến {last}: {when}.",
            field="agency",
            name=known[-1].name,
            code=code,
            first=f"{first:%d/%m/%Y}",
            last=f"{last:%d/%m/%Y}",
            when=_when(known),
        )
    return max(found, key=lambda a: a.valid_from)


def _lives_in(a: Agency, first: date, last: date) -> bool:
    """In force on some day of the period."""
    return a.valid_from <= last and (a.valid_to is None or a.valid_to > first)


def _when(rows: list[Agency]) -> str:
    return ", ".join(
        f"{a.valid_from:%d/%m/%Y}–{a.valid_to - DAY:%d/%m/%Y}" if a.valid_to else f"{a.valid_from:%d/%m/%Y}–"
        for a in sorted(rows, key=lambda a: a.valid_from)
    )


def name_of(code: str, day: date, offices: Snapshot) -> str:
    """How the agency of a code was called on `day`, or last before, or first after."""
    rows = sorted((a for a in offices.agencies.values() if a.code == code), key=lambda a: a.valid_from)
    if not rows:
        return code
    before = [a for a in rows if a.valid_from <= day]
    return (before or rows)[-1 if before else 0].name
