"""Due dates a second in one process, explanation off and on, over mixed limits and random acceptance times.

Run: .venv/bin/python benchmarks/due.py [number of due dates]
"""

import random
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter

from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold, due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import VIETNAM

LIMITS = ("8wh", "2wh", "20wh", "1wd", "3wd", "5wd", "15wd", "30wd", "10d", "30d", "90d", "1mo", "3mo", "1sd")
SEED, ROUNDS = 2026, 3
Case = tuple[datetime, Limit, Sequence[Hold]]


def cases(number: int, *, held: bool) -> list[Case]:
    """Random acceptances of 2025 to 2027, to the second; every other one has a hold when `held`."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable load, not a secret
    limits = [Limit.parse(text) for text in LIMITS]
    start = datetime(2025, 1, 1, tzinfo=VIETNAM)
    drawn: list[Case] = []
    for _ in range(number):
        accepted = start + timedelta(seconds=chance.randrange(3 * 365 * 86_400))
        began = accepted + timedelta(hours=chance.randrange(72))
        holds = [Hold(began, began + timedelta(hours=chance.randrange(240)))] if held and chance.random() < 0.5 else []
        drawn.append((accepted, chance.choice(limits), holds))
    return drawn


def rate(drawn: Sequence[Case], calendar: Calendar, *, explain: bool, read: bool = False) -> float:
    """Due dates a second, the best of a few rounds; with `read` every line is also put into words."""
    best = 0.0
    for _ in range(ROUNDS):
        started = perf_counter()
        for accepted, limit, holds in drawn:
            found = due(accepted, limit, calendar, holds, explain)
            if read:
                for line in found.lines:
                    _ = line.text
        best = max(best, len(drawn) / (perf_counter() - started))
    return best


def main() -> None:
    """Print one line per setting."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    calendar = demo_calendar()
    for label, held in (("no holds", False), ("half with a hold", True)):
        drawn = cases(number, held=held)
        print(f"{label}: explanation off {rate(drawn, calendar, explain=False):>10,.0f}/s")
        print(f"{label}: explanation on  {rate(drawn, calendar, explain=True):>10,.0f}/s")
        print(f"{label}: on, put in words{rate(drawn, calendar, explain=True, read=True):>10,.0f}/s")


if __name__ == "__main__":
    main()
