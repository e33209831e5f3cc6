"""What is done to a demo dossier, before it is done: acts with their moment and officer, and places filled in later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.casework.certify import Request
from motcua.casework.intake import Paper
from motcua.dossiers.parties import PartyData


@dataclass(frozen=True, slots=True)
class Person:
    """Stands for the id of an account."""

    username: str


@dataclass(frozen=True, slots=True)
class CodeOf:
    """Stands for the code of another dossier of the demo."""

    n: int


@dataclass(frozen=True, slots=True)
class Counter:
    """Stands for the id of a counter, or of another agency."""

    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Stands for a request for a certification at a counter."""

    request: Request
    counter: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Stands for an intake: the same with codes in place of ids."""

    procedure: str
    counter: str
    competent: str
    applicant: PartyData
    owners: tuple[PartyData, ...]
    papers: tuple[Paper, ...]
    channel: str = "direct"
    delivery: str = "counter"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Stands for a result: its number is given when all acts stand in order. `series` numbers it, `sign` follows."""

    kind: str
    series: str
    sign: str
    signer: str
    capacity: str
    book: str = ""
    refused: str = ""
    electronic: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """A verb of casework on dossier `n` (0: on none), at a moment, by an officer; `given` are its other arguments."""

    at: datetime
    n: int
    verb: str
    by: str
    given: Mapping[str, Any] = field(default_factory=dict)
