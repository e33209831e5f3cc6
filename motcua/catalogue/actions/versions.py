"""Publish versions of procedures: what a published one says is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from motcua.journal.actions import Entry, append_many

from ..differences import Says
from ..models import Component, HoldGround, LimitCase, Procedure, ProcedureVersion
from ..published import Published
from ..queries import results_needed
from ..references import check_no_cycle, needs
from .recorded import batches, locked

TOGETHER = 500  # versions written in one go


class Outcome(StrEnum):
    """What publishing came to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def publish(
    line: Published, *, day: date, by: str, at: datetime, origin: str = "live"
) -> tuple[ProcedureVersion, Outcome]:
    """Put `line` in force from `day`. Equal content changes nothing; other content is a new version.

    A second change on the day a version began takes that version's place for new dossiers (it is then in force for
    no day at all); dossiers received under it keep it.
    """
    return publish_many([line], day=day, by=by, at=at, origin=origin)[0]


@transaction.atomic
def publish_many(
    lines: Sequence[Published],
    *,
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
    facts: Mapping[str, str] | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> list[tuple[ProcedureVersion, Outcome]]:
    """`publish` for lines of distinct codes, in a number of statements that hardly grows with theirs. The journal
    tells `facts` with each; `told` hears how many of how many are in."""
    procedures = locked([line.code for line in lines])
    last = last_versions(procedures.values())
    digests = [line.digest for line in lines]
    changed = [
        (line, digest)
        for line, digest in zip(lines, digests, strict=True)
        if line.code not in last or last[line.code].digest != digest
    ]
    _check_references([line for line, _ in changed])
    _end([last[line.code] for line, _ in changed if line.code in last], day=day)
    versions = [_version(procedures[line.code], line, digest, last.get(line.code), day) for line, digest in changed]
    pairs = list(zip(changed, versions, strict=True))
    for n in range(0, len(pairs), TOGETHER):
        some = pairs[n : n + TOGETHER]
        ProcedureVersion.objects.bulk_create([version for _, version in some])
        Component.objects.bulk_create(row for (line, _), version in some for row in _components(line, version))
        LimitCase.objects.bulk_create(row for (line, _), version in some for row in _cases(line, version))
        HoldGround.objects.bulk_create(row for (line, _), version in some for row in _holds(line, version))
        told(n + len(some), len(versions))
    append_many([(v.procedure, entry(v, facts or {})) for v in versions], by=by, at=at, origin=origin)
    Procedure.objects.bulk_create(  # they are all there: an update by upsert, many times quicker than bulk_update
        [v.procedure for v in versions],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["chain_n", "chain_hash"],
    )
    new = {v.procedure.code: v for v in versions}
    return [
        (new[code], Outcome.CHANGED if code in last else Outcome.NEW)
        if code in new
        else (last[code], Outcome.UNCHANGED)
        for code in (line.code for line in lines)
    ]


def _check_references(lines: Sequence[Published]) -> None:
    """Refused where a procedure would need its own result in the end: by these lines and by what is in force."""
    new = {line.code: needs(line) for line in lines}
    if any(new.values()):
        check_no_cycle(results_needed() | new)


def build(procedure: Procedure, line: Published, *, n: int, valid_from: date, valid_to: date | None) -> Says:
    """The rows of a version with its number and dates; nothing is written."""
    version = _version(procedure, line, line.digest, None, valid_from)
    version.n, version.valid_to = n, valid_to
    parts = list(_components(line, version)), list(_cases(line, version)), list(_holds(line, version))
    return Says(version, *parts)


def drafted(line: Published) -> Says:
    """What `line` would say once published; nothing of it is in the database."""
    return build(Procedure(code=line.code), line, n=0, valid_from=date.max, valid_to=None)


def last_versions(procedures: Iterable[Procedure]) -> dict[str, ProcedureVersion]:
    """The latest version of each procedure that has one, by code, without its long texts."""
    by_id = {p.pk: p for p in procedures}
    found: dict[str, ProcedureVersion] = {}
    for ids in batches(list(by_id)):
        rows = ProcedureVersion.objects.filter(procedure_id__in=ids).order_by("n")
        for version in rows.only("procedure_id", "n", "valid_from", "valid_to", "digest"):
            version.procedure = by_id[version.procedure_id]
            found[version.procedure.code] = version
    return found


def _end(versions: Sequence[ProcedureVersion], *, day: date) -> None:
    """Let them end on `day`; what was repealed before stays so."""
    for version in versions:
        if version.valid_to is None or version.valid_to > day:
            version.valid_to = max(day, version.valid_from)
    ProcedureVersion.objects.bulk_update(versions, ["valid_to"])


def _version(
    procedure: Procedure, line: Published, digest: str, last: ProcedureVersion | None, day: date
) -> ProcedureVersion:
    raw, limit, missing = line.raw, line.limit, line.missing
    return ProcedureVersion(
        procedure=procedure,
        n=last.n + 1 if last else 1,
        valid_from=max(day, last.valid_from) if last else day,
        name=line.name[:1000],
        field=line.field[:200],
        levels=list(line.levels),
        agency=line.agency[:1000],
        channels=list(line.channels),
        limit_amount=limit.amount if limit else None,
        limit_unit=limit.unit.value if limit else "",
        limit_date=limit.date if limit else None,
        limit_text=line.limit_text,
        limit_basis=line.limit_basis,
        limit_channels=list(line.limit_channels),
        steps=raw.get("steps") or "",
        fee_text=raw.get("fee_text") or "",
        result=raw.get("result") or "",
        requirements=raw.get("requirements") or "",
        subjects=raw.get("subjects") or [],
        legal_bases=raw.get("legal_bases") or [],
        sets=line.sets,
        online=line.online,
        online_level=line.online_level,
        online_reason=raw.get("online_reason") or "",
        authority_system=raw.get("authority_system") or "motcua",
        receivable=not missing,
        missing=missing,
        source=raw.get("source") or "",
        published=dict(raw),
        digest=digest,
        search=line.search,
    )


def _components(line: Published, version: ProcedureVersion) -> Iterator[Component]:
    for i, c in enumerate(line.components, 1):
        yield Component(
            version=version,
            n=i,
            name=c.name,
            originals=c.originals,
            copies=c.copies,
            group=c.group,
            note=c.note,
            form=c.form,
            required=c.required,
            remark=c.remark,
            result_of=c.result_of,
        )


def _cases(line: Published, version: ProcedureVersion) -> Iterator[LimitCase]:
    for n, case in enumerate(line.cases, 1):
        limit = case.limit
        yield LimitCase(
            version=version,
            n=n,
            name=case.name,
            limit_amount=limit.amount,
            limit_unit=limit.unit.value,
            limit_date=limit.date,
            limit_basis=case.basis,
            limit_channels=list(case.channels),
        )


def _holds(line: Published, version: ProcedureVersion) -> Iterator[HoldGround]:
    for n, hold in enumerate(line.holds, 1):
        yield HoldGround(version=version, n=n, name=hold.name, basis=hold.basis, kind=hold.kind.value)


def entry(version: ProcedureVersion, more: Mapping[str, str]) -> Entry:
    """How the stream of a procedure tells of a version."""
    facts = {
        **more,
        "code": version.procedure.code,
        "version": version.n,
        "from": version.valid_from.isoformat(),
        "digest": version.digest,
    }
    return Entry("procedure.published", {"name": version.name}, facts)
