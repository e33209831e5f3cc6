"""What programs send to act: the bodies of the acts, as strict as the forms of the pages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from motcua.casework.originals import Kept
from motcua.casework.record_loss import LossData
from motcua.casework.return_result import Taken
from motcua.casework.supplements import Item, enough
from motcua.kernel.sentences import gettext_noop
from motcua.returning.rules import Taker
from motcua.workflow.process.walk import FORWARD

from .given import (
    ApplicantGiven,
    CaseNumber,
    ClaimGiven,
    Code,
    Day,
    FileGiven,
    FileToken,
    Given,
    Line,
    MayBeLate,
    Name,
    Note,
    Number,
    Opinion,
    Owners,
    PaperNumber,
    Papers,
    Points,
    Readable,
    Reasons,
    ResultGiven,
    Short,
    Yes,
)

Channels = Literal["phone", "sms", "email", "social", "person", "letter"]


class AskGiven(Given):
    """Form 02. After acceptance the points are those that the desk proposed, and none may be given.

    Every paper of the procedure is marked: those that are faulty by a point, all others in `enough`.
    """

    items: Points = []
    enough: list[PaperNumber] = Field(
        [], max_length=300, description=gettext_noop("Số của giấy tờ đã đủ, hoặc không cần trong trường hợp này.")
    )
    basis: Line = ""

    def check(self) -> list[Item]:
        return [*(point.item() for point in self.items), *enough(self.enough)]


class AskActGiven(AskGiven, MayBeLate):
    """Form 02, on a dossier that exists."""


class RefusalGiven(Given):
    """Form 03: the reasons, and the agency to turn to where this one is not competent."""

    reasons: Reasons
    basis: Line = ""
    competent: Name = ""


class RefusalActGiven(RefusalGiven, MayBeLate):
    """Form 03, on a dossier that exists."""


class AtOnceGiven(Given):
    """The result given at once (NĐ 118/2025 Điều 17.4)."""

    result: ResultGiven
    receipt: Yes = False
    returned_to: Name = ""


class DossierGiven(Given):
    """A reception. Without `accept`, `ask`, `refuse` or `at_once` it is only filed, to be decided on later."""

    procedure: Annotated[str, Field(max_length=20), Readable] = Field(description=gettext_noop("Mã thủ tục quốc gia."))
    counter: Code = Field(description=gettext_noop("Mã định danh của nơi tiếp nhận."))
    competent: Code = Field(
        "",
        description=gettext_noop(
            "Mã định danh của cơ quan giải quyết; để trống thì lấy cơ quan đầu tiên có thẩm quyền."
        ),
    )
    applicant: ApplicantGiven
    owners: Owners = Field([], description=gettext_noop("Để trống nếu người nộp là chính chủ hồ sơ."))
    papers: Papers = []
    channel: Literal["direct", "online", "post"] = "direct"
    delivery: Literal["counter", "post", "electronic"] = "counter"
    sets: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    request: Note = ""
    foreign_code: Short = ""
    foreign_source: Annotated[str, Field(max_length=40), Readable] = ""
    case: CaseNumber = Field(
        0,
        description=gettext_noop("Số của trường hợp trong thủ tục, có thời hạn riêng; 0 là thời hạn chung."),
    )
    transfer: Literal["electronic", "paper"] = Field(
        "electronic",
        description=gettext_noop("Cách chuyển hồ sơ đến cơ quan giải quyết khi cơ quan ấy có quầy khác."),
    )
    competent_unknown: Yes = Field(
        False, description=gettext_noop("Chưa rõ cơ quan nào giải quyết: chỉ ghi nhận, chờ xác định.")
    )
    accept: Yes = Field(
        False, description=gettext_noop("Tiếp nhận ngay: thời hạn bắt đầu tính, giấy tiếp nhận và hẹn trả được ghi số.")
    )
    claim: ClaimGiven | None = Field(None, description=gettext_noop("Hồ sơ đã được nhận trước, bây giờ mới ghi."))
    ask: AskGiven | None = Field(None, description=gettext_noop("Phát hành ngay phiếu yêu cầu bổ sung (mẫu 02)."))
    refuse: RefusalGiven | None = Field(
        None, description=gettext_noop("Phát hành ngay phiếu từ chối tiếp nhận (mẫu 03).")
    )
    at_once: AtOnceGiven | None = Field(
        None, description=gettext_noop("Tiếp nhận, giải quyết và trả kết quả cùng một lúc.")
    )


class AcceptanceGiven(MayBeLate):
    """The checklist and the case as they are now; left out, they stay as filed."""

    papers: Papers | None = None
    case: CaseNumber | None = Field(
        None, description=gettext_noop("Số của trường hợp trong thủ tục; 0 là thời hạn chung của thủ tục.")
    )


class ProposalGiven(AskActGiven):
    """What the desk proposes to ask for; `leader_reason` where the limit would not count anew."""

    leader_reason: Note = ""


class SupplementGiven(MayBeLate):
    """The papers that came."""

    papers: Papers = []


class WithdrawalGiven(MayBeLate):
    """The applicant's own wish: `request` cites it."""

    request: Note
    fee: Line = ""


