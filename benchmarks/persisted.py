"""A step of a process completed in the database: ours by the verb `advance`, and django-viewflow's, in turns.

`make bench ARGS=persisted`. One PostgreSQL, one process each, commits on the disk. Ours asks policy, keeps the chain of
the journal, the clock of the step and the promises; theirs completes a task. With processes of 5 and 50 steps of our
own, for a step may cost no more because there are many. Without .peers only ours is measured.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts.house import House, house  # noqa: E402 - of this checkout

ROUNDS, SECONDS = 3, 5.0
PEERS = ROOT / ".peers"
DAY = date(2026, 11, 2)


def main() -> int:
    """Print one line of JSON."""
    with house(None) as here:
        here.timed("prepare")
        os.environ.update(here.env, DJANGO_SETTINGS_MODULE="motcua.settings")
        importlib.import_module("django").setup()
        cast = importlib.import_module("tests.cast").enter()
        walks = {f"ours, {steps} steps": ours(cast, steps) for steps in (5, 50)}
        if PEERS.exists():
            walks["django-viewflow, 5 steps"] = lambda: theirs(here)
        rates: dict[str, list[float]] = {name: [] for name in walks}
        for _ in range(ROUNDS):
            for name, walk in walks.items():
                rates[name].append(walk())
    print(json.dumps({name: round(max(found), 1) for name, found in rates.items()}, ensure_ascii=False))
    return 0


def ours(cast: Any, steps: int) -> Callable[[], float]:
    """A procedure whose process has so many steps; what walks dossiers through it and says how many steps a second."""
    stage = importlib.import_module("tests.cast")
    work = importlib.import_module("motcua.workflow.actions")
    file = importlib.import_module("motcua.casework.file")
    acts = importlib.import_module("motcua.casework.advance")
    version = stage.publish_procedure(code=f"9.{steps:06}")
    first, middle, *rest = stage.COMMUNE_STEPS
    rows = [first, *[middle] * (steps - 4), *rest]
    work.publish(procedure=version.procedure, level=None, steps=rows, decision="", day=date(2026, 1, 1))
    people = {"specialist": cast.minh, "signer": cast.son, "clerk": cast.roi}
    result = stage.result(issued_on=DAY)

    def walk() -> float:
        at = stage.moment("2026-11-02 08:00")
        took, done = 0.0, 0
        while took < SECONDS:
            code = file.file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=at).code
            begun = time.perf_counter()
            for n, row in enumerate(rows[1:-1], 1):
                given = {"result": result} if row.kind == "issue" else {}
                acts.advance(code, by=people[row.role], at=at + timedelta(minutes=n), **given)
            took += time.perf_counter() - begun
            done += len(rows) - 2
        return done / took

    return walk


def theirs(here: House) -> float:
    """The same of django-viewflow, in a process and a database of its own on the same server."""
    base, _, query = here.url.partition("?")
    with psycopg.connect(here.url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'peer'").fetchone():
            server.execute("CREATE DATABASE peer")
    env = os.environ | {
        "DATABASE_URL": f"{base.rpartition('/')[0]}/peer?{query}",
        "PYTHONPATH": f"{ROOT}:{PEERS}",
    }
    command = [sys.executable, "-m", "benchmarks.viewflow_peer.measure", str(SECONDS)]
    said = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    told = json.loads(said)
    print("  django-viewflow:", told["statements a step"], "statements a step", file=sys.stderr)
    return float(told["steps a second"])


if __name__ == "__main__":
    raise SystemExit(main())
