"""Due dates a second in one process: explanation off and on, and beside public libraries of working time.

The libraries (benchmarks/requirements-peers.txt, installed into .peers) get the same calendar and the same acceptances,
and are asked what they can answer: the end of so many working hours, or working days. What they answer is compared too.

Run: .venv/bin/python benchmarks/due.py [number of due dates]
"""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import perf_counter

from province_parts import peers

from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold, due
from motcua.kernel.limits import Limit, Unit
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


HOURS, DAYS = "working hours", "working days"
LENGTHS = {HOURS: (2, 8, 20, 40), DAYS: (1, 3, 5, 15, 30)}


def compared(number: int) -> dict[str, float]:
    """Due dates a second of ours and of each library that is installed, in turns; and how often they agree."""
    calendar, found = demo_calendar(), dict[str, float]()
    for what, lengths in LENGTHS.items():
        drawn = acceptances(number, lengths)
        unit = Unit.WORKING_HOUR if what == HOURS else Unit.WORKING_DAY
        ours, answers = timed(lambda at, n, unit=unit: due(at, Limit(n, unit), calendar).moment, drawn)
        found[f"due dates a second, {what}: Motcua"] = round(ours)
        for name, peer in peers.all_of(what, calendar).items():
            some = drawn[: max(1, len(drawn) // peer.slower)]
            rate, theirs = timed(peer.ends, some)
            agreed = sum(a == b for a, b in zip(answers, theirs, strict=False))
            found[f"due dates a second, {what}: {name}"] = round(rate)
            found[f"of these the same as ours, {what}: {name}"] = round(agreed / len(some), 4)
    return found


def acceptances(number: int, lengths: Sequence[int]) -> list[tuple[datetime, int]]:
    """Random acceptances of 2026 inside office hours, to the minute: where all count alike."""
    chance, calendar = random.Random(SEED), demo_calendar()  # noqa: S311 - a repeatable load, not a secret
    drawn: list[tuple[datetime, int]] = []
    while len(drawn) < number:
        at = datetime(2026, 1, 5, tzinfo=VIETNAM) + timedelta(minutes=chance.randrange(300 * 1440))
        if calendar.is_open(at):
            drawn.append((at, chance.choice(lengths)))
    return drawn


def timed(
    ends: Callable[[datetime, int], datetime | None], drawn: Sequence[tuple[datetime, int]]
) -> tuple[float, list[datetime | None]]:
    """Answers a second, and the answers."""
    started = perf_counter()
    answers = [ends(at, length) for at, length in drawn]
    return len(drawn) / (perf_counter() - started), answers


def main() -> None:
    """Print one line per setting."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    calendar = demo_calendar()
    for label, held in (("no holds", False), ("half with a hold", True)):
        drawn = cases(number, held=held)
        print(f"{label}: explanation off {rate(drawn, calendar, explain=False):>10,.0f}/s")
        print(f"{label}: explanation on  {rate(drawn, calendar, explain=True):>10,.0f}/s")
        print(f"{label}: on, put in words{rate(drawn, calendar, explain=True, read=True):>10,.0f}/s")
    for name, figure in compared(number).items():
        print(f"{name:<70}{figure:>12,}")


if __name__ == "__main__":
    main()
