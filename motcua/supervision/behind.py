"""The dossiers behind each figure of a report, as far as policy lets this person see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from motcua.dossiers.models import Dossier, Party
from motcua.kernel.sentences import Refused
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible

from . import paid, queries
from .by_period import DIVIDED
from .measures import PAID
from .models import Fact
from .reports import Report, Row

ADJUSTED, REOPENED = "adjusted", "reopened"


@dataclass(frozen=True, slots=True)
class Behind:
    """The dossiers behind one figure: all of them, those that this person may see, and which way they count.

    `rows` are dictionaries of COLUMNS, the earliest accepted first; the applicant's name is to be masked by the face.
    """

    figure: int
    rows: QuerySet[Fact, Any]
    gone: frozenset[int] = frozenset()


COLUMNS = (
    "dossier_id",
    "dossier__code",
    "dossier__version__name",
    "dossier__competent__name",
    "applicant",
    "accepted_at",
    "due_at",
    "known_to",
    "closing",
    "verdict",
    "waiting",
)


def behind(found: Report, row: Row, what: str, facts: Facts) -> Behind:
    """The dossiers behind column or footnote `what` of a row. Refused when the report has no such figure."""
    if what == ADJUSTED:
        return _adjusted(found, row, facts)
    rows = _facts(found, row, what)
    figure = _figure(found, row, what)
    return Behind(rows.count() if figure is None else figure, _seen(rows, facts))


def ids_behind(found: Report, row: Row, what: str) -> list[int]:
    """The ids of all dossiers behind a figure, in order."""
    return sorted(_facts(found, row, what).values_list("dossier_id", flat=True))


def ids_by_row(found: Report, what: str) -> dict[str, list[int]]:
    """The same for each row that has any; rows by procedure or channel, of which there may be a thousand, at once."""
    way = DIVIDED.get(found.rows_by)
    if way is None:
        by_row = {row.key: ids_behind(found, row, what) for row in found.rows}
        return {key: ids for key, ids in by_row.items() if ids}
    ids: dict[str, list[int]] = {}
    rows = _facts(found, found.totals, what).values_list(way.fact, "dossier_id")
    for key, pk in rows.order_by("dossier_id"):
        ids.setdefault(str(key), []).append(pk)
    return ids


def _facts(found: Report, row: Row, what: str) -> QuerySet[Fact]:
    of = list(row.headings)
    if what == REOPENED:
        return queries.reopened(found.view, of).filter(row.only)
    measures = _measures(found, what)
    if set(measures) <= set(PAID):
        return paid.behind(measures, found.view, of)
    return queries.behind(measures, found.view, of).filter(row.only)


def _measures(found: Report, what: str) -> Sequence[str]:
    for note in found.notes:
        if note.key == what and note.opens:
            return note.opens
    return found.form.column(what).counts


def _figure(found: Report, row: Row, what: str) -> int | None:
    return row.columns.get(what)


def _seen(rows: QuerySet[Fact], facts: Facts) -> QuerySet[Fact, Any]:
    mine = Dossier.objects.filter(visible(facts)).values("pk")
    applicant = Party.objects.filter(dossier_id=OuterRef("dossier_id"), role="applicant").values("name")[:1]
    found: QuerySet[Fact, Any] = rows.filter(dossier__in=mine).annotate(applicant=Subquery(applicant)).values(*COLUMNS)
    return found.order_by("accepted_at", "dossier_id")


def _adjusted(found: Report, row: Row, facts: Facts) -> Behind:
    """What is carried over and was not open in the frozen report, and the other way round."""
    if found.carried is None:
        raise Refused("Kỳ trước chưa có báo cáo nào được chốt.")
    opens: dict[str, list[int]] = json.loads(found.carried.report.opens)
    before = {pk for key, ids in opens.items() if row.key in ("", key) for pk in ids}
    now = set(ids_behind(found, row, found.form.carried))
    changed, gone = before ^ now, before - now
    rows = Fact.objects.filter(dossier__in=list(changed), pk__in=_last(changed))
    return Behind(len(now) - len(before), _seen(rows, facts), frozenset(gone))


def _last(dossiers: Iterable[int]) -> list[int]:
    """The newest fact of each dossier."""
    newest: dict[int, int] = {}
    rows = Fact.objects.filter(dossier__in=list(dossiers)).order_by("dossier_id", "n").values_list("dossier_id", "pk")
    for dossier, pk in rows:
        newest[dossier] = pk
    return list(newest.values())


def closed_at(row: dict[str, Any]) -> datetime | None:
    """When the dossier of a row was closed; None while it is open."""
    return row["known_to"] if row["closing"] else None
