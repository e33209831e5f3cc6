"""Fill a database with facts where it has none, ask reports of it, compare every figure: benchmarks/reports.py."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be ready

from motcua.kernel.moments import VIETNAM  # noqa: E402
from motcua.supervision import by_period, queries, reports, ways  # noqa: E402
from motcua.supervision.models import Fact, Heading, Rollup  # noqa: E402
from motcua.supervision.periods import View  # noqa: E402
from motcua.supervision.reports import Asked  # noqa: E402
from province_parts import counted_by_duckdb, invented  # noqa: E402

RUNS = 5
WAYS = {"heading": ways.HEADING, "agency": ways.AGENCY, "procedure": ways.PROCEDURE, "channel": ways.CHANNEL}
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 11, 30)}
BEFORE = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}
NOON = datetime(2026, 6, 17, 12, 30, tzinfo=VIETNAM)
CLOSED = datetime(2026, 1, 5, 17, 0, tzinfo=VIETNAM)
MOMENTS: dict[str, dict[str, Any]] = {
    "now": YEAR,
    "as of a noon": YEAR | {"as_of": NOON},
    "as of a noon in July": YEAR | {"as_of": NOON + timedelta(days=30), "last": date(2026, 6, 30)},
    "as frozen": BEFORE | {"as_of": CLOSED},
}
FORMS = {
    "06a": {"form": "06a"},
    "06a by agency": {"form": "06a", "rows_by": "agency"},
    "07a": {"form": "07a"},
}
PERIODS = ("agency", "field", "procedure", "channel")


def main(rows: int) -> int:
    """Print milliseconds beside their limit; 1 when one is missed or a figure differs."""
    call_command("migrate", verbosity=0)
    if not Fact.objects.exists():
        invented.fill(rows)
    limit = 300 if rows <= 1_000_000 else 1_000
    counts = {model.__name__: model._default_manager.count() for model in (Fact, Heading, Rollup)}
    print("  " + ", ".join(f"{name} {n:,}" for name, n in counts.items()), flush=True)
    wrong = 0
    for when, period in MOMENTS.items():
        for name, form in FORMS.items():
            if form["form"] == "07a" and period is MOMENTS["as frozen"]:
                continue
            wrong += told(f"{name}, {when}", limit, lambda p=period, f=form: reports.report(Asked(**p, **f)))
        for rows_by in PERIODS:
            asked = Asked(**period, rows_by=rows_by, form="period")
            wrong += told(f"period by {rows_by}, {when}", limit, lambda asked=asked: by_period.report_of(asked))
        asked = Asked(**period, rows_by="procedure", form="period")
        wrong += told(f"period by procedure, {when}, with two earlier", None, lambda a=asked: by_period.of_period(a))
    return 1 if wrong + compared(rows) else 0


def told(name: str, limit: float | None, act: Callable[[], object]) -> bool:
    """Measure after one call that warms up; whether the median is over the limit."""
    act()
    took = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    median = statistics.median(took)
    missed = limit is not None and median > limit
    said = f"(≤ {limit:g})" if limit is not None else ""
    print(f"  {name:<58} {median:>7.0f} ms, worst {max(took):>6.0f} {said}{'  MISSED' if missed else ''}", flush=True)
    return missed


def compared(rows: int) -> int:
    """How many views rollups, facts alone and DuckDB tell differently of."""
    different = 0
    for when, period in MOMENTS.items():
        view = View(period["first"], period["last"], period.get("as_of") or invented.NOW)
        for name, by in WAYS.items():
            begun = time.perf_counter()
            from_facts = queries.counted_by(by.fact, view)
            took = (time.perf_counter() - begun) * 1000
            same = plain(queries.figures(view, by=by)) == plain(from_facts)
            different += not same
            print(f"  facts alone by {name}, {when}: {took:.0f} ms, {'same' if same else 'DIFFERENT'}")
    different += counted_by_duckdb.differences(
        {when: View(p["first"], p["last"], p.get("as_of") or invented.NOW) for when, p in MOMENTS.items()}
    )
    return different


def plain(found: Mapping[Any, Mapping[str, int]]) -> dict[Any, dict[str, int]]:
    """Without zeros."""
    rows = {key: {name: n for name, n in row.items() if n} for key, row in found.items()}
    return {key: row for key, row in rows.items() if row}


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
