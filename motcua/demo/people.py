"""Invented people and bodies that come to the counter, by the pools of people.json. Same seed, same people."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from motcua.dossiers.parties import Capacity, Kind, PartyData
from motcua.kernel.citizen import FEMALE, MALE

from .province import rows, value

POOLS = value("people.json")
SEXES = {"male": MALE, "female": FEMALE}
OF_A_PEOPLE = 0.6
YEAR_ALONE = 0.1
WITH_EMAIL = 0.15


def citizen(rng: Random, place: str, today: date, *, ages: tuple[int, int] = (19, 78), **more: Any) -> PartyData:
    """A citizen who lives at `place` (code of a commune), with number, birth date, address and telephone."""
    sex = rng.choice(("male", "female"))
    born = today - timedelta(days=rng.randrange(ages[0] * 365, ages[1] * 365))
    values: dict[str, Any] = {
        "name": _name(rng, place, sex),
        "number": _number(rng, place, sex, born.year),
        "birth_date": str(born.year) if rng.random() < YEAR_ALONE else born.isoformat(),
        "sex": SEXES[sex],
        "address": address(rng, place),
        "phone": telephone(rng),
    }
    if rng.random() < WITH_EMAIL:
        values["email"] = f"nguoidan{rng.randrange(100, 999)}@congdan.example"
    return PartyData(**values | more)


def newborn(rng: Random, place: str, today: date) -> PartyData:
    """A child to be registered: no number yet."""
    sex = rng.choice(("male", "female"))
    born = today - timedelta(days=rng.randrange(5, 55))
    return PartyData(
        name=_name(rng, place, sex),
        no_number_reason="Trẻ mới sinh, chưa đăng ký khai sinh",
        birth_date=born.isoformat(),
        sex=SEXES[sex],
        address=address(rng, place),
    )


def deceased(rng: Random, place: str, today: date) -> PartyData:
    """Someone who died; the oldest never had a number."""
    person = citizen(rng, place, today, ages=(58, 97), phone="", email="")
    if rng.random() < 0.25:
        return PartyData(
            name=person.name,
            no_number_reason="Người đã mất, chưa từng được cấp số định danh cá nhân",
            birth_date=person.birth_date[:4],
            sex=person.sex,
            address=person.address,
        )
    return person


def foreigner(rng: Random, place: str, **more: Any) -> PartyData:
    given = rng.choice(POOLS["foreigners"])
    return PartyData(
        **{
            "name": given["name"],
            "kind": Kind.FOREIGNER,
            "number": given["passport"],
            "nationality": given["nationality"],
            "sex": SEXES[given["sex"]],
            "address": address(rng, place),
            "phone": telephone(rng),
        }
        | more
    )


def overseas(rng: Random, place: str, today: date) -> PartyData:
    """A Vietnamese who lives abroad, with the passport of that country."""
    person = citizen(rng, place, today)
    return PartyData(
        name=person.name,
        kind=Kind.OVERSEAS,
        number=f"X{rng.randrange(9_900_000, 9_999_999)}",
        nationality=rng.choice(("Hoa Kỳ", "Ô-xtrây-li-a", "Ca-na-đa", "Đức")),
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        phone=person.phone,
    )


def organisation(rng: Random, place: str, today: date, kind: str, **more: Any) -> PartyData:
    """An enterprise or household business of the place with its tax code and the person who speaks for it."""
    pool = [o for o in POOLS["organisations"] if o["kind"] == kind]
    given = rng.choice([o for o in pool if o["place_code"] == place] or pool)
    return PartyData(
        **{
            "name": given["name"],
            "kind": Kind(given["kind"]),
            "number": given["tax_code"],
            "representative": citizen(rng, place, today).name,
            "address": address(rng, given["place_code"]),
            "phone": telephone(rng),
        }
        | more
    )


def future_enterprise(rng: Random, place: str, today: date) -> PartyData:
    """An enterprise about to be registered."""
    given = organisation(rng, place, today, Kind.ENTERPRISE.value)
    return PartyData(
        name=f"{given.name} {rng.choice(('Hai', 'Ba', 'Miền Trung', 'Đại Phát', 'An Phú'))}",
        kind=Kind.ENTERPRISE,
        no_number_reason="Đang đăng ký thành lập, chưa có mã số thuế",
        representative=given.representative,
        address=given.address,
        phone=given.phone,
    )


def society(rng: Random, place: str, today: date, names: tuple[str, ...]) -> PartyData:
    """Another organisation: a mediation group, a kindergarten group, a law office."""
    person = citizen(rng, place, today)
    return PartyData(
        name=rng.choice(names).format(place=rng.choice(_place(place)["names"]), person=person.name),
        kind=Kind.ORGANISATION,
        representative=person.name,
        address=person.address,
        phone=person.phone,
    )


def household(rng: Random, place: str, today: date) -> PartyData:
    """A household, by the person who stands for it."""
    person = citizen(rng, place, today)
    return PartyData(
        name=f"Hộ {'ông' if person.sex == MALE else 'bà'} {person.name}",
        kind=Kind.COMMUNITY,
        representative=person.name,
        address=person.address,
        phone=person.phone,
    )


def agency(rng: Random, today: date, place: str) -> PartyData:
    """A department of the province that is an applicant for once."""
    unit = rng.choice([u for u in rows("units.csv") if u["kind"] == "department" and not u["closed_on"]])
    return PartyData(
        name=unit["name"],
        kind=Kind.AGENCY,
        number=unit["code"],
        representative=citizen(rng, place, today).name,
        phone=telephone(rng),
    )


def postman(rng: Random, place: str, today: date) -> PartyData:
    """Someone of the post who hands in for others."""
    return citizen(rng, place, today, ages=(22, 55), capacity=Capacity.POST, email="")


def address(rng: Random, place: str) -> str:
    """A street or village of a commune."""
    given = _place(place)
    street = rng.choice(given["names"])
    number = f"{rng.randrange(1, 290)} " if given["numbers"] and street.startswith("đường") else ""
    return f"{number}{street}, {given['commune']}, tỉnh Quảng Ngãi"


def telephone(rng: Random) -> str:
    return f"{rng.choice(POOLS['phones']['prefixes'])}{rng.randrange(1000):03d}"


def places() -> list[str]:
    return [place["place_code"] for place in POOLS["places"]]


@cache
def _place(code: str) -> dict[str, Any]:
    return next(place for place in POOLS["places"] if place["place_code"] == code)


@cache
def _of_peoples(code: str, sex: str) -> tuple[str, ...]:
    return tuple(name for people in POOLS["peoples"] if code in people["place_codes"] for name in people[sex])


def _name(rng: Random, place: str, sex: str) -> str:
    if rng.random() < OF_A_PEOPLE and (own := _of_peoples(place, sex)):
        return rng.choice(own)
    parts = [POOLS["family_names"], POOLS["middle_names"][sex], POOLS["given_names"][sex]]
    return " ".join(rng.choice(part) for part in parts)


def _number(rng: Random, place: str, sex: str, year: int) -> str:
    given = POOLS["citizens"]
    province = given["province_codes"][place.startswith(("232", "233", "234", "235"))]
    century = 2 * (year // 100 - 19) + (sex == "female")
    return f"{province}{century}{year % 100:02d}{rng.randrange(given['serial_from'], given['serial_to'] + 1)}"
