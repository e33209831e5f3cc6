"""Periods and the two moments by which a report is judged: plain Python, local dates, both ends included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused

TICK = timedelta(microseconds=1)  # the smallest step of a moment in the journal
DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    """The local moment at which `day` begins."""
    return datetime.combine(day, time(), VIETNAM)


@dataclass(frozen=True, slots=True)
class View:
    """What a report looks at: the days from `first` to `last`, as they were known at the moment `as_of`.

    Two moments follow. A thing is in the report when it was recorded before `until`: the end of the last day, or just
    after `as_of` if that came earlier; standings ("in process", "overdue") are judged at the last instant before it.
    A dossier that was void by `as_of` is in no report, also where the void was recorded after the period; one that was
    voided later still is. So a report as of the end of its period says what could be said then, and the same report
    as of today leaves out what has since turned out to have been entered by mistake.
    """

    first: date
    last: date
    as_of: datetime

    @property
    def since(self) -> datetime:
        """The beginning of the first day."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """Everything recorded before this moment counts."""
        return min(midnight(self.last + DAY), self.as_of + TICK)

    @property
    def ended(self) -> bool:
        """Whether the period was over at `as_of`, so that its figures are those of the whole of it."""
        return midnight(self.last + DAY) <= self.as_of + TICK

    def at_its_end(self) -> View:
        """The same period as it was known at the very end of it."""
        return View(self.first, self.last, midnight(self.last + DAY) - TICK)


def view(first: date, last: date, *, as_of: datetime | None, known_to: datetime) -> View:
    """A view as somebody asked for it; `known_to` is the moment up to which facts are known, and the default.

    Refused when the period ends before it begins, or nothing can be known of it at that moment.
    """
    if last < first:
        raise Refused(
            "Kỳ báo cáo kết thúc ({last}) trước khi bắt đầu ({first}).",
            field="to",
            first=f"{first:%d/%m/%Y}",
            last=f"{last:%d/%m/%Y}",
        )
    if not 1900 <= first.year <= last.year <= 2199:
        raise Refused("Kỳ báo cáo phải nằm trong các năm 1900 đến 2199.", field="from")
    if as_of == midnight(known_to.astimezone(VIETNAM).date() + DAY) - TICK:
        as_of = None  # "as of today" is as of now
    if as_of is not None and as_of > known_to:
        raise Refused("Chưa có số liệu đến {moment}; hãy chọn một thời điểm đã qua.", field="as_of", moment=said(as_of))
    asked = View(first, last, as_of or known_to)
    if asked.until <= asked.since:
        raise Refused(
            "Lúc {moment} kỳ báo cáo từ {first} chưa bắt đầu.",
            field="as_of" if as_of else "from",
            moment=said(asked.as_of),
            first=f"{first:%d/%m/%Y}",
        )
    return asked


def said(moment: datetime) -> str:
    """A moment as people read it."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def moment_from(text: str) -> datetime:
    """A past moment as typed: a date stands for its end, a date with time for that moment, local without offset."""
    words = text.strip()
    try:
        if len(words) == 10:
            return midnight(date.fromisoformat(words) + DAY) - TICK
        moment = datetime.fromisoformat(words)
    except (ValueError, OverflowError):
        raise Refused(
            "Không đọc được thời điểm “{typed}”; hãy ghi như 2026-03-31 hoặc 2026-03-31T17:00.",
            field="as_of",
            typed=words,
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


# Periods of the calendar; those of the reporting system are in cutoffs.py.


def month(day: date) -> tuple[date, date]:
    """The calendar month of `day`."""
    first = day.replace(day=1)
    return first, months_on(first, 1) - DAY


def quarter(day: date) -> tuple[date, date]:
    """The calendar quarter of `day`."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, months_on(first, 3) - DAY


def year(day: date) -> tuple[date, date]:
    """The calendar year of `day`."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def months_on(day: date, n: int) -> date:
    """The same day of the month `n` months later; ValueError where that month has no such day."""
    at = day.year * 12 + day.month - 1 + n
    return day.replace(year=at // 12, month=at % 12 + 1)
