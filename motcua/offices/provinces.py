"""The provinces of today with their codes, as data: which codes are right changes with law, not with code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Province:
    """`code` is the first group of its agency codes ("H48"), `place_code` that of the statistics office ("51")."""

    code: str
    name: str
    kind: str
    place_code: str

    @property
    def full_name(self) -> str:
        """As in "tỉnh Quảng Ngãi"."""
        return f"{self.kind} {self.name}"


@cache
def provinces() -> dict[str, Province]:
    """All provinces by code."""
    text = (files("motcua.offices") / "data" / "provinces.json").read_text(encoding="utf-8")
    return {row["code"]: Province(**row) for row in json.loads(text)["provinces"]}
