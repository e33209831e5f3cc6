"""`make bench`: run the measurements of benchmarks/, each in a process of its own. Names of files choose some."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def main(wanted: list[str]) -> int:
    """Run benchmarks/*.py one after the other (two at once would measure each other); 1 if one broke off."""
    broken = 0
    for script in sorted(BENCHMARKS.glob("*.py")):
        if not wanted or script.stem in wanted:
            print(f"\n{script.stem}", flush=True)
            broken += subprocess.run([sys.executable, script]).returncode != 0
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
