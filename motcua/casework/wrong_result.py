"""What becomes of a result that was wrong: its paper taken back or not, the applicant told (Điều 23.1; B-66)."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier, Result
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.returning import actions as returning
from motcua.returning.models import WrongResult
from motcua.returning.rules import Channel, Wrong

from .case import Case, locked

SETTLED = "result.wrong"
NOTHING_WRONG = gettext_noop("Hồ sơ không có kết quả nào bị thay vì sai sót.")


def settle_wrong_result(code: str, *, by: Actor, at: datetime, paper: str, told_by: str, note: str = "") -> Dossier:
    """Record what became of the last result that was replaced, and how the applicant was told.

    May be recorded again: the paper that was not returned is brought later.
    """
    if paper not in set(Wrong):
        raise Refused("Chọn việc xử lý bản giấy sai.", field="paper")
    if told_by not in set(Channel):
        raise Refused("Chọn cách đã báo người nhận.", field="told_by")
    if paper == Wrong.NOT_RETURNED and not tidy(note):
        raise Refused("Người nhận chưa trả lại bản giấy: cần ghi vì sao.", field="note")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("settle_wrong_result")
        case.ask("dossier.settle_wrong_result")
        wrong = _last_replaced(case)
        returning.add(
            WrongResult(
                dossier=case.dossier,
                n=wrong.n,
                paper=paper,
                told_by=told_by,
                note=tidy(note),
                noted_at=at,
                noted_by_id=by.account_id,
            )
        )
        case.record(SETTLED, withdrawn=wrong.number, wrong_paper=paper, channel=told_by, note=tidy(note))
        case.commit()
        return case.dossier


def _last_replaced(case: Case) -> Result:
    replaced = [result for result in case.results if result.replaced]
    if not replaced:
        raise Refused(NOTHING_WRONG)
    return replaced[-1]
