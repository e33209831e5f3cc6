"""Recall: who completed a step or sent it back takes the dossier back before anybody has begun the work it opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from motcua.deadlines import queries as deadlines
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.policy.permissions import ask
from motcua.workflow.models import WorkItem
from motcua.workflow.passing import Passed, passed_on
from motcua.workflow.queries import first_of
from motcua.workflow.rules import Outcome, StepKind

from .case import Case, locked
from .results import in_force
from .take import chosen
from .walking import stand_as_before

RECEPTION = gettext_noop("Việc tiếp nhận không thu hồi được. Hãy sửa thông tin hồ sơ, hoặc hủy hồ sơ ghi nhầm.")
TOO_LATE = gettext_noop("Bước sau đã có người nhận việc nên không thu hồi được nữa. Hãy đề nghị họ trả lại.")
ON_PAPER = gettext_noop("Bước này được ghi thay theo văn bản đã ký nên không thu hồi được. Hãy đề nghị trả lại bước.")


def recall(code: str, *, by: Actor, at: datetime, item_id: int | None = None, note: str = "") -> Dossier:
    """Undo the actor's own completing or sending back, as long as nobody has taken the work that it opened.

    That work was never done and ends as recalled; the earlier step goes on with the limit that it had, held by the
    actor, so that no time is won. A result that the act entered counts no more; one that it withdrew counts again.
    """
    with locked(code, by=by, at=at) as case:
        case.require("recall")
        item = chosen(case, item_id)
        open_steps = [item] if item_id is not None else [i for i in case.items if i.step_id is not None]
        steps = case.books.work_around(case.dossier, {i.opened_at for i in open_steps})
        passed = passed_by(by, [item, *open_steps], steps)
        ask("dossier.recall", replace(case.facts(item), passed=passed))
        assert passed is not None and passed.done.step is not None
        if reason := cannot_recall(passed):
            raise Refused(reason)
        withdrawn = _result_as_before(case, passed.done)
        stand_as_before(case, passed)
        case.close(*passed.opened, outcome=Outcome.RECALLED, note=note.strip())
        for ended in (passed.done, *passed.ended):
            case.take_back(ended, due_at=_due_as_before(case, ended), hold=ended is passed.done)
        left = ", ".join(i.step.name for i in passed.opened if i.step)
        case.record("work.recalled", step=left, to=passed.done.step.name, withdrawn=withdrawn, note=note.strip())
        case.commit()
        return case.dossier


def passed_by(by: Actor, items: Sequence[WorkItem], steps: Sequence[WorkItem]) -> Passed | None:
    """The act of this actor that opened one of `items`; if there is none, that which opened the first of them.

    `steps` are those that began or ended when one of `items` began, or more, in order.
    """
    acts = [passed_on(item, steps) for item in items]
    own = (act for act in acts if act is not None and act.done.closed_by_id == by.account_id)
    return next(own, acts[0] if acts else None)


def cannot_recall(passed: Passed) -> Sentence | None:
    """Why what an act opened stays with whom it is; None where it may be recalled."""
    if passed.done.kind == StepKind.RECEIVE:
        return Sentence(RECEPTION)
    if getattr(passed.done, "paper_signature", None) is not None:
        return Sentence(ON_PAPER)
    return Sentence(TOO_LATE) if passed.taken else None


def _result_as_before(case: Case, done: WorkItem) -> str:
    """Undo what the act did to the result; the number of one that it entered, or nothing."""
    assert done.step is not None
    if done.outcome == Outcome.FORWARD:
        entered = in_force(case) if done.kind == StepKind.ISSUE else None
        if entered is not None:
            case.books.change_result(entered, replaced=True)
        return entered.number if entered is not None else ""
    # Beyond the step that issues it there is always one, so that the way back withdrew the latest.
    if done.step.n > first_of(done.step, StepKind.ISSUE).n and case.results:
        case.books.change_result(case.results[-1], replaced=False)
    return ""


def _due_as_before(case: Case, ended: WorkItem) -> datetime | None:
    """The due moment that the step had; moved on where the clock of the dossier stood meanwhile or began anew."""
    assert ended.closed_at is not None and ended.step is not None
    if all(hold.ended_at is None or hold.ended_at <= ended.closed_at for hold in case.holds):
        return ended.due_at
    begun = max(ended.opened_at, case.dossier.clock_from or ended.opened_at)
    calendar = case.calendar(ended.agency_id)
    return deadlines.step_due(opened_at=begun, hours=ended.step.hours, calendar=calendar, holds=case.holds)
