"""The clocks of one dossier: legal, national and acceptance, read from what happened; plain Python.

Each is one pure function of the moments of a dossier and of the calendar as it was known at each of them. Whatever
sets a due date (acceptance, the answer that makes the limit count anew, the end of a hold) counts by the rows known at
that moment; between such moments nothing moves what was printed (rules.md 10).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Due, Hold, due, merged
from motcua.kernel.explanation_lines import Line, LineKind
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM, moment_of, stamp
from motcua.kernel.sentences import Refused

from .promises import kept
from .rules import pack_on
from .transfers import Transfer

Calendars = Callable[[datetime], Calendar]  # the calendar as known at a moment


class Clock(StrEnum):
    """Which count: what the law gives the agency, what the national portal scores, how fast a filing is answered.

    And how fast paper reaches the unit that decides, how soon a supplement request leaves, and how long the applicant
    has to answer it: those are read in act_clocks.py.
    """

    LEGAL = "legal"
    NATIONAL = "national"
    ACCEPTANCE = "acceptance"
    TRANSFER = "transfer"
    NOTICE = "notice"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Request:
    """A request for a supplement (form 02) after acceptance; `answered` None while its answer is awaited."""

    asked: datetime
    answered: datetime | None = None

    def __post_init__(self) -> None:
        if self.answered is not None and self.answered < self.asked:
            raise Refused(
                "Lần bổ sung được trả lời lúc {answered}, trước khi yêu cầu lúc {asked}.",
                field="supplement",
                answered=_said(self.answered),
                asked=_said(self.asked),
            )


@dataclass(frozen=True, slots=True)
class Life:
    """What moves the clocks of an accepted dossier. Aware moments; requests in order, one after the other.

    `mended` are moments at which the due date was set anew for another reason, as when a wrong procedure was mended or
    another agency became competent. `earlier` are limits of cases that the dossier was judged by before, each with
    the moment until which it was, in order; `limit` is the one that holds now, and counts from acceptance on.
    `transfer` is how the dossier reached the competent agency from another's counter; on paper the limit begins at
    `begins` (see transfers.py), and `arrived` is when it was there. `promised` is the due moment that an older system
    told, for a dossier that was taken over from it: it counts instead of the limit until that begins anew.

    Raises Refused for a request from before acceptance (no limit ran then) or made while another waited.
    """

    accepted: datetime
    limit: Limit
    holds: Sequence[Hold] = ()
    requests: Sequence[Request] = ()
    mended: Sequence[datetime] = ()
    earlier: Sequence[tuple[datetime, Limit]] = ()
    begins: datetime | None = None
    transfer: Transfer = Transfer.NONE
    arrived: datetime | None = None
    promised: datetime | None = None

    @property
    def begun(self) -> datetime:
        """When the limit begins: at acceptance, or when paper reaches an agency whose own counter did not accept."""
        return self.begins or self.accepted

    def limit_at(self, at: datetime) -> Limit:
        """The limit by which the dossier was judged at `at`."""
        return next((limit for until, limit in self.earlier if at < until), self.limit)

    def __post_init__(self) -> None:
        for request in self.requests:
            if request.asked < self.accepted:
                raise Refused(
                    "Lần yêu cầu bổ sung lúc {asked} là trước khi tiếp nhận, khi thời hạn chưa chạy.",
                    field="supplement",
                    asked=_said(request.asked),
                )
        for earlier, later in pairwise(self.requests):
            if earlier.answered is None or later.asked < earlier.answered:
                raise Refused(
                    "Lần yêu cầu bổ sung lúc {asked} là khi lần trước chưa được trả lời.",
                    field="supplement",
                    asked=_said(later.asked),
                )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says. `since` is the moment from which the limit counts, `set_at` when the due date was last set.

    `counts_late` says that the clock counts the dossier as late whatever its due date; `met` is when the one act that
    it waits for was done.
    """

    due: Due
    since: datetime
    set_at: datetime
    counts_late: bool = False
    met: datetime | None = None


