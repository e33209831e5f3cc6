"""What a counter asks beside its heaps: where an officer sits, drafts, what was received, its slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from motcua.casework.fees_due import Fees, fees
from motcua.dossiers.models import Dossier, Draft, SearchTerm
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip
from motcua.payments.queries import any_entries, entries_of
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible

from .linked import Linked, of_declaration
from .search import applicant_of


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A reception that was interrupted: code and name of the procedure (`linked`: of a group of linked ones;
    `many`: for many owners), the applicant's name (to be masked)."""

    pk: int
    procedure_code: str
    title: str
    applicant: str
    saved_at: datetime
    linked: bool
    many: bool


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A printed form of a dossier."""

    pk: int
    pack: str
    form: str
    number: str
    edition: int


@dataclass(frozen=True, slots=True)
class Received:
    """A dossier as the done page shows it, with its slips in order of issue."""

    code: str
    procedure: str
    procedure_code: str
    receivable: bool
    applicant: str
    status: int
    due_at: datetime | None
    accepted_at: datetime | None
    receiving: str
    competent: str
    transfer: str
    transfer_by: datetime | None
    routing_by: datetime | None
    slips: tuple[SlipRow, ...]
    linked: Linked | None
    fees: Fees


def counters(by: Actor, offices: Snapshot, *, day: date) -> list[Agency]:
    """The counters in force at which this officer receives, by name."""
    found = (offices.agencies.get(a) for a in by.agencies(Role.RECEIVER))
    open_ones = [a for a in found if a is not None and a.is_counter and offices.in_force(a.pk, day)]
    return sorted(open_ones, key=lambda a: a.name)


def drafts(by: Actor, counter_id: int) -> list[DraftRow]:
    """What this officer began at this counter and did not finish, the latest first: one statement."""
    rows = Draft.objects.filter(account_id=by.account_id, agency_id=counter_id)[:50]
    return [
        DraftRow(
            d.pk,
            _typed(d, "procedure"),
            d.title,
            _typed(d, "applicant-name"),
            d.saved_at,
            linked=bool(_typed(d, "linked")),
            many=bool(_typed(d, "many")),
        )
        for d in rows
    ]


def _typed(row: Draft, name: str) -> str:
    values = row.form.get(name) or [""]
    return str(values[-1])


def draft(by: Actor, draft_id: int) -> Draft | None:
    """One draft, if it is the officer's own."""
    return Draft.objects.filter(pk=draft_id, account_id=by.account_id).first()


def received(facts: Facts, code: str) -> Received | None:
    """The dossier of `code` with its slips, or None for who may not see it: two statements, three where
    something was paid."""
    d = (
        Dossier.objects.filter(visible(facts), code=code)
        .select_related("version__procedure", "link", "assessment")
        .annotate(applicant=applicant_of("pk"), takings=any_entries("pk"))
        .first()
    )
    if d is None:
        return None
    slips = Slip.objects.filter(dossier_id=d.pk).values_list("pk", "pack", "form", "number", "edition")
    return Received(
        code=d.code,
        procedure=d.version.name,
        procedure_code=d.version.procedure.code,
        receivable=d.version.valid_to is None,
        applicant=d.applicant or "",
        status=d.status,
        due_at=d.due_at,
        accepted_at=d.accepted_at,
        receiving=facts.offices.agency(d.receiving_id).name,
        competent=facts.offices.agency(d.competent_id).name,
        transfer=d.transfer,
        transfer_by=d.transfer_by if d.travels else None,
        routing_by=d.routing_by if d.is_unrouted else None,
        slips=tuple(SlipRow(*row) for row in slips),
        linked=of_declaration(d.link.declaration_id, facts) if hasattr(d, "link") else None,
        fees=fees(d, getattr(d, "assessment", None), entries_of(d.pk) if d.takings else ()),
    )


def slip(facts: Facts, slip_id: int) -> Slip | None:
    """A slip of a dossier that the actor may see, with its archived file; None otherwise: one statement."""
    mine = Dossier.objects.filter(visible(facts))
    return Slip.objects.filter(pk=slip_id, dossier__in=mine).select_related("archived", "dossier").first()


def code_of(facts: Facts, typed: str) -> str | None:
    """The code of the visible dossier that has `typed` as its own or its foreign code: one statement."""
    with_term = SearchTerm.objects.filter(term=typed.lower()[:60]).values("dossier_id")
    found = Dossier.objects.filter(visible(facts), pk__in=with_term)
    return found.filter(Q(code=typed) | Q(foreign_code__iexact=typed)).values_list("code", flat=True).first()
