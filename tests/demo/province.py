"""The demo province as its files give it, read once for the tests."""

import csv
import json
from importlib.resources import files
from io import StringIO
from typing import Any

DATA = files("motcua.demo") / "data"
COMMUNES_IN_USE = ["21025", "21115", "21484", "21548", "23293", "23473"]


def text_of(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text_of(name))))


UNITS = {row["code"]: row for row in rows_of("units.csv")}
DIVISIONS = {(row["agency_code"], row["name"]) for row in rows_of("divisions.csv")}
POSTS = rows_of("staff.csv")
PROCEDURES: dict[str, Any] = {p["code"]: p for p in map(json.loads, text_of("procedures.jsonl").splitlines())}
LIMITS = {row["code"]: row for row in rows_of("limits.csv") if not row["case"]}
PROCESSES: list[dict[str, Any]] = json.loads(text_of("processes.json"))
LOGINS: dict[str, Any] = json.loads(text_of("logins.json"))
PEOPLE: dict[str, Any] = json.loads(text_of("people.json"))


def open_units(**wanted: str) -> list[dict[str, str]]:
    return [u for u in UNITS.values() if not u["closed_on"] and all(u[key] == value for key, value in wanted.items())]


def commune(place_code: str) -> str:
    """The code of the committee now in office at a place."""
    (unit,) = open_units(kind="commune_committee", place_code=place_code)
    return unit["code"]


def roles_at(*agencies: str) -> set[str]:
    return {post["role"] for post in POSTS if post["agency_code"] in agencies and not post["to"]}
