"""Changes of what was typed, without a verb: a card read, a row more or less, papers ticked, points drafted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict

from motcua.casework.supplements import usual_guidance
from motcua.catalogue.models import Component
from motcua.kernel import card
from motcua.kernel.moments import VIETNAM

from .typed import number

ROWS = ("owners", "extras", "points")
MOST_ROWS = 50


def rows(data: QueryDict, name: str) -> int:
    """How many rows of owners, extra papers or points the form has."""
    return min(number(data.get(name)) or 0, MOST_ROWS)


def read_card(data: QueryDict, prefix: str, *, at: datetime) -> None:
    """Fill a party from the text of a card that was scanned into its field; Refused when that is no card."""
    found = card.parse(data.get(f"{prefix}-card", ""), today=at.astimezone(VIETNAM).date(), field=f"{prefix}-card")
    filled = {
        "kind": "citizen",
        "name": found.name,
        "number": found.number,
        "birth_date": found.birth_date,
        "sex": found.sex,
        "address": found.address or data.get(f"{prefix}-address", ""),
        "card": "",
    }
    for name, value in filled.items():
        data[f"{prefix}-{name}"] = value
    data.pop(f"{prefix}-no_number", None)


def add_row(data: QueryDict, name: str) -> None:
    """One more owner, extra paper or point."""
    data[name] = str(min(rows(data, name) + 1, MOST_ROWS))


def drop_row(data: QueryDict, name: str, n: int) -> None:
    """Take row `n` away; the rows after it move up."""
    mine = [key for key in data if key.startswith(f"{name}-")]
    moved = {key: data.getlist(key) for key in mine}
    for key in mine:
        del data[key]
    for key, values in moved.items():
        row, _, rest = key.removeprefix(f"{name}-").partition("-")
        at = number(row)
        if at is not None and at != n:
            data.setlist(f"{name}-{at - (at > n)}-{rest}", values)
    data[name] = str(max(rows(data, name) - 1, 0))


def tick_all(data: QueryDict, components: Iterable[Component]) -> None:
    """Tick every required paper that is not marked yet."""
    for c in components:
        if c.required and not is_marked(data, c):
            data[f"papers-{c.n}-got"] = "on"


def propose_points(data: QueryDict, components: Iterable[Component]) -> None:
    """Draft the points of form 02 from the required papers that are not marked, unless points are there already."""
    if rows(data, "points"):
        return
    missing = [c for c in components if c.required and not is_marked(data, c)][:MOST_ROWS]
    for i, c in enumerate(missing):
        data[f"points-{i}-n"] = str(c.n)
        data[f"points-{i}-component"] = c.name[:500]
        data[f"points-{i}-reason"] = "Chưa có trong hồ sơ đã nộp."
        data[f"points-{i}-guidance"] = usual_guidance(c)
    data["points"] = str(len(missing) or 1)


def is_marked(data: QueryDict, component: Component) -> bool:
    """Whether a paper is ticked as received or as not needed."""
    return any(data.get(f"papers-{component.n}-{name}") for name in ("got", "not_needed"))
