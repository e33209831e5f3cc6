"""The raw limit: the rows that verbs write, written by prepared statements through psycopg, one transaction a verb.

The verbs are lived in memory beforehand, by books that note what each of them would write; so the rows are the same
to the letter. A step reads what every verb must read – the locked row of its dossier and its open work – and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from django.db import models
from psycopg.types.json import Jsonb

from motcua.casework.bulk import Kept
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, Result, SearchTerm
from motcua.journal.actions import Entry, chained
from motcua.journal.models import Event, Payload
from motcua.outbox.models import Job
from motcua.papers.jobs import ARCHIVE
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem


def as_now(row: models.Model) -> models.Model:
    """The row as it is now, to be inserted later: verbs to come change it in memory."""
    copy = type(row)()
    copy.__dict__.update(row.__dict__)
    copy.noted_for = id(row)  # type: ignore[attr-defined]
    return copy


@dataclass
class Step:
    """What one verb writes for one dossier: numbers it takes, rows it adds, the row and the work it changes."""

    dossier: Dossier
    numbers: list[str] = field(default_factory=list)
    filed: list[models.Model] = field(default_factory=list)
    added: list[list[models.Model]] = field(default_factory=list)
    changes: dict[str, object] | None = None
    was: tuple[int, int] = (0, 0)
    closed: list[WorkItem] = field(default_factory=list)
    events: list[tuple[Event, Payload]] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)


class Noted(Kept):
    """Books in memory that also note what each verb would write. `steps` are all verbs so far, in order."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.steps: list[Step] = []
        self._numbers: list[str] = []

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        keys = list(keys)
        self._numbers += keys
        return super().numbers(keys)

    def _step(self, dossier: Dossier) -> Step:
        if not self.steps or self.steps[-1].dossier is not dossier or self._ended:
            self.steps.append(Step(dossier, numbers=self._numbers))
            self._numbers, self._ended = [], False
        return self.steps[-1]

    _ended = False

    def end_step(self) -> None:
        """What comes now is another verb."""
        self._ended = True

    def open_dossier(self, dossier: Dossier, parties: Sequence[Any], received: Sequence[Any]) -> None:
        super().open_dossier(dossier, parties, received)
        step = self._step(dossier)
        step.filed = [as_now(dossier)]
        words = dossier_actions.terms_of(dossier, parties)
        step.added += [list(parties), list(received), [SearchTerm(dossier=dossier, term=word) for word in words]]

    def append(self, dossier: Dossier, entries: Sequence[Entry], *, by: str, at: datetime, origin: str) -> None:
        self._step(dossier).events += [chained(dossier, entry, by=by, at=at, origin=origin) for entry in entries]

    def change_dossier(self, dossier: Dossier, *, was: int, chain_was: int, changes: dict[str, object]) -> None:
        step = self._step(dossier)
        step.changes = changes | {"chain_n": dossier.chain_n, "chain_hash": dossier.chain_hash}
        step.was = (was, chain_was)

    def add_result(self, result: Result) -> None:
        super().add_result(result)
        self._step(result.dossier).added.append([result])

    def open_work(self, items: Sequence[WorkItem]) -> None:
        super().open_work(items)
        for item in items:
            self._step(item.dossier).added.append([as_now(item)])

    def close_work(self, items: Sequence[WorkItem], *, outcome: str, by_id: int, at: datetime, note: str) -> None:
        super().close_work(items, outcome=outcome, by_id=by_id, at=at, note=note)
        for item in items:
            self._step(item.dossier).closed.append(item)

    def issue(self, slip: Slip) -> None:
        super().issue(slip)
        self._step(slip.dossier).slips.append(slip)


@dataclass(frozen=True)
class Table:
    """How rows of a model are inserted; `mine` are the places of the dossier's key in a row."""

    name: str
    columns: tuple[str, ...]
    json: frozenset[int]


def table(model: type[models.Model]) -> Table:
    fields = [f for f in model._meta.concrete_fields if not f.primary_key or model is Payload]
    return Table(
        model._meta.db_table,
        tuple(str(f.column) for f in fields),
        frozenset(i for i, f in enumerate(fields) if isinstance(f, models.JSONField)),
    )


