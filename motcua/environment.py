"""What an installation says in environment variables, read once and without Django (docs/settings.md lists them)."""

import os
import sys
from pathlib import Path
from typing import NoReturn

BASE_DIR = Path(__file__).resolve().parent.parent


def misconfigured(sentence: str) -> NoReturn:
    """Leave with one clear line on stderr and exit code 2: no start is better than a start with a wrong setting."""
    print(f"motcua: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def number(name: str, default: int, *, least: int, most: int) -> int:
    """The whole number in the environment variable `name`, between `least` and `most`, both included."""
    given = os.environ.get(name, "").strip() or str(default)
    if not given.isascii() or not given.isdecimal() or not least <= int(given) <= most:
        misconfigured(f"{name} phải là số nguyên từ {least} đến {most} (đang là “{given}”)")
    return int(given)


DATA_DIR = Path(os.environ.get("MOTCUA_DATA") or BASE_DIR / "var").expanduser().resolve()
DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()
DEMO = os.environ.get("MOTCUA_DEMO", "1").strip() != "0"
BIND = os.environ.get("MOTCUA_BIND", "").strip() or "127.0.0.1"
PORT = number("MOTCUA_PORT", 8000, least=0, most=65535)
PUBLIC_URL = os.environ.get("MOTCUA_PUBLIC_URL", "").strip().rstrip("/") or f"http://localhost:{PORT}"
WEB_PROCESSES = number("MOTCUA_WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1, most=64)
WEB_THREADS = number("MOTCUA_WEB_THREADS", 4, least=1, most=64)
