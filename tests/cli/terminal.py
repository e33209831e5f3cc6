"""`motcua` as someone at a terminal runs it: a process of its own, with a data folder to throw away."""

import os
import subprocess
import sys
from pathlib import Path


def motcua(
    *words: str | bytes, data: Path, env: dict[str, str] | None = None, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """Run `motcua words…` to its end with `data` as its data folder; output and complaints as bytes."""
    around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "motcua.cli.main", *words],
        env=around | {"MOTCUA_DATA": str(data)} | (env or {}),
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=180,  # machines that test many things at once are slow
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on stderr after `motcua: `; fails unless it is exactly one, and nothing stands on stdout."""
    said = done.stderr.decode()
    assert not done.stdout
    assert said.startswith("motcua: ") and said.endswith("\n") and said.count("\n") == 1, said
    return said.removeprefix("motcua: ").strip()