class HoldGiven(MayBeLate):
    """Ground "financial" is a duty to pay (state 6), "other" another ground of the sector's law; both need a reason and
    a basis. Or the number of one of the grounds that the procedure publishes, which has its own basis."""

    ground: Literal["financial", "other"] = "other"
    reason: Note = ""
    basis: Line = ""
    published: PaperNumber | None = Field(
        None, description=gettext_noop("Số của căn cứ tạm dừng trong thủ tục; khi đó không ghi căn cứ.")
    )


class ReleaseGiven(MayBeLate):
    """A note, if there is something to say."""

    note: Note = ""


class StopGiven(MayBeLate):
    """The agency ends the case: why, and by what law."""

    reason: Note
    basis: Line
    fee: Line = ""


class ReadyGiven(MayBeLate):
    """The result is ready: the electronic one released by who issues it, or the paper received by the counter."""

    item: Number | None = Field(None, description=gettext_noop("Số của việc; để trống là bước đang mở."))
    result: ResultGiven | None = Field(
        None, description=gettext_noop("Chỉ ở bước phát hành, khi kết quả là bản điện tử.")
    )


class ReturnGiven(MayBeLate):
    """Who took the result and by which way; nobody named is the applicant, at the counter.

    Whoever is neither applicant nor owner shows their own paper and an authorisation.
    """

    returned_to: Name = ""
    taker: Literal["applicant", "owner", "authorised"] | None = Field(
        None, description=gettext_noop("Để trống: người nộp, hoặc người được ủy quyền nếu có ghi tên.")
    )
    way: Literal["counter", "post", "electronic"] = "counter"
    number: Annotated[str, Field(max_length=35), Readable] = ""
    authority_document: Annotated[str, Field(max_length=80), Readable] = ""
    authority_date: Day | None = None

    def taken(self) -> Taken:
        taker = self.taker or (Taker.AUTHORISED if self.returned_to.strip() else Taker.APPLICANT).value
        return Taken(
            way=self.way,
            taker=taker,
            name=self.returned_to,
            number=self.number,
            authority_document=self.authority_document,
            authority_date=self.authority_date,
        )


class PostingGiven(Given):
    """The number under which the post carries the result."""

    item_number: Annotated[str, Field(max_length=40), Readable]


class PostingReturnGiven(Given):
    """Why the post could not deliver."""

    reason: Annotated[str, Field(max_length=300), Readable]


class ReminderGiven(Given):
    """How the applicant was reminded."""

    channel: Channels
    note: Annotated[str, Field(max_length=300), Readable] = ""


class OriginalGiven(Given):
    """One paper of which originals are kept."""

    name: Annotated[str, Field(max_length=300), Readable]
    count: Annotated[int, Field(ge=1, le=99, strict=True)] = 1


class OriginalsGiven(Given):
    """The originals that the counter keeps to compare."""

    papers: list[OriginalGiven] = Field(min_length=1, max_length=100)

    def kept(self) -> list[Kept]:
        return [Kept(paper.name, paper.count) for paper in self.papers]


class OriginalsReturnGiven(Given):
    """Which of them, by number, go back to whom."""

    numbers: list[PaperNumber] = Field(min_length=1, max_length=300)
    to: Name


class WrongResultGiven(Given):
    """What became of the paper of the result that was replaced, and how its receiver was told."""

    paper: Literal["taken_back", "not_returned", "electronic"]
    told_by: Channels
    note: Annotated[str, Field(max_length=300), Readable] = ""


class LossGiven(Given):
    """Which papers were lost or damaged, why, who answers for it, what is asked for again."""

    harm: Literal["lost", "damaged"]
    papers: Note
    cause: Note
    responsible: Name
    asked_again: Note = ""

    def loss(self) -> LossData:
        return LossData(self.harm, self.papers, self.cause, self.responsible, self.asked_again)


class AmendmentGiven(Given):
    """What is put right; what is left out stays. People and papers are put right by two acts."""

    reason: Note
    applicant: ApplicantGiven | None = None
    owners: Owners | None = None
    papers: Papers | None = None
    delivery: Literal["counter", "post", "electronic"] | None = None
    request: Note | None = None
    sets: Annotated[int, Field(ge=1, le=99, strict=True)] | None = None
    procedure: Annotated[str, Field(max_length=20), Readable] | None = Field(
        None, description=gettext_noop("Thủ tục khác, khi chưa bắt đầu xử lý; cần kèm `papers`.")
    )
    case: CaseNumber = Field(0, description=gettext_noop("Số của trường hợp trong thủ tục mới; 0 là thời hạn chung."))


