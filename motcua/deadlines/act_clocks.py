"""The clocks of one act each: to hand paper over, to ask for a supplement, to bring it.

Each counts a limit of the rule pack that nothing holds. Whether the act was late is noted where it is recorded, as a
fact of its event: `transfer_late` and `notice_late`, each 0 or 1. Plain Python.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from motcua.kernel.calendars import Calendar
from motcua.kernel.due import due
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM

from .clocks import Calendars, Clock, Reading
from .rules import Pack, pack_on


def since(clock: Clock, begun: datetime, calendars: Calendars, *, explain: bool = False) -> Reading:
    """The reading of a clock of one act since `begun`: accepted (transfer), accepted or filed (notice), or asked."""
    pack = pack_on(begun.astimezone(VIETNAM).date())
    found = due(begun, _limit(clock, pack), calendars(begun), explain=explain)
    for line in found.lines:
        line.kind = TOLD[clock].get(line.kind, line.kind)
        if line.kind is LineKind.TRANSFER_LIMIT:
            line.from_ = datetime.combine(begun.astimezone(VIETNAM).date(), pack.transfer_until, VIETNAM)
    return Reading(found, since=begun, set_at=begun)


def missed(reading: Reading, moment: datetime) -> bool:
    """Whether an act done at `moment`, or not done until then, is late: by the local date."""
    return judge(reading.due.moment, moment, Unit.DAY) is Verdict.LATE


def _limit(clock: Clock, pack: Pack) -> Limit:
    if clock is Clock.TRANSFER:  # the same day, or the next when accepted after 15:00 (article 18.2)
        return Limit(1, Unit.SAME_DAY, until=pack.transfer_until.hour * 60 + pack.transfer_until.minute)
    if clock is Clock.NOTICE:  # article 19.4
        return Limit(pack.notice_within_working_days, Unit.WORKING_DAY)
    return Limit(pack.answer_days, Unit.DAY)  # article 19.5


def unanswered_before(calendar: Calendar, at: datetime) -> datetime:
    """Requests that left before this moment have waited longer than applicants have to answer them.

    For lists and for the verb that closes: one moment for all requests of a counter with this calendar.
    """
    today = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = today - timedelta(days=pack_on(today.date()).answer_days + 1)
    while not missed(since(Clock.ANSWER, asked, lambda _known: calendar), at):
        asked -= timedelta(days=1)
    return asked + timedelta(days=1)


def unaccepted_before(calendar: Calendar, at: datetime) -> datetime:
    """Online filings that the system received before this moment have waited longer than may be for their acceptance
    (8 working hours, Decree 45/2020): one moment, to the minute, for all filings of a counter with this calendar."""

    def over(filed: datetime) -> bool:
        hours = Limit(pack_on(filed.astimezone(VIETNAM).date()).acceptance_working_hours, Unit.WORKING_HOUR)
        until = due(filed, hours, calendar).moment
        return until is not None and judge(until, at, Unit.WORKING_HOUR) is Verdict.LATE

    this = at.replace(second=0, microsecond=0)
    days = 1
    while not over(this - timedelta(days=days)):
        days += 1
    low, high = days * 24 * 60, (days - 1) * 24 * 60  # so many minutes ago: over, not over
    while low - high > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if over(this - timedelta(minutes=middle)) else (low, middle)
    return this - timedelta(minutes=high)


# How each tells the lines of a due date.
TOLD = {
    Clock.TRANSFER: {LineKind.LIMIT: LineKind.TRANSFER_LIMIT, LineKind.DUE: LineKind.TRANSFER_DUE},
    Clock.NOTICE: {LineKind.DUE: LineKind.NOTICE_DUE},
    Clock.ANSWER: {
        LineKind.ACCEPTED: LineKind.ASKED,
        LineKind.STARTS: LineKind.ASKED_STARTS,
        LineKind.DUE: LineKind.CLOSING_AFTER,
    },
}
