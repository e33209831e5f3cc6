"""Versions and decisions of another house, kept here as they were published there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.journal.actions import append_many
from motcua.kernel.sentences import Refused

from ..models import Component, DecisionItem, HoldGround, LimitCase, Procedure, ProcedureVersion, PublishingDecision
from ..published import Published
from ..rules import ItemKind
from .recorded import locked
from .versions import build, entry

BATCH = 500


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version as it was in force: what it says, its number, and its dates."""

    line: Published
    n: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class KeptItem:
    """What a decision did to a procedure, by the numbers of the versions before and after."""

    code: str
    kind: ItemKind
    name: str
    moves: bool
    reason: str
    before: int | None
    version: int | None


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A published decision, without who drafted and published it. `corrects` is (agency, number, date)."""

    number: str
    dated: date
    agency: str
    agency_code: str
    of_ministry: bool
    subject: str
    effective_from: date
    legal_from: date | None
    published_at: datetime
    corrects: tuple[str, str, date] | None
    items: Sequence[KeptItem]


@transaction.atomic
def keep_versions(
    versions: Sequence[KeptVersion],
    *,
    ended: Mapping[tuple[str, int], date],
    by: str,
    at: datetime,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Put versions of procedures in as they are, each procedure's in order of number, told in its stream. `ended` says
    of versions that are here, by code and number, on which day they end. `told` hears how many of how many are in.

    A number of statements that hardly grows. The caller has seen to it that none is there, and that dates fit.
    """
    for (code, n), day in ended.items():
        ProcedureVersion.objects.filter(procedure__code=code, n=n).update(valid_to=day)
    procedures: dict[str, Procedure] = {}
    for codes in _batches(sorted({version.line.code for version in versions})):
        procedures |= locked(codes)
    rows = []
    for some in _batches(versions):
        built = [
            build(procedures[v.line.code], v.line, n=v.n, valid_from=v.valid_from, valid_to=v.valid_to) for v in some
        ]
        ProcedureVersion.objects.bulk_create([row.version for row in built])
        Component.objects.bulk_create(paper for row in built for paper in row.components)
        LimitCase.objects.bulk_create(case for row in built for case in row.cases)
        HoldGround.objects.bulk_create(hold for row in built for hold in row.holds)
        rows += [row.version for row in built]
        told(len(rows), len(versions))
    append_many([(row.procedure, entry(row, {})) for row in rows], by=by, at=at, origin="import")
    for batch in _batches(list(procedures.values())):
        Procedure.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["id"], update_fields=["chain_n", "chain_hash"]
        )


def _batches(rows: Sequence) -> list:  # type: ignore[type-arg]
    return [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]


@transaction.atomic
def keep_decisions(decisions: Sequence[KeptDecision]) -> int:
    """Put published decisions in that are not here yet; how many. Refused when one names a version that is not here."""
    there = {(d.agency, d.number, d.dated): d for d in PublishingDecision.objects.all()}
    new = [d for d in decisions if (d.agency, d.number, d.dated) not in there]
    codes = {item.code for decision in new for item in decision.items}
    ids = {
        (code, n): pk
        for pk, code, n in ProcedureVersion.objects.filter(procedure__code__in=codes).values_list(
            "pk", "procedure__code", "n"
        )
    }
    for decision in sorted(new, key=lambda d: d.published_at):
        row = PublishingDecision.objects.create(
            number=decision.number,
            dated=decision.dated,
            agency=decision.agency,
            agency_code=decision.agency_code,
            of_ministry=decision.of_ministry,
            subject=decision.subject,
            effective_from=decision.effective_from,
            legal_from=decision.legal_from,
            drafted_at=decision.published_at,
            published_at=decision.published_at,
            corrects=there.get(decision.corrects) if decision.corrects else None,
        )
        there[decision.agency, decision.number, decision.dated] = row
        DecisionItem.objects.bulk_create(_item(row, n, item, ids) for n, item in enumerate(decision.items, 1))
    return len(new)


def _item(decision: PublishingDecision, n: int, item: KeptItem, ids: dict[tuple[str, int], int]) -> DecisionItem:
    for wanted in (item.before, item.version):
        if wanted is not None and (item.code, wanted) not in ids:
            raise Refused(
                "Quyết định {number}: không có bản {n} của thủ tục {code}.",
                number=decision.number,
                n=wanted,
                code=item.code,
            )
    version = ids[item.code, item.version] if item.version is not None else None
    return DecisionItem(
        decision=decision,
        n=n,
        kind=item.kind.value,
        code=item.code,
        name=item.name,
        content=None if item.kind is ItemKind.REPEALED else {},
        moves=item.moves,
        reason=item.reason,
        before_id=ids[item.code, item.before] if item.before is not None else None,
        version_id=version,
    )
