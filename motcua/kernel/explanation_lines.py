"""One line of an explained due date: what it says in fields, so that lines can be added up, and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.kernel import explaining_texts as texts
from motcua.kernel.explaining_texts import on_day, on_moment, span_of_minutes
from motcua.kernel.limits import AMOUNTS, COUNTED_IN_WORK, Limit, Unit
from motcua.kernel.sentences import Sentence


class LineKind(StrEnum):
    """What a line of an explanation tells."""

    ACCEPTED = "accepted"
    STARTS = "starts"
    DAYS_OFF = "days_off"  # days without office hours that were passed over
    OUTSIDE = "outside"  # time outside office hours that was passed over
    LIMIT = "limit"
    HOLD = "hold"
    HOLD_TOO_LATE = "hold_too_late"
    ROLLED = "rolled"
    PAUSED = "paused"
    DUE = "due"
    NO_DUE = "no_due"
    HOLIDAYS_UNKNOWN = "holidays_unknown"
    RESTARTED = "restarted"  # the limit counts anew from the answer to a supplement request
    WILL_RESTART = "will_restart"  # … once that answer is there
    ONLY_HOLDS = "only_holds"  # a supplement request that came too late for that, or was not the first
    SECOND_REQUEST = "second_request"  # the national scoring counts it as late
    CASE_CHANGED = "case_changed"  # another limit of the same procedure counts, from acceptance on
    PROMISED = "promised"  # by the system that the dossier was taken over from
    PROMISE_MOVED = "promise_moved"  # by a hold
    SENT_AT_ONCE = "sent_at_once"  # another counter received; the competent agency had it in the same moment
    PAPER_COMES = "paper_comes"  # at the latest then, so the limit counts from there
    PAPER_CAME = "paper_came"
    FILED = "filed"
    ANSWER_DUE = "answer_due"
    TAKEN_IN = "taken_in"
    TRANSFER_LIMIT = "transfer_limit"
    TRANSFER_DUE = "transfer_due"
    NOTICE_DUE = "notice_due"  # of a supplement request
    ASKED = "asked"
    ASKED_STARTS = "asked_starts"
    CLOSING_AFTER = "closing_after"  # the applicant has not answered until then


@dataclass(slots=True)
class Line:
    """One step of the explanation; treat it as read-only.

    `from_` and `to` are what the step begins and ends with: moments, or dates where the hour plays no part. `amount`
    is counted in `unit` (minutes where that is hours). `days` or `minutes` is how far the step moves the reckoning.
    `dates` names holidays that were passed over, `limits` the one that held and the one that took its place.
    """

    kind: LineKind
    from_: date | datetime | None = None
    to: date | datetime | None = None
    amount: int | None = None
    unit: Unit | None = None
    days: int = 0
    minutes: int = 0
    dates: tuple[date, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """What the line says, for a person."""
        return _SENTENCES[self.kind](self)

    @property
    def text(self) -> str:
        """The sentence in Vietnamese."""
        return str(self.sentence)

    def as_dict(self) -> dict[str, object]:
        """The line for JSON: its text and the fields that are set; moments and dates as ISO 8601."""
        fields: dict[str, object] = {"text": self.text, "kind": self.kind.value}
        if self.from_ is not None:
            fields["from"] = self.from_.isoformat()
        if self.to is not None:
            fields["to"] = self.to.isoformat()
        fields.update(_counted(self.amount, self.unit))
        if self.days:
            fields["days"] = self.days
        if self.minutes:
            fields["minutes"] = self.minutes
        if self.dates:
            fields["dates"] = [day.isoformat() for day in self.dates]
        if self.limits:
            fields["limits"] = [str(limit.sentence()) for limit in self.limits]
        return fields


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of a limit: minutes of office hours for hours, else working days or days as `unit` counts them."""

    amount: int
    unit: Unit

    def as_dict(self) -> dict[str, object]:
        """What remains, for JSON."""
        return {"text": str(self.sentence), **_counted(self.amount, self.unit)}

    @property
    def sentence(self) -> Sentence:
        """What remains, in words: "1 giờ 30 phút làm việc", "2 ngày làm việc"."""
        return texts.left(self.amount, self.unit)


def _counted(amount: int | None, unit: Unit | None) -> dict[str, object]:
    fields: dict[str, object] = {} if amount is None else {"amount": amount}
    if unit is not None:
        fields["unit"] = "working_minute" if unit is Unit.WORKING_HOUR else unit.value
    return fields


def _accepted(line: Line) -> Sentence:
    return Sentence(texts.ACCEPTED, on_moment(line.from_))


def _starts(line: Line) -> Sentence:
    if line.unit is Unit.WORKING_DAY:
        return Sentence(texts.STARTS_WORKING_DAY, on_day(line.from_))
    if line.unit not in COUNTED_IN_WORK:
        return Sentence(texts.STARTS_DAY, on_day(line.from_))
    return Sentence(texts.STARTS_OUTSIDE if line.minutes else texts.STARTS_INSIDE, on_moment(line.from_))


def _days_passed(line: Line) -> Sentence:
    values = {"count": line.amount, "dates": texts.listed(line.dates), "holidays": len(line.dates)}
    return Sentence(texts.DAYS_OFF_NAMED if line.dates else texts.DAYS_OFF, values)


def _outside(line: Line) -> Sentence:
    values = {"time": span_of_minutes(line.minutes), "dates": texts.listed(line.dates)}
    return Sentence(texts.OUTSIDE_NAMED if line.dates else texts.OUTSIDE, values)


