"""Writes of papers: a slip is issued with its number and frozen content, counted when printed, archived once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from motcua.copying.actions import add
from motcua.files.actions import store

from .models import Slip
from .rendering import render


def issue(slip: Slip) -> Slip:
    """Insert a slip; its number comes from a series raised in the same transaction."""
    add([slip])
    return slip


def count_print(slip_id: int) -> None:
    """One more print of a slip."""
    Slip.objects.filter(pk=slip_id).update(prints=F("prints") + 1)


def archive(*, slip_id: int, at: datetime) -> None:
    """Keep the PDF of a slip as first printed, so that later templates or fonts cannot change it. Safe to repeat."""
    slip = Slip.objects.get(pk=slip_id)
    if slip.archived_id is None:
        pdf = render(slip.pack, slip.form, slip.content)
        Slip.objects.filter(pk=slip_id, archived__isnull=True).update(
            archived=store(name=f"{slip.form}.pdf", content=pdf, at=at)
        )
