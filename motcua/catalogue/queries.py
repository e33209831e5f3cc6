"""Reads of the catalogue: the version in force, and finding a procedure as clerks type it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.kernel import folding

from .models import Competence, LimitCase, ProcedureVersion


@lru_cache(maxsize=512)
def published(version_id: int) -> ProcedureVersion:
    """A version with its procedure, kept in memory: what it says never changes (when it ends may, and is not asked)."""
    return ProcedureVersion.objects.select_related("procedure").get(pk=version_id)


@lru_cache(maxsize=2048)
def cases_of(version_id: int) -> tuple[LimitCase, ...]:
    """The cases of a published version that have limits of their own, in order; kept in memory: they never change."""
    return tuple(LimitCase.objects.filter(version_id=version_id).order_by("n"))


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    """The versions in force on `day`, with their procedures."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return ProcedureVersion.objects.filter(dated, valid_from__lte=day).select_related("procedure")


def find(text: str, *, day: date) -> QuerySet[ProcedureVersion]:
    """Versions in force that hold every word of `text`, typed with or without accents, or as initials ("dkks")."""
    found = in_force(day)
    for word in folding.fold(text).split()[:8]:
        found = found.filter(search__contains=word)
    return found.order_by("-receivable", "procedure__code")


def decided_by(
    versions: QuerySet[ProcedureVersion], *, agency_ids: Iterable[int], kinds: Iterable[str]
) -> QuerySet[ProcedureVersion]:
    """Those of `versions` that one of these agencies, or an agency of one of these kinds, decides."""
    competent = Competence.objects.filter(
        Q(agency_id__in=list(agency_ids)) | Q(agency_kind__in=list(kinds)), procedure_id=OuterRef("procedure_id")
    )
    return versions.filter(Exists(competent))
