"""Writes of papers: slips issued with number and frozen content, prints counted, archived once; blanks numbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, Q

from motcua.copying.actions import add
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.offices.models import Agency

from ..emergency import number_of
from ..models import EmergencyBlock, EmergencyNumber, Slip
from ..rendering import render


def issue(slip: Slip) -> Slip:
    """Insert a slip; its number comes from a series raised in the same transaction."""
    add([slip])
    return slip


def archive(*, slip_id: int, at: datetime) -> None:
    """Keep the PDF of a slip as first printed, so that later templates or fonts cannot change it. Safe to repeat."""
    slip = Slip.objects.get(pk=slip_id)
    if slip.archived_id is None:
        pdf = render(slip.pack, slip.form, slip.content)
        Slip.objects.filter(pk=slip_id, archived__isnull=True).update(
            archived=store(name=f"{slip.form}.pdf", content=pdf, at=at)
        )


def number_blanks(agency: Agency, *, size: int, year: int, at: datetime, by_id: int) -> EmergencyBlock:
    """The next `size` numbers of the year of an agency that the caller has locked: three statements."""
    before = EmergencyBlock.objects.filter(agency=agency, year=year).aggregate(last=Max("last"))["last"] or 0
    block = EmergencyBlock.objects.create(
        agency=agency, year=year, first=before + 1, last=before + size, made_at=at, made_by_id=by_id
    )
    EmergencyNumber.objects.bulk_create(
        EmergencyNumber(block=block, number=number_of(agency.code, year, n)) for n in range(block.first, block.last + 1)
    )
    return block


def use_blank(number: str, dossier: Dossier, *, agency_id: int) -> bool:
    """Take a free number of this agency, or of one that it succeeds, for the dossier; False when it is not free.

    That of a dossier which was entered by mistake and voided is free again.
    """
    free = EmergencyNumber.objects.filter(
        Q(block__agency_id=agency_id) | Q(block__agency__successor_id=agency_id),
        Q(dossier=None) | Q(dossier__voided_at__isnull=False),
        number=number,
        voided_at=None,
    )
    return free.update(dossier=dossier) == 1


def void_blanks(numbers: Sequence[int], *, reason: str, at: datetime) -> int:
    """Make those of the numbers (by key) void that are free; how many."""
    free = EmergencyNumber.objects.filter(pk__in=numbers, dossier=None, voided_at=None)
    return free.update(voided_at=at, void_reason=reason)


def close_block(block: EmergencyBlock, *, reason: str, at: datetime, by_id: int) -> int:
    """No number of the block is used any more: what is free becomes void. How many were."""
    voided = void_blanks(list(block.numbers.values_list("pk", flat=True)), reason=reason, at=at)
    EmergencyBlock.objects.filter(pk=block.pk).update(closed_at=at, closed_by_id=by_id)
    return voided