def read(clock: Clock, life: Life, calendars: Calendars, *, explain: bool = False) -> Reading:
    """The reading of `clock` for a dossier accepted (for the acceptance clock: filed) at `life.accepted`."""
    return READERS[clock](life, calendars, explain)


def _legal(life: Life, calendars: Calendars, explain: bool) -> Reading:
    """Decree 118/2025 article 19.4, design §4.

    The first request, if it left within 3 working days of acceptance and before the limit lapsed, makes the limit
    count anew from its answer. Any other only holds the clock, and a limit that has lapsed is never revived.
    """
    since, spans, told = life.begun, list(life.holds), _transferred(life)
    for n, request in enumerate(life.requests):
        anew = n == 0 and _restarts(life, request, calendars)
        if anew and request.answered is not None:
            since, told = request.answered, []
            told.append(_restarted(life.accepted, request))
        else:
            spans.append(Hold(request.asked, request.answered))
            told.append(Line(LineKind.WILL_RESTART if anew else LineKind.ONLY_HOLDS, _local(request.asked)))
    return _counted(life, since, spans, calendars, told, explain=explain)


def _national(life: Life, calendars: Calendars, explain: bool) -> Reading:
    """The national scoring: waiting for the applicant is subtracted, and a second request is late (rules.md 3.3)."""
    spans = [*life.holds, *(Hold(request.asked, request.answered) for request in life.requests)]
    second = [Line(LineKind.SECOND_REQUEST, _local(request.asked)) for request in life.requests[1:2]]
    second = [*_transferred(life), *second]
    return _counted(life, life.begun, spans, calendars, second, explain=explain, counts_late=len(life.requests) > 1)


def _acceptance(life: Life, calendars: Calendars, explain: bool) -> Reading:
    """An online filing is answered within 8 working hours of the system's receipt, by the minute (Decree 45/2020)."""
    if life.holds or life.requests:
        raise Refused("Hạn trả lời hồ sơ trực tuyến chạy trước khi tiếp nhận nên không có lần tạm dừng hay bổ sung.")
    filed = life.accepted
    hours = Limit(pack_on(filed.astimezone(VIETNAM).date()).acceptance_working_hours, Unit.WORKING_HOUR)
    found = due(filed, hours, calendars(filed), explain=explain)
    lines = tuple(_for_acceptance(line) for line in found.lines)
    return Reading(Due(found.moment, lines), since=filed, set_at=filed)


READERS = {Clock.LEGAL: _legal, Clock.NATIONAL: _national, Clock.ACCEPTANCE: _acceptance}


def _counted(
    life: Life,
    since: datetime,
    spans: Sequence[Hold],
    calendars: Calendars,
    told: Sequence[Line],
    *,
    explain: bool,
    counts_late: bool = False,
) -> Reading:
    set_at = _last_set(life, since, spans, calendars)
    found = _due(life, since, life.limit, calendars(set_at), spans, explain=explain)
    lines = _with([*_cases(life), *told], found.lines, accepted=life.accepted) if explain else ()
    return Reading(Due(found.moment, lines, found.paused), since, set_at, counts_late)


def _due(
    life: Life, since: datetime, limit: Limit, calendar: Calendar, spans: Sequence[Hold], *, explain: bool = False
) -> Due:
    """When it is due by a limit from `since` on, or by the promise it was taken over with."""
    if life.promised is not None and since == life.begun:
        return kept(life.promised, since, calendar, spans, explain=explain)
    return due(since, limit, calendar, spans, explain=explain)


def _last_set(
    life: Life, since: datetime, spans: Sequence[Hold], calendars: Calendars, *, upto: datetime | None = None
) -> datetime:
    """When the due date was last set (up to `upto`): at the start, by a mend, or at the end of a hold that counted."""
    set_at, before = _first_set(life, since, spans), list[Hold]()
    for began, ended in merged(spans, stamp(since)):
        set_at = _mended(life, set_at, upto=moment_of(began))
        reached = _due(life, since, life.limit, calendars(set_at), before).moment
        if ended is None:
            return set_at
        if reached is None or stamp(reached) <= began:
            break
        before.append(Hold(moment_of(began), moment_of(ended)))
        set_at = moment_of(ended)
    return _mended(life, set_at, upto=upto)


