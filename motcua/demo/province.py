"""The files of the demo province (demo/data), as bytes and as values; what they say stands in their README."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from motcua.kernel.moments import VIETNAM

FOUNDED = datetime(2025, 7, 1, 7, 0, tzinfo=VIETNAM)
"""When all that the demo's dossiers rest on was recorded: the day of two levels, long before the first of them."""
BY = "demo"
ORIGIN = "demo"


def content(name: str) -> bytes:
    """A file of the province as it is."""
    return (files("motcua.demo") / "data" / name).read_bytes()


@cache
def value(name: str) -> Any:
    """A JSON file of the province."""
    return json.loads(content(name))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of the province."""
    return tuple(csv.DictReader(StringIO(content(name).decode())))
