"""Writes about who is responsible for which places of an agency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.kernel.sentences import Refused
from motcua.offices.areas import words
from motcua.offices.models import Agency, Area

from .recorded import journal_agency


@transaction.atomic
def give_areas(
    *, agency_id: int, account_id: int, names: Sequence[str], day: date, by: str, at: datetime
) -> list[Area]:
    """Let a person be responsible for places from `day` on. Refused where they are for one of them already."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    still = Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), agency_id=agency_id)
    known = {words(area.name) for area in still.filter(account_id=account_id)}
    if double := next((name for name in names if words(name) in known), None):
        raise Refused("Người này đã phụ trách {place}.", field="places", place=double)
    areas = [Area(agency_id=agency_id, account_id=account_id, name=name, valid_from=day) for name in names]
    Area.objects.bulk_create(areas)
    said = {"places": list(names), "account": f"account:{account_id}", "from": day.isoformat()}
    journal_agency(agency_id, "area.given", said, by=by, at=at)
    return areas


@transaction.atomic
def end_area(*, area_id: int, on: date, by: str, at: datetime) -> None:
    """From `on` the person is responsible for the place no more; what has not begun by then never was."""
    area = Area.objects.select_for_update().get(pk=area_id)
    said = {"places": [area.name], "account": f"account:{area.account_id}", "on": on.isoformat()}
    journal_agency(area.agency_id, "area.ended", said, by=by, at=at)
    if area.valid_from >= on:
        area.delete()
    else:
        area.valid_to = on
        area.save(update_fields=["valid_to"])


def move_areas(*, agency_id: int, to_id: int, on: date) -> None:
    """Let the places of a closing agency be looked after at its successor, as its posts are."""
    Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency_id).update(agency_id=to_id)
