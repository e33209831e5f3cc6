"""Reads of money: what was said to be due, the entries of a dossier, those of a till on a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from .models import Assessment, Closing, Entry


def assessment_of(dossier_id: int) -> Assessment | None:
    """What somebody said is due, if somebody did; one statement."""
    return Assessment.objects.filter(pk=dossier_id).first()


def entries_of(dossier_id: int) -> list[Entry]:
    """All entries about a dossier, in order, with who made them; one statement."""
    return list(Entry.objects.filter(dossier_id=dossier_id).select_related("by").order_by("n"))


def any_entries(dossier: str) -> Exists:
    """Whether any entry is about the dossier, as a column; `dossier` names the column of its key."""
    return Exists(Entry.objects.filter(dossier_id=OuterRef(dossier)).order_by())


def entries_on(day: date, *, counter_id: int) -> QuerySet[Entry]:
    """The entries of all tills of a counter on a day."""
    return Entry.objects.filter(counter_id=counter_id, day=day)


def closings_on(day: date, *, counter_id: int) -> QuerySet[Closing]:
    """The tills of a counter that are closed for a day, with whose they are."""
    return Closing.objects.filter(counter_id=counter_id, day=day).select_related("account", "by")


def open_days(*, counter_id: int, account_id: int, before: date) -> list[date]:
    """The days before `before` on which a till has entries and is not closed, in order; one statement."""
    closed = Closing.objects.filter(counter_id=counter_id, account_id=account_id, day=OuterRef("day"))
    mine = Entry.objects.filter(counter_id=counter_id, by_id=account_id, day__lt=before)
    return list(mine.filter(~Exists(closed)).order_by("day").values_list("day", flat=True).distinct())


def open_day(today: date, *, counter_id: int, account_id: int) -> date:
    """The day on which the next entry of a till stands: today, or the first after what is closed; one statement."""
    closed = Closing.objects.filter(counter_id=counter_id, account_id=account_id, day__gte=today)
    last = closed.order_by("-day").values_list("day", flat=True).first()
    return last + timedelta(days=1) if last is not None else today
