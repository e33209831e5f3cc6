"""Finding dossiers: by code, name, number or phone, and by what they are; only those that the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from motcua.deadlines.queries import limit_columns
from motcua.dossiers.models import Dossier, Party, SearchTerm
from motcua.dossiers.states import OPEN
from motcua.kernel import folding
from motcua.kernel.moments import VIETNAM
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import BOUNDARY_FREE, visible

from . import clock
from .clock import Clock
from .found import Found

MOST_WORDS = 8
OPEN_ONES, VOID_ONES = "open", "void"
SORTS = {
    "filed": ("filed_at", "id"),
    "-filed": ("-filed_at", "-id"),
    "code": ("code",),
    "-code": ("-code",),
    "procedure": ("version__procedure__code", "-filed_at"),
    "-procedure": ("-version__procedure__code", "-filed_at"),
    "status": ("status", "-filed_at"),
    "-status": ("-status", "-filed_at"),
}
BY_DUE = {"left": F("due_at").asc(nulls_last=True), "-left": F("due_at").desc(nulls_last=True)}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; empty fields ask for nothing. `status` is a number, "open" or "void"; dates are included.

    `afar` asks for what a counter received for an agency of another.
    """

    text: str = ""
    procedure: str = ""
    status: str = ""
    filed_from: date | None = None
    filed_to: date | None = None
    late: bool = False
    afar: bool = False
    sort: str = "-filed"


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier of a list; the applicant's name is to be masked by the face."""

    id: int
    code: str
    procedure: str
    procedure_code: str
    applicant: str
    status: int
    filed_at: datetime
    due_at: datetime | None
    voided: bool
    clock: Clock
    transfer: str


def dossiers(
    facts: Facts, question: Question, *, at: datetime, after: tuple[datetime, int] | None = None
) -> Found[DossierRow]:
    """The visible dossiers that answer the question. Void ones only where asked for, or found by what was typed.

    With `after`, only those that come after this (moment of filing, id) in the order "-filed".
    """
    found = Dossier.objects.filter(visible(facts)).filter(_conditions(question, at=at))
    if after is not None:
        moment, last = after
        found = found.filter(Q(filed_at__lt=moment) | Q(id__lt=last), filed_at__lte=moment)
    ordered = found.order_by(BY_DUE[question.sort], "id") if question.sort in BY_DUE else _sorted(found, question.sort)
    rows = ordered.annotate(applicant=applicant_of("pk"), **limit_columns())
    return Found(rows.values(*COLUMNS), partial(_row, facts.offices, at))


def _sorted(found: QuerySet[Dossier], sort: str) -> QuerySet[Dossier]:
    return found.order_by(*SORTS.get(sort, SORTS["-filed"]))


def _conditions(question: Question, *, at: datetime) -> Q:
    met = Q()
    if question.text.strip():
        met &= with_words(question.text)
    if question.procedure.strip():
        met &= of_procedure(question.procedure)
    if question.status == VOID_ONES:
        met &= Q(voided_at__isnull=False)
    elif not question.text.strip():
        met &= Q(voided_at__isnull=True)
    if question.status == OPEN_ONES:
        met &= Q(status__in=sorted(OPEN), voided_at__isnull=True)
    elif question.status.isdigit():
        met &= Q(status=int(question.status))
    if question.filed_from:
        met &= Q(filed_at__gte=_midnight(question.filed_from))
    if question.filed_to:
        met &= Q(filed_at__lt=_midnight(question.filed_to + timedelta(days=1)))
    if question.afar:
        met &= Q(transfer__in=BOUNDARY_FREE)
    return met & clock.is_late(at=at) if question.late else met


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def with_words(text: str, *, dossier: str = "") -> Q:
    """Dossiers that have, for each word of `text`, a term beginning with it. `dossier` is the way to the dossier."""
    looked_for = words(text)[:MOST_WORDS]
    met = Q() if looked_for else Q(**{f"{dossier}id__in": []})  # signs alone are found nowhere
    for word in looked_for:
        terms = SearchTerm.objects.filter(beginning_with(word)).values("dossier_id")
        met &= Q(**{f"{dossier}id__in": terms})
    return met


def words(text: str) -> list[str]:
    """The words to look for, as the index writes them: numbers without spaces, codes whole, names folded."""
    number = _as_number(text)
    if number:
        return [number]
    found: list[str] = []
    for token in text.split():
        folded = folding.fold(token).strip('.,;:()[]"“”')
        found += [folded] if any(c.isdigit() for c in folded) or folded.isalnum() else folding.terms(token)
    return [word for word in found if word]


def _as_number(text: str) -> str:
    """A phone, citizen or tax number typed with spaces, dots or hyphens; nothing where it is something else."""
    between = " .-" if text.strip().startswith(("0", "+")) else " ."  # 261119-0001 is the end of a code
    digits = "".join(c for c in text.strip() if c not in between)
    if digits.startswith("+84"):
        digits = "0" + digits.removeprefix("+84")
    return digits if digits.isascii() and digits.isdigit() and len(digits) >= 9 else ""


def beginning_with(word: str) -> Q:
    """Terms that begin with `word`, asked so that the index of each database answers.

    SQLite compares byte by byte, so that a range is a beginning. In PostgreSQL the order of letters follows the
    language of the database (in some, "ng" is a letter of its own), where only a beginning is a beginning.
    """
    if connection.vendor == "sqlite":
        return Q(term__gte=word, term__lt=word + "\U0010ffff")
    return Q(term__startswith=word)


def of_procedure(text: str, *, dossier: str = "") -> Q:
    """Dossiers whose procedure holds every word of `text`: its code, name or initials, typed without accents."""
    met = Q()
    for word in folding.fold(text).split()[:MOST_WORDS]:
        met &= Q(**{f"{dossier}version__search__contains": word})
    return met


def applicant_of(dossier: str) -> Subquery:
    """The name of the applicant, for an outer row that names its dossier."""
    return Subquery(Party.objects.filter(dossier_id=OuterRef(dossier), role="applicant").values("name")[:1])


COLUMNS = (
    "pk",
    "code",
    "status",
    "competent_id",
    "filed_at",
    "accepted_at",
    "due_at",
    "transfer",
    "finished_at",
    "voided_at",
    "version__name",
    "version__procedure__code",
    "limit_unit",
    "limit_amount",
    "applicant",
)


def _row(offices: Snapshot, at: datetime, v: Mapping[str, Any]) -> DossierRow:
    facts = clock.Facts(
        status=v["status"],
        competent_id=v["competent_id"],
        unit=v["limit_unit"],
        amount=v["limit_amount"],
        accepted_at=v["accepted_at"],
        due_at=v["due_at"],
        finished_at=v["finished_at"],
        voided_at=v["voided_at"],
    )
    return DossierRow(
        id=v["pk"],
        code=v["code"],
        procedure=v["version__name"],
        procedure_code=v["version__procedure__code"],
        applicant=v["applicant"] or "",
        status=v["status"],
        filed_at=v["filed_at"],
        due_at=v["due_at"],
        voided=v["voided_at"] is not None,
        clock=clock.clock(facts, offices, at=at),
        transfer=v["transfer"],
    )
