"""Consult another agency beside the process: a question with a limit, its answer, and what becomes of it unanswered.

The limit of the dossier goes on meanwhile (rules.md 1.8); the agency that is asked has a clock of its own. The journal
is the record of question and answer; what is open is a piece of work at the agency that was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.journal.rules import instant
from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.notifications.actions import Notice, tell
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.models import Agency, Post, in_force
from motcua.offices.presence import present_on
from motcua.offices.roles import Role
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import open_items
from motcua.workflow.rules import Outcome, StepKind

from .case import Case, locked
from .pieces import consultations
from .places import at_hand

ASKED, ANSWERED, TAKEN_BACK = "consultation.asked", "consultation.answered", "consultation.withdrawn"
TELL, WAITED = "consultation.tell", "consultation.waited"
ANSWERERS = (Role.SPECIALIST, Role.UNIT_LEADER, Role.SIGNER, Role.CLERK)  # who gets a question, the first that is there
MOST_DAYS, LONGEST = 30, 2000
VERDICTS = {
    "agree": gettext_noop("Đồng ý"),
    "conditions": gettext_noop("Đồng ý kèm ý kiến"),
    "disagree": gettext_noop("Không đồng ý"),
    "other": gettext_noop("Ý kiến khác"),
}
NOTHING_ASKED = gettext_noop("Không có câu hỏi nào đang chờ trả lời.")
ANSWER_IT = gettext_noop("Việc này là một câu hỏi: hãy trả lời ý kiến.")
STILL_ASKED = gettext_noop(
    "Còn chờ ý kiến của {agencies} (hạn {due}). Hãy chờ trả lời hoặc đến hết hạn, hay rút câu hỏi, rồi mới chuyển bước."
)


def consult(code: str, *, by: Actor, at: datetime, agency: str, question: str, days: int) -> Dossier:
    """Ask the agency of this code; it has `days` working days of its own calendar (1 to 30) to answer."""
    with locked(code, by=by, at=at) as case:
        case.require("consult")
        case.ask("dossier.consult")
        asked = _asked(case, agency)
        text = _text(question, "question", gettext_noop("Cần ghi nội dung hỏi ý kiến."))
        if not 1 <= days <= MOST_DAYS:
            raise Refused("Thời hạn trả lời từ 1 đến {most} ngày làm việc.", field="days", most=MOST_DAYS)
        until = due(at, Limit(days, Unit.WORKING_DAY), case.calendar(asked.pk)).moment
        assert until is not None
        case.open_side_item(kind=StepKind.CONSULT, role=_answerer(asked, at), agency_id=asked.pk, due_at=until)
        case.record(ASKED, to=asked.name, agency=asked.code, question=text, due=instant(until))
        told: dict[str, Any] = {
            "code": code,
            "agency": asked.pk,
            "by": by.account_id,
            "name": by.name,
            "asked": asked.name,
        }
        n = case.dossier.chain_n + 1
        case.promise(TELL, key=f"{code}:{n}", what=ASKED, n=n, **told)
        case.promise(WAITED, key=f"{code}:{n}", after=until - at, n=n, until=instant(until), **told)
        case.commit()
        return case.dossier


def _asked(case: Case, agency: str) -> Agency:
    code = agency.strip()
    found = case.offices.coded(code, case.at.astimezone(VIETNAM).date())
    if found is None:
        raise Refused("Không có cơ quan nào mang mã “{code}”.", field="agency", code=code[:40])
    if found.pk in (case.dossier.competent_id, case.dossier.receiving_id):
        raise Refused("{agency} đang giải quyết hồ sơ này; chỉ hỏi ý kiến cơ quan khác.", field="agency", agency=found)
    if any(item.agency_id == found.pk for item in consultations(case.items)):
        raise Refused("Đang chờ ý kiến của {agency}; hãy rút câu hỏi cũ trước.", field="agency", agency=found)
    return found


def _answerer(asked: Agency, at: datetime) -> str:
    """The role that gets the question. Refused where nobody at all could answer."""
    posts = in_force(Post.objects, at.astimezone(VIETNAM).date()).filter(agency=asked, account__is_active=True)
    held = set(posts.order_by().values_list("role", flat=True))
    role = next((role for role in ANSWERERS if role.value in held), None)
    if role is None:
        raise Refused("Chưa có ai ở {agency} nhận được câu hỏi trên hệ thống.", field="agency", agency=asked)
    return role.value


def answer_consultation(
    code: str, *, by: Actor, at: datetime, verdict: str, answer: str, item_id: int | None = None
) -> Dossier:
    """Answer for the agency that was asked; after its limit too, and then the answer says that it is late."""
    with locked(code, by=by, at=at) as case:
        case.require("answer_consultation")
        item = _question(case, item_id)
        case.ask("dossier.answer_consultation", item)
        if verdict not in VERDICTS:
            raise Refused("Hãy chọn ý kiến: đồng ý hay không.", field="verdict")
        text = _text(answer, "answer", gettext_noop("Cần ghi ý kiến trả lời cơ quan hỏi."))
        late = item.due_at is not None and at > item.due_at
        case.close(item, outcome=Outcome.FORWARD, note=text)
        if late:
            case.note(consultation_late=1)
        agency = case.offices.agency(item.agency_id)
        asked_at = instant(item.opened_at)  # by which the question is known, whoever took the place of who was asked
        case.record(ANSWERED, agency=agency.code, asked=agency.name, asked_at=asked_at, verdict=verdict, answer=text)
        n = case.dossier.chain_n + 1
        told: dict[str, Any] = {
            "code": code,
            "agency": agency.pk,
            "by": by.account_id,
            "name": by.name,
            "asked": agency.name,
        }
        case.promise(TELL, key=f"{code}:{n}", what=ANSWERED, n=n, **told)
        case.commit()
        return case.dossier


def withdraw_consultation(code: str, *, by: Actor, at: datetime, note: str, item_id: int | None = None) -> Dossier:
    """Take a question back that is not answered yet, saying why."""
    with locked(code, by=by, at=at) as case:
        case.require("withdraw_consultation")
        case.ask("dossier.withdraw_consultation")
        item = _question(case, item_id)
        text = _text(note, "note", gettext_noop("Cần ghi lý do rút câu hỏi."))
        agency = case.offices.agency(item.agency_id)
        case.close(item, outcome=Outcome.ENDED, note=text)
        case.record(TAKEN_BACK, agency=agency.code, to=agency.name, asked_at=instant(item.opened_at), note=text)
        case.commit()
        return case.dossier


def _question(case: Case, item_id: int | None) -> WorkItem:
    """The open question that is meant: this one, or the first that the actor may answer, or the first."""
    open_ones = consultations(case.items)
    if item_id is not None:
        open_ones = [item for item in open_ones if item.pk == item_id]
    own = [item for item in open_ones if item.agency_id in case.by.agencies()]
    if not open_ones:
        raise Refused(NOTHING_ASKED)
    return (own or open_ones)[0]


def leave_unanswered(case: Case) -> dict[str, object]:
    """End the questions whose limit is over before the dossier goes on; the payload that says so, empty for none.

    Refused while one may still be answered in time.
    """
    waiting = consultations(case.items)
    in_time = [item for item in waiting if item.due_at is None or case.at <= item.due_at]
    if in_time:
        raise Refused(still_asked(in_time, [case.offices.agency(item.agency_id).name for item in in_time]))
    if not waiting:
        return {}
    case.close(*waiting, outcome=Outcome.ENDED)
    case.items = [item for item in case.items if item not in waiting]
    return {"unanswered": ", ".join(case.offices.agency(item.agency_id).name for item in waiting)}


def still_asked(items: Sequence[WorkItem], agencies: Sequence[str]) -> Sentence:
    """Why a dossier does not go on while these questions may still be answered in time."""
    last = max((item.due_at for item in items if item.due_at), default=None)
    until = f"{last.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if last else "–"
    return Sentence(STILL_ASKED, {"agencies": ", ".join(agencies), "due": until})


def _told(case: Case, agency: Agency) -> tuple[dict[str, Any], str]:
    """What the jobs are told, and the key of the event that promises them."""
    by, n = case.by, case.dossier.chain_n + 1
    told = {"n": n, "agency": agency.pk, "asked": agency.name, "by": by.account_id, "name": by.name}
    return {"code": case.dossier.code, **told}, f"{case.dossier.code}:{n}"


def _text(typed: str, field: str, missing: str) -> str:
    text = typed.strip()
    if not text:
        raise Refused(missing, field=field)
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field=field, most=LONGEST)
    return text


# Jobs


def tell_of(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `consultation.tell`: a question to who may answer it, an answer to who has the open step."""
    presence, offices = present_on(at.astimezone(VIETNAM).date()), snapshot.present()
    open_ones = open_items(Dossier.objects.get(code=payload["code"]).pk)
    asks = payload["what"] == ASKED
    mine = consultations(open_ones) if asks else [i for i in open_ones if i.step_id is not None]
    people = frozenset[int]()
    for item in mine:
        if not asks or item.agency_id == payload["agency"]:
            people |= at_hand(item, presence, offices)
    _notice(payload["what"], payload, people - {payload["by"]}, at)


def waited(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `consultation.waited`: the limit of a question is over; who asked is told unless it was answered."""
    open_ones = consultations(open_items(Dossier.objects.get(code=payload["code"]).pk))
    until = datetime.fromisoformat(payload["until"])
    if any(item.agency_id == payload["agency"] and item.due_at == until for item in open_ones):
        _notice(WAITED, payload, frozenset({payload["by"]}), at)


def _notice(kind: str, payload: Mapping[str, Any], people: frozenset[int], at: datetime) -> None:
    key = f"{payload['code']}:{payload['n']}"
    tell([Notice(kind, key, people, payload["code"], {"name": payload["name"], "asked": payload["asked"]})], at=at)


HANDLERS = {TELL: tell_of, WAITED: waited}