def _limit(line: Line) -> Sentence:
    if line.unit is Unit.FIXED_DATE:
        return Sentence(texts.FIXED, on_day(line.to))
    if line.unit is Unit.SAME_DAY:
        return Sentence(texts.NEXT_DAY if line.amount else texts.SAME_DAY, on_day(line.to))
    if line.unit is Unit.WORKING_HOUR:
        return Sentence(texts.LIMIT_HOURS, {"limit": span_of_minutes(line.amount or 0), **on_moment(line.to)})
    limit = Sentence(AMOUNTS[line.unit or Unit.DAY], {"amount": line.amount})
    if line.from_ is not None and line.to is not None and line.from_.day != line.to.day:
        values = {"limit": limit, "day": line.from_.day, "month": line.to.month, **on_day(line.to)}
        return Sentence(texts.LIMIT_SHORT_MONTH, values)
    return Sentence(texts.LIMIT, {"limit": limit, **on_day(line.to)})


def _hold(line: Line) -> Sentence:
    values: dict[str, object] = {"start": texts.moment(line.from_), "end": texts.moment(line.to)}
    if not line.amount:
        return Sentence(texts.HOLD_NOTHING, values)
    return Sentence(texts.HOLD, {**values, "amount": texts.left(line.amount, line.unit or Unit.DAY)})


def _hold_too_late(line: Line) -> Sentence:
    return Sentence(texts.HOLD_TOO_LATE, {"start": texts.moment(line.from_)})


def _rolled(line: Line) -> Sentence:
    return Sentence(texts.ROLLED, {"day": texts.day(line.from_), "next": texts.day(line.to)})


def _paused(line: Line) -> Sentence:
    values = {"start": texts.moment(line.from_), "left": texts.left(line.amount or 0, line.unit or Unit.DAY)}
    return Sentence(texts.PAUSED, values)


def _due(line: Line) -> Sentence:
    return Sentence(texts.DUE, on_moment(line.from_))


def _no_due(line: Line) -> Sentence:
    return Sentence(texts.BY_AGREEMENT if line.unit is Unit.BY_AGREEMENT else texts.NO_LIMIT)


def _holidays_unknown(line: Line) -> Sentence:
    return Sentence(texts.HOLIDAYS_UNKNOWN, {"year": line.amount})


def _restarted(line: Line) -> Sentence:
    return Sentence(texts.RESTARTED, {"asked": texts.moment(line.from_), "answered": texts.moment(line.to)})


def _will_restart(line: Line) -> Sentence:
    return Sentence(texts.WILL_RESTART, {"asked": texts.moment(line.from_)})


def _only_holds(line: Line) -> Sentence:
    return Sentence(texts.ONLY_HOLDS, {"asked": texts.moment(line.from_)})


def _second_request(line: Line) -> Sentence:
    return Sentence(texts.SECOND_REQUEST, {"asked": texts.moment(line.from_)})


def _case_changed(line: Line) -> Sentence:
    before, after = (limit.sentence() for limit in line.limits)
    return Sentence(texts.CASE_CHANGED, {"at": texts.moment(line.from_), "before": before, "after": after})


def _transfer_limit(line: Line) -> Sentence:
    said = texts.TRANSFER_TOMORROW if line.amount else texts.TRANSFER_TODAY
    return Sentence(said, {"until": on_moment(line.from_)["time"], **on_day(line.to)})


def _at(text: str) -> Callable[[Line], Sentence]:
    """The sentence of a line that says nothing but a moment."""
    return lambda line: Sentence(text, on_moment(line.from_))


def _on(text: str) -> Callable[[Line], Sentence]:
    """The sentence of a line that says nothing but a day."""
    return lambda line: Sentence(text, on_day(line.from_))


def _promise_moved(line: Line) -> Sentence:
    amount = texts.left(line.amount or 0, Unit.WORKING_HOUR)
    values = {"start": texts.moment(line.from_), "end": texts.moment(line.to), "amount": amount}
    return Sentence(texts.HOLD if line.amount else texts.HOLD_NOTHING, values)


_SENTENCES = {
    LineKind.ACCEPTED: _accepted,
    LineKind.STARTS: _starts,
    LineKind.DAYS_OFF: _days_passed,
    LineKind.OUTSIDE: _outside,
    LineKind.LIMIT: _limit,
    LineKind.HOLD: _hold,
    LineKind.HOLD_TOO_LATE: _hold_too_late,
    LineKind.ROLLED: _rolled,
    LineKind.PAUSED: _paused,
    LineKind.DUE: _due,
    LineKind.NO_DUE: _no_due,
    LineKind.HOLIDAYS_UNKNOWN: _holidays_unknown,
    LineKind.RESTARTED: _restarted,
    LineKind.WILL_RESTART: _will_restart,
    LineKind.ONLY_HOLDS: _only_holds,
    LineKind.SECOND_REQUEST: _second_request,
    LineKind.CASE_CHANGED: _case_changed,
    LineKind.PROMISED: _at(texts.PROMISED),
    LineKind.PROMISE_MOVED: _promise_moved,
    LineKind.SENT_AT_ONCE: lambda _line: Sentence(texts.SENT_AT_ONCE),
    LineKind.PAPER_COMES: _at(texts.PAPER_COMES),
    LineKind.PAPER_CAME: _at(texts.PAPER_CAME),
    LineKind.FILED: _at(texts.FILED),
    LineKind.ANSWER_DUE: _at(texts.ANSWER_DUE),
    LineKind.TAKEN_IN: _at(texts.TAKEN_IN),
    LineKind.TRANSFER_LIMIT: _transfer_limit,
    LineKind.TRANSFER_DUE: _at(texts.TRANSFER_DUE),
    LineKind.NOTICE_DUE: _at(texts.NOTICE_DUE),
    LineKind.ASKED: _at(texts.ASKED),
    LineKind.ASKED_STARTS: _on(texts.ASKED_STARTS),
    LineKind.CLOSING_AFTER: _on(texts.CLOSING_AFTER),
}
