"""Publishing decisions (quyết định công bố) by people: drafted, filled with procedures, published in one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from motcua.casework.follow_version import FOLLOW
from motcua.casework.imports.competence import Directory
from motcua.casework.imports.procedure_files import procedure_lines
from motcua.casework.imports.reading import RefusedLine
from motcua.casework.reads.decisions import cannot_move, decision_page
from motcua.catalogue import actions
from motcua.catalogue.actions import DecisionData, ItemData
from motcua.catalogue.models import Competence, Procedure, ProcedureVersion, PublishingDecision
from motcua.catalogue.published import Published, read
from motcua.catalogue.rules import ItemKind
from motcua.dossiers.actions import check_length, most_letters
from motcua.kernel import procedure_code
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.outbox.actions import Promise, promise

from .asking import allowed, local_day

PERMISSION = "catalogue.publish"
MOST_ITEMS = 2000


def begin(data: DecisionData, *, by: Actor, at: datetime) -> PublishingDecision:
    """A draft with nothing in it yet. Refused without number, for a date to come, for an effect before its date."""
    allowed(PERMISSION, by=by, at=at)
    return actions.begin_decision(_checked(data, at=at), by_id=by.account_id, at=at)


def change(pk: int, data: DecisionData, *, seen: int, by: Actor, at: datetime) -> PublishingDecision:
    """What a draft says of itself, anew. Refused for the reasons of `begin`, and when it is not what was `seen`."""
    allowed(PERMISSION, by=by, at=at)
    return actions.change_decision(pk, _checked(data, at=at), seen=seen)


def keep_scan(pk: int, *, scan_id: int, seen: int, by: Actor, at: datetime) -> PublishingDecision:
    """The scanned decision, in place of the one before."""
    allowed(PERMISSION, by=by, at=at)
    return actions.keep_scan(pk, scan_id=scan_id, seen=seen)


def put_item(
    pk: int,
    *,
    kind: ItemKind,
    code: str,
    content: Mapping[str, Any] | None = None,
    moves: bool = False,
    reason: str = "",
    seen: int,
    by: Actor,
    at: datetime,
) -> PublishingDecision:
    """What the decision says of one procedure, new or in place of what it said. Refused when it cannot be read, and
    when dossiers in flight shall follow for no reason."""
    allowed(PERMISSION, by=by, at=at)
    code = procedure_code.parse(code, field="code").code
    said = tidy(reason) if moves else ""
    if moves and not said:
        raise Refused("Cần ghi lý do chuyển hồ sơ đang giải quyết sang bản mới.", field="reason")
    check_length(said, most=500, field="reason")
    if kind is ItemKind.REPEALED:
        data = ItemData(kind, code, _last_name(code), None, moves=False)
    else:
        line = read({**(content or {}), "code": code})
        data = ItemData(kind, code, line.name, line.raw, moves and kind is not ItemKind.NEW, said)
    return actions.put_items(pk, [data], seen=seen)


def drop_item(pk: int, *, code: str, seen: int, by: Actor, at: datetime) -> PublishingDecision:
    """Take a procedure out of a draft."""
    allowed(PERMISSION, by=by, at=at)
    return actions.drop_item(pk, code=code, seen=seen)


def drop(pk: int, *, seen: int, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    allowed(PERMISSION, by=by, at=at)
    actions.drop_decision(pk, seen=seen)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file brought into a draft: how many items, how many lines say what is in force already, and those that
    cannot be read."""

    items: int
    unchanged: int
    refused: tuple[RefusedLine, ...]


@transaction.atomic
def fill(pk: int, content: bytes, *, seen: int, by: Actor, at: datetime) -> Filled:
    """Take the lines of a file of procedures into a draft: as new, or as amendments of what is in force. Nothing is
    taken when a line cannot be read: the lines are told."""
    allowed(PERMISSION, by=by, at=at)
    sheet = procedure_lines(content)
    refused, lines = list(sheet.refused), dict[str, Published]()
    for line in sheet.lines:
        try:
            found = read(line.values)
            if found.code in lines:
                raise Refused("Mã {code} có hai lần trong tệp.", code=found.code)
            lines[found.code] = found
        except Refused as no:
            refused.append(RefusedLine(line.n, no.sentence))
    if len(lines) > MOST_ITEMS:
        raise Refused("Mỗi quyết định nhiều nhất {most} thủ tục.", most=MOST_ITEMS)
    if refused:
        return Filled(0, 0, tuple(refused))
    last = actions.last_versions(Procedure.objects.filter(code__in=lines))
    items = [_item(line, last.get(code)) for code, line in lines.items()]
    real = [item for item in items if item is not None]
    if real:
        actions.put_items(pk, real, seen=seen)
    return Filled(len(real), len(items) - len(real), ())


def _item(line: Published, last: ProcedureVersion | None) -> ItemData | None:
    new = last is None or last.valid_to is not None
    if not new and last is not None and last.digest == line.digest:
        return None
    return ItemData(ItemKind.NEW if new else ItemKind.AMENDED, line.code, line.name, line.raw)


@transaction.atomic
def publish(pk: int, *, seen: int, by: Actor, at: datetime) -> PublishingDecision:
    """Put everything that the draft says in force from its day; who decides a procedure that nobody decides yet is
    read from what it says of its agency. Refused with the first thing that is wrong; then nothing has changed."""
    offices = allowed(PERMISSION, by=by, at=at)
    page = decision_page(pk, offices, at=at)
    for item in page.items if page is not None else ():
        if no := cannot_move(item.row, item.changes):
            raise Refused("{code}: {reason}", code=item.row.code, reason=no)
    decision = actions.publish_decision(pk, seen=seen, by=by.ref, by_id=by.account_id, at=at, origin=by.origin)
    if decision.items.filter(moves=True).exists():
        begins = datetime.combine(decision.effective_from, time(), VIETNAM)
        promise([Promise(FOLLOW, {"decision": pk}, f"{pk}", max(begins - at, timedelta(0)))], at=at)
    versions = ProcedureVersion.objects.filter(item__decision=decision)
    undecided = versions.exclude(procedure__in=Competence.objects.values("procedure"))
    directory = Directory(Agency.objects.filter(valid_to__isnull=True))
    actions.set_many_competences(
        {v.procedure_id: directory.competent(v.agency) for v in undecided.only("procedure_id", "agency")}
    )
    return decision


def mark_seen(*, decision_ids: list[int], by: Actor, at: datetime) -> None:
    """The actor has read what these decisions changed for them; they are not told again."""
    actions.see_changes(account_id=by.account_id, decision_ids=decision_ids, at=at)


def _checked(data: DecisionData, *, at: datetime) -> DecisionData:
    number, subject, agency = tidy(data.number), tidy(data.subject), tidy(data.agency)
    if not agency:
        raise Refused("Cần ghi cơ quan công bố.", field="agency")
    check_length(agency, most=most_letters(PublishingDecision, "agency"), field="agency")
    if not number:
        raise Refused("Cần ghi số của quyết định công bố.", field="number")
    check_length(number, most=most_letters(PublishingDecision, "number"), field="number")
    check_length(subject, most=most_letters(PublishingDecision, "subject"), field="subject")
    if data.dated > local_day(at):
        raise Refused("Ngày của quyết định chưa tới.", field="dated")
    if data.effective_from < data.dated:
        raise Refused("Quyết định không thể có hiệu lực trước ngày ký.", field="effective_from")
    return replace(data, number=number, subject=subject, agency=agency)


def _last_name(code: str) -> str:
    last = actions.last_versions(Procedure.objects.filter(code=code)).get(code)
    return last.name if last else code
