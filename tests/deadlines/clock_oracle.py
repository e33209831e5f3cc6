"""The legal and the national clock lived through event by event, from the text of the law; shares no code with ours.

Decree 118/2025 article 19.4 and design §4: the first request counts anew if it leaves within three working days of
acceptance and before the limit lapsed; everything else holds; what comes after the limit lapsed moves nothing; each
event that sets a date counts by the calendar known then. Days and minutes are walked by the oracle of the kernel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.kernel import due_oracle

ANEW_WITHIN = 3  # working days


@dataclass(frozen=True)
class Span:
    """A stretch of waiting, moments without zone; `end` None while it lasts."""

    kind: str  # "ask" or "hold"
    start: datetime
    end: datetime | None


def as_known(file: dict, moment: datetime) -> dict:
    """The calendar file with only those rows that were known at `moment`."""

    def known(row: object) -> bool:
        return isinstance(row, str) or datetime.fromisoformat(row["known_from"]) <= moment

    return file | {
        "off": [row if isinstance(row, str) else row["date"] for row in file["off"] if known(row)],
        "working": {
            day: row if isinstance(row, str) else row["as"] for day, row in file["working"].items() if known(row)
        },
    }


def legal(accepted: datetime, amount: int, unit: str, file: dict, spans: Sequence[Span]) -> datetime | None:
    """The due moment by the law; None while the clock stands."""
    begin, known, held, asked = accepted, accepted, [], False
    due = due_oracle.due(begin, amount, unit, as_known(file, known), held)
    for span in spans:
        first, asked = span.kind == "ask" and not asked, asked or span.kind == "ask"
        if span.start >= due:
            continue
        if span.end is None:
            return None
        known = span.end
        if first and _days_between(as_known(file, span.start), accepted.date(), span.start.date()) <= ANEW_WITHIN:
            begin, held = span.end, []
        else:
            held.append((span.start, span.end))
        due = due_oracle.due(begin, amount, unit, as_known(file, known), held)
    return due


def national(accepted: datetime, amount: int, unit: str, file: dict, spans: Sequence[Span]) -> datetime | None:
    """The due moment of the national scoring, which subtracts every waiting; None while the clock stands."""
    return legal(accepted, amount, unit, file, [Span("hold", span.start, span.end) for span in spans])


def _days_between(calendar: dict, after: date, to: date) -> int:
    count, day = 0, after
    while day < to:
        day += due_oracle.ONE_DAY
        count += bool(due_oracle.hours(calendar, day))
    return count
