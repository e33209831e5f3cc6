"""Say at which counters a procedure is received, appraised, approved and returned at one place (4 tại chỗ; S10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from motcua.catalogue import actions
from motcua.catalogue.models import OnTheSpot, Procedure
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .asking import allowed, local_day

LONGEST = 300


def set_on_the_spot(code: str, *, counter_ids: Collection[int], decision: str, by: Actor, at: datetime) -> Procedure:
    """From today on at these counters and no others, by `decision`; what was so before stays in the figures."""
    offices = allowed("catalogue.import", by=by, at=at)
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise Refused("Không có thủ tục {code}.", code=code)
    text = decision.strip()
    if not text:
        raise Refused("Cần ghi văn bản quy định giải quyết tại chỗ.", field="decision")
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field="decision", most=LONGEST)
    counters = [offices.agencies[pk] for pk in counter_ids if pk in offices.agencies]
    for counter in counters:
        if not counter.is_counter:
            raise Refused("{name} không phải nơi tiếp nhận.", field="counters", name=counter.name)
        if not offices.in_force(counter.pk, local_day(at)):
            raise Refused("{name} không còn hoạt động.", field="counters", name=counter.name)
    there = set(OnTheSpot.objects.filter(procedure=procedure, valid_to=None).values_list("counter_id", flat=True))
    if there == {counter.pk for counter in counters}:
        raise Refused("Không có gì thay đổi.", field="counters")
    return actions.put_on_the_spot(
        procedure_id=procedure.pk, counters=counters, decision=text, day=local_day(at), by=by.ref, at=at
    )
