"""Reads of online filing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from .models import Filing, OnlineDoor


def open_doors(procedure: int | OuterRef, day: date) -> QuerySet[OnlineDoor]:
    """What says that the procedure is filed online here on `day`; nothing where it is not."""
    rows = OnlineDoor.objects.filter(procedure_id=procedure, valid_from__lte=day)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def is_open(procedure_id: int, day: date) -> bool:
    """Whether the procedure is filed online here on `day`."""
    return open_doors(procedure_id, day).exists()


def own_filing(filing_id: int, account_id: int) -> Filing | None:
    """One of the citizen's own, filed or in the making."""
    rows = Filing.objects.select_related("version__procedure", "counter", "competent")
    return rows.filter(pk=filing_id, account_id=account_id).first()


def in_the_making(account_id: int) -> Sequence[Filing]:
    """What the citizen began and did not file, the latest first."""
    return list(Filing.objects.filter(account_id=account_id, filed="").select_related("version__procedure")[:20])


def begun(account_id: int, procedure_id: int) -> Filing | None:
    """What the citizen began of this procedure and did not file."""
    return Filing.objects.filter(account_id=account_id, version__procedure_id=procedure_id, filed="").first()
