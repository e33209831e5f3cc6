"""A large catalogue, searched and browsed: 10,000 procedures of 5 versions each, on PostgreSQL and on SQLite.

`make bench ARGS=catalogue`, or `PROCEDURES=2000 VERSIONS=2 make bench ARGS=catalogue` for less. The procedures are
those of ../shared/data where that is there, else those of the demo, repeated with names that differ. Two figures of
accuracy come first, over the catalogue as it is: everyday questions answered among the first three, those that the
dictionary was written with and those set aside before. Prints a table and one line of JSON; 1 when an aim is missed.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts import machine  # noqa: E402 - of this checkout
from province_parts.house import House, house  # noqa: E402
from province_parts.measured import Rate  # noqa: E402

PROCEDURES = int(os.environ.get("PROCEDURES", "10000"))
VERSIONS = int(os.environ.get("VERSIONS", "5"))
BATCH, FIRST, LEVELS = 500, 3, ("commune", "province")
AT = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
# What is aimed at, by the key of the result: (least or most, figure).
AIMS: dict[str, tuple[str, float]] = {
    "questions in the first three, %": ("least", 95),
    "questions set aside in the first three, %": ("least", 95),
    "search p95 ms": ("most", 50),
    "search while typing p95 ms": ("most", 50),
    "catalogue page p95 ms": ("most", 60),
}


def main() -> int:
    """Measure each database in a process of its own: Django knows one only."""
    if len(sys.argv) > 1:
        return measured(sys.argv[1])
    return max([subprocess.run([sys.executable, __file__, name]).returncode for name in ("postgresql", "sqlite")])


def measured(database: str) -> int:
    """Build the catalogue on this database and measure it."""
    with postgresql_or_sqlite(database) as here:
        told = {"machine": machine.described(here.database), "commit": machine.commit(), "procedures": PROCEDURES}
        os.environ.update(here.env, DJANGO_SETTINGS_MODULE="motcua.settings")
        here.timed("prepare")
        importlib.import_module("django").setup()
        importlib.import_module("tests.cast").enter()  # an installation that is set up, or its pages lead there
        figures: dict[str, float] = {}
        accuracy(figures)
        build(figures)
        searched(figures)
        with here.web() as address:
            browsed(address, figures)
    missed = show(figures)
    print(json.dumps(told | {"versions": VERSIONS, "figures": figures}, ensure_ascii=False))
    return 1 if missed else 0


@contextlib.contextmanager
def postgresql_or_sqlite(name: str) -> Iterator[House]:
    if name == "postgresql":
        with house(None) as here:
            yield here
    else:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
            yield House(Path(folder), "", "SQLite")


def accuracy(figures: dict[str, float]) -> None:
    """How many everyday questions find one of their procedures among the first three."""
    found = importlib.import_module("tests.catalogue.found")
    search = importlib.import_module("motcua.catalogue.search").search
    publish(found.lines(source(found)), day=AT.date() - timedelta(days=365 * VERSIONS))
    asked = found.questions("queries.csv" if found.SHARED.exists() else "queries_demo.csv")
    for key, some in (
        ("questions in the first three, %", [one for one in asked if not one.held_out]),
        ("questions set aside in the first three, %", [one for one in asked if one.held_out]),
    ):
        right = sum(any(hit.row.code in one.codes for hit in search(one.text, day=AT.date())[:FIRST]) for one in some)
        figures[key] = round(100 * right / len(some), 1)
        figures[key.replace("in the first three, %", "asked")] = len(some)


def source(found: Any) -> Path:
    return found.SHARED if found.SHARED.exists() else found.DEMO


def build(figures: dict[str, float]) -> None:
    """The catalogue repeated under other names until it is large, then changed again and again."""
    found = importlib.import_module("tests.catalogue.found")
    read = importlib.import_module("motcua.catalogue.published").read
    given = [line.raw for line in found.lines(source(found))]
    lines = []
    for n in range(PROCEDURES):
        raw, other = dict(given[n % len(given)]), given[(n * 7 + 1) % len(given)]
        if n >= len(given):
            raw |= {"code": f"9.{n:06}", "name": f"{raw['name']} thuộc lĩnh vực {str(other['field']).lower()}"}
        lines.append(raw)
    begun = time.perf_counter()
    for version in range(1, VERSIONS + 1):
        day = AT.date() - timedelta(days=365 * (VERSIONS - version) + 1)
        publish([read(raw | {"source": f"bản {version}"}) for raw in lines], day=day)
    figures["publishing all versions s"] = round(time.perf_counter() - begun, 1)
    catalogue = importlib.import_module("motcua.catalogue.models")
    figures["versions"] = catalogue.ProcedureVersion.objects.count()


def publish(lines: list[Any], *, day: date) -> None:
    actions = importlib.import_module("motcua.catalogue.actions")
    for n in range(0, len(lines), BATCH):
        actions.publish_many(lines[n : n + BATCH], day=day, by="bench", at=AT)


def searched(figures: dict[str, float]) -> None:
    """Everyday questions, whole and half typed, in one process; the first one reads the catalogue."""
    found = importlib.import_module("tests.catalogue.found")
    search = importlib.import_module("motcua.catalogue.search").search
    asked = [one.text for one in found.questions("queries.csv")]
    begun = time.perf_counter()
    search(asked[0], day=AT.date())
    figures["reading the catalogue after a change s"] = round(time.perf_counter() - begun, 2)
    whole = [timed(lambda text=text: search(text, day=AT.date())) for text in asked * 2]
    half = [
        timed(lambda text=text: search(text, day=AT.date(), typing=True))
        for text in (one[:end] for one in asked for end in range(3, len(one), 5))
    ]
    for key, took in (("search", whole), ("search while typing", half)):
        rate = Rate.of(took, seconds=sum(took))
        figures[f"{key} median ms"], figures[f"{key} p95 ms"] = round(rate.median_ms, 1), round(rate.p95_ms, 1)


def timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def browsed(address: str, figures: dict[str, float]) -> None:
    """Pages of the public catalogue as citizens open them."""
    found = importlib.import_module("tests.catalogue.found")
    reader = importlib.import_module("province_parts.reads").Reader(address)
    asked = [one.text for one in found.questions("queries.csv")]
    pages = {
        "catalogue page": [f"/thu-tuc/?page={n % 40 + 1}" for n in range(220)],
        "catalogue page, narrowed": [f"/thu-tuc/?level={LEVELS[n % 2]}&page={n % 9}" for n in range(220)],
        "catalogue page, searched": [f"/thu-tuc/?q={quote(text)}" for text in asked],
        "page of a procedure": [f"/thu-tuc/9.{PROCEDURES - 1 - n:06}/" for n in range(min(220, PROCEDURES // 4))],
    }
    for _ in range(8):  # each process of the server reads the catalogue once
        reader.get("/thu-tuc/?q=khai+sinh")
    for key, paths in pages.items():
        rate = reader.all(paths)
        figures[f"{key} median ms"], figures[f"{key} p95 ms"] = round(rate.median_ms, 1), round(rate.p95_ms, 1)


def show(figures: dict[str, float]) -> list[str]:
    """The table; the names of the aims that were missed."""
    missed = []
    for name, figure in figures.items():
        aim = AIMS.get(name)
        good = aim is None or (figure >= aim[1] if aim[0] == "least" else figure <= aim[1])
        said = "" if aim is None else f"  (at {aim[0]} {aim[1]:g}{'' if good else ': MISSED'})"
        print(f"{name:<50}{figure:>12,}{said}")
        if not good:
            missed.append(name)
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
