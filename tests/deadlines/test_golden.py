"""The golden table (golden.txt): due dates worked out by hand, each with its source, against the clocks."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from motcua.deadlines.clocks import Clock, Life, Reading, Request, read
from motcua.kernel.calendar_files import demo_history, history_from
from motcua.kernel.calendar_history import CalendarHistory
from motcua.kernel.due import Hold
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM

HERE = Path(__file__).parent
GROUNDS = ("hold", "financial", "other")


def calendars() -> dict[str, CalendarHistory]:
    """The calendars that the table names, each in the format of a calendar file."""
    files = json.loads((HERE / "golden_calendars.json").read_text(encoding="utf-8"))
    return {"demo": demo_history()} | {name: history_from(json.dumps(file).encode()) for name, file in files.items()}


CALENDARS = calendars()


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    calendar: str
    accepted: str
    limit: str
    happened: str
    expected: str
    source: str
    why: str

    def reading(self) -> Reading:
        told = [word.split(":", 1) for word in self.happened.split() if word != "-"]
        life = Life(
            moment(self.accepted),
            limit(self.limit),
            holds=[Hold(*span(text)) for name, text in told if name in GROUNDS],
            requests=[Request(*span(text)) for name, text in told if name == "ask"],
            mended=[moment(text) for name, text in told if name == "mend"],
        )
        clock = next((Clock(text) for name, text in told if name == "clock"), Clock.LEGAL)
        return read(clock, life, CALENDARS[self.calendar].at)


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def span(text: str) -> tuple[datetime, datetime | None]:
    start, end = text.split("..")
    return moment(start), moment(end) if end else None


def limit(text: str) -> Limit:
    if text.startswith("fixed:"):
        return Limit(None, Unit.FIXED_DATE, date.fromisoformat(text.removeprefix("fixed:")))
    without = {"none": Unit.NONE, "agreed": Unit.BY_AGREEMENT, "-": Unit.NONE}
    return Limit(None, without[text]) if text in without else Limit.parse(text)


def said(reading: Reading) -> str:
    """A reading as the table writes it."""
    due, late = reading.due, " late" if reading.counts_late else ""
    if due.paused is not None:
        return f"paused {due.paused.amount}{late}"
    return (f"{due.moment:%Y-%m-%dT%H:%M}" if due.moment else "none") + late


def cases() -> list[Case]:
    lines = (HERE / "golden.txt").read_text(encoding="utf-8").splitlines()
    return [Case(*(part.strip() for part in line.split(" | "))) for line in lines if line and line[0] != "#"]


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.calendar} {c.accepted} {c.limit} {c.happened}")
def test_the_clock_says_what_the_wall_calendar_says(case):
    assert said(case.reading()) == case.expected, f"{case.source}: {case.why}"


def test_every_case_of_the_table_names_its_source_and_its_reason():
    assert len(cases()) >= 150
    assert all(case.source and case.why for case in cases())
