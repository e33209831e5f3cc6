"""One dossier for its citizen: what happened, who has it now, what they must do, when it is due and why.

Agencies, divisions and posts stand here, no officer's name; no note that officers wrote for each other, no party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.casework.alerts import ONLINE, answer_due
from motcua.casework.limit_cases import limit_words
from motcua.casework.lives import Told
from motcua.catalogue.queries import cases_of
from motcua.deadlines.act_clocks import since
from motcua.deadlines.clocks import Clock as Count
from motcua.deadlines.clocks import Reading
from motcua.deadlines.models import Apology, Hold
from motcua.deadlines.queries import case_of
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.states import MEANINGS, OPEN, WAITING_FOR_APPLICANT, Status
from motcua.kernel.due import Due
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.roles import LABELS, Role
from motcua.offices.snapshot import Snapshot
from motcua.returning.models import Posting
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import KIND_LABELS, Outcome, StepKind

from .clock import Clock
from .dossier import clock_of
from .explanation import from_rows
from .tax import Duty, duties_of


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened: `what` in plain words, `where` the agency (with its division) or nothing."""

    at: datetime
    what: Sentence
    where: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the dossier now: a place, a post there, and the step it does; since when."""

    place: str
    post: str
    step: Sentence
    since: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """One paper to bring: what is wrong with it, and how to put it right."""

    paper: str
    reason: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`due` is the legal due moment with its lines; `answer` until when a supplement must be there, with its own;
    `answer_by` until when what was filed online is to be answered by the counter."""

    code: str
    procedure: str
    status: Status
    counter: str
    competent: str
    delivery: str
    clock: Clock
    limit: Sentence
    due: Due
    appointment: datetime | None
    holders: Sequence[Holder]
    hold: Sentence | None
    points: Sequence[Point]
    answer: Due
    duties: Sequence[Duty]
    posted: str
    answer_by: datetime | None
    past: Sequence[Past]

    @property
    def must(self) -> Sentence | None:
        """What waits for the applicant, in a sentence; None while they need not do anything."""
        if self.status in WAITING_FOR_APPLICANT:
            return Sentence(MUST[self.status])
        fetches = self.status is Status.FINISHED and not self.posted
        return Sentence(TO_FETCH[self.delivery]) if fetches else None

    @property
    def stands(self) -> Sentence:
        """What there is to know where nothing waits for the applicant."""
        if self.posted and self.status is Status.FINISHED:
            return Sentence(ON_ITS_WAY, {"number": self.posted})
        return Sentence(MEANINGS[self.status] if self.status not in OPEN else NOTHING_TO_DO)


def timeline(code: str, offices: Snapshot, *, at: datetime) -> Timeline | None:
    """The timeline of the dossier with exactly this code, unless it is void: a fixed number of statements."""
    related = ("version__procedure", "receiving", "competent")
    d = Dossier.objects.filter(code=code, voided_at__isnull=True).select_related(*related).first()
    if d is None:
        return None
    holds = list(Hold.objects.filter(dossier_id=d.pk))
    changes = list(d.case_changes.select_related("before", "after")) if cases_of(d.version_id) else []
    work = list(WorkItem.objects.filter(dossier_id=d.pk).select_related("step", "agency", "unit").defer("note"))
    requests = list(SupplementRequest.objects.filter(dossier_id=d.pk))
    postings = list(Posting.objects.filter(dossier_id=d.pk))
    letters = list(Apology.objects.filter(dossier_id=d.pk))
    legal = from_rows(d, holds, changes, offices).get(Count.LEGAL)
    asked = next((r for r in reversed(requests) if r.is_open and r.issued_at), None)
    waits = d.state is Status.SUPPLEMENT
    return Timeline(
        code=d.code,
        procedure=d.version.name,
        status=d.state,
        counter=d.receiving.name,
        competent="" if d.is_unrouted else d.competent.name,
        delivery=d.delivery,
        clock=clock_of(d, offices, at),
        limit=limit_words(case_of(d) or d.version),
        due=legal.due if legal else Due(None),
        appointment=d.appointment if d.state in OPEN else None,
        holders=_holders(d, work),
        hold=_hold(holds),
        points=[Point(i["component"], i["reason"], i["guidance"]) for i in asked.items] if asked and waits else (),
        answer=_answer(asked, d, offices).due if asked and waits else Due(None),
        duties=duties_of(d.pk) if d.state is Status.FINANCIAL else (),
        posted=next((p.item_number for p in postings if p.delivered_at is None and p.came_back_at is None), ""),
        answer_by=answer_due(d, offices) if d.state is Status.FILED and d.channel == ONLINE else None,
        past=sorted(_past(d, work, holds, requests, letters, postings), key=lambda one: one.at),
    )