class ChangeOfCaseGiven(Given):
    """Another case of the same procedure: its number, the ground, and the paper (by number or scan) that shows it."""

    to: CaseNumber = Field(description=gettext_noop("Số của trường hợp trong thủ tục; 0 là thời hạn chung."))
    ground: Note
    paper: Short = Field("", description=gettext_noop("Số của văn bản làm bằng chứng."))
    scan: FileToken | None = Field(
        None, description=gettext_noop("Bản chụp: tên mà POST /files đã trả lời cho chính tài khoản này.")
    )


class VoidGiven(Given):
    """Entered by mistake: why, and the code of the right one where it was entered twice."""

    reason: Note
    replaced_by: Annotated[str, Field(max_length=60), Readable] = ""


class ReasonGiven(Given):
    """Why."""

    reason: Note


class ReopeningGiven(ReasonGiven, MayBeLate):
    """What the agency did wrong."""


class ApologyGiven(Given):
    """Why it is late, as the applicant reads it, and the working day at whose close the result is promised now."""

    cause: Note
    appointment_on: Day


class UrgingGiven(Given):
    """What is expected of whoever holds the dossier."""

    note: Note


class AnswerGiven(Given):
    """What keeps the dossier, and until when it will be done."""

    answer: Note


class RoutingGiven(Given):
    """The agency that decides, why it is this one, and how the dossier gets there."""

    to: Code = Field(description=gettext_noop("Mã định danh của cơ quan giải quyết."))
    reason: Note
    transfer: Literal["electronic", "paper"] = "electronic"


class ReroutingGiven(Given):
    """The agency that really decides, and why it is this one."""

    to: Code = Field(description=gettext_noop("Mã định danh của cơ quan giải quyết."))
    reason: Note


class TransferGiven(Given):
    """Nothing but the act."""


class WorkGiven(MayBeLate):
    """The piece of work that is meant; without it the open step."""

    item: Number | None = None


class HandOverGiven(WorkGiven):
    """To whom, by user name; null gives the work back to all of its role, or shares it out by the rule `share`."""

    to: Annotated[str, Field(max_length=60), Readable] | None
    share: Literal["least", "turn", "area"] | None = Field(
        None,
        description=gettext_noop(
            "Khi `to` là null: `least` giao cho người có mặt đang giữ ít việc nhất, `turn` giao lần lượt, "
            "`area` giao cho người phụ trách địa bàn của hồ sơ."
        ),
    )
    note: Note = ""


class SendBackGiven(WorkGiven):
    """To which earlier step, and why."""

    to_step: Annotated[int, Field(ge=1, le=999, strict=True)]
    note: Note


class ConsultationGiven(Given):
    """Which agency is asked what, and how many working days it has to answer."""

    agency: Code
    question: Opinion
    days: Number


class ConsultationAnswerGiven(Given):
    """The open question that is meant, without it the first to the actor's agency; and what is answered."""

    item: Number | None = None
    verdict: Code
    answer: Opinion


class ConsultationWithdrawalGiven(Given):
    """The open question that is taken back, without it the first; and why."""

    item: Number | None = None
    note: Note


class RecallGiven(Given):
    """The open piece of work that is meant, without it the open step; and why, if anything is to be said."""

    item: Number | None = None
    note: Note = ""


class CompletionGiven(MayBeLate):
    """What the next step should know; the step that issues the result needs its data."""

    note: Note = ""
    outcome: str = Field(
        FORWARD,
        max_length=40,
        description=gettext_noop("Kết quả của bước, khi quy trình rẽ nhánh theo nó; để trống là đi tiếp."),
    )
    result: ResultGiven | None = None
    through: list[PaperNumber] = Field(
        default=[],
        max_length=20,
        description=gettext_noop("Số thứ tự các bước liền sau mà cùng người này giữ, làm luôn trong một lần."),
    )


class ClaimDecisionGiven(Given):
    """Whether a step that was recorded late may count by the day when it happened; `event` is its number."""

    approve: Annotated[bool, Field(strict=True)]
    event: Number | None = Field(None, description=gettext_noop("Số sự kiện trong nhật ký; để trống là lần đầu chờ."))
    note: Note = ""


class AttachmentsGiven(Given):
    """Files to add to a dossier; none is ever replaced."""

    files: list[FileGiven] = Field(min_length=1, max_length=50)
    kind: Literal["component", "result", "evidence"] = "component"
