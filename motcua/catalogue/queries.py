"""Reads of the catalogue: the version in force, what it costs and how long it may take, and who decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.kernel.limits import Limit, Unit

from . import charges
from .charges import Charge
from .models import Competence, Component, HoldGround, LimitCase, LinkedGroup, ProcedureVersion


@lru_cache(maxsize=512)
def published(version_id: int) -> ProcedureVersion:
    """A version with its procedure, kept in memory: what it says never changes (when it ends may, and is not asked)."""
    return ProcedureVersion.objects.select_related("procedure").get(pk=version_id)


@lru_cache(maxsize=2048)
def cases_of(version_id: int) -> tuple[LimitCase, ...]:
    """The cases of a published version that have limits of their own, in order; kept in memory: they never change."""
    return tuple(LimitCase.objects.filter(version_id=version_id).order_by("n"))


@lru_cache(maxsize=2048)
def hold_grounds_of(version_id: int) -> tuple[HoldGround, ...]:
    """The grounds of a published version on which a limit may stand, in order; kept in memory: they never change."""
    return tuple(HoldGround.objects.filter(version_id=version_id).order_by("n"))


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    """The versions in force on `day`, with their procedures."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return ProcedureVersion.objects.filter(dated, valid_from__lte=day).select_related("procedure")


def charges_of(version: ProcedureVersion) -> tuple[Charge, ...]:
    """What a version costs, as data; nothing where it says so in words alone. Needs its `published`."""
    return charges_in(version.published.get("charges"), version.channels)


def charges_in(rows: Any, channels: Sequence[str]) -> tuple[Charge, ...]:
    """The same from the rows alone, where the rest of what was published is not loaded."""
    return charges.parse(rows, channels=channels, cases=_case_names(rows)) if rows else ()


def _case_names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The cases that charges name: they were checked when they were published."""
    return sorted(
        {case for row in rows for a in (*row["amounts"], *row.get("reductions", ())) for case in a.get("cases", ())}
    )


def holds(version: ProcedureVersion, day: date) -> bool:
    """Whether a version is in force on `day`."""
    return version.valid_from <= day and (version.valid_to is None or day < version.valid_to)


def own_limit(of: ProcedureVersion | LimitCase) -> Limit:
    """The time limit of a procedure version itself, or of a case. Only a receivable version is asked: it has one."""
    amount = of.limit_amount
    whole = int(amount) if amount is not None and amount == int(amount) else amount
    return Limit(whole, Unit(of.limit_unit), of.limit_date)


def decided_by(
    versions: QuerySet[ProcedureVersion], *, agency_ids: Iterable[int], kinds: Iterable[str]
) -> QuerySet[ProcedureVersion]:
    """Those of `versions` that one of these agencies, or an agency of one of these kinds, decides."""
    return versions.filter(is_decided_by(agency_ids=agency_ids, kinds=kinds))


def is_decided_by(*, agency_ids: Iterable[int], kinds: Iterable[str]) -> Exists:
    """The same as a column."""
    return Exists(
        Competence.objects.filter(
            Q(agency_id__in=list(agency_ids)) | Q(agency_kind__in=list(kinds)), procedure_id=OuterRef("procedure_id")
        )
    )


def decided(versions: QuerySet[ProcedureVersion], *, kinds: Iterable[str]) -> QuerySet[ProcedureVersion]:
    """Those of `versions` that a named agency decides, or any of these kinds."""
    named = Q(agency__isnull=False) | Q(agency_kind__in=list(kinds))
    return versions.filter(Exists(Competence.objects.filter(named, procedure_id=OuterRef("procedure_id"))))


def results_needed() -> dict[str, set[str]]:
    """Of each procedure in force that asks for results of others as papers, whose."""
    rows = Component.objects.exclude(result_of="").filter(version__valid_to__isnull=True).order_by()
    found: dict[str, set[str]] = {}
    for code, other in rows.values_list("version__procedure__code", "result_of"):
        found.setdefault(code, set()).add(other)
    return found


def groups_in_force(day: date) -> QuerySet[LinkedGroup]:
    """The linked groups in force on `day`, with their members."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    rows = LinkedGroup.objects.filter(dated, valid_from__lte=day)
    return rows.prefetch_related("members__procedure", "members__agency")
