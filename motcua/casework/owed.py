"""What who completes a step owes where the row of its process says so: an opinion, a file, to be another person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.workflow.demands import CALLED, always, of_outcome
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.rules import Need, Outcome, StepKind

from .case import Case

OWN_EARLIER = gettext_noop("Bước này phải do người khác với người đã làm bước “{step}” thực hiện.")
NO_NOTE = gettext_noop("Bước này phải ghi ý kiến trước khi chuyển.")
NO_ANSWER = gettext_noop("Cần ghi ý kiến trả lời cơ quan hỏi.")
NO_FILE = gettext_noop("Bước này phải kèm tệp: hãy thêm tệp vào hồ sơ trước khi chuyển.")
# The same where only one outcome demands it.
OWN_EARLIER_THEN = gettext_noop("“{outcome}” phải do người khác với người đã làm bước “{step}” thực hiện.")
NO_NOTE_THEN = gettext_noop("“{outcome}” thì phải ghi ý kiến.")
NO_FILE_THEN = gettext_noop("“{outcome}” thì phải kèm tệp: hãy thêm tệp vào hồ sơ trước.")


def needs_of(step: Step) -> tuple[str, ...]:
    """What who completes the step owes and what its outcomes demand, the words of its row (workflow/demands.py)."""
    return tuple(step.needs.split())


def note_owed(step: Step) -> str:
    """The sentence for who says nothing at a step that asks for words; "" where none are owed."""
    if step.kind == StepKind.CONSULT:
        return NO_ANSWER
    return NO_NOTE if Need.NOTE in always(needs_of(step)) else ""


def check_owed(case: Case, item: WorkItem, *, note: str, person_id: int, outcome: str = FORWARD) -> None:
    """Refused while something is missing that the row of the process asks of who completes it with `outcome`.

    `person_id` is whose act it is, also where an assistant records it. No statement for a row that asks for nothing.
    """
    step = item.step
    if step is None:
        return
    if (missing := note_owed(step)) and not note.strip():
        raise Refused(missing, field="note")
    _check(case, item, always(needs_of(step)), person_id=person_id)
    check_demands(case, item, outcome, note=note, person_id=person_id)


def check_demands(case: Case, item: WorkItem | None, outcome: str, *, note: str = "", person_id: int) -> None:
    """Refused while something is missing that this one outcome demands: of a row's own naming, or of demands.CALLED."""
    step = item.step if item else None
    if item is None or step is None:
        return
    needs = of_outcome(needs_of(step), outcome)
    called = Sentence(CALLED[outcome]) if outcome in CALLED else outcome
    if Need.NOTE in needs and not note.strip():
        raise Refused(NO_NOTE_THEN, field="note", outcome=called)
    _check(case, item, needs, person_id=person_id, outcome=called)


def _check(case: Case, item: WorkItem, needs: Collection[str], *, person_id: int, outcome: str | Sentence = "") -> None:
    assert item.step is not None
    if Need.OTHER in needs:
        done = WorkItem.objects.filter(dossier_id=case.dossier.pk, closed_by_id=person_id).select_related("step")
        if reason := did_before(done, person_id, item.step):
            then = Sentence(OWN_EARLIER_THEN, {**reason.values, "outcome": outcome})
            raise Refused(then if outcome else reason)
    if Need.FILE in needs and not _attached_since(case.dossier, item.opened_at, {person_id, case.by.account_id}):
        raise Refused(NO_FILE_THEN, outcome=outcome) if outcome else Refused(NO_FILE)


def did_before(work: Iterable[WorkItem], person_id: int, step: Step) -> Sentence | None:
    """Why this person is not another one at `step`: the other step of processing that they completed."""
    for item in work:
        forward = item.closed_by_id == person_id and item.outcome == Outcome.FORWARD
        if forward and item.step is not None and item.kind != StepKind.RECEIVE and item.step_id != step.pk:
            return Sentence(OWN_EARLIER, {"step": item.step.name})
    return None


def _attached_since(dossier: Dossier, moment: datetime, people: Collection[int]) -> bool:
    """Whether one of these added a file: whose act it is, or who records it for them."""
    return Attachment.objects.filter(dossier_id=dossier.pk, added_by_id__in=people, added_at__gte=moment).exists()
