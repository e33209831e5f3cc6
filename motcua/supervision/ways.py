"""The ways in which figures are divided into rows: the columns of facts and rollups that tell them, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from .models import By


@dataclass(frozen=True, slots=True)
class Way:
    """By which column of facts, by which rollups, and by which column of those."""

    fact: str
    rollups: By
    rollup: str


HEADING = Way("heading", By.FIELD, "heading")
FIELD = Way("heading__field", By.FIELD, "heading__field")
AGENCY = Way("heading__agency", By.CHANNEL, "heading__agency")  # the fewest rows that know the agency
PROCEDURE = Way("version__procedure__code", By.PROCEDURE, "heading__procedure")
CHANNEL = Way("channel", By.CHANNEL, "heading__channel")
