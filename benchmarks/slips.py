"""Milliseconds of CPU that each statutory form costs as a PDF, on each of its papers, medians of ROUNDS prints.

`make bench ARGS=slips`. Every print has a code and an address of its own, so that nothing is printed from memory, and
the first, which reads the fonts, is not counted. Prints a table; exit code 1 where a form's own paper takes longer
than the limit.
"""

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts import machine  # noqa: E402

from motcua.papers import packs  # noqa: E402
from motcua.papers.rendering import render  # noqa: E402
from tests.papers.slips import CONTENT  # noqa: E402

PACK = "tt-03-2025"
ROUNDS = 20
LIMIT = 50.0  # milliseconds


def print_one(form: str, paper: str, n: int) -> float:
    """Milliseconds of CPU of one slip that no other is like."""
    code = f"H48.14-261123-{n:04}"
    begun = time.process_time()
    render(
        PACK, form, CONTENT | {"code": code, "tracking_url": f"https://motcua.example.vn/tra-cuu/{code}"}, paper=paper
    )
    return (time.process_time() - begun) * 1000


def main() -> int:
    """Measure all and print each beside the limit; 1 where one is missed."""
    print(", ".join(f"{name} {value}" for name, value in machine.described("SQLite").items()), machine.commit())
    missed = 0
    for form in packs.pack(PACK).forms.values():
        for paper in form.papers:
            print_one(form.number, paper, 0)
            spent = sorted(print_one(form.number, paper, n) for n in range(1, ROUNDS + 1))
            over = paper == form.papers[0] and statistics.median(spent) > LIMIT
            missed += over
            aim = f"≤ {LIMIT:g}{'  MISSED' if over else ''}" if paper == form.papers[0] else ""
            print(
                f"  form {form.number} {paper:<5} {statistics.median(spent):>7.1f} ms  least {spent[0]:>6.1f} ms  {aim}"
            )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
