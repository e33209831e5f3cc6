"""Writes of the catalogue: publish a version, say who is competent. A published version is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from motcua.journal.actions import Entry, append_many
from motcua.offices.models import Agency

from .models import Competence, Component, LimitCase, Procedure, ProcedureVersion
from .published import Published


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
    lines: Sequence[Published], *, day: date, by: str, at: datetime, origin: str = "live"
) -> list[tuple[ProcedureVersion, Outcome]]:
    """`publish` for lines of distinct codes, in a number of statements that hardly grows with theirs."""
    procedures = _locked([line.code for line in lines])
    last = _last_versions(procedures.values())
    digests = [line.digest for line in lines]
    changed = [
        (line, digest)
        for line, digest in zip(lines, digests, strict=True)
        if line.code not in last or last[line.code].digest != digest
    ]
    _end([last[line.code] for line, _ in changed if line.code in last], day=day)
    versions = [_version(procedures[line.code], line, digest, last.get(line.code), day) for line, digest in changed]
    ProcedureVersion.objects.bulk_create(versions)
    Component.objects.bulk_create(
        row for (line, _), version in zip(changed, versions, strict=True) for row in _components(line, version)
    )
    LimitCase.objects.bulk_create(
        row for (line, _), version in zip(changed, versions, strict=True) for row in _cases(line, version)
    )
    append_many([(v.procedure, _entry(v)) for v in versions], by=by, at=at, origin=origin)
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


def _locked(codes: Sequence[str]) -> dict[str, Procedure]:
    """The procedures of these codes, locked; those not known yet come into being."""
    known = set(Procedure.objects.in_bulk(codes, field_name="code"))
    Procedure.objects.bulk_create([Procedure(code=c) for c in codes if c not in known], ignore_conflicts=True)
    return Procedure.objects.select_for_update().in_bulk(codes, field_name="code")


def _last_versions(procedures: Iterable[Procedure]) -> dict[str, ProcedureVersion]:
    """The latest version of each procedure that has one, by code, without its long texts."""
    by_id = {p.pk: p for p in procedures}
    found: dict[str, ProcedureVersion] = {}
    for ids in _batches(list(by_id)):
        rows = ProcedureVersion.objects.filter(procedure_id__in=ids).order_by("n")
        for version in rows.only("procedure_id", "n", "valid_from", "valid_to", "digest"):
            version.procedure = by_id[version.procedure_id]
            found[version.procedure.code] = version
    return found


def _batches(ids: Sequence[int], size: int = 900) -> Iterator[Sequence[int]]:
    """Pieces that SQLite takes as parameters of one statement."""
    return (ids[i : i + size] for i in range(0, len(ids), size))


def _end(versions: Sequence[ProcedureVersion], *, day: date) -> None:
    for version in versions:
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
        fee_text=raw.get("fee_text") or "",
        result=raw.get("result") or "",
        requirements=raw.get("requirements") or "",
        subjects=raw.get("subjects") or [],
        legal_bases=raw.get("legal_bases") or [],
        sets=line.sets,
        online=line.online,
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
        )


def _entry(version: ProcedureVersion) -> Entry:
    facts = {
        "code": version.procedure.code,
        "version": version.n,
        "from": version.valid_from.isoformat(),
        "digest": version.digest,
    }
    return Entry("procedure.published", {"name": version.name}, facts)


Competent = tuple[int | None, str]
"""An agency by its id, or every agency of a kind."""


@transaction.atomic
def set_competences(procedure: Procedure, *, agencies: Iterable[Agency], kinds: Iterable[str]) -> None:
    """Say which agencies decide a procedure: these, and every agency of these kinds. Replaces what was said before."""
    wanted: set[Competent] = {(a.pk, "") for a in agencies} | {(None, kind) for kind in kinds}
    set_many_competences({procedure.pk: wanted})


@transaction.atomic
def set_many_competences(wanted: Mapping[int, Set[Competent]]) -> None:
    """The same for many procedures, by their ids."""
    there: dict[tuple[int, Competent], int] = {}
    for ids in _batches(list(wanted)):
        rows = Competence.objects.filter(procedure_id__in=ids)
        there |= {(row.procedure_id, (row.agency_id, row.agency_kind)): row.pk for row in rows}
    all_wanted = {(procedure_id, who) for procedure_id, some in wanted.items() for who in some}
    for ids in _batches([pk for key, pk in there.items() if key not in all_wanted]):
        Competence.objects.filter(pk__in=ids).delete()
    Competence.objects.bulk_create(
        Competence(procedure_id=procedure_id, agency_id=agency_id, agency_kind=kind)
        for procedure_id, (agency_id, kind) in sorted(all_wanted - there.keys(), key=str)
    )


def pass_competences(*, from_id: int, to_id: int) -> int:
    """Let an agency decide what another one decided by name until now; how many procedures that were."""
    there = set(Competence.objects.filter(agency_id=to_id).values_list("procedure_id", flat=True))
    rows = Competence.objects.filter(agency_id=from_id)
    rows.filter(procedure_id__in=there).delete()
    return rows.update(agency_id=to_id)


@transaction.atomic
def decide(*, procedure_id: int, agencies: Iterable[Agency], kinds: Iterable[str], by: str, at: datetime) -> Procedure:
    """`set_competences` by a person's decision, told in the stream of the procedure."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    agencies, kinds = list(agencies), sorted(kinds)
    set_competences(procedure, agencies=agencies, kinds=kinds)
    facts = {"agencies": sorted(a.code for a in agencies), "kinds": kinds}
    record([(procedure, Entry("competence.set", {}, facts))], by=by, at=at)
    return procedure


def record(entries: Sequence[tuple[Procedure, Entry]], *, by: str, at: datetime, origin: str = "live") -> None:
    """Tell in the stream of each procedure what was decided about it; the caller has locked them."""
    append_many(entries, by=by, at=at, origin=origin)
    Procedure.objects.bulk_update([procedure for procedure, _ in entries], ["chain_n", "chain_hash"], batch_size=200)
