"""The register (form 07) of a counter with 100,000 rows in a year: seconds and memory of its page, files and closing.

`make bench ARGS=register`, or `ROWS=10000 make bench ARGS=register` for less; on SQLite, or on the empty database that
DATABASE_URL names. The rows are copies of one receipt that was given by the very verb. Each thing is asked through the
pages by a process of its own, which asks once for a register of one row before, so that what is counted is what the
rows cost. Prints a table; exit code 1 where a limit is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts import machine  # noqa: E402

BOOK = ROOT / "benchmarks" / "province_parts" / "book.py"
# What each may take at most: seconds, and MB beyond what a register of one row takes.
LIMITS: dict[str, tuple[float, float]] = {
    "first page": (0.5, 20),
    "page in the middle": (0.5, 20),
    "last page": (0.5, 20),
    "page of a search": (0.5, 20),
    "PDF, first part": (10, 200),
    "PDF, last part": (10, 200),
    "spreadsheet": (120, 80),
    "closing": (120, 80),
    "spreadsheet, closed": (120, 80),
    "page in the middle, closed": (0.5, 20),
}


def main() -> int:
    """Fill a database, ask for everything, print each beside its limits; 1 where one is missed."""
    rows = int(os.environ.get("ROWS", "100000").replace("_", "").replace(",", ""))
    missed = 0
    with tempfile.TemporaryDirectory(prefix="motcua-register-") as data:
        env = os.environ | {"MOTCUA_DATA": data, "DJANGO_SETTINGS_MODULE": "motcua.settings"}
        described = machine.described("PostgreSQL" if env.get("DATABASE_URL") else "SQLite")
        print(", ".join(f"{name} {value}" for name, value in described.items()), machine.commit())
        print(f"  {rows} rows filled in {own(env, 'fill', str(rows))['seconds']:.0f} s", flush=True)
        for name, (seconds, megabytes) in LIMITS.items():
            told = own(env, name, str(rows))
            over = told["seconds"] > seconds or told["megabytes"] > megabytes
            missed += over
            print(
                f"  {name:<28} {told['seconds']:>7.2f} s (≤ {seconds:g})  +{told['megabytes']:>5.1f} MB"
                f" (≤ {megabytes:g})  {told['bytes'] / 1000:>8.0f} kB{'  MISSED' if over else ''}",
                flush=True,
            )
    return 1 if missed else 0


def own(env: dict[str, str], *words: str) -> dict[str, float]:
    """What a process of its own says of one thing."""
    run = subprocess.run([sys.executable, BOOK, *words], env=env, check=True, stdout=subprocess.PIPE, text=True)
    said: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return said


if __name__ == "__main__":
    raise SystemExit(main())