class Player:
    """Writes noted steps through one connection."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, prepare_threshold=0)
        self.ids: dict[int, int] = {}
        self.tables: dict[type[models.Model], Table] = {}

    def play(self, step: Step) -> None:
        """One verb: read the locked dossier and its open work, write its rows, commit."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            dossier = step.dossier
            if step.numbers:
                rows = ", ".join(["(%s, 1)"] * len(step.numbers))
                cursor.execute(
                    f"INSERT INTO dossiers_series (key, last) VALUES {rows} "  # noqa: S608 - our own tables
                    "ON CONFLICT (key) DO UPDATE SET last = dossiers_series.last + 1 RETURNING key, last",
                    sorted(step.numbers),
                )
            if id(dossier) in self.ids:
                cursor.execute("SELECT * FROM dossiers_dossier WHERE code = %s FOR UPDATE", [dossier.code])
                cursor.fetchone()
                cursor.execute(
                    "SELECT * FROM workflow_workitem WHERE dossier_id = %s AND closed_at IS NULL",
                    [self.ids[id(dossier)]],
                )
                cursor.fetchall()
            self._write(cursor, step)

    def _write(self, cursor: psycopg.Cursor[Any], step: Step) -> None:
        dossier = step.dossier
        if step.filed:
            self.ids[id(dossier)] = self._insert(cursor, step.filed, returning=True)[0]
        key = self.ids[id(dossier)]
        if step.changes is not None:
            columns = ", ".join(f"{name} = %s" for name in step.changes)
            where = "id = %s AND status = %s AND chain_n = %s"
            cursor.execute(
                f"UPDATE dossiers_dossier SET {columns} WHERE {where}",  # noqa: S608 - names of our own columns
                [*step.changes.values(), key, *step.was],
            )
        for item in step.closed:
            cursor.execute(
                "UPDATE workflow_workitem SET closed_at = %s, closed_by_id = %s, outcome = %s, note = %s"
                " WHERE id = %s AND closed_at IS NULL",
                [item.closed_at, item.closed_by_id, item.outcome, item.note, self.ids[id(item)]],
            )
        for rows in [rows for rows in step.added if rows]:
            for row in rows:
                row.dossier_id = key  # type: ignore[attr-defined]
            found = self._insert(cursor, rows, returning=isinstance(rows[0], WorkItem))
            self.ids.update({row.noted_for: n for row, n in zip(rows, found, strict=False)})  # type: ignore[attr-defined]
        numbers = self._insert(cursor, [event for event, _ in step.events], returning=True)
        for n, (_, payload) in zip(numbers, step.events, strict=True):
            payload.event_id = n
        self._insert(cursor, [payload for _, payload in step.events])
        for slip in step.slips:
            slip.dossier_id = key
            number = self._insert(cursor, [slip], returning=True)[0]
            at = slip.issued_at
            job = Job(kind=ARCHIVE, payload={"slip": number}, key=f"slip:{number}", due_at=at, promised_at=at)
            self._insert(cursor, [job])

    def _insert(
        self, cursor: psycopg.Cursor[Any], rows: Sequence[models.Model], *, returning: bool = False
    ) -> list[int]:
        model = type(rows[0])
        to = self.tables.get(model) or self.tables.setdefault(model, table(model))
        marks = ", ".join([f"({', '.join(['%s'] * len(to.columns))})"] * len(rows))
        names = [f.attname for f in model._meta.concrete_fields if not f.primary_key or model is Payload]
        values = [Jsonb(v) if i in to.json else v for r in rows for i, v in enumerate(r.__dict__[n] for n in names)]
        cursor.execute(
            f"INSERT INTO {to.name} ({', '.join(to.columns)}) VALUES {marks}"  # noqa: S608 - our own tables
            + (" RETURNING id" if returning else ""),
            values,
        )
        return [n for (n,) in cursor.fetchall()] if returning else []


def ready(books: Noted, verbs: Iterator[Callable[[str], str]]) -> None:
    """Live one life in the books, noting each verb by itself."""
    code = ""
    for verb in verbs:
        code = verb(code)
        books.end_step()
