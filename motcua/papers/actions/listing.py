"""Writes of list slips and prints: issued with number and frozen content, archived once, each print kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from motcua.files.actions import store

from ..models import ClosedRegister, ListedDossier, ListSlip, Print, RegisterRow, Slip
from ..rendering import render

ISSUED = "agency.list_slip_issued"


def issue_list(slip: ListSlip, dossiers: Sequence[int]) -> ListSlip:
    """Insert a list slip with the dossiers (by key) of its rows, in order: two statements."""
    slip.save(force_insert=True)
    ListedDossier.objects.bulk_create(
        [ListedDossier(slip=slip, dossier_id=pk, n=n) for n, pk in enumerate(dossiers, 1)], batch_size=200
    )
    return slip


def archive_list(list_slip_id: int, *, at: datetime) -> None:
    """Keep the PDF of a list slip as first printed. Safe to repeat."""
    slip = ListSlip.objects.get(pk=list_slip_id)
    if slip.archived_id is None:
        pdf = render(slip.pack, slip.form, slip.content)
        stored = store(name=f"{slip.form}.pdf", content=pdf, at=at)
        ListSlip.objects.filter(pk=list_slip_id, archived__isnull=True).update(archived=stored)


def note_print(printed: Slip | ListSlip, *, by_id: int, at: datetime, paper: str = "", copies: int = 1) -> None:
    """Somebody printed it: two statements for a slip, one for a list slip."""
    of = {"slip": printed} if isinstance(printed, Slip) else {"list_slip": printed}
    Print.objects.create(printed_by_id=by_id, printed_at=at, paper=paper[:8], copies=copies, **of)
    if isinstance(printed, Slip):
        Slip.objects.filter(pk=printed.pk).update(prints=F("prints") + 1)


def close_register(
    agency_id: int,
    year: int,
    batches: Iterable[Sequence[tuple[RegisterRow, bytes]]],
    *,
    at: datetime,
    by_id: int,
    digest: Any,
) -> ClosedRegister:
    """Write the closing and its rows, some hundred at a time; `digest` is fed with what each row says, in order."""
    closed = ClosedRegister.objects.create(
        agency_id=agency_id, year=year, closed_at=at, closed_by_id=by_id, rows=0, open_rows=0, digest=""
    )
    for batch in batches:
        lines = [line for line, _said in batch]
        for line, said in batch:
            line.register = closed
            digest.update(said)
        RegisterRow.objects.bulk_create(lines)
        closed.rows += len(lines)
        closed.open_rows += sum(line.is_open for line in lines)
    closed.digest = digest.hexdigest()
    closed.save(update_fields=["rows", "open_rows", "digest"])
    return closed
