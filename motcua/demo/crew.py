"""Who does the work in the demo: officers by agency, role and day, as staff.csv gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from .province import rows

# Which division of a commune looks after a field; the others are for the economic division.
OFFICE = ("Hộ tịch", "Chứng thực", "Nuôi con nuôi", "Hòa giải ở cơ sở", "Đăng ký, quản lý cư trú")
SOCIETY = ("Giảm nghèo", "Bảo trợ xã hội", "Giáo dục mầm non")


@dataclass(frozen=True, slots=True)
class Officer:
    """A post: who, in which division, from when to when (the first day no longer)."""

    username: str
    name: str
    division: str
    begins: date
    ends: date | None

    def on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day < self.ends)


@cache
def _posts(agency: str, role: str) -> tuple[Officer, ...]:
    return tuple(
        Officer(
            username=row["username"],
            name=row["full_name"],
            division=row["division"],
            begins=date.fromisoformat(row["from"]),
            ends=date.fromisoformat(row["to"]) if row["to"] else None,
        )
        for row in rows("staff.csv")
        if (row["agency_code"], row["role"]) == (agency, role)
    )


def officers(agency: str, role: str, day: date) -> list[Officer]:
    """Who holds a role at an agency on a day."""
    return [post for post in _posts(agency, role) if post.on(day)]


def pick(agency: str, role: str, day: date, rng: Random, *, field: str = "") -> Officer:
    """One of them, of the division that looks after `field` where one of that division is there."""
    there = officers(agency, role, day)
    own = [post for post in there if looks_after(post.division, field)]
    return rng.choice(own or there)


def looks_after(division: str, field: str) -> bool:
    """Whether a commune's division does the work of a field."""
    if not field or not division:
        return False
    if field in OFFICE:
        return division.startswith("Văn phòng")
    if field in SOCIETY:
        return division.startswith("Phòng Văn hóa")
    return division.startswith("Phòng Kinh tế")