def _first_set(life: Life, since: datetime, spans: Sequence[Hold]) -> datetime:
    """When the count from `since` was set: then, or at acceptance where it begins later than it was promised.

    A hold that ended while paper was on its way moved nothing, but the due date was set anew at its end.
    """
    if life.begins is None or since != life.begun:
        return since
    over = (hold.to for hold in spans if hold.to is not None and hold.to <= since)
    return max([life.accepted, *over])


def _mended(life: Life, set_at: datetime, *, upto: datetime | None) -> datetime:
    """`set_at`, or the last mend after it (up to `upto`)."""
    return max([set_at, *(at for at in life.mended if upto is None or at <= upto)])


def _restarts(life: Life, request: Request, calendars: Calendars) -> bool:
    """Whether the first request of a dossier makes its limit count anew."""
    earlier = [hold for hold in life.holds if hold.from_ < request.asked]
    set_at = _last_set(life, life.begun, earlier, calendars, upto=request.asked)
    reached = _due(life, life.begun, life.limit_at(request.asked), calendars(set_at), earlier).moment
    return in_time_to_restart(life.accepted, request.asked, reached, calendars(request.asked))


def in_time_to_restart(accepted: datetime, asked: datetime, reached: datetime | None, calendar: Calendar) -> bool:
    """Whether a first request at `asked` leaves early enough after acceptance, and before the limit lapsed."""
    if reached is not None and asked >= reached:
        return False
    first, last = accepted.astimezone(VIETNAM).date(), asked.astimezone(VIETNAM).date()
    return calendar.working_days_between(first, last) <= pack_on(last).restart_within_working_days


def _restarted(accepted: datetime, request: Request) -> Line:
    """The line of a restart; it moves the count from acceptance to the answer, so that lines still add up."""
    assert request.answered is not None
    minutes = stamp(request.answered) - stamp(accepted)
    days = stamp(request.answered) // 1440 - stamp(accepted) // 1440
    return Line(LineKind.RESTARTED, _local(request.asked), _local(request.answered), days=days, minutes=minutes)


def _transferred(life: Life) -> list[Line]:
    """The line of a transfer between counters; that of paper moves the count from acceptance to when it is there."""
    if life.transfer is Transfer.NONE:
        return []
    if life.begins is None:
        return [Line(LineKind.SENT_AT_ONCE)]
    minutes = stamp(life.begun) - stamp(life.accepted)
    days = stamp(life.begun) // 1440 - stamp(life.accepted) // 1440
    came = life.arrived is not None and life.begun == life.arrived
    kind = LineKind.PAPER_CAME if came else LineKind.PAPER_COMES
    return [Line(kind, _local(life.begun), days=days, minutes=minutes)]


def _cases(life: Life) -> list[Line]:
    """A line for each change of case: another limit counts from acceptance on."""
    limits = [limit for _, limit in life.earlier] + [life.limit]
    return [
        Line(LineKind.CASE_CHANGED, _local(at), limits=pair)
        for (at, _), pair in zip(life.earlier, pairwise(limits), strict=True)
    ]


def _with(told: Sequence[Line], counted: Sequence[Line], *, accepted: datetime) -> tuple[Line, ...]:
    """The lines of a count, opened by the real acceptance and what came of the requests."""
    return (Line(LineKind.ACCEPTED, _local(accepted)), *told, *counted[1:])


def _for_acceptance(line: Line) -> Line:
    kinds = {LineKind.ACCEPTED: LineKind.FILED, LineKind.DUE: LineKind.ANSWER_DUE}
    line.kind = kinds.get(line.kind, line.kind)
    return line


def _local(moment: datetime) -> datetime:
    """To the minute and in Viet Nam, as lines tell it."""
    return moment_of(stamp(moment))


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
