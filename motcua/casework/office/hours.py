"""Set the office hours of an agency, by which limits count, and the opening hours of a counter, which move nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from motcua.kernel.sentences import Refused
from motcua.offices import actions
from motcua.offices.actors import Actor

from .asking import allowed, local_day

Week = Mapping[str, Sequence[Sequence[str]]]


def set_office_hours(*, agency_id: int, week: Week, day: date, basis: str, by: Actor, at: datetime) -> None:
    """New office hours from `day` on. Refused for a day that is over: what was counted stays as it was."""
    allowed("offices.change", by=by, at=at)
    _not_over(day, at)
    actions.set_office_hours(
        agency_id=agency_id,
        weekdays=_rows(week),
        day=day,
        basis=basis.strip()[:200],
        by=by.ref,
        at=at,
        origin=by.origin,
    )


def set_counter_hours(*, agency_id: int, week: Week, day: date, by: Actor, at: datetime) -> None:
    """New opening hours of a counter from `day` on."""
    offices = allowed("offices.change", by=by, at=at)
    _not_over(day, at)
    if not offices.agency(agency_id).is_counter:
        raise Refused("Chỉ nơi tiếp nhận mới có giờ mở quầy.")
    if not any(week.values()):
        raise Refused("Cần ít nhất một buổi mở quầy trong tuần.", field="weekdays")
    actions.set_counter_hours(agency_id=agency_id, weekdays=_rows(week), day=day, by=by.ref, at=at, origin=by.origin)


def _not_over(day: date, at: datetime) -> None:
    if day < local_day(at):
        raise Refused("Giờ mới bắt đầu sớm nhất từ hôm nay: hạn đã tính theo giờ cũ được giữ nguyên.", field="day")


def _rows(week: Week) -> dict[str, list[list[str]]]:
    return {name: [list(span) for span in spans] for name, spans in week.items() if spans}
