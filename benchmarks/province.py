"""A province's load, measured on a PostgreSQL of its own: loading, pages, verbs against the raw limit, API, reports.

`make bench`, or `DOSSIERS=50000 make bench ARGS=province` for less. What is compared is measured in one run, in turns,
so that the ratios hold on a busy machine too. Prints a table and the same as JSON with the machine named, and keeps the
JSON under benchmarks/results/ by date and commit. With HOUSE=folder the loaded province stays in that folder: the next
run with it measures at once and gives the figures of loading as they were then. PARTS=pages,work measures some parts
alone (journal, figures, pages, work, due).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import due  # noqa: E402 - beside this file
from province_parts import machine  # noqa: E402
from province_parts.house import House, house  # noqa: E402
from province_parts.measured import Rate  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"
CLIENTS = 8
# What is aimed at, by the key of the result: (least or most, figure).
AIMS: dict[str, tuple[str, float]] = {
    "verbs of the raw limit, one process": ("least", 0.20),
    "API of as many processes": ("least", 0.30),
    "API calls a second": ("least", 150),
    "API p95 ms": ("most", 150),
    "worklist of 50 p95 ms": ("most", 60),
    "tracking page p95 ms": ("most", 50),
    "page of a dossier p95 ms": ("most", 100),
    "report 06a ms": ("most", 300),
    "verify 1,000,000 events s": ("most", 60),
}


def main() -> int:
    """Measure everything and keep the result; 1 when PostgreSQL is missing."""
    dossiers = int(os.environ.get("DOSSIERS", "1000000").replace("_", "").replace(",", ""))
    seconds = float(os.environ.get("SECONDS", "10"))
    found: dict[str, Any] = {}
    kept = Path(os.environ["HOUSE"]).resolve() if os.environ.get("HOUSE") else None
    with house(kept) as here:
        found["machine"] = machine.described(here.database)
        found["commit"], found["at"] = machine.commit(), datetime.now().astimezone().isoformat(timespec="seconds")
        found["dossiers"] = dossiers
        lines = found["figures"] = {}
        loaded(here, dossiers, lines)
        parts = {
            "journal": lambda: verified(here, lines),
            "figures": lambda: reported(here, lines),
            "pages": lambda: read(here, lines),
            "work": lambda: (worked(here, seconds, lines), called(here, seconds, lines)),
            "due": lambda: lines.update(due.compared(20_000)),
        }
        chosen = os.environ.get("PARTS", "").split(",") if os.environ.get("PARTS") else list(parts)
        for part in chosen:
            parts[part]()
    if len(chosen) < len(parts):
        found["parts"] = chosen
    show(found)
    keep(found)
    return 0


def told(*words: object) -> None:
    """What is being done, while it takes its time."""
    print("…", *words, file=sys.stderr, flush=True)


def loaded(here: House, dossiers: int, lines: dict[str, Any]) -> None:
    """Load as an operator would, through the command, unless this house is loaded; make Django ready."""
    here.timed("prepare")
    before = here.data / "loaded.json"
    if not before.exists():
        told("loading", dossiers, "dossiers")
        took, said = here.timed("bench", "load", "--dossiers", str(dossiers))
        told(said.strip().splitlines()[-1])
        before.write_text(json.dumps(as_loaded(here, dossiers, took)), encoding="utf-8")
    django_of(here)
    lines |= json.loads(before.read_text(encoding="utf-8"))


def django_of(here: House) -> None:
    """Make Django ready in this process, with the database of the house."""
    os.environ.update(here.env, DJANGO_SETTINGS_MODULE="motcua.settings")
    import django  # noqa: PLC0415 - needs the environment of the house

    django.setup()


def as_loaded(here: House, dossiers: int, took: float) -> dict[str, Any]:
    """The figures of having loaded `dossiers` in `took` seconds."""
    django_of(here)
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM journal_event), pg_database_size(current_database())")
        events, size = cursor.fetchone()
    return {
        "loading s": round(took, 1),
        "dossiers loaded a second": round(dossiers / took, 1),
        "events": events,
        "events a dossier": round(events / dossiers, 2),
        "database GB": round(size / 2**30, 2),
    }


def verified(here: House, lines: dict[str, Any]) -> None:
    told("journal verify")
    took, _ = here.timed("journal", "verify")
    rate = lines["events"] / took
    lines |= {"events verified a second": round(rate), "verify 1,000,000 events s": round(1_000_000 / rate, 1)}


def reported(here: House, lines: dict[str, Any]) -> None:
    """06a of a whole year by the facts, and the same by brute force over every event; both must agree."""
    told("facts rebuild")
    lines["facts rebuilt s"] = round(here.timed("facts", "rebuild")[0], 1)
    from motcua.supervision import reports  # noqa: PLC0415

    asked = reports.Asked(first=date(2025, 11, 1), last=date(2026, 10, 31))
    reports.report(asked)
    took = []
    for _ in range(15):
        begun = time.perf_counter()
        reports.report(asked)
        took.append((time.perf_counter() - begun) * 1000)
    told("06a by brute force")
    begun = time.perf_counter()
    here.timed("facts", "check", "--from", "2025-11-01", "--to", "2026-10-31")
    brute = time.perf_counter() - begun
    lines |= {
        "report 06a ms": round(statistics.median(took), 1),
        "06a by brute force, and both compared s": round(brute, 1),
    }


def read(here: House, lines: dict[str, Any]) -> None:
    """Pages over HTTP by one reader."""
    told("pages")
    from province_parts.reads import citizens_pages, officers_pages  # noqa: PLC0415

    with here.web() as address:
        found, told_of = officers_pages(address)
    lines |= told_of
    with here.web(MOTCUA_BEHIND_PROXY="1") as address:
        found |= citizens_pages(address)
    for name, rate in found.items():
        lines |= {f"{name} median ms": round(rate.median_ms, 1), f"{name} p95 ms": round(rate.p95_ms, 1)}


def worked(here: House, seconds: float, lines: dict[str, Any]) -> None:
    """Verbs through casework and the raw limit in turns by one process; then by two and by as many as clients."""
    told("verbs and raw limit")
    rounds: dict[str, list[float]] = {"verbs": [], "raw": []}
    for _ in range(2):
        for mode, rates in rounds.items():
            rates.append(processes(here, mode, 1, seconds)["rate"])
    verbs, raw = statistics.mean(rounds["verbs"]), statistics.mean(rounds["raw"])
    lines |= {"verbs a second, one process": round(verbs, 1), "raw limit a second, one process": round(raw, 1)}
    lines["verbs of the raw limit, one process"] = round(verbs / raw, 3)
    for count in (2, CLIENTS):
        found = processes(here, "verbs", count, seconds)
        lines[f"verbs a second, {count} processes"] = round(found["rate"], 1)
        lines[f"verbs p95 ms, {count} processes"] = round(found["p95_ms"], 1)


def processes(here: House, mode: str, count: int, seconds: float) -> dict[str, float]:
    """So many processes at once, each with its own counters: their verbs a second, and the worst 95th percentile."""
    script = str(ROOT / "benchmarks" / "province_parts" / "worker.py")
    them = [
        subprocess.Popen(
            [sys.executable, script, mode, str(n), str(count), str(seconds)],
            env=here.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(count)
    ]
    for one in them:
        if one.stdout is None or one.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{mode} did not get ready")
    for one in them:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [json.loads(one.communicate()[0].strip().splitlines()[-1]) for one in them]
    return {
        "rate": sum(one["done"] / one["seconds"] for one in said),
        "p95_ms": max(one["p95_ms"] for one in said),
    }


def called(here: House, seconds: float, lines: dict[str, Any]) -> None:
    """The same lives through the API, by clients that keep their connections."""
    told("API")
    from province_parts.clients import work  # noqa: PLC0415
    from province_parts.keys import tokens  # noqa: PLC0415

    given = tokens(CLIENTS)
    with here.web() as address:
        found: Rate = work(address, given, clients=CLIENTS, seconds=seconds)
    beside = lines[f"verbs a second, {CLIENTS} processes"]
    lines |= {
        "API calls a second": round(found.rate, 1),
        "API of as many processes": round(found.rate / beside, 3),
        "API median ms": round(found.median_ms, 1),
        "API p95 ms": round(found.p95_ms, 1),
    }


def show(found: Mapping[str, Any]) -> None:
    """The table, with what was aimed at, then the JSON."""
    print("\n" + ", ".join(f"{name} {value}" for name, value in found["machine"].items()))
    print(f"{found['dossiers']:,} dossiers, commit {found['commit']}, {found['at']}\n")
    for name, value in found["figures"].items():
        print(f"{name:<52}{shown(value):>14}{aim(name, value)}")
    print("\n" + json.dumps(found, ensure_ascii=False, indent=1))


def shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def aim(name: str, value: float) -> str:
    """What was aimed at, and whether it was reached."""
    if name not in AIMS:
        return ""
    bound, figure = AIMS[name]
    reached = value >= figure if bound == "least" else value <= figure
    return f"   {'≥' if bound == 'least' else '≤'} {figure:g} {'reached' if reached else 'MISSED'}"


def keep(found: Mapping[str, Any]) -> None:
    """The result by its date and commit."""
    RESULTS.mkdir(exist_ok=True)
    parts = "".join(f"-{part}" for part in found.get("parts", ()))
    place = RESULTS / f"{found['at'][:10]}-{found['commit'].rstrip('+')}-{found['dossiers']}{parts}.json"
    place.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    told("kept in", place.relative_to(ROOT))


if __name__ == "__main__":
    raise SystemExit(main())
