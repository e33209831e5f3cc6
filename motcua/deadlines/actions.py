"""Writes of deadlines: holds begin and end, or are dropped as the limit counts anew; letters of apology; forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from motcua.dossiers.actions import check_lengths
from motcua.kernel.sentences import Refused, gettext_noop

from .models import Apology, CaseChange, Forecast, ForecastDay, Hold, LateEntry

APOLOGISED = gettext_noop("Hồ sơ đã có văn bản xin lỗi và hẹn lại; chỉ được hẹn lại một lần.")
HELD = gettext_noop("Thời hạn của hồ sơ đang tạm dừng rồi. Hãy cho tính tiếp trước.")


def begin(*, dossier_id: int, ground: str, reason: str, basis: str, at: datetime, name: str = "") -> Hold:
    """Stop the clock at `at`. Refused while it stands already: the database says so, whoever looked before."""
    hold = begun(dossier_id=dossier_id, ground=ground, reason=reason, basis=basis, at=at, name=name)
    try:
        hold.save(force_insert=True)
    except IntegrityError:
        raise Refused(HELD) from None
    return hold


def begun(*, dossier_id: int, ground: str, reason: str, basis: str, at: datetime, name: str = "") -> Hold:
    """The row of a hold, not yet written."""
    hold = Hold(dossier_id=dossier_id, ground=ground, name=name, reason=reason, basis=basis, begun_at=at)
    check_lengths(hold)
    return hold


def end(dossier_id: int, holds: Sequence[Hold] = (), *, at: datetime, drop_all: bool = False) -> bool:
    """Let the clock run again, in one statement; `drop_all` when the limit counts anew and no hold moves it any more.

    `holds` are the dossier's holds as loaded; they are brought in line with what is written. Whether any changed.
    """
    rows = Hold.objects.filter(dossier_id=dossier_id)
    if drop_all:
        changed = rows.update(ended_at=Coalesce("ended_at", Value(at)), dropped=True)
    else:
        changed = rows.filter(ended_at__isnull=True).update(ended_at=at)
    ended(holds, at=at, drop_all=drop_all)
    return bool(changed)


def ended(holds: Sequence[Hold], *, at: datetime, drop_all: bool = False) -> None:
    """Say the same of rows in memory."""
    for hold in holds:
        hold.ended_at = hold.ended_at or at
        hold.dropped = hold.dropped or drop_all


def enter_late(entry: LateEntry) -> None:
    """Keep a claim that a step happened earlier."""
    entry.save(force_insert=True)


def change_late_entry(entry: LateEntry, **changes: object) -> None:
    """Write the decision on a claim that the caller has locked with its dossier."""
    for name, value in changes.items():
        setattr(entry, name, value)
    check_lengths(entry)
    entry.save(update_fields=list(changes))


def apologise(apology: Apology) -> None:
    """Keep a letter that is about to be sent. Refused when the dossier has one already, whoever looked before."""
    check_lengths(apology)
    try:
        with transaction.atomic():
            apology.save(force_insert=True)
    except IntegrityError:
        raise Refused(APOLOGISED) from None


def change_case(change: CaseChange) -> None:
    """Keep a change of case."""
    check_lengths(change)
    change.save(force_insert=True)


@transaction.atomic
def keep_forecast(day: date, counts: Sequence[ForecastDay], named: Sequence[Forecast], *, forget_before: date) -> None:
    """Put a forecast in place of an earlier one of the same day; forget the dossiers named long ago."""
    Forecast.objects.filter(Q(day=day) | Q(day__lt=forget_before)).delete()
    ForecastDay.objects.filter(day=day).delete()
    ForecastDay.objects.bulk_create(counts, batch_size=500)
    Forecast.objects.bulk_create(named, batch_size=500)


def compare_forecast(counts: Sequence[ForecastDay]) -> None:
    """Keep what became of a forecast."""
    ForecastDay.objects.bulk_update(counts, ["hits", "missed"], batch_size=200)
