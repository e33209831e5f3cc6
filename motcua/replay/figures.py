"""The figures of report II.06a counted from the dossiers themselves, one by one, as a scenario names them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta

from motcua.casework.reads.loading import judged
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.moments import VIETNAM

from .scenario import Scenario
from .world import ORIGIN


def counted(scenario: Scenario) -> dict[str, int]:
    """Columns 3 to 13 for the period of a scenario, at its end, judged by the function that badges and lists use."""
    n: Counter[str] = Counter()
    end = datetime.combine(scenario.last + timedelta(days=1), time(0), VIETNAM) - timedelta(minutes=1)
    for accepted_at, finished_at, due_at, unit, channel in judged(origin=ORIGIN):
        if accepted_at is None:
            continue
        n["3"] += 1
        n["4" if channel == "online" else "5"] += 1
        if finished_at is not None:
            verdict = judge(due_at, finished_at, unit)
            n["7"] += 1
            n[{Verdict.EARLY: "8", Verdict.ON_TIME: "9", Verdict.LATE: "10"}[verdict]] += 1
        else:
            n["11"] += 1
            n["13" if judge(due_at, end, unit) is Verdict.LATE else "12"] += 1
    return {str(column): n[str(column)] for column in range(3, 14)}
