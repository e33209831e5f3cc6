"""Writes of online filing: the doors of procedures, and what citizens fill in before they file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue.actions import record
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.journal.actions import Entry

from .models import Filing, FilingPage, OnlineDoor


@transaction.atomic
def open_door(procedure: Procedure, *, day: date, by: str, at: datetime, origin: str = "live") -> None:
    """From `day` on the procedure is filed online here."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if OnlineDoor.objects.filter(procedure=procedure, valid_to=None).exists():
        return
    OnlineDoor.objects.create(procedure=procedure, valid_from=day, opened_by=by)
    record([(procedure, Entry("online_door.opened", {}, {"from": day.isoformat()}))], by=by, at=at, origin=origin)


@transaction.atomic
def close_door(procedure: Procedure, *, day: date, by: str, at: datetime) -> None:
    """From `day` on it is not any more; what was begun stays with who began it."""
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if OnlineDoor.objects.filter(procedure=procedure, valid_to=None).update(valid_to=day):
        record([(procedure, Entry("online_door.closed", {}, {"from": day.isoformat()}))], by=by, at=at)


def begin(account_id: int, version: ProcedureVersion, *, at: datetime) -> Filing:
    """The filing of this version that the citizen has in the making, or a new one."""
    began = {"began_at": at, "saved_at": at}
    return Filing.objects.get_or_create(account_id=account_id, version=version, filed="", defaults=began)[0]


def keep(filing: Filing, *, at: datetime, **changes: object) -> None:
    """Keep what was filled in."""
    Filing.objects.filter(pk=filing.pk, filed="").update(saved_at=at, **changes)
    for name, value in changes.items():
        setattr(filing, name, value)
    filing.saved_at = at


@transaction.atomic
def follow(filing: Filing, version: ProcedureVersion, points: Mapping[int, int]) -> None:
    """Go on with another version: papers whose number changed go along, the others to those besides."""
    for page in filing.pages.all():
        FilingPage.objects.filter(pk=page.pk).update(point=points.get(page.point, 0))
    marks = sorted(points[n] for n in filing.marks if n in points)
    Filing.objects.filter(pk=filing.pk).update(version=version, case=0, marks=marks, answered=False)
    filing.version, filing.case, filing.marks, filing.answered = version, 0, marks, False


def lock(filing: Filing) -> Filing:
    """The filing as it stands now; nobody else changes it before the transaction ends."""
    return Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)


def close(filing: Filing, *, code: str) -> None:
    """It became the dossier of `code`: what was personal is in there, and gone from here."""
    FilingPage.objects.filter(filing=filing).delete()
    Filing.objects.filter(pk=filing.pk).update(filed=code, people={}, answers={}, marks=[])


def drop(filing: Filing) -> None:
    """Throw it away with its papers."""
    Filing.objects.filter(pk=filing.pk, filed="").delete()


def forget(*, before: datetime) -> None:
    """Drop what was left for long, and what was filed that long ago."""
    Filing.objects.filter(saved_at__lt=before).delete()
