"""Advance: a step of the internal process is done and the next begins; or it goes back to an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.demands import BACK, REFUSED
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.queries import steps_before
from motcua.workflow.rules import StepKind

from .backdating import Claim, admit
from .case import Case, locked
from .consult import ANSWER_IT, leave_unanswered
from .owed import check_demands, check_owed
from .results import ResultData, add, in_force
from .signed_on_paper import SignedBy, put_signature
from .take import chosen, enter_process
from .walking import go_back, go_on


def advance(
    code: str,
    *,
    by: Actor,
    at: datetime,
    item_id: int | None = None,
    note: str = "",
    outcome: str = FORWARD,
    result: ResultData | None = None,
    claim: Claim | None = None,
    signed: SignedBy | None = None,
) -> Dossier:
    """Complete an open step and open what follows. The step that issues the result needs the result's data.

    `signed`: what somebody else signed on paper and the actor only records, who may where policy says so.

    `outcome` chooses the way where the process branches by it. Of parallel branches the last one opens the next step.

    A result on paper then travels to the counter; the dossier is finished when the counter has it (`resolve`).
    """
    with locked(code, by=by, at=at) as case:
        case.require("advance")
        item = chosen(case, item_id)
        case.ask("dossier.advance", item, signer_id=signed.leader_id if signed else None)
        step = _own_step(item)
        if result is not None and step.kind != StepKind.ISSUE:
            raise Refused("Bước này không phát hành kết quả nên không ghi kết quả được.", field="result")
        person_id = signed.leader_id if signed else by.account_id
        check_owed(case, item, note=note, person_id=person_id, outcome=outcome)
        if result is not None and result.outcome == REFUSED:
            check_demands(case, item, REFUSED, note=note, person_id=person_id)
        admit(case, claim)
        enter_process(case)
        said = add(case, result) if step.kind == StepKind.ISSUE else {}
        said |= put_signature(case, item, signed) | leave_unanswered(case)
        opened = go_on(case, item, outcome=outcome, note=note.strip())
        way = {"outcome": outcome} if outcome != FORWARD else {}
        case.record("work.advanced", step=step.name, to=_names(opened), note=note.strip(), **way, **said)
        case.commit()
        return case.dossier


def _own_step(item: WorkItem) -> Step:
    if item.kind == StepKind.CONSULT and item.step is None:
        raise Refused(ANSWER_IT)
    if item.step is None:
        raise Refused("Đề xuất bổ sung được phát hành hoặc trả lại, không chuyển bước.")
    if item.kind == StepKind.RECEIVE:
        raise Refused("Bước tiếp nhận kết thúc khi tiếp nhận hồ sơ.")
    if item.kind == StepKind.RETURN:
        raise Refused("Bước trả kết quả kết thúc khi trả kết quả cho người nộp hồ sơ.")
    return item.step


def send_back(
    code: str,
    *,
    by: Actor,
    at: datetime,
    to_step: int,
    note: str,
    item_id: int | None = None,
    claim: Claim | None = None,
    signed: SignedBy | None = None,
) -> Dossier:
    """Return the dossier to an earlier step, saying why. Nobody sends back past the reception."""
    with locked(code, by=by, at=at) as case:
        case.require("send_back")
        item = chosen(case, item_id)
        case.ask("dossier.send_back", item, signer_id=signed.leader_id if signed else None)
        target = _earlier(item, to_step)
        if not note.strip():
            raise Refused("Cần ghi lý do trả lại.", field="note")
        check_demands(case, item, BACK, note=note, person_id=signed.leader_id if signed else by.account_id)
        admit(case, claim)
        _withdraw_result(case, target)
        said = put_signature(case, item, signed)
        go_back(case, item, target, note=note.strip())
        own = item.step.name if item.step else ""
        case.record("work.sent_back", step=own, to=target.name, note=note.strip(), **said)
        case.commit()
        return case.dossier


def _names(opened: Sequence[WorkItem]) -> str:
    return ", ".join(item.step.name for item in opened if item.step)


def _earlier(item: WorkItem, to_step: int) -> Step:
    if item.step is None:
        raise Refused("Việc này không nằm trong quy trình nên không trả lại được.")
    found = next((step for step in steps_before(item.step) if step.n == to_step), None)
    if found is None:
        raise Refused("Chỉ trả lại được một bước trước đó, sau bước tiếp nhận.", field="to_step")
    return found


def _withdraw_result(case: Case, target: Step) -> None:
    """A result that was entered counts no more when the dossier goes back before the step that issues it."""
    if target.kind == StepKind.RETURN:
        return
    result = in_force(case)
    if result is not None:
        case.books.change_result(result, replaced=True)
