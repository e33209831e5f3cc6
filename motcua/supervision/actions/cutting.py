"""The province's own cut-off days: entered from a month on, replaced or withdrawn, never overwritten."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.kernel.sentences import Refused
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor

from ..cutoffs import LONGEST
from ..models import Cutoff

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@transaction.atomic
def set_cutoff(*, agency_id: int, since: date, last_day: int, basis: str, by: Actor, at: datetime) -> Cutoff:
    """From the reporting month of `since` on, months end on their day `last_day`; LONGEST is their end.

    A rule that was entered for the same month before is withdrawn. The journal of the agency, the province's, holds it.
    """
    since = since.replace(day=1)
    if not EARLIEST <= since <= LATEST:
        raise Refused("Hãy kiểm tra lại năm.", field="since")
    if not 1 <= last_day <= LONGEST:
        raise Refused("Ngày chốt từ 1 đến 31; 31 là ngày cuối tháng.", field="last_day")
    if not basis.strip():
        raise Refused("Hãy ghi văn bản quy định ngày chốt.", field="basis")
    there = Cutoff.objects.select_for_update().filter(since=since, withdrawn_at__isnull=True).first()
    if there is not None:
        if (there.last_day, there.basis) == (last_day, basis.strip()):
            raise Refused("Ngày chốt này đã được đặt từ tháng ấy.", field="since")
        _withdrawn(there, agency_id, by=by, at=at)
    kept = Cutoff.objects.create(
        since=since, last_day=last_day, basis=basis.strip(), entered_at=at, entered_by_id=by.account_id
    )
    journal_agency(agency_id, "cutoff.set", _facts(kept), by=by.ref, at=at)
    return kept


@transaction.atomic
def withdraw_cutoff(*, agency_id: int, pk: int, by: Actor, at: datetime) -> None:
    """The rule counts no more: what was in force before goes on. Refused when it was withdrawn already."""
    there = Cutoff.objects.select_for_update().filter(pk=pk, withdrawn_at__isnull=True).first()
    if there is None:
        raise Refused("Ngày chốt này đã được bỏ.")
    _withdrawn(there, agency_id, by=by, at=at)


def _withdrawn(there: Cutoff, agency_id: int, *, by: Actor, at: datetime) -> None:
    there.withdrawn_at = at
    there.save(update_fields=["withdrawn_at"])
    journal_agency(agency_id, "cutoff.withdrawn", _facts(there), by=by.ref, at=at)


def _facts(there: Cutoff) -> dict[str, object]:
    return {"since": f"{there.since}", "last_day": there.last_day, "basis": there.basis}
