"""Groups of linked procedures by people: put in force from a file, first to see what it would do, and ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.casework.imports.linked import LinkedReport, import_linked
from motcua.catalogue import actions
from motcua.catalogue.models import LinkedGroup
from motcua.dossiers.actions import check_length
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor

from .asking import allowed, local_day

PERMISSION = "catalogue.publish"
MOST_LETTERS = 300


@transaction.atomic
def put(content: bytes, *, day: date, dry: bool = False, by: Actor, at: datetime) -> LinkedReport:
    """Put the groups of a file (docs/import-formats.md) in force from `day`. Nothing is written when `dry`, and nothing
    when a line is wrong: the report tells which. Refused for a day gone by, and for a file that cannot be read."""
    allowed(PERMISSION, by=by, at=at)
    _not_gone_by(day, at=at)
    with transaction.atomic():
        report = import_linked(content, day=day, by=by.ref, at=at, origin=by.origin)
        if dry or report.refused:
            transaction.set_rollback(True)
    return report


@transaction.atomic
def end(code: str, *, day: date, decision: str, by: Actor, at: datetime) -> LinkedGroup:
    """Take in no declaration for a group from `day` on. Refused for a day gone by, without a decision, and when the
    group has ended by then or begins only later."""
    allowed(PERMISSION, by=by, at=at)
    _not_gone_by(day, at=at)
    said = tidy(decision)
    if not said:
        raise Refused("Cần ghi quyết định kết thúc nhóm thủ tục.", field="decision")
    check_length(said, most=MOST_LETTERS, field="decision")
    return actions.end_group(code, day=day, decision=said, by=by.ref, at=at, origin=by.origin)


def _not_gone_by(day: date, *, at: datetime) -> None:
    if day < local_day(at):
        raise Refused("Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau.", field="day")
