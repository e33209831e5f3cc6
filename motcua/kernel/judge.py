"""Early, on time or late, and how much time is left: one judgement for badges, lists and reports (design §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.calendars import Calendar
from motcua.kernel.explaining_texts import span_of_minutes
from motcua.kernel.limits import Unit
from motcua.kernel.moments import DAY, moment_of, stamp
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.kernel.working_days import WorkDays


class Verdict(StrEnum):
    """A finished dossier against its due moment (rules 1.11: by date; hours by the minute)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        """The Vietnamese name, a source text for translation."""
        return _VERDICTS[self]


class Nearness(StrEnum):
    """An open dossier against its due moment, for the colours of lists."""

    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"

    @property
    def label(self) -> str:
        """The Vietnamese name, a source text for translation."""
        return _NEARNESS[self]


_VERDICTS = {
    Verdict.EARLY: gettext_noop("Trước hạn"),
    Verdict.ON_TIME: gettext_noop("Đúng hạn"),
    Verdict.LATE: gettext_noop("Quá hạn"),
}
_NEARNESS = {
    Nearness.IN_TIME: gettext_noop("Trong hạn"),
    Nearness.SOON: gettext_noop("Sắp đến hạn"),
    Nearness.LATE: gettext_noop("Quá hạn"),
}


def judge(due: datetime | None, moment: datetime, unit: Unit) -> Verdict:
    """How a finish at `moment` stands to `due`: hours by the minute, all other units by local date.

    A limit without due moment (none, by agreement) is never late: ON_TIME.
    """
    if due is None:
        return Verdict.ON_TIME
    at, limit = stamp(moment), stamp(due)
    if unit is not Unit.WORKING_HOUR:
        at, limit = at // DAY, limit // DAY
    if at == limit:
        return Verdict.ON_TIME
    return Verdict.EARLY if at < limit else Verdict.LATE


def late_from(due: datetime | None, unit: Unit | None) -> datetime | None:
    """The first moment that `judge` calls late: the next minute for limits in hours, else the next local day."""
    if due is None or unit is None:
        return None
    at = stamp(due)
    return moment_of(at + 1) if unit is Unit.WORKING_HOUR else moment_of((at // DAY + 1) * DAY)


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working time from now to the due moment, or from it to now when `overdue`: whole working days and minutes."""

    days: int
    minutes: int
    overdue: bool

    @property
    def sentence(self) -> Sentence:
        """In words: "còn 2 ngày 3 giờ làm việc", "quá hạn 45 phút làm việc"."""
        if not self.days and not self.minutes:
            return Sentence(_JUST_LATE if self.overdue else _NO_TIME)
        text = (_LATE if self.overdue else _LEFT)[bool(self.days), bool(self.minutes)]
        return Sentence(text, {"days": self.days, "time": span_of_minutes(self.minutes)})


_NO_TIME = gettext_noop("đã đến hạn")
_JUST_LATE = gettext_noop("vừa quá hạn")
_LEFT = {
    (True, True): gettext_noop("còn {days} ngày {time} làm việc"),
    (True, False): gettext_noop("còn {days} ngày làm việc"),
    (False, True): gettext_noop("còn {time} làm việc"),
}
_LATE = {
    (True, True): gettext_noop("quá hạn {days} ngày {time} làm việc"),
    (True, False): gettext_noop("quá hạn {days} ngày làm việc"),
    (False, True): gettext_noop("quá hạn {time} làm việc"),
}


def remaining(calendar: Calendar, now: datetime, due: datetime, unit: Unit = Unit.WORKING_HOUR) -> Remaining:
    """Working time left until `due`, or overdue since.

    Days that lie wholly between are counted as days whatever their length; the parts at both ends add up to hours, and
    to one day more when they fill the day of the later end. For all units but hours the whole due date is in time.
    """
    at, limit = stamp(now), stamp(due)
    overdue = judge(due, now, unit) is Verdict.LATE
    first, last = (limit, at) if overdue else (at, max(at, limit))
    days = calendar.days_from(first // DAY)
    whole, minutes = _parts(days, first, last)
    return Remaining(whole, minutes, overdue)


def _parts(days: WorkDays, first: int, last: int) -> tuple[int, int]:
    total = days.minutes_to(last) - days.minutes_to(first)
    start, end = first // DAY, last // DAY
    if start == end:
        whole_day = _length(days, end)
        return (1, 0) if total and total == whole_day else (0, total)
    between = days.number(end - 1) - days.number(start)
    inner = days.minutes_to(end * DAY) - days.minutes_to((start + 1) * DAY)
    head, tail = _length(days, start), _length(days, end)
    ends = total - inner
    head_part = days.minutes_to((start + 1) * DAY) - days.minutes_to(first)
    if head and head_part == head:
        between, ends = between + 1, ends - head
    if tail and ends >= tail:
        between, ends = between + 1, ends - tail
    return between, ends


def _length(days: WorkDays, ordinal: int) -> int:
    return days.minutes_to((ordinal + 1) * DAY) - days.minutes_to(ordinal * DAY)


def nearness(calendar: Calendar, now: datetime, due: datetime | None, unit: Unit, soon_minutes: int = 480) -> Nearness:
    """Whether an open dossier is in time, soon due (at most `soon_minutes` of office hours left) or late."""
    if due is None:
        return Nearness.IN_TIME
    if judge(due, now, unit) is Verdict.LATE:
        return Nearness.LATE
    at, limit = stamp(now), stamp(due)
    days = calendar.days_from(min(at, limit) // DAY)
    return Nearness.SOON if days.minutes_to(limit) - days.minutes_to(at) <= soon_minutes else Nearness.IN_TIME
