"""Invented people who come to the counters of the replay: the same random numbers, the same people."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from motcua.dossiers.parties import Capacity, PartyData

from .province import names

BORN_HERE = "062"
OF_A_PEOPLE = 0.5
BY_ANOTHER = 0.05


def parties(rng: Random, place: str, day: date) -> tuple[PartyData, tuple[PartyData, ...]]:
    """The applicant, and the owner where somebody files for another."""
    owner = citizen(rng, place, day)
    if rng.random() >= BY_ANOTHER:
        return owner, ()
    document = {"authority_document": f"{rng.randrange(1, 400)}/GUQ", "authority_date": day - timedelta(days=2)}
    return citizen(rng, place, day, capacity=Capacity.AUTHORISED, **document), (owner,)


def citizen(rng: Random, place: str, day: date, **more: object) -> PartyData:
    """A grown-up with number, address and telephone; numbers of people end in 9, telephones begin where none are."""
    sex = rng.choice(("Nam", "Nữ"))
    born = day - timedelta(days=rng.randrange(19 * 365, 78 * 365))
    century = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    return PartyData(
        name=name(rng, sex),
        number=f"{BORN_HERE}{century}{born.year % 100:02d}{rng.randrange(99_990):05d}9",
        birth_date=born.isoformat(),
        sex=sex,
        address=f"{rng.choice(names()['villages'])}, {place}",
        phone=f"0599{rng.randrange(1_000_000):06d}",
        **more,  # type: ignore[arg-type]
    )


def name(rng: Random, sex: str) -> str:
    given = names()
    if rng.random() < OF_A_PEOPLE:
        return str(rng.choice(given["peoples"][sex]))
    return " ".join((rng.choice(given["family"]), rng.choice(given["middle"][sex]), rng.choice(given["given"][sex])))
