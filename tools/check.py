"""`make check`: style, types, layers, Django's own checks, generated documents, texts; all of them, whatever fails."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJANGO = (sys.executable, "-m", "django")

CHECKS: dict[str, tuple[str | Path, ...]] = {
    "style (ruff)": (BIN / "ruff", "check", "--quiet"),
    "format (ruff)": (BIN / "ruff", "format", "--check", "--quiet"),
    "types (mypy)": (BIN / "mypy",),
    "layers (import-linter)": (BIN / "lint-imports", "--no-cache"),
    "django": (*DJANGO, "check", "--fail-level=WARNING"),
    "migrations": (*DJANGO, "makemigrations", "--check", "--dry-run"),
    "generated documents": (sys.executable, ROOT / "tools" / "generated.py", "--check"),
    "texts": (sys.executable, ROOT / "tools" / "messages.py", "--check"),
}


def main(wanted: list[str]) -> int:
    """Run the checks whose names contain one of the words given (all without words); 1 if any failed."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="motcua-check-") as data:
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "motcua.settings", "MOTCUA_DATA": data, "PYTHONPATH": str(ROOT)}
        env.pop("DATABASE_URL", None)
        for name, command in CHECKS.items():
            if wanted and not any(word in name for word in wanted):
                continue
            done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(f"make check: {len(failed)} failed ({', '.join(failed)})" if failed else "make check: all good")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
