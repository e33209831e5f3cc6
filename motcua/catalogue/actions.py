"""Writes of the catalogue: publish a version, say who is competent. A published version is never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from motcua.journal.actions import Entry, append
from motcua.offices.models import Agency

from .models import Competence, Component, Procedure, ProcedureVersion
from .published import Published


class Outcome(StrEnum):
    """What publishing came to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@transaction.atomic
def publish(
    line: Published, *, day: date, by: str, at: datetime, origin: str = "live"
) -> tuple[ProcedureVersion, Outcome]:
    """Put `line` in force from `day`. Equal content changes nothing; other content is a new version.

    A second change on the day a version began takes that version's place for new dossiers (it is then in force for
    no day at all); dossiers received under it keep it.
    """
    procedure, _ = Procedure.objects.get_or_create(code=line.code)
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    last = procedure.versions.order_by("-n").first()
    if last is not None and last.digest == line.digest:
        return last, Outcome.UNCHANGED
    if last is not None:
        ProcedureVersion.objects.filter(pk=last.pk).update(valid_to=max(day, last.valid_from))
    version = _insert(procedure, line, n=last.n + 1 if last else 1, day=max(day, last.valid_from) if last else day)
    facts = {"code": line.code, "version": version.n, "from": version.valid_from.isoformat(), "digest": line.digest}
    append(procedure, [Entry("procedure.published", {"name": line.name}, facts)], by=by, at=at, origin=origin)
    procedure.save(update_fields=["chain_n", "chain_hash"])
    return version, Outcome.CHANGED if last else Outcome.NEW


def _insert(procedure: Procedure, line: Published, *, n: int, day: date) -> ProcedureVersion:
    raw, limit, missing = line.raw, line.limit, line.missing
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        n=n,
        valid_from=day,
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
        sets=raw.get("sets") or 1,
        online=raw.get("online") or "unknown",
        authority_system=raw.get("authority_system") or "motcua",
        receivable=not missing,
        missing=missing,
        source=raw.get("source") or "",
        published=dict(raw),
        digest=line.digest,
        search=line.search,
    )
    Component.objects.bulk_create(
        Component(
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
        for i, c in enumerate(line.components, 1)
    )
    return version


def set_competences(procedure: Procedure, *, agencies: Iterable[Agency], kinds: Iterable[str]) -> None:
    """Say which agencies decide a procedure: these, and every agency of these kinds. Replaces what was said before."""
    wanted = {(a.pk, "") for a in agencies} | {(None, kind) for kind in kinds}
    there = {(c.agency_id, c.agency_kind): c for c in procedure.competences.all()}
    Competence.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in wanted]).delete()
    Competence.objects.bulk_create(
        Competence(procedure=procedure, agency_id=agency_id, agency_kind=kind)
        for agency_id, kind in wanted
        if (agency_id, kind) not in there
    )
