"""How tests ask for figures: three ways that must agree, and everything that facts and rollups say."""

from __future__ import annotations

from datetime import date, datetime

from motcua.supervision import actions, brute, paid, queries, ways
from motcua.supervision.measures import MEASURES, PAID, SUMMED
from motcua.supervision.models import Fact, Rollup
from motcua.supervision.periods import View

ROLLUP = ("by", "grain", "start", *(f"heading__{name}" for name in ("agency", "field", "procedure", "channel")))


def view(first: str, last: str, as_of: datetime) -> View:
    return View(date.fromisoformat(first), date.fromisoformat(last), as_of)


def by_rollups(asked: View) -> dict:
    return _named(queries.figures(asked))


def by_facts(asked: View) -> dict:
    return _named(queries.counted(asked))


def by_force(asked: View) -> dict:
    return _plain(brute.counted([asked])[asked])


def by_facts_of(asked: View, what: str) -> dict:
    """By procedure or channel."""
    return _plain(queries.counted_by({"procedure": "version__procedure__code"}.get(what, what), asked))


def by_rollups_of(asked: View, what: str) -> dict:
    """By procedure or channel, from the rollups that divide by it."""
    return _plain(queries.figures(asked, by={"procedure": ways.PROCEDURE, "channel": ways.CHANNEL}[what]))


def by_force_of(asked: View, what: str) -> dict:
    """The same, from the events."""
    return _plain({key: row for (key,), row in brute.counted([asked], what)[asked].items()})


def _named(found: dict) -> dict:
    headings = queries.headings(None)
    return _plain({(headings[pk].agency, headings[pk].field): row for pk, row in found.items()})


def _plain(found) -> dict:
    """Without what is zero."""
    rows = {key: {name: row[name] for name in MEASURES if row.get(name)} for key, row in found.items()}
    return {key: row for key, row in rows.items() if row}


def totals(asked: View) -> dict:
    """The measures of all headings together; what is not told of a letter of apology or a class is left out."""
    sums: dict = {}
    for row in by_rollups(asked).values():
        for name, n in row.items():
            if name in ("overdue_silent", "late_silent", "online_other"):
                continue
            sums[name] = sums.get(name, 0) + n
    return sums


def everything() -> tuple[list, list]:
    """What facts and rollups say, without the numbers of their rows."""
    columns = [f.name for f in Fact._meta.concrete_fields if f.name not in ("id", "heading")]
    facts = Fact.objects.order_by("dossier", "n").values_list("heading__agency", "heading__field", *columns)
    rollups = Rollup.objects.order_by(*ROLLUP)
    sums = rollups.values_list(*ROLLUP, *SUMMED)
    return list(facts), [row for row in sums if any(row[len(ROLLUP) :])]


def from_scratch(at: datetime) -> tuple[list, list]:
    actions.rebuild(at=at)
    return everything()


def paid_by_tills(asked: View) -> dict:
    headings = queries.headings(None)
    found = {(headings[pk].agency, headings[pk].field): row for pk, row in paid.counted(asked).items()}
    return {key: {name: n for name, n in row.items() if n} for key, row in found.items()}


def paid_by_force(asked: View) -> dict:
    rows = {
        key: {name: row[name] for name in PAID if row.get(name)} for key, row in brute.counted([asked])[asked].items()
    }
    return {key: row for key, row in rows.items() if row}
