"""A linked declaration as it stands: its dossiers in order, who waits for whom; and how many there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.dossiers.models import Declaration, Dossier, LinkedDossier
from motcua.dossiers.states import Link, Status
from motcua.kernel.moments import VIETNAM
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """One dossier of a declaration. `waits_for` is the number of the one whose result it still needs, `link` how that
    stands; `seen` is whether who asks may open it."""

    n: int
    code: str
    procedure: str
    procedure_code: str
    agency: str
    status: int
    voided: bool
    after: int | None
    link: str
    due_at: datetime | None
    seen: bool

    @property
    def waits_for(self) -> int | None:
        return self.after if self.link == Link.WAITING else None

    @property
    def stranded(self) -> bool:
        """Nobody has decided yet what becomes of it without the result that it waited for."""
        return self.link == Link.STRANDED and self.status == Status.FILED and not self.voided


@dataclass(frozen=True, slots=True)
class Linked:
    """A declaration as it stands, with all its dossiers by number."""

    code: str
    group: str
    group_code: str
    decision: str
    counter_id: int
    filed_at: datetime
    appointment_at: datetime | None
    rows: tuple[LinkedRow, ...]

    def row(self, code: str) -> LinkedRow:
        """The row of the dossier of that code."""
        return next(row for row in self.rows if row.code == code)

    def awaited(self, code: str) -> str | None:
        """The code of the dossier whose result that of `code` waits for."""
        n = self.row(code).waits_for
        return next((row.code for row in self.rows if row.n == n), None) if n else None


def linked(code: str, facts: Facts) -> Linked | None:
    """The declaration that the dossier of `code` belongs to; None where there is none that this actor may see."""
    mine = Dossier.objects.filter(open_to(facts), code=code)
    found = LinkedDossier.objects.filter(dossier__in=mine).values_list("declaration_id", flat=True).first()
    return of_declaration(found, facts) if found is not None else None


def of_declaration(declaration_id: int, facts: Facts) -> Linked:
    """A declaration of which the actor may see a dossier, with all of them: three statements."""
    declaration = Declaration.objects.select_related("group").get(pk=declaration_id)
    rows = declaration.members.select_related("dossier__version__procedure").order_by("n")
    seen = set(Dossier.objects.filter(open_to(facts), link__declaration_id=declaration_id).values_list("pk", flat=True))
    return Linked(
        code=declaration.code,
        group=declaration.group.name,
        group_code=declaration.group.code,
        decision=declaration.group.decision,
        counter_id=declaration.counter_id,
        filed_at=declaration.filed_at,
        appointment_at=declaration.appointment_at,
        rows=tuple(_row(row, facts.offices, seen=row.dossier_id in seen) for row in rows),
    )


def _row(member: LinkedDossier, offices: Snapshot, *, seen: bool) -> LinkedRow:
    d = member.dossier
    return LinkedRow(
        n=member.n,
        code=d.code,
        procedure=d.version.name,
        procedure_code=d.version.procedure.code,
        agency=offices.agency(d.competent_id).name,
        status=d.status,
        voided=d.voided_at is not None,
        after=member.after,
        link=member.state,
        due_at=d.due_at,
        seen=seen,
    )


def declared(counter_id: int, first: date, last: date) -> int:
    """How many declarations a counter took in on these days, both included: each once, for the citizen who made it,
    however many dossiers it became (design §6)."""
    begin, end = (datetime.combine(day, time(), VIETNAM) for day in (first, last + timedelta(days=1)))
    return Declaration.objects.filter(counter_id=counter_id, filed_at__gte=begin, filed_at__lt=end).count()
