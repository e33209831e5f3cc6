"""What people come for: the province's procedures with limits, steps and papers, and who files them for whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from motcua.casework.intake import Paper
from motcua.catalogue.published import Published, PublishedComponent, read
from motcua.dossiers.parties import Capacity, Kind, PartyData
from motcua.kernel.limits import Limit, Unit

from . import people
from .province import content, rows, value

COMMITTEE = "Ủy ban nhân dân cấp xã"
HANDED_IN_BESIDES = 0.15


@dataclass(frozen=True, slots=True)
class Step:
    """A row of an internal process: its number from 1, role, kind and working hours."""

    n: int
    role: str
    kind: str
    hours: float


@dataclass(frozen=True)
class Matter:
    """A procedure that can be received, as the plan needs it."""

    line: Published
    limit: Limit
    steps: tuple[Step, ...]

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def of_commune(self) -> bool:
        return self.line.agency == COMMITTEE

    @property
    def quick(self) -> bool:
        """Due on the same day or within hours: nothing can be asked for or paid meanwhile."""
        return self.limit.unit in (Unit.SAME_DAY, Unit.WORKING_HOUR) or self.days < 2

    @property
    def days(self) -> float:
        """About how many working days it takes."""
        length = float(self.limit.amount or 0)
        match self.limit.unit:
            case Unit.WORKING_HOUR:
                return length / 8
            case Unit.DAY:
                return length * 5 / 7
            case Unit.MONTH:
                return length * 21
        return length

    def step(self, kind: str) -> Step:
        """The first step of a kind."""
        return next(step for step in self.steps if step.kind == kind)

    def papers(self, rng: Random, *, missing: int = 0) -> tuple[Paper, ...]:
        """What is handed in: all that must be, some of the rest; without the last `missing` ones."""
        listed = [(n, c) for n, c in enumerate(self.line.components, 1) if not c.remark]
        given = [(n, c) for n, c in listed if c.required or rng.random() < HANDED_IN_BESIDES]
        return tuple(_paper(n, c) for n, c in given[: len(given) - missing])


def _paper(n: int, component: PublishedComponent) -> Paper:
    return Paper(n, originals=component.originals, copies=component.copies)


@cache
def matters() -> dict[str, Matter]:
    """The receivable procedures by code."""
    limits = {row["code"]: row for row in rows("limits.csv") if not row["case"]}
    lines = [json.loads(line) for line in content("procedures.jsonl").decode().splitlines()]
    found = {}
    for line in lines:
        published = read(line, limit=limits.get(line["code"]))
        if not published.missing and published.limit is not None:
            found[published.code] = Matter(published, published.limit, _steps(published))
    return found


def _steps(line: Published) -> tuple[Step, ...]:
    level = "commune" if line.agency == COMMITTEE else "province"
    processes = value("processes.json")
    own = [p for p in processes if p["procedure"] == line.code]
    process = own[0] if own else next(p for p in processes if p["procedure"] is None and p["level"] == level)
    return tuple(Step(n, s["role"], s["kind"], float(s["hours"])) for n, s in enumerate(process["steps"], 1))


Parties = tuple[PartyData, tuple[PartyData, ...]]
"""The applicant, and the owners; no owners: the applicant in their own name."""
Filing = Callable[[Random, str, date], Parties]


def for_oneself(rng: Random, place: str, today: date) -> Parties:
    return people.citizen(rng, place, today), ()


def child(rng: Random, place: str, today: date) -> Parties:
    parent = people.citizen(rng, place, today, ages=(19, 42), capacity=Capacity.PARENT)
    return parent, (people.newborn(rng, place, today),)


def child_of_foreigner(rng: Random, place: str, today: date) -> Parties:
    return people.foreigner(rng, place, capacity=Capacity.PARENT), (people.newborn(rng, place, today),)


def from_abroad(rng: Random, place: str, today: date) -> Parties:
    return people.overseas(rng, place, today), ()


def for_the_dead(rng: Random, place: str, today: date) -> Parties:
    return people.citizen(rng, place, today), (people.deceased(rng, place, today),)


def couple(rng: Random, place: str, today: date) -> Parties:
    one, other = (people.citizen(rng, place, today, ages=(20, 38)) for _ in range(2))
    return one, (one, other)


def couple_of_two_countries(rng: Random, place: str, today: date) -> Parties:
    one = people.citizen(rng, place, today, ages=(20, 45))
    return one, (one, people.foreigner(rng, place))


def ward(rng: Random, place: str, today: date) -> Parties:
    guardian = people.citizen(rng, place, today, ages=(30, 70), capacity=Capacity.GUARDIAN)
    return guardian, (people.citizen(rng, place, today, ages=(3, 15), phone="", email=""),)


def household_business(rng: Random, place: str, today: date) -> Parties:
    return people.organisation(rng, place, today, Kind.HOUSEHOLD_BUSINESS.value), ()


def enterprise(rng: Random, place: str, today: date) -> Parties:
    return people.organisation(rng, place, today, Kind.ENTERPRISE.value), ()


def enterprise_to_be(rng: Random, place: str, today: date) -> Parties:
    return _authorised(people.citizen(rng, place, today), rng, today), (people.future_enterprise(rng, place, today),)


def employee(rng: Random, place: str, today: date) -> Parties:
    employer = people.organisation(rng, place, today, Kind.ENTERPRISE.value, capacity=Capacity.EMPLOYER)
    return employer, (people.citizen(rng, place, today, ages=(22, 58)),)


def household(rng: Random, place: str, today: date) -> Parties:
    return people.household(rng, place, today), ()


def agency(rng: Random, place: str, today: date) -> Parties:
    return people.agency(rng, today, place), ()


def stranger(rng: Random, place: str, today: date) -> Parties:
    return people.foreigner(rng, place), ()


def society(*names: str) -> Filing:
    def filing(rng: Random, place: str, today: date) -> Parties:
        return people.society(rng, place, today, names), ()

    return filing


def _authorised(party: PartyData, rng: Random, today: date) -> PartyData:
    """Who files for another, by a document."""
    values = {name: getattr(party, name) for name in PartyData.__dataclass_fields__}
    document = {"authority_document": f"{rng.randrange(1, 900)}/UQ", "authority_date": today}
    return PartyData(**values | {"capacity": Capacity.AUTHORISED} | document)


def by_another(parties: Parties, rng: Random, place: str, today: date) -> Parties:
    """The same matter, handed in by somebody with a power of attorney."""
    applicant, owners = parties
    return _authorised(people.citizen(rng, place, today), rng, today), owners or (applicant,)


def by_post(parties: Parties, rng: Random, place: str, today: date) -> Parties:
    """The same matter, handed in by the post."""
    applicant, owners = parties
    return people.postman(rng, place, today), owners or (applicant,)


# Who files, by procedure; citizens for themselves where nothing stands here.
FILINGS: dict[str, tuple[Filing, ...]] = {
    "1.001193": (child,),
    "1.003583": (child,),
    "1.000689": (child,),
    "2.000528": (child_of_foreigner,),
    "1.000893": (from_abroad,),
    "1.000656": (for_the_dead,),
    "1.116910": (for_the_dead,),
    "1.000894": (couple,),
    "1.000593": (couple,),
    "2.000779": (couple_of_two_countries,),
    "1.004837": (ward,),
    "1.004845": (ward,),
    "2.000720": (household_business,),
    "1.001570": (household_business,),
    "2.002637": (society("Tổ hợp tác {place}"),),
    "1.012812": (household, for_oneself),
    "1.011607": (household,),
    "1.011608": (household,),
    "1.013225": (for_oneself, for_oneself, enterprise),
    "1.002693": (for_oneself, agency, society("Ban điều hành {place}")),
    "1.013274": (household_business, for_oneself),
    "1.116839": (society("Nhóm trẻ độc lập Hoa Ban ({place})", "Lớp mẫu giáo độc lập Sóc Nâu ({place})"),),
    "1.010736": (enterprise, agency),
    "2.000950": (society("Ban công tác Mặt trận {place}"),),
    "1.002010": (society("Văn phòng luật sư {person}"),),
    "1.002099": (society("Chi nhánh Văn phòng luật sư {person}"),),
    "1.013835": (society("Văn phòng công chứng {person}"),),
    "1.000426": (employee, for_oneself),
    "1.013237": (employee, for_oneself),
    "1.013236": (enterprise, agency),
    "2.002288": (enterprise, household_business),
    "1.000703": (enterprise,),
    "1.000028": (enterprise,),
    "1.013061": (enterprise, agency),
    "1.010727": (enterprise,),
    "1.001686": (household_business, enterprise),
    "1.004363": (household_business, enterprise),
    "1.003984": (enterprise,),
    "1.011477": (enterprise,),
    "2.001583": (enterprise_to_be,),
    "2.001199": (enterprise_to_be,),
    "2.001610": (enterprise_to_be,),
    "2.002043": (enterprise_to_be,),
    "3.000333": (for_oneself, for_oneself, employee, stranger),
    "1.001010": (stranger,),
    "1.013097": (enterprise, for_oneself),
}


def parties_for(code: str, rng: Random, place: str, today: date) -> Parties:
    """Who files this procedure, and for whom."""
    return rng.choice(FILINGS.get(code, (for_oneself,)))(rng, place, today)
