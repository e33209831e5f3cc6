"""Which dossiers there are: where, of what, when they come and what becomes of them; all by their number alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random

from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.due import due

from . import clock
from .matters import Matter, matters
from .province import rows

SEED = "motcua-demo"
MONTHS = 6
KON_TUM = "H48.158"


@dataclass(frozen=True, slots=True)
class Office:
    """An agency that decides, the counter that receives for it, and the commune its people live in ("": any)."""

    competent: str
    counter: str
    place: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """One dossier before it is lived. `becomes` names its course; `people` seeds the parties (a twin has the other's).

    For those that stand open at the end, `at` is where.
    """

    n: int
    office: Office
    matter: Matter
    filed: datetime
    becomes: str
    people: int
    at: str = ""

    def rng(self, what: str) -> Random:
        """Random numbers of this dossier alone, the same in every process."""
        return Random(f"{SEED}:{what}:{self.people if what == 'people' else self.n}")  # noqa: S311 - a play, no secret


# What becomes of the dossiers that have their time, in a hundred.
COURSES = {
    "plain": 60.0,
    "at_once": 9.0,
    "late": 5.0,
    "electronic": 5.0,
    "restarted": 4.0,
    "refused_result": 2.0,
    "not_accepted": 2.0,
    "sent_back": 2.0,
    "financial": 2.5,
    "asked_before": 1.2,
    "withdrawn": 1.2,
    "amended": 1.2,
    "handed_over": 1.2,
    "stopped": 1.0,
    "reopened": 0.8,
    "held": 0.6,
    "asked_late": 0.6,
    "voided": 0.5,
    "twin": 0.4,
    "backdated": 0.4,
    "dropped": 0.4,
}
SLOW = frozenset({"restarted", "financial", "asked_late", "held", "stopped", "dropped", "sent_back", "handed_over"})
"""Courses that need some days."""
AT_ONCE = frozenset({"2.000815", "2.000884", "2.001008", "2.000635", "2.000908"})
"""What a counter may settle while people wait."""
ONLINE = frozenset({"plain", "late", "restarted", "electronic", "refused_result"})
"""Courses of dossiers that may come over the net."""
EARLY = frozenset({"stopped", "reopened", "asked_late", "financial"})
"""Courses that take weeks. They are filed in the first two thirds of the time, as is the first of each other course."""

# What stands open at the end: how many at Kon Tum, where most of the demo's log-ins work, and how many elsewhere.
STANDING = {
    "filed": (5, 4),
    "accepted": (7, 8),
    "specialist": (18, 20),
    "unit_leader": (9, 14),
    "signer": (9, 8),
    "clerk": (7, 6),
    "to_receive": (5, 6),
    "finished": (11, 10),
    "proposed": (4, 4),
    "supplement": (6, 8),
    "financial": (4, 6),
}
NEARNESS = ("later", "near", "later", "past", "later", "near", "later", "later", "past")
IN_FULL = 2_000
"""The number of dossiers for which `STANDING` is written."""

SHARES = {"H48.158": 34, "H48.101": 20, "H48.148": 9, "H48.109": 8, "H48.180": 6, "H48.156": 5, "": 18}
"""Of a hundred dossiers: communes by their committee; "" is the departments together."""
COMMON = {
    **{"2.000815": 18, "2.000635": 10, "1.001193": 9, "1.004873": 9, "2.000884": 6, "1.000894": 5, "1.001612": 5},
    **{"1.000656": 4, "2.000720": 3, "1.013225": 3, "1.013314": 2, "1.001570": 2, "1.004884": 2, "2.001035": 2},
    **{"1.011607": 1.5, "2.000908": 1.5, "3.000333": 8, "1.012783": 7, "1.011441": 7, "2.002288": 5, "2.001583": 4},
    **{"1.012784": 3, "1.013988": 3, "1.000045": 3, "2.001199": 3, "1.001010": 0.3, "1.010727": 0.6},
}
SELDOM = 0.8
LINKED = frozenset({"1.004222", "1.014137"})
"""What comes only with a declaration for linked procedures, which nobody's life here begins with."""
SEA, FOREST = frozenset({"1.005040", "2.001215"}), frozenset({"1.012922", "1.008004"})


@cache
def offices() -> tuple[Office, ...]:
    """The agencies with people to do the work."""
    units = {u["code"]: u for u in rows("units.csv")}
    centre = next(u["code"] for u in units.values() if u["kind"] == "one_stop" and u["level"] == "province")
    found = []
    for code in sorted({row["agency_code"] for row in rows("staff.csv")}):
        if units[code]["kind"] == "commune_committee":
            found.append(Office(code, f"{code}.01", units[code]["place_code"]))
        elif any(_decides(units[code], matter) for matter in matters().values()):
            found.append(Office(code, centre, ""))
    return tuple(found)


def _decides(unit: Mapping[str, str], matter: Matter) -> bool:
    if matter.of_commune:
        return unit["kind"] == "commune_committee"
    return matter.line.agency in (unit["name"], unit["short_name"])


@cache
def docket(office: Office) -> tuple[Matter, ...]:
    """The procedures that an agency decides."""
    unit = next(u for u in rows("units.csv") if u["code"] == office.competent)
    return tuple(m for m in matters().values() if _decides(unit, m) and _has_it(office, m.code))


def _has_it(office: Office, code: str) -> bool:
    """Ships are registered by the sea and woods looked at where there are some."""
    if code in LINKED:
        return False
    if code in SEA:
        return office.place in ("21548", "23293")
    return code not in FOREST or office.place not in ("21025", "21548")


def sketches(until: datetime, total: int) -> list[Sketch]:
    """`total` dossiers of the six months before `until`, numbered from 1, in the order of filing."""
    rng = Random(f"{SEED}:{total}")  # noqa: S311 - a play, no secret
    standing = list(_standing(until, total, rng))
    past = list(_past(until, total - len(standing), rng))
    filed = sorted([*past, *standing], key=lambda sketch: sketch.filed)
    return _twins([replace(s, n=n, people=n) for n, s in enumerate(filed[:total], 1)], until)


def _past(until: datetime, many: int, rng: Random) -> Iterator[Sketch]:
    days = clock.working_days(clock.months_before(until, MONTHS), until.date())
    begun: set[str] = set()
    for becomes in _shuffled(_quota(COURSES, max(many, len(COURSES))), rng)[: max(many, 0)]:
        choice = days[: len(days) * 2 // 3] if becomes in EARLY or becomes not in begun else days
        begun.add(becomes)
        office = _office(becomes, rng)
        matter = _matter(office, becomes, rng)
        filed = None
        while filed is None:
            filed = clock.visit(rng.choice(choice), rng, until=until)
        yield Sketch(0, office, matter, filed, becomes, 0)


def _quota(weights: Mapping[str, float], many: int) -> list[str]:
    """`many` names by their weights, each at least once; what is left over or short is the first one's."""
    whole = sum(weights.values())
    counts = {name: max(1, round(many * weight / whole)) for name, weight in weights.items()}
    first = next(iter(weights))
    counts[first] += many - sum(counts.values())
    return [name for name, count in counts.items() for _ in range(count)]


def _shuffled(names: list[str], rng: Random) -> list[str]:
    rng.shuffle(names)
    return names


def _office(becomes: str, rng: Random) -> Office:
    while True:
        share = rng.choices(list(SHARES), list(SHARES.values()))[0]
        office = rng.choice([o for o in offices() if o.competent == share or (not share and not o.place)])
        if _fitting(docket(office), becomes):
            return office


def _matter(office: Office, becomes: str, rng: Random, role: str = "") -> Matter:
    choice = _fitting(docket(office), becomes, role)
    return rng.choices(choice, [COMMON.get(m.code, SELDOM) for m in choice])[0]


def _fitting(choice: Sequence[Matter], becomes: str, role: str = "") -> list[Matter]:
    """The procedures with which a dossier can take a course, or wait for a role."""
    if becomes == "at_once":
        return [m for m in choice if m.code in AT_ONCE]
    if becomes == "asked_late":
        return [m for m in choice if m.days >= 8]
    if becomes in SLOW:
        return [m for m in choice if 3 <= m.days <= 25]
    if becomes in ("reopened", "refused_result", "backdated", "late"):
        return [m for m in choice if m.days <= 25]
    if role:
        return [m for m in choice if any(s.role == role for s in m.steps[1:-1]) and not m.quick and m.days <= 40]
    return list(choice)


def _standing(until: datetime, total: int, rng: Random) -> Iterator[Sketch]:
    """The dossiers that stand open at the end, each filed so that its limit then stands as wanted."""
    elsewhere = [office for office in offices() if office.competent != KON_TUM]
    kon_tum = [office for office in offices() if office.competent == KON_TUM]
    i = 0
    for at, counts in STANDING.items():
        for there, count in zip((kon_tum, elsewhere), counts, strict=True):
            for _ in range(max(1, round(count * total / IN_FULL))):
                yield _standing_one(at, there, NEARNESS[i % len(NEARNESS)], until, rng)
                i += 1


def _standing_one(at: str, there: Sequence[Office], nearness: str, until: datetime, rng: Random) -> Sketch:
    role = at if at in ("specialist", "unit_leader", "signer", "clerk") else ""
    slow = "restarted" if at in ("proposed", "supplement", "financial") else ""
    able = [office for office in there if _fitting(docket(office), slow, role)]
    for wanted in (("later" if slow else nearness), *NEARNESS):
        for _ in range(20):
            office = rng.choice(able)
            matter = _matter(office, slow, rng, role)
            if filed := _filed_for(at, matter, wanted, until, rng):
                return Sketch(0, office, matter, filed, "standing", 0, at)
    raise ValueError(f"nothing can stand at {at} on {until}")


def _filed_for(at: str, matter: Matter, nearness: str, until: datetime, rng: Random) -> datetime | None:
    """A moment of filing such that the limit stands as wanted at `until`: far off, within a working day, or past."""
    if at == "filed":
        return _latest_visit(until, rng)
    least = 10.0 if at == "accepted" else 60 * len(matter.steps)
    if nearness == "later":  # some have only just begun, others are well under way
        least = max(least, rng.random() * 0.8 * matter.days * 480)
    for day in reversed(clock.working_days(clock.months_before(until, 3), until.date())):
        filed = clock.visit(day, rng, until=until)
        if filed is None or clock.between(filed, until) < least:
            continue
        if at == "accepted" or _nearness(filed, matter, until) == nearness:
            return filed
        if nearness == "later" and clock.between(filed, until) > matter.days * 480:
            return None
    return None


def _latest_visit(until: datetime, rng: Random) -> datetime | None:
    days = clock.working_days(clock.months_before(until, 1), until.date())
    visits = (clock.visit(day, rng, until=until) for day in reversed(days))
    return next((visit for visit in visits if visit), None)


def _nearness(filed: datetime, matter: Matter, until: datetime) -> str:
    ends = due(filed, matter.limit, demo_calendar()).moment
    assert ends is not None
    if ends <= until:
        return "past" if clock.between(ends, until) <= 5 * 480 else "long past"
    return "near" if clock.between(until, ends) <= 480 else "later"


def _twins(all_: list[Sketch], until: datetime) -> list[Sketch]:
    """A dossier entered twice has the people and the matter of one that came just before at the same counter."""
    others: dict[str, Sketch] = {}
    found = []
    for sketch in all_:
        first = others.get(sketch.office.counter)
        if sketch.becomes == "twin":
            sketch = (
                replace(sketch, matter=first.matter, office=first.office, people=first.n)
                if first
                else replace(sketch, becomes="voided")
            )
        elif sketch.becomes == "plain":
            others[sketch.office.counter] = sketch
        found.append(sketch)
    return found
