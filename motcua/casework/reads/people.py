"""What is known of a person at the counter: their last dossiers that the officer may see, and who stands in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier, Party, SearchTerm
from motcua.dossiers.states import OPEN, Status
from motcua.kernel import phone
from motcua.kernel.spelling import bare
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible

LOOKED_AT, OFFERED, SHORTEST = 40, 3, 8


@dataclass(frozen=True, slots=True)
class Earlier:
    """One dossier of a person: what can be taken over from it is what they said there; the phone as people read it."""

    code: str
    procedure: str
    procedure_code: str
    status: int
    filed_at: datetime
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Known:
    """The last dossiers of a person, the latest first, and those of the procedure asked for that are still open."""

    earlier: tuple[Earlier, ...] = ()
    same_open: tuple[Earlier, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.earlier or self.same_open)


def known(facts: Facts, number: str, *, procedure: str) -> Known:
    """What is known of who has this number, as the officer may see it: one statement, none for what is no number."""
    number = bare(number)
    if len(number) < SHORTEST or len(number) > Party._meta.get_field("number").max_length:  # type: ignore[operator]
        return Known()
    theirs = SearchTerm.objects.filter(term=number.lower()).values("dossier_id")
    seen = Dossier.objects.filter(visible(facts), voided_at=None, pk__in=theirs)
    rows = (
        Party.objects.filter(number=number, dossier__in=seen)
        .select_related("dossier__version__procedure")
        .order_by("-dossier__filed_at", "-dossier_id", "id")[:LOOKED_AT]
    )
    found = {row.dossier_id: _earlier(row) for row in reversed(rows)}  # of applicant and owner the applicant counts
    latest = sorted(found.values(), key=lambda e: (e.filed_at, e.code), reverse=True)
    useful = [e for e in latest if e.address or e.phone or e.email]
    same = [e for e in latest if e.procedure_code == procedure and Status(e.status) in OPEN]
    return Known(tuple(useful[:OFFERED]), tuple(same[:OFFERED]))


def _earlier(row: Party) -> Earlier:
    d = row.dossier
    return Earlier(
        code=d.code,
        procedure=d.version.name,
        procedure_code=d.version.procedure.code,
        status=d.status,
        filed_at=d.filed_at,
        address=row.address,
        phone=phone.shown(row.phone) if row.phone else "",
        email=row.email,
    )


def parties(facts: Facts, code: str) -> list[Party]:
    """Who stands in a dossier, the applicant first; nobody for who may not see it: one statement."""
    seen = Dossier.objects.filter(visible(facts), code=code, voided_at=None)
    rows = Party.objects.filter(dossier__in=seen).order_by("id")
    return sorted(rows, key=lambda p: p.role != "applicant")


def filed(facts: Facts, codes: list[str]) -> list[Dossier]:
    """Dossiers by their codes, those that the officer may see, in the order of the codes, with their slips: two
    statements."""
    rows = Dossier.objects.filter(visible(facts), code__in=codes, voided_at=None)
    found = {d.code: d for d in rows.select_related("version").prefetch_related("slips")}
    return [found[code] for code in codes if code in found]


def open_of(facts: Facts, numbers: Iterable[str], *, procedure: str) -> dict[str, str]:
    """Of the people with these numbers, who has an open dossier of this procedure that the officer may see: its code
    by the number. One statement however many they are, none for nobody."""
    wanted = {n for number in numbers if len(n := bare(number)) >= SHORTEST}
    if not wanted:
        return {}
    theirs = SearchTerm.objects.filter(term__in=[n.lower() for n in wanted]).values("dossier_id")
    still = Dossier.objects.filter(
        visible(facts),
        pk__in=theirs,
        voided_at=None,
        status__in=[int(s) for s in OPEN],
        version__procedure__code=procedure,
    )
    rows = Party.objects.filter(role="owner", number__in=wanted, dossier__in=still).order_by("dossier_id")
    return dict(rows.values_list("number", "dossier__code"))
