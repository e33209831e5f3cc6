"""Reports over 1,000,000 rows of facts on PostgreSQL: milliseconds of 06a, 07a and the report of a period.

`make bench ARGS=reports`; `ROWS=10_000_000 make bench ARGS=reports` for more, `KEPT=/tmp/folder` keeps what
was filled for another run. The rows are invented as facts, without dossiers or events behind them, and
projected into rollups by the product. In the same run every figure is compared with what facts alone say, and with
what DuckDB counts from the same rows by conditions of its own (left out where it is not in .peers). Prints a table;
exit code 1 where a limit is missed or two ways of counting differ.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts import machine  # noqa: E402

from tools import postgresql  # noqa: E402

PART = ROOT / "benchmarks" / "province_parts" / "asked.py"


def main() -> int:
    """Start a server, fill it, ask; what the process that asked says."""
    rows = int(os.environ.get("ROWS", "1000000").replace("_", "").replace(",", ""))
    folder = postgresql.binaries()
    if folder is None:
        print("  no PostgreSQL on this machine")
        return 1
    kept = os.environ.get("KEPT")
    with ExitStack() as stack:
        if kept:
            Path(kept).mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(postgresql.running(folder, postgresql.DURABLE, kept=Path(kept) if kept else None))
        env = os.environ | {"DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "motcua.settings"}
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / ".peers"), env.get("PYTHONPATH"))))
        env["MOTCUA_DATA"] = str(Path(kept or tempfile.gettempdir()) / "motcua-reports")
        described = machine.described(f"PostgreSQL {server.version}")
        print(", ".join(f"{name} {value}" for name, value in described.items()), machine.commit(), flush=True)
        return subprocess.run([sys.executable, PART, str(rows)], env=env).returncode


if __name__ == "__main__":
    raise SystemExit(main())
