"""What the page of digitising shows: the papers of a dossier, what was digitised, and what the person gave earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from motcua.dossiers.document_types import OTHER, type_of
from motcua.dossiers.models import Attachment, DigitisedPaper, Dossier, Party, ReceivedComponent, Result
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to, visible

OFFERED = 30
ENDED = (Status.FINISHED, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier: its files, the type its name tells, and the person's earlier papers of that type."""

    n: int
    name: str
    type: str
    files: tuple[Attachment, ...]
    earlier: tuple[DigitisedPaper, ...]


@dataclass(frozen=True, slots=True)
class Digitising:
    """A dossier to be digitised: who handed in is the owner of a paper until somebody says another."""

    dossier: Dossier
    applicant: Party
    components: tuple[Component, ...]


def digitising(facts: Facts, code: str, *, at: datetime) -> Digitising | None:
    """The dossier of `code` with its papers; None for who may not see it: five statements, whatever their number."""
    dossier = Dossier.objects.filter(open_to(facts), code=code).select_related("version").first()
    if dossier is None:
        return None
    parties = list(dossier.parties.all())
    applicant = next(p for p in parties if p.role == "applicant")
    received = [r for r in dossier.received.all() if not r.not_needed]
    files = list(
        dossier.attachments.filter(kind="component").select_related(
            "file", "digitised__taken_from__attachment__dossier"
        )
    )
    earlier = _latest(reusable(facts, dossier, at=at)) if applicant.number else []
    return Digitising(dossier, applicant, tuple(_component(r, files, earlier) for r in received))


def reusable(facts: Facts, dossier: Dossier, *, at: datetime) -> QuerySet[DigitisedPaper]:
    """Papers of who handed in `dossier`, digitised in other dossiers that the actor may see, still valid at `at`.

    Only of dossiers that ended with a granted result (Decree 118/2025 Art. 22.1).
    """
    numbers = Party.objects.filter(dossier=dossier, role="applicant").exclude(number="").values("number")
    granted = Result.objects.filter(outcome="granted", replaced=False).values("dossier")
    others = Dossier.objects.filter(visible(facts), voided_at=None, status__in=ENDED, pk__in=granted)
    others = others.exclude(pk=dossier.pk)
    valid = Q(valid_until=None) | Q(valid_until__gte=at.astimezone(VIETNAM).date())
    found = DigitisedPaper.objects.filter(valid, owner_number__in=numbers, attachment__dossier__in=others)
    return found.select_related("attachment__file", "attachment__dossier").order_by("-attachment__added_at", "-pk")


def _latest(papers: QuerySet[DigitisedPaper]) -> list[DigitisedPaper]:
    """Each content once, the latest first."""
    found: dict[int, DigitisedPaper] = {}
    for paper in papers[:OFFERED]:
        found.setdefault(paper.attachment.file_id, paper)
    return list(found.values())


def _component(row: ReceivedComponent, files: list[Attachment], earlier: list[DigitisedPaper]) -> Component:
    kind = type_of(row.name)
    mine = tuple(file for file in files if file.component_n == row.n)
    here = {file.file_id for file in mine}
    offered = tuple(p for p in earlier if _is_such(p, row.name, kind) and p.attachment.file_id not in here)
    return Component(row.n, row.name, kind, mine, offered)


def _is_such(paper: DigitisedPaper, name: str, kind: str) -> bool:
    """Whether a paper is what a component asks for: of its type, or called so where the name tells no type."""
    return paper.type == kind and (kind != OTHER or paper.name.casefold() == name.casefold())
