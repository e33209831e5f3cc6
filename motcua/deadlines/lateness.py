"""Why a dossier was late: to what, and to which step, the lateness is attributed; plain Python.

Every step has a share of the time that the law gives, in the proportion of the hours of its process. What a step used
beyond its share is its part in the lateness, at the agency where it lay; waiting after the due moment, which moves no
due date any more, is the part of whom it waited for. The greatest part names the cause. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.calendars import Calendar
from motcua.kernel.sentences import gettext_noop


class Cause(StrEnum):
    """To what a late dossier is attributed, in the order in which equal parts are decided."""

    TRUE = "true"
    AGENCY = "agency"
    APPLICANT = "applicant"
    ENTRY = "entry"
    SYNC = "sync"


LABELS: dict[Cause, str] = {
    Cause.TRUE: gettext_noop("Trễ thật"),
    Cause.AGENCY: gettext_noop("Chờ cơ quan khác"),
    Cause.APPLICANT: gettext_noop("Chờ người dân"),
    Cause.ENTRY: gettext_noop("Ghi muộn"),
    Cause.SYNC: gettext_noop("Đồng bộ muộn"),
}
MEANINGS: dict[Cause, str] = {
    Cause.TRUE: gettext_noop("Cơ quan giải quyết dùng quá phần thời gian của mình."),
    Cause.AGENCY: gettext_noop("Hồ sơ nằm ở cơ quan khác, hoặc chờ cơ quan khác, quá phần thời gian của nơi ấy."),
    Cause.APPLICANT: gettext_noop("Sau hạn, phần lớn thời gian là chờ người nộp bổ sung hoặc thực hiện nghĩa vụ."),
    Cause.ENTRY: gettext_noop("Theo thời điểm thực hiện đã khai thì đúng hạn; chỉ ghi vào hệ thống muộn."),
    Cause.SYNC: gettext_noop("Đồng bộ lên Cổng Dịch vụ công quốc gia muộn: chưa có dữ liệu."),
}
WITHOUT_SOURCE = frozenset({Cause.SYNC})  # printed as "no data yet", never as 0


MISROUTED = 0  # in place of the number of a step: the dossier lay in the wrong place
WRONG_PLACE = gettext_noop("Chuyển nhầm nơi giải quyết")


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in which the dossier lay in step `n` at an agency, held or done by a person (None: nobody).

    `role` is the post that it waited for. With `n` MISROUTED it lay at an agency that does not decide it; agency and
    person are who sent it there.
    """

    n: int
    agency: int
    person: int | None
    begun: datetime
    ended: datetime
    role: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which it waited, for the applicant or for somebody else."""

    begun: datetime
    ended: datetime
    for_applicant: bool


@dataclass(frozen=True, slots=True)
class Late:
    """What is known of a late dossier: its limit ran from `since` to `due`, and it ended, or is looked at, at `end`.

    `hours` are those of the steps of its process by number; `whole` those of its longest way, where branches make that
    shorter than their sum. `entered_late` says that it was done in time, as claimed.
    """

    since: datetime
    due: datetime
    end: datetime
    competent: int
    hours: Mapping[int, float]
    stays: Sequence[Stay]
    pauses: Sequence[Pause] = ()
    entered_late: bool = False
    whole: float = 0


@dataclass(frozen=True, slots=True)
class Share:
    """Working minutes that step `n` had and used; agency, person and role are those of its longest stay."""

    n: int
    agency: int
    person: int | None
    given: int
    used: int
    role: str = ""

    @property
    def over(self) -> int:
        """What it used beyond its share; less than nothing where it left some."""
        return self.used - self.given


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cause, the working minutes of each part, the shares of the steps, and the one that took most beyond its own.

    `overrun` is the working time from the due moment to the end.
    """

    cause: Cause
    overrun: int
    parts: Mapping[Cause, int]
    shares: Sequence[Share]
    worst: Share | None


def attribute(late: Late, calendar: Calendar) -> Attribution:
    """The attribution of a late dossier, by the calendar of its competent agency."""
    shares = _shares(late, calendar)
    after = {applicant: _paused(late, calendar, late.due, late.end, applicant) for applicant in (True, False)}
    parts = {
        Cause.TRUE: sum(max(0, s.over) for s in shares if s.agency == late.competent),
        Cause.AGENCY: sum(max(0, s.over) for s in shares if s.agency != late.competent) + after[False],
        Cause.APPLICANT: after[True],
    }
    worst = max(shares, key=lambda s: (s.over, -s.n), default=None)
    return Attribution(
        cause=Cause.ENTRY if late.entered_late else max(parts, key=lambda cause: parts[cause]),
        overrun=calendar.working_minutes_between(late.due, late.end),
        parts=parts,
        shares=shares,
        worst=worst if worst is not None and worst.over > 0 else None,
    )


def _shares(late: Late, calendar: Calendar) -> list[Share]:
    minutes = calendar.working_minutes_between
    given = minutes(late.since, late.due) - _paused(late, calendar, late.since, late.due)
    whole = late.whole or sum(late.hours.values()) or 1
    right_from = max((stay.ended for stay in late.stays if stay.n == MISROUTED), default=late.since)
    used: dict[int, int] = {}
    longest: dict[int, tuple[int, Stay]] = {}
    for stay in late.stays:
        if stay.n != MISROUTED and stay.begun < right_from and stay.ended <= right_from:
            continue  # work in the wrong place: its time is that of who sent the dossier there
        begun, ended = max(stay.begun, late.since), min(stay.ended, late.end)
        if ended > begun:
            took = minutes(begun, ended) - _paused(late, calendar, begun, ended)
            used[stay.n] = used.get(stay.n, 0) + took
            if stay.n not in longest or took > longest[stay.n][0]:
                longest[stay.n] = took, stay
    return [
        Share(n, stay.agency, stay.person, int(given * late.hours.get(n, 0) / whole), used[n], stay.role)
        for n, (_, stay) in sorted(longest.items())
    ]


def _paused(late: Late, calendar: Calendar, begun: datetime, ended: datetime, for_applicant: bool | None = None) -> int:
    """Working minutes of waiting between two moments, for whomever or for the applicant, or not."""
    total = 0
    for pause in late.pauses:
        first, last = max(pause.begun, begun), min(pause.ended, ended)
        if last > first and for_applicant in (None, pause.for_applicant):
            total += calendar.working_minutes_between(first, last)
    return total
