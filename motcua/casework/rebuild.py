"""Rebuild what the journal says of each dossier and compare it with the tables (design §3, "projections").

A fold of the facts that verbs record (`Case.set`, `open_item`, `close`, `stop_clock`, `slip`): nothing here computes a
date or knows a verb, so that an error of a verb cannot hide itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, cast
from uuid import UUID

from motcua.catalogue.queries import published
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import case_number
from motcua.deadlines.standing import standing
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.journal.rules import instant, read_facts
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.papers.models import Slip
from motcua.payments.models import Assessment, Entry
from motcua.payments.rules import Entered
from motcua.workflow.models import WorkItem

from .fees import told as told_of
from .writing import REBUILT

BATCH = 500  # dossiers in memory at a time
COLUMNS = REBUILT | {"case"}  # the case of its version by number, which the journal knows, not by id
# What a column holds before any event spoke of it; None where it does not stand here.
EMPTY: Mapping[str, object] = {"outcome": "", "joins": "", "case": 0, "transfer": ""}


@dataclass
class Projection:
    """What stands in the tables for one dossier, or what its events add up to.

    `work` counts open pieces of work as (kind, row of the process, agency code, role, division if of one),
    `slips` the numbers given as (form, book, year, serial, edition); `holds` are (begun, ended or None, ground,
    dropped) in order. `due` is (fees, charges) where somebody said what is due, `till` counts the entries of tills as
    events name them, and for each payment that was cancelled its number alone.
    """

    columns: dict[str, object] = field(default_factory=lambda: {name: EMPTY.get(name) for name in COLUMNS})
    work: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    holds: list[tuple[object, ...]] = field(default_factory=list)
    slips: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    due: tuple[int, ...] = ()
    till: Counter[tuple[Any, ...]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Compared:
    """One dossier with everything in which journal and tables differ; mostly nothing."""

    code: str
    found: Sequence[Sentence]


def differences() -> Iterator[Compared]:
    """Compare every dossier, in the order of filing; to be used inside one view of the database.

    Eight statements for each batch of 500, whose rows alone are in memory.
    """
    rows = Dossier.objects.select_related("case").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        journal, tables, work = rebuilt(batch), stored(batch), copies(batch)
        for dossier in batch:
            told = journal[dossier.stream]
            found = [told] if isinstance(told, Sentence) else list(compared(told, tables[dossier.pk]))
            found += misplaced(dossier, work.get(dossier.pk, ()))
            yield Compared(dossier.code, found)


def rebuilt(batch: Iterable[Dossier]) -> Mapping[UUID, Projection | Sentence]:
    """What the events of each dossier add up to, by stream; a sentence where they cannot be read."""
    found: dict[UUID, Projection | Sentence] = {d.stream: Projection() for d in batch}
    events = Event.objects.filter(stream__in=list(found)).order_by("stream", "n")
    for stream, n, facts in events.values_list("stream", "n", "facts"):
        so_far = found[stream]
        if isinstance(so_far, Projection):
            try:
                fold(so_far, read_facts(facts))
            except (ValueError, TypeError, KeyError, AttributeError, IndexError):
                text = gettext_noop("không đọc được các sự thật của sự kiện {n} trong nhật ký")
                found[stream] = Sentence(text, {"n": n})
    return found


def fold(so_far: Projection, facts: Mapping[str, Any]) -> None:
    """Add the facts of one more event."""
    so_far.columns |= {name: facts[name] for name in COLUMNS & facts.keys()}
    so_far.work.update(tuple(item) for item in facts.get("opened", ()))
    so_far.work.subtract(tuple(item) for item in facts.get("closed", ()))
    if hold := facts.get("hold"):
        so_far.holds.append((hold["begun_at"], None, hold["ground"], False))
    if ended := facts.get("hold_ended"):
        so_far.holds = [
            (begun, until or ended["at"], ground, dropped or ended["dropped"])
            for begun, until, ground, dropped in so_far.holds
        ]
    so_far.slips.update(tuple(number) for number in facts.get("slips", ()))
    so_far.due = tuple(facts.get("due_fees", so_far.due))
    if entry := facts.get("till"):
        so_far.till[tuple(entry)] += 1
        if entry[1] == Entered.CANCELLED:
            so_far.till[(entry[2],)] += 1


def stored(batch: Iterable[Dossier]) -> Mapping[int, Projection]:
    """What stands in the tables for each dossier, by its id."""
    found: dict[int, Projection] = defaultdict(Projection)
    for dossier in batch:
        columns = {name: _plain(getattr(dossier, name)) for name in REBUILT}
        found[dossier.pk].columns = columns | {"case": case_number(dossier.case)}
    ids = list(found)
    work = WorkItem.objects.filter(dossier__in=ids, closed_at__isnull=True)
    named = ("dossier_id", "kind", "step__n", "agency__code", "role", "unit__name")
    for pk, kind, n, agency, role, unit in work.values_list(*named):
        found[pk].work[(kind, n or 0, agency, role, *([unit] if unit else []))] += 1
    holds = Hold.objects.filter(dossier__in=ids).order_by("dossier_id", "begun_at", "id")
    for pk, begun, ended, ground, dropped in holds.values_list(
        "dossier_id", "begun_at", "ended_at", "ground", "dropped"
    ):
        found[pk].holds.append((_plain(begun), _plain(ended), ground, dropped))
    slips = Slip.objects.filter(dossier__in=ids)
    for pk, *number in slips.values_list("dossier_id", "form", "book", "year", "serial", "edition"):
        found[pk].slips[tuple(number)] += 1
    _store_money(found)
    return found


def _store_money(found: Mapping[int, Projection]) -> None:
    for row in Assessment.objects.filter(pk__in=list(found)).only("fee", "charge"):
        found[row.pk].due = (row.fee, row.charge)
    for entry in Entry.objects.filter(dossier__in=list(found)).select_related("of"):
        till = found[entry.dossier_id].till
        till[tuple(told_of(entry))] += 1
        if entry.cancelled_at is not None:
            till[(entry.n,)] += 1


def _plain(value: object) -> object:
    return instant(value) if isinstance(value, datetime) else value


def compared(journal: Projection, tables: Projection) -> Iterator[Sentence]:
    """Everything in which the two differ."""
    for name in sorted(COLUMNS):
        if journal.columns[name] != tables.columns[name]:
            yield _differs(name, journal.columns[name], tables.columns[name])
    for name, told, stands in (
        ("work", +journal.work, +tables.work),
        ("slips", journal.slips, tables.slips),
        ("till", journal.till, tables.till),
    ):
        if told != stands:
            yield _differs(name, sorted((told - stands).elements()), sorted((stands - told).elements()))
    if any(n < 0 for n in journal.work.values()):
        closed = sorted((-journal.work).elements())
        yield Sentence(gettext_noop("nhật ký kết thúc việc chưa từng mở: {closed}"), {"closed": closed})
    if journal.due != tables.due:
        yield _differs("fees", list(journal.due), list(tables.due))
    if journal.holds != tables.holds:
        yield _differs("holds", journal.holds, tables.holds)


Copy = tuple[int, datetime | None, datetime | None, bool]


def copies(batch: Sequence[Dossier]) -> Mapping[int, list[Copy]]:
    """What the open work of each dossier says of it: status, and how it stands to its limit."""
    found: dict[int, list[Copy]] = defaultdict(list)
    rows = WorkItem.objects.filter(dossier__in=[d.pk for d in batch], closed_at__isnull=True)
    for pk, *copy in rows.values_list("dossier_id", "status", "runs_to", "late_from", "short"):
        found[pk].append(cast("Copy", tuple(copy)))
    return found


def misplaced(dossier: Dossier, work: Sequence[Copy]) -> Iterator[Sentence]:
    """Where the columns that lists are asked by say something else than what they are derived from."""
    dossier.version = published(dossier.version_id)
    stands = standing(dossier)
    here = (dossier.runs_to, dossier.late_from, dossier.short)
    if here != (stands.runs_to, stands.late_from, stands.short):
        yield Sentence(gettext_noop("vị trí so với thời hạn trong danh sách không khớp với hạn của hồ sơ"))
    if any(copy != (dossier.status, *here) for copy in work):
        yield Sentence(gettext_noop("việc đang mở ghi trạng thái hoặc hạn khác với hồ sơ"))


def _differs(what: str, told: object, stands: object) -> Sentence:
    text = gettext_noop("{what}: nhật ký {told}, bảng {stands}")
    return Sentence(text, {"what": what, "told": _said(told), "stands": _said(stands)})


def _said(value: object) -> object:
    return "–" if value in (None, "", []) else value