def _holders(d: Dossier, work: Iterable[WorkItem]) -> list[Holder]:
    """Who has it: those whose work is open. Where nobody has any, the counter: it waits to be received or fetched."""
    still = [item for item in work if item.closed_at is None] if d.state in OPEN else []
    if d.state in WAITING_FOR_APPLICANT:
        return []
    found = [Holder(_place(i), _post(i.role), _step(i), i.opened_at) for i in still]
    if found or d.state not in (*OPEN, Status.FINISHED):
        return found
    waits = Sentence(WAITS_TO_BE_FETCHED if d.state is Status.FINISHED else WAITS_TO_BE_RECEIVED)
    return [Holder(d.receiving.name, LABELS[Role.RECEIVER], waits, d.finished_at or d.filed_at)]


def _place(item: WorkItem) -> str:
    """An agency with the division whose work it is."""
    return f"{item.unit.name}, {item.agency.name}" if item.unit else item.agency.name


def _post(role: str) -> str:
    return LABELS.get(Role(role), "") if role in set(Role) else ""


def _step(item: WorkItem) -> Sentence:
    """What is done: the step by its published name, work beside the process by its kind."""
    if item.kind == StepKind.RECEIVE:
        return Sentence(WAITS_TO_BE_RECEIVED)
    if item.step is not None:
        return Sentence("{step}", {"step": item.step.name})
    return Sentence(KIND_LABELS[StepKind(item.kind)])


def _hold(holds: Iterable[Hold]) -> Sentence | None:
    """Why the limit stands still now."""
    hold = next((h for h in holds if h.ended_at is None), None)
    return _ground(hold) if hold else None


def _ground(hold: Hold) -> Sentence:
    return Sentence("{ground}", {"ground": hold.name}) if hold.name else Sentence(GROUNDS[hold.ground])


def _answer(asked: SupplementRequest | None, d: Dossier, offices: Snapshot) -> Reading:
    assert asked is not None and asked.issued_at is not None
    counter = Told().calendars(offices, d.receiving_id)
    return since(Count.ANSWER, asked.issued_at, counter, explain=True)


