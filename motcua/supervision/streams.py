"""Reads of the journal for figures: the events of many dossiers at once, as the fold takes them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from motcua.catalogue.models import LimitCase, ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event, Payload
from motcua.journal.rules import read_facts
from motcua.kernel.sentences import Refused

from .lives import IDLE, Catalogue, Life, Told, Unreadable, life

COLUMNS = ("stream", "n", "id", "kind", "facts", "recorded_at", "happened_at")
COUNTED_BY = ("procedure", "version", "competent", "channel")


@dataclass(frozen=True, slots=True)
class Named:
    """A dossier by its row, its stream and its code."""

    pk: int
    stream: UUID
    code: str


def catalogue() -> Catalogue:
    """All versions of procedures and their cases, by two statements."""
    cases = LimitCase.objects.order_by().values_list("version_id", "n", "limit_unit")
    units = {(version, n): unit for version, n, unit in cases.iterator()}
    rows = ProcedureVersion.objects.values_list("procedure__code", "n", "pk", "field", "limit_unit", "online")
    return Catalogue({(row[0], row[1]): row[2:] for row in rows.iterator()}, units)


def lives(dossiers: Sequence[Named], versions: Catalogue) -> Iterator[tuple[Named, Life]]:
    """The life of each dossier, folded from its whole stream; one statement for all of them.

    Refused, naming the dossier, when its events do not say what it is counted by: a report that leaves it out would
    be false.
    """
    by_stream = {d.stream: d for d in dossiers}
    seen = set()
    for stream, told in _told(by_stream):
        seen.add(stream)
        named = by_stream[stream]
        try:
            yield named, life(told, versions)
        except (Unreadable, KeyError, TypeError, ValueError):
            raise _unreadable(named) from None
    for stream in by_stream.keys() - seen:
        yield by_stream[stream], Life()


def _unreadable(named: Named) -> Refused:
    return Refused(
        "Không đọc được nhật ký của hồ sơ {code} nên không tính được số liệu; hãy chạy motcua journal verify.",
        code=named.code,
    )


def _told(by_stream: dict[UUID, Named]) -> Iterator[tuple[UUID, list[Told]]]:
    rows = Event.objects.filter(stream__in=list(by_stream)).exclude(kind__in=IDLE)
    found = rows.order_by("stream", "n").values_list(*COLUMNS)
    for stream, events in groupby(found.iterator(chunk_size=10_000), itemgetter(0)):
        told = list(events)
        try:
            facts = [read_facts(row[4]) for row in told]
        except ValueError:
            raise _unreadable(by_stream[stream]) from None
        if told and "competent" not in facts[0]:
            _from_payloads(by_stream[stream], told, facts)
        yield stream, [Told(row[3], f, row[5], row[6], row[1]) for row, f in zip(told, facts, strict=True)]


def _from_payloads(named: Named, told: Sequence[tuple[Any, ...]], facts: Sequence[dict[str, Any]]) -> None:
    """Until version 0.1 procedure, agency and channel were in the payload alone; where it is erased, the row tells."""
    bodies = dict(Payload.objects.filter(event__in=[row[2] for row in told]).values_list("event", "body"))
    said = [json.loads(bodies.get(row[2]) or "{}") for row in told]
    filed = {name: said[0][name] for name in COUNTED_BY if name in said[0]}
    facts[0].update(filed or _from_row(named))
    for known, payload in zip(facts[1:], said[1:], strict=True):
        changed = payload.get("changes") or {}
        known.update({name: changed[name]["to"] for name in ("procedure", "version") if name in changed})


def _from_row(named: Named) -> dict[str, Any]:
    d = Dossier.objects.select_related("version__procedure", "competent").get(pk=named.pk)
    return {
        "procedure": d.version.procedure.code,
        "version": d.version.n,
        "competent": d.competent.code,
        "channel": d.channel,
    }


def touched(after: int, through: int) -> Collection[UUID]:
    """The streams that have an event that may count with an id in (after, through], of dossiers or whatever else."""
    events = Event.objects.filter(pk__gt=after, pk__lte=through).exclude(kind__in=IDLE).order_by()
    return set(events.values_list("stream", flat=True).iterator(chunk_size=10_000))


def named(**which: object) -> list[Named]:
    """Dossiers in the order of their rows."""
    rows = Dossier.objects.filter(**which).order_by("pk").values_list("pk", "stream", "code")
    return [Named(*row) for row in rows]


def some_after(pk: int, n: int) -> list[Named]:
    """The next dossiers in the order of their rows."""
    rows = Dossier.objects.filter(pk__gt=pk).order_by("pk").values_list("pk", "stream", "code")
    return [Named(*row) for row in rows[:n]]
