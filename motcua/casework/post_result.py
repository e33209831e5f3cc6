"""A result on its way by post: sent under a number, delivered (see return_result) or back at the counter (B-63)."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.returning import actions as returning
from motcua.returning.models import Posting

from .case import locked
from .return_result import NOT_SENT, UNDER_WAY, posted

SENT, CAME_BACK = "result.posted", "result.came_back"


def post_result(code: str, *, by: Actor, at: datetime, item_number: str) -> Dossier:
    """Give the result to the post. The dossier is returned when the post says that it was delivered."""
    number = tidy(item_number).upper()
    if not number:
        raise Refused("Cần ghi số hiệu bưu gửi.", field="item_number")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("post_result")
        case.ask("dossier.post_result")
        if item := posted(case):
            raise Refused(UNDER_WAY, code=code, item=item.item_number)
        returning.add(Posting(dossier=case.dossier, item_number=number, sent_at=at, sent_by_id=by.account_id))
        case.record(SENT, item=number)
        case.commit()
        return case.dossier


def result_came_back(code: str, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """The post brought the result back to the counter, where it is kept (rules.md 1.6)."""
    why = tidy(reason)
    if not why:
        raise Refused("Cần ghi vì sao bưu chính chuyển hoàn.", field="reason")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("result_came_back")
        case.ask("dossier.result_came_back")
        item = posted(case)
        if item is None:
            raise Refused(NOT_SENT, code=code)
        returning.came_back(case.dossier.pk, why=why[:300], at=at)
        case.record(CAME_BACK, item=item.item_number, reason=why)
        case.commit()
        return case.dossier
