"""The systems that a dossier may have been filed on before: data, for the choice at reception."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def systems() -> tuple[str, ...]:
    """Their names, in the order of the file beside this one."""
    data = tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))
    return tuple(data["systems"])