WAITS_TO_BE_RECEIVED = gettext_noop("Kiểm tra hồ sơ để tiếp nhận")
WAITS_TO_BE_FETCHED = gettext_noop("Giữ kết quả để trả cho Anh/Chị")
GROUNDS = {
    "supplement": gettext_noop("chờ Anh/Chị bổ sung giấy tờ"),
    "financial": gettext_noop("chờ Anh/Chị thực hiện nghĩa vụ tài chính"),
    "other": gettext_noop("có căn cứ tạm dừng theo quy định"),
}
NOTHING_TO_DO = gettext_noop("Anh/Chị chưa phải làm gì.")
ON_ITS_WAY = gettext_noop("Kết quả đang trên đường bưu chính, số hiệu {number}.")
MUST = {
    Status.SUPPLEMENT: gettext_noop("Nộp bổ sung những giấy tờ ghi ở trên, tại nơi đã nhận hồ sơ."),
    Status.FINANCIAL: gettext_noop("Nộp tiền theo thông báo; nộp đủ thì hồ sơ được giải quyết tiếp."),
}
TO_FETCH = {
    "counter": gettext_noop("Mang giấy hẹn và giấy tờ tùy thân đến nơi đã nhận hồ sơ để nhận kết quả."),
    "post": gettext_noop("Chờ bưu chính giao kết quả đến địa chỉ đã đăng ký."),
    "electronic": gettext_noop("Nhận kết quả điện tử theo cách đã đăng ký."),
}
FILED = {
    "direct": gettext_noop("Anh/Chị nộp hồ sơ tại quầy"),
    "online": gettext_noop("Anh/Chị nộp hồ sơ trực tuyến"),
    "post": gettext_noop("Hồ sơ gửi qua bưu chính đến quầy"),
}
ACCEPTED = gettext_noop("Hồ sơ được tiếp nhận, bắt đầu tính thời hạn")
ARRIVED = gettext_noop("Hồ sơ giấy đến nơi giải quyết")
DONE = gettext_noop("Xong bước “{step}”")
BACK = gettext_noop("Bước “{step}”: trả lại để làm kỹ hơn")
MISROUTED = gettext_noop("Chuyển hồ sơ đến đúng cơ quan giải quyết")
ASKED = gettext_noop("Anh/Chị được yêu cầu bổ sung giấy tờ")
ANSWERED = gettext_noop("Anh/Chị đã bổ sung giấy tờ")
HELD = gettext_noop("Thời hạn tạm dừng: {ground}")
RELEASED = gettext_noop("Thời hạn tính tiếp")
LETTER = gettext_noop("Cơ quan gửi thư xin lỗi và hẹn lại")
SENT = gettext_noop("Kết quả được gửi qua bưu chính, số hiệu {number}")
DELIVERED = gettext_noop("Bưu chính đã giao kết quả")
CAME_BACK = gettext_noop("Bưu chính không giao được; kết quả đã về quầy")
FINISHED = gettext_noop("Đã có kết quả")
REFUSED = gettext_noop("Đã có kết quả: văn bản từ chối, nêu rõ lý do")
RETURNED = gettext_noop("Kết quả được trả")
ENDED = {
    Status.NOT_ACCEPTED: gettext_noop("Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối"),
    Status.WITHDRAWN: gettext_noop("Hồ sơ được rút theo yêu cầu của Anh/Chị"),
    Status.STOPPED: gettext_noop("Hồ sơ dừng giải quyết; lý do ghi trong thông báo"),
}
TOLD_OTHERWISE = (StepKind.RECEIVE, StepKind.RETURN)  # acceptance and hand-over have lines of their own


def _past(
    d: Dossier,
    work: Iterable[WorkItem],
    holds: Iterable[Hold],
    requests: Iterable[SupplementRequest],
    letters: Iterable[Apology],
    postings: Iterable[Posting],
) -> Iterator[Past]:
    """What happened, in no order but that things of one moment stand as they follow from each other."""
    counter = d.receiving.name
    yield Past(d.filed_at, Sentence(FILED[d.channel]), counter)
    yield from _at(d.accepted_at, ACCEPTED, counter)
    yield from _at(d.transferred_at, ARRIVED, d.competent.name)
    for item in work:
        yield from _of_work(item)
    for request in requests:
        yield from _at(request.issued_at, ASKED, counter)
        yield from _at(request.answered_at, ANSWERED, counter)
    for hold in holds:
        if hold.ground != "supplement":
            yield from _at(hold.begun_at, HELD, ground=_ground(hold))
            yield from _at(hold.ended_at, RELEASED)
    for letter in letters:
        yield from _at(letter.sent_at, LETTER, d.competent.name)
    yield from _at(d.finished_at, REFUSED if d.outcome == "refused" else FINISHED, d.competent.name)
    for posting in postings:
        yield from _at(posting.sent_at, SENT, counter, number=posting.item_number)
        yield from _at(posting.delivered_at, DELIVERED)
        yield from _at(posting.came_back_at, CAME_BACK, counter)
    yield from _at(d.returned_at, RETURNED, counter)
    yield from _at(d.ended_at, ENDED.get(d.state, ""), counter)


def _at(moment: datetime | None, text: str, where: str = "", **values: object) -> Iterator[Past]:
    if moment is not None and text:
        yield Past(moment, Sentence(text, values), where)


def _of_work(item: WorkItem) -> Iterator[Past]:
    """A step that was done. What was recalled was never done; work beside the process is told by what came of it."""
    texts = {Outcome.FORWARD: DONE, Outcome.BACK: BACK, Outcome.MISROUTED: MISROUTED}
    text = texts.get(Outcome(item.outcome)) if item.outcome else None
    if text is None or (item.step is None and text != MISROUTED) or item.kind in TOLD_OTHERWISE:
        return
    yield from _at(item.closed_at, text, _place(item), step=item.step.name if item.step else "")
