"""Writes of what goes back to people; the caller has locked the dossier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models

from motcua.dossiers.actions import check_lengths

from .models import Handover, Loss, Original, Posting, Reminder, WrongResult


def add(row: Handover | Posting | Reminder | Loss | WrongResult) -> None:
    """Keep one row. Refused when a text of it is too long."""
    check_lengths(row)
    row.save(force_insert=True)


def keep_originals(rows: Sequence[Original]) -> None:
    """Keep the list of originals: one statement."""
    for row in rows:
        check_lengths(row)
    Original.objects.bulk_create(rows)


def give_back(dossier_id: int, numbers: Collection[int], *, to: str, by_id: int, at: datetime) -> int:
    """Give the originals of these numbers back; how many still lay here."""
    here = Original.objects.filter(dossier_id=dossier_id, n__in=numbers, given_back_at=None)
    return here.update(given_back_at=at, given_back_to=to, given_back_by_id=by_id)


def delivered(dossier_id: int, *, at: datetime) -> int:
    """The post has delivered what was under way."""
    return _under_way(dossier_id).update(delivered_at=at)


def came_back(dossier_id: int, *, why: str, at: datetime) -> int:
    """What was under way lies at the counter again."""
    return _under_way(dossier_id).update(came_back_at=at, came_back_why=why)


def _under_way(dossier_id: int) -> models.QuerySet[Posting]:
    return Posting.objects.filter(dossier_id=dossier_id, delivered_at=None, came_back_at=None)
