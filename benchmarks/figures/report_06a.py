"""How long form 06a takes on the database that DATABASE_URL names: from rollups, and the same from facts alone.

    DATABASE_URL=… MOTCUA_DATA=… .venv/bin/python benchmarks/figures/report_06a.py [RUNS]

Facts must have been projected (`motcua facts rebuild`). Prints one line of JSON; times are milliseconds.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from motcua.cli.django_start import start

start()

from motcua.dossiers.models import Dossier  # noqa: E402 - Django must be ready
from motcua.supervision import queries, reports  # noqa: E402
from motcua.supervision.models import Fact, Rollup  # noqa: E402
from motcua.supervision.periods import midnight, month, year  # noqa: E402


def timed(runs: int, act: Callable[[], object]) -> dict[str, float]:
    """Median and worst of `runs` calls, after one that warms up."""
    act()
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return {"median": round(statistics.median(took), 1), "worst": round(max(took), 1)}


def main(runs: int) -> None:
    last = Fact.objects.order_by("-known_from").values_list("known_from", flat=True).first()
    assert last is not None, "no facts: motcua facts rebuild"
    day = last.date()
    yearly, monthly = year(day), month(day)
    noon = midnight(day) + timedelta(hours=12)
    asked = {
        "year": reports.Asked(*yearly),
        "year before": reports.Asked(*year(yearly[0] - timedelta(days=1))),
        "month": reports.Asked(*monthly),
        "month, as of a noon": reports.Asked(*monthly, as_of=noon),
        "all years, by agency": reports.Asked(yearly[0].replace(year=yearly[0].year - 4), yearly[1], rows_by="agency"),
    }
    found: dict[str, object] = {
        "dossiers": Dossier.objects.count(),
        "facts": Fact.objects.count(),
        "rollup rows": Rollup.objects.count(),
        "runs": runs,
    }
    for name, question in asked.items():
        found[name] = timed(runs, lambda question=question: reports.report(question))  # type: ignore[misc]
    view = reports.report(asked["year"]).view
    found["year, from facts alone"] = timed(3, lambda: queries.counted(view))
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
