"""Publishing decisions: drafted, changed, and published in one transaction. What is published never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from motcua.journal.actions import Entry
from motcua.kernel.sentences import Refused

from ..decisions import Last, problems
from ..models import ChangeSeen, DecisionItem, ProcedureVersion, PublishingDecision
from ..published import read
from ..rules import ItemKind
from .recorded import locked, record
from .versions import Outcome, last_versions, publish_many


@dataclass(frozen=True, slots=True)
class DecisionData:
    """What a decision says of itself. `corrects_id` names the published decision whose mistake this one mends."""

    number: str
    dated: date
    agency: str
    effective_from: date
    subject: str = ""
    legal_from: date | None = None
    corrects_id: int | None = None
    agency_code: str = ""
    of_ministry: bool = False


@dataclass(frozen=True, slots=True)
class ItemData:
    """What it says of one procedure: `content` is a line of the import format, None where it is repealed."""

    kind: ItemKind
    code: str
    name: str
    content: Mapping[str, Any] | None = None
    moves: bool = False
    reason: str = ""


def begin_decision(data: DecisionData, *, by_id: int, at: datetime) -> PublishingDecision:
    """A new draft. Refused when the agency has a decision of this number and date already."""
    with _once(data):
        return PublishingDecision.objects.create(**_columns(data), drafted_by_id=by_id, drafted_at=at)


@transaction.atomic
def change_decision(pk: int, data: DecisionData, *, seen: int) -> PublishingDecision:
    """What a draft says of itself, anew. Refused when it is published, or no longer what was `seen`."""
    decision = _draft(pk, seen=seen)
    for name, value in _columns(data).items():
        setattr(decision, name, value)
    with _once(data):
        decision.save()
    return decision


@transaction.atomic
def keep_scan(pk: int, *, scan_id: int, seen: int) -> PublishingDecision:
    """The scanned paper of a draft, in place of the one before."""
    decision = _draft(pk, seen=seen)
    decision.scan_id = scan_id
    decision.save(update_fields=["scan", "edition"])
    return decision


@transaction.atomic
def put_items(pk: int, items: Sequence[ItemData], *, seen: int) -> PublishingDecision:
    """Add items to a draft; one of a procedure that it has already takes that one's place."""
    decision = _draft(pk, seen=seen)
    there = {item.code: item.n for item in decision.items.all()}
    last = max(there.values(), default=0)
    rows = []
    for data in items:
        if data.code not in there:
            last += 1
            there[data.code] = last
        content = None if data.kind is ItemKind.REPEALED else dict(data.content or {})
        rows.append(
            DecisionItem(
                decision=decision,
                n=there[data.code],
                kind=data.kind.value,
                code=data.code,
                name=data.name[:1000],
                content=content,
                moves=data.moves,
                reason=data.reason,
            )
        )
    decision.items.filter(code__in=[row.code for row in rows]).delete()
    DecisionItem.objects.bulk_create(rows)
    decision.save(update_fields=["edition"])
    return decision


@transaction.atomic
def drop_item(pk: int, *, code: str, seen: int) -> PublishingDecision:
    """Take an item out of a draft."""
    decision = _draft(pk, seen=seen)
    decision.items.filter(code=code).delete()
    decision.save(update_fields=["edition"])
    return decision


@transaction.atomic
def drop_decision(pk: int, *, seen: int) -> None:
    """Throw a draft away."""
    _draft(pk, seen=seen).delete()


@transaction.atomic
def publish_decision(
    pk: int, *, seen: int, by: str, by_id: int, at: datetime, origin: str = "live"
) -> PublishingDecision:
    """Put everything that a draft says in force from its day, all or nothing. Refused with the first problem."""
    decision = _draft(pk, seen=seen)
    items = list(decision.items.order_by("n"))
    procedures = locked([item.code for item in items])
    last = last_versions(procedures.values())
    known = {code: Last(v.valid_from, v.valid_to, v.digest) for code, v in last.items()}
    for problem in problems(items, known, day=decision.effective_from):
        if not problem.code:
            raise Refused(problem.sentence)
        raise Refused("{code}: {reason}", code=problem.code, reason=problem.sentence)
    said = {"decision": decision.number, "dated": decision.dated.isoformat()}
    lines = [read(item.content) for item in items if item.content is not None]
    repealed = [item for item in items if item.kind == ItemKind.REPEALED]
    _repeal([last[item.code] for item in repealed], day=decision.effective_from, said=said, by=by, at=at, origin=origin)
    outcomes = publish_many(lines, day=decision.effective_from, by=by, at=at, origin=origin, facts=said)
    new = {version.procedure.code: version for version, outcome in outcomes if outcome is not Outcome.UNCHANGED}
    for item in items:
        item.before = last.get(item.code)
        item.version = new.get(item.code)
    DecisionItem.objects.bulk_update(items, ["before", "version"], batch_size=200)
    decision.published_by_id, decision.published_at = by_id, at
    decision.save(update_fields=["published_by", "published_at", "edition"])
    return decision


def _repeal(
    versions: Sequence[ProcedureVersion], *, day: date, said: Mapping[str, str], by: str, at: datetime, origin: str
) -> None:
    for version in versions:
        version.valid_to = day
    ProcedureVersion.objects.bulk_update(versions, ["valid_to"], batch_size=200)
    entries = [
        (v.procedure, Entry("procedure.repealed", {}, {"code": v.procedure.code, "from": day.isoformat(), **said}))
        for v in versions
    ]
    record(entries, by=by, at=at, origin=origin)


def see_changes(*, account_id: int, decision_ids: Iterable[int], at: datetime) -> None:
    """Note that an officer has read what these decisions changed for them; what is noted already stays."""
    published = PublishingDecision.objects.filter(pk__in=list(decision_ids), published_at__isnull=False)
    rows = [ChangeSeen(account_id=account_id, decision=decision, seen_at=at) for decision in published]
    ChangeSeen.objects.bulk_create(rows, ignore_conflicts=True)


def _draft(pk: int, *, seen: int) -> PublishingDecision:
    """The draft, locked, as one change further on. Refused unless it is the one that was `seen`."""
    decision = PublishingDecision.objects.select_for_update().filter(pk=pk).first()
    if decision is None:
        raise Refused("Không có quyết định này.")
    if decision.published_at is not None:
        raise Refused("Quyết định đã công bố thì không sửa được; hãy đính chính bằng một quyết định khác.")
    if decision.edition != seen:
        raise Refused("Bản thảo đã thay đổi từ lúc mở trang này. Hãy xem lại.")
    decision.edition += 1
    return decision


def _columns(data: DecisionData) -> dict[str, object]:
    return {
        "number": data.number,
        "dated": data.dated,
        "agency": data.agency,
        "agency_code": data.agency_code,
        "of_ministry": data.of_ministry,
        "effective_from": data.effective_from,
        "subject": data.subject,
        "legal_from": data.legal_from,
        "corrects_id": data.corrects_id,
    }


@contextmanager
def _once(data: DecisionData) -> Iterator[None]:
    """The database sees to it that an agency has one decision of a number and date, also for two who type at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        taken = {"number": data.number}
        raise Refused("Cơ quan này đã có quyết định số {number} cùng ngày.", field="number", **taken) from None
