"""Documents that are written from the code itself, so that they cannot drift; with --check they are compared.

A new document is one line of DOCUMENTS: its path and the `motcua` command or script that prints it.
"""

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS: dict[str, tuple[str | Path, ...]] = {
    "docs/settings.md": (ROOT / "tools" / "settings_page.py",),
    "docs/states.md": (ROOT / "tools" / "states_page.py",),
    "docs/permissions.md": (ROOT / "tools" / "permissions_page.py",),
    "docs/openapi.json": (ROOT / "tools" / "openapi_document.py",),
}


def main(arguments: list[str]) -> int:
    """Write every document, or with --check show how those that stand there differ; 1 if any does."""
    stale = 0
    for path, script in DOCUMENTS.items():
        fresh = subprocess.run([sys.executable, *script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        place = ROOT / path
        present = place.read_text(encoding="utf-8") if place.exists() else ""
        if fresh == present:
            continue
        if arguments == ["--check"]:
            stale += 1
            print(f"{path} is not what the code says; run `make documents`")
            print(
                "".join(difflib.unified_diff(present.splitlines(True), fresh.splitlines(True), "written", "code", n=1))
            )
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(fresh, encoding="utf-8")
            print(f"wrote {path}")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
