"""Put groups of linked procedures in force, and end them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from motcua.journal.actions import Entry
from motcua.kernel.sentences import Refused

from ..linking import Group
from ..models import LinkedGroup, LinkedMember
from .recorded import locked, record
from .versions import Outcome


@transaction.atomic
def put_group(
    group: Group,
    *,
    agencies: Mapping[str, int],
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
) -> Outcome:
    """Put a linked group in force from `day`. Equal content changes nothing; other content ends the row before it.

    Told in the stream of every member. `agencies` are ids by code; the caller has seen to it that all codes are known.
    """
    procedures = locked([member.procedure for member in group.members])
    rows = [
        LinkedMember(
            n=m.n,
            procedure=procedures[m.procedure],
            after=m.after,
            agency_id=agencies[m.agency] if m.agency else None,
        )
        for m in group.members
    ]
    last = LinkedGroup.objects.select_for_update().filter(code=group.code).last()
    begins = max(day, last.valid_from) if last else day
    if last is not None:
        was = (last.name, last.decision, last.valid_to, _listed(last.members.all()))
        if was == (group.name, group.decision, group.until, _listed(rows)):
            return Outcome.UNCHANGED
        if last.valid_to is None or last.valid_to > begins:
            last.valid_to = begins
            last.save(update_fields=["valid_to"])
    if group.until is not None and group.until < begins:
        raise Refused("Nhóm thủ tục hết hiệu lực trước khi bắt đầu.", field="to")
    row = LinkedGroup.objects.create(
        code=group.code, name=group.name, decision=group.decision, valid_from=begins, valid_to=group.until
    )
    for member in rows:
        member.group = row
    LinkedMember.objects.bulk_create(rows)
    record([(member.procedure, _membership(row, member)) for member in rows], by=by, at=at, origin=origin)
    return Outcome.CHANGED if last else Outcome.NEW


def _listed(members: Iterable[LinkedMember]) -> list[tuple[object, ...]]:
    return sorted((m.n, m.procedure_id, m.after or 0, m.agency_id or 0) for m in members)


def _membership(group: LinkedGroup, member: LinkedMember) -> Entry:
    facts = {"group": group.code, "from": group.valid_from.isoformat(), "n": member.n, "after": member.after or 0}
    return Entry("linked_group.published", {"name": group.name, "decision": group.decision}, facts)


@transaction.atomic
def end_group(code: str, *, day: date, decision: str, by: str, at: datetime, origin: str = "live") -> LinkedGroup:
    """Let no declaration be filed for a group from `day` on, by a decision; declarations filed go on.

    Told in the stream of every member. Refused when there is no such group, when it ends by then anyway, or when its
    latest row begins only later.
    """
    members = LinkedMember.objects.filter(group__code=code).values_list("procedure__code", flat=True)
    procedures = locked(sorted(set(members)))
    last = LinkedGroup.objects.select_for_update().filter(code=code).last()
    if last is None:
        raise Refused("Không có nhóm thủ tục liên thông {code}.", code=code)
    if last.valid_to is not None and last.valid_to <= day:
        raise Refused(
            "Nhóm hết hiệu lực từ ngày {day}, nên chỉ có thể kết thúc sớm hơn.",
            field="day",
            day=f"{last.valid_to:%d/%m/%Y}",
        )
    if day < last.valid_from:
        raise Refused(
            "Nhóm có hiệu lực từ ngày {day}, nên không thể kết thúc trước ngày ấy.",
            field="day",
            day=f"{last.valid_from:%d/%m/%Y}",
        )
    last.valid_to = day
    last.save(update_fields=["valid_to"])
    entry = Entry(
        "linked_group.ended", {"name": last.name, "decision": decision}, {"group": code, "to": day.isoformat()}
    )
    rows = last.members.values_list("procedure__code", flat=True)
    record([(procedures[member], entry) for member in rows], by=by, at=at, origin=origin)
    return last
