"""What can be done with a dossier now, and why the rest cannot: asked of facts already loaded, without a statement.

The state and policy are asked as the verbs ask them; what else a verb would refuse before looking at what was typed
(nothing proposed, nobody to go back to) stands here in the verb's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from motcua.casework.apologise import nothing_to_move
from motcua.casework.case import state_forbids
from motcua.casework.change_case import cannot_change
from motcua.casework.consult import ANSWER_IT, NOTHING_ASKED, still_asked
from motcua.casework.decide_claim import OWN_CLAIM
from motcua.casework.fees import NONE_STANDS, NOTHING_LEFT, UNKNOWN_DUE
from motcua.casework.intake import check_version
from motcua.casework.links import still_waits
from motcua.casework.originals import NONE_HERE
from motcua.casework.owed import did_before, needs_of
from motcua.casework.pieces import consultations
from motcua.casework.recall import cannot_recall
from motcua.casework.receive_transfer import cannot_receive
from motcua.casework.reroute import cannot_reroute
from motcua.casework.return_result import NOT_SENT, UNDER_WAY
from motcua.casework.route import cannot_route
from motcua.casework.unanswered import is_unanswered
from motcua.casework.urge import NOTHING
from motcua.casework.wrong_result import NOTHING_WRONG
from motcua.correspondence.rules import Kind, State
from motcua.deadlines.actions import HELD
from motcua.deadlines.queries import restarts_if_asked
from motcua.dossiers.states import VERBS, Status
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.policy.permissions import why_not
from motcua.workflow.queries import steps_before
from motcua.workflow.rules import Need, StepKind

from .dossier import Whole

Reason = Sentence | None


@dataclass(frozen=True, slots=True)
class Possible:
    """A verb with its name in the table of states, and why it cannot be done now; None where it can."""

    verb: str
    label: str
    why_not: Reason


def possible(whole: Whole, verbs: Iterable[str] = ()) -> dict[str, Possible]:
    """Every verb that a page offers for this dossier and this actor, or some of them."""
    return {verb: Possible(verb, LABELS[verb], _why_not(verb, whole)) for verb in verbs or LABELS}


LABELS = {verb: label for verb, label in VERBS.items() if verb != "file"} | {
    "drop_supplement": gettext_noop("Trả lại đề xuất bổ sung"),
}


def _why_not(verb: str, whole: Whole) -> Reason:
    if verb == "drop_supplement":  # it asks for its proposal, not for a state
        return _drop(whole) or _policy(verb, whole)
    if verb == "answer_consultation":  # and this one for its question
        return state_forbids(whole.dossier, verb) or _nothing_to_answer(whole) or _policy(verb, whole)
    if reason := state_forbids(whole.dossier, verb) or _policy(verb, whole):
        return reason
    more = FURTHER.get(verb)
    return more(whole) if more else None


def _policy(verb: str, whole: Whole) -> Reason:
    facts = whole.facts
    if verb == "propose_supplement" and not restarts(whole):
        return why_not("dossier.late_supplement", facts)
    if verb == "drop_supplement":
        request = whole.request
        if request is not None and request.proposed_by_id == facts.by.account_id:
            return None
        return why_not("dossier.ask_supplement", facts)
    if verb == "stop" and unanswered(whole):
        return why_not("dossier.stop_unanswered", facts)
    if verb in ("take", "hand_over") and whole.item is None and whole.supplement_item is not None:
        facts = replace(facts, item=whole.supplement_item)
    return why_not(f"dossier.{verb}", facts)


def unanswered(whole: Whole) -> bool:
    """Whether the applicant has had all the time there is to bring what was asked for."""
    d = whole.dossier
    return is_unanswered(d.status, whole.request, d.receiving_id, whole.facts.offices, at=whole.at)


def restarts(whole: Whole) -> bool:
    """Whether a supplement request leaving now would make the limit count anew."""
    calendar = calendar_for(whole.facts.offices, whole.dossier.competent_id, known_at=whole.at)
    asked_before = any(r.restarts is not None for r in whole.requests)
    return restarts_if_asked(whole.dossier, calendar, at=whole.at, asked_before=asked_before)


def _accept(whole: Whole) -> Reason:
    if whole.linked and (awaited := whole.linked.awaited(whole.dossier.code)):
        return still_waits(awaited)
    version = whole.dossier.version
    try:
        check_version(version, whole.facts.day, code=version.procedure.code, valid_to=version.valid_to)
    except Refused as refused:
        return refused.sentence
    return None


def _take(whole: Whole) -> Reason:
    mine = whole.item is not None and whole.item.assignee_id == whole.facts.by.account_id
    return Sentence(gettext_noop("Anh/Chị đang giữ việc này rồi.")) if mine else None


def _advance(whole: Whole) -> Reason:
    kind = whole.item.kind if whole.item else ""
    if kind == StepKind.RECEIVE:
        return Sentence(gettext_noop("Bước tiếp nhận kết thúc khi tiếp nhận hồ sơ."))
    if kind == StepKind.RETURN:
        return Sentence(gettext_noop("Bước trả kết quả kết thúc khi trả kết quả cho người nộp hồ sơ."))
    step = whole.item.step if whole.item else None
    if step is None:
        return Sentence(ANSWER_IT) if whole.item is not None else None
    if Need.OTHER in needs_of(step) and (reason := did_before(whole.work, whole.facts.by.account_id, step)):
        return reason
    return _consult_ahead(whole)


def _consult_ahead(whole: Whole) -> Reason:
    """Questions that may still be answered in time keep the dossier where it is."""
    open_ones = consultations(item for item in whole.work if item.closed_at is None)
    in_time = [item for item in open_ones if item.due_at is None or whole.at <= item.due_at]
    return still_asked(in_time, [item.agency.name for item in in_time]) if in_time else None


def _nothing_asked(whole: Whole) -> Reason:
    return None if any(one.item_id for one in whole.asked) else Sentence(NOTHING_ASKED)


def _nothing_to_answer(whole: Whole) -> Reason:
    asks = whole.item is not None and whole.item.kind == StepKind.CONSULT and whole.item.step_id is None
    return None if asks else Sentence(NOTHING_ASKED)


def _send_back(whole: Whole) -> Reason:
    step = whole.item.step if whole.item else None
    if step is None or not steps_before(step):
        return Sentence(gettext_noop("Không còn bước nào trước đó, sau bước tiếp nhận, để trả lại."))
    return None


def _recall(whole: Whole) -> Reason:
    return cannot_recall(whole.facts.passed) if whole.facts.passed is not None else None


def _propose(whole: Whole) -> Reason:
    if whole.request is not None:
        return Sentence(gettext_noop("Hồ sơ đã có một yêu cầu bổ sung chưa xong."))
    return None


def _ask(whole: Whole) -> Reason:
    if whole.dossier.state is not Status.FILED and whole.request is None:
        return Sentence(gettext_noop("Cơ quan giải quyết chưa đề xuất bổ sung gì."))
    return Sentence(HELD) if whole.hold else None


def _drop(whole: Whole) -> Reason:
    if whole.supplement_item is None or whole.request is None:
        return Sentence(gettext_noop("Hồ sơ không có đề xuất bổ sung nào chờ phát hành."))
    return None


def _hold(whole: Whole) -> Reason:
    return Sentence(HELD) if whole.hold else None


def _release(whole: Whole) -> Reason:
    if whole.dossier.state is not Status.FINANCIAL and whole.hold is None:
        return Sentence(gettext_noop("Thời hạn của hồ sơ không bị tạm dừng."))
    return None


def _resolve(whole: Whole) -> Reason:
    kind = whole.item.kind if whole.item else ""
    if kind not in (StepKind.ISSUE, StepKind.RETURN):
        return Sentence(gettext_noop("Hồ sơ chưa đến bước phát hành kết quả."))
    if kind == StepKind.RETURN and whole.result is None:
        return Sentence(gettext_noop("Hồ sơ chưa có kết quả."))
    return None


def _apologise(whole: Whole) -> Reason:
    return nothing_to_move(whole.dossier, [letter.ground for letter in whole.letters])


def _change_case(whole: Whole) -> Reason:
    return cannot_change(whole.dossier, at=whole.at)


def _answer(whole: Whole) -> Reason:
    return Sentence(NOTHING) if all(urging.answered_at for urging in whole.urgings) else None


def _notice_waits(whole: Whole) -> Reason:
    stands = whole.dossier.state is Status.FINANCIAL or whole.hold is not None  # else nothing is waited for: no look
    waits = stands and any(m.kind == Kind.NOTICE and m.state == State.OPEN for m in whole.exchanged)
    return None if waits else Sentence(gettext_noop("Không có thông báo nào của cơ quan thuế chờ nộp."))


def _decide_claim(whole: Whole) -> Reason:
    if not whole.claims:
        return Sentence(gettext_noop("Không có lần ghi lùi ngày nào chờ duyệt như vậy."))
    if whole.claims[0].by_id == whole.facts.by.account_id:
        return Sentence(OWN_CLAIM)
    return None


def _send(whole: Whole) -> Reason:
    item = next((p for p in whole.postings if p.is_under_way), None)
    return Sentence(UNDER_WAY, {"code": whole.dossier.code, "item": item.item_number}) if item else None


def _came_back(whole: Whole) -> Reason:
    return None if whole.is_posted else Sentence(NOT_SENT, {"code": whole.dossier.code})


def _give_back(whole: Whole) -> Reason:
    return None if whole.originals_here else Sentence(NONE_HERE)


def _wrong(whole: Whole) -> Reason:
    return None if any(r.replaced for r in whole.results) else Sentence(NOTHING_WRONG)


def _receive_transfer(whole: Whole) -> Reason:
    return cannot_receive(whole.dossier)


def _route(whole: Whole) -> Reason:
    d = whole.dossier
    return cannot_route(d, whole.facts.offices.agency(d.competent_id).name)


def _reroute(whole: Whole) -> Reason:
    open_items = [item for item in whole.work if item.closed_at is None]
    return cannot_reroute(whole.dossier, open_items, holds=whole.holds)


def _pay(whole: Whole) -> Reason:
    if not whole.fees.known:
        return Sentence(UNKNOWN_DUE)
    return None if whole.fees.left > 0 else Sentence(NOTHING_LEFT)


def _mend_payment(whole: Whole) -> Reason:
    return None if whole.fees.standing else Sentence(NONE_STANDS)


FURTHER: dict[str, Callable[[Whole], Reason]] = {
    "accept": _accept,
    "take": _take,
    "advance": _advance,
    "send_back": _send_back,
    "recall": _recall,
    "propose_supplement": _propose,
    "ask_supplement": _ask,
    "hold": _hold,
    "apologise": _apologise,
    "change_case": _change_case,
    "answer_urging": _answer,
    "withdraw_consultation": _nothing_asked,
    "decide_claim": _decide_claim,
    "withdraw_notice": _notice_waits,
    "take_proof": _notice_waits,
    "release": _release,
    "resolve": _resolve,
    "receive_transfer": _receive_transfer,
    "post_result": _send,
    "result_came_back": _came_back,
    "give_back": _give_back,
    "settle_wrong_result": _wrong,
    "route": _route,
    "reroute": _reroute,
    "pay": _pay,
    "cancel_payment": _mend_payment,
    "refund": _mend_payment,
}
