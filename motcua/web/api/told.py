"""What programs are told: the shapes of the answers. Moments are local, with their offset."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from motcua.kernel.sentences import gettext_noop


class Told(BaseModel):
    """An answer, or a part of one."""


class AgencyRef(Told):
    """An agency by its code."""

    code: str
    name: str


class ProcedureRef(Told):
    """A procedure by its national code."""

    code: str
    name: str


class WorkTold(Told):
    """An open piece of work: of what kind, whose, until when. `step` is its row in the internal process, 0 for none."""

    id: int
    kind: str
    step: int
    name: str
    agency: str
    role: str
    taken: bool
    opened_at: datetime
    due_at: datetime | None


class DossierTold(Told):
    """A dossier as every act leaves it. `events` grows with everything that is recorded of it."""

    code: str
    status: int = Field(description=gettext_noop("Mã trạng thái quốc gia, từ 1 đến 10."))
    status_text: str
    procedure: str
    case: int = Field(
        description=gettext_noop("Số của trường hợp trong thủ tục mà thời hạn tính theo; 0 là thời hạn chung.")
    )
    receiving: str
    competent: str
    filed_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None = Field(
        description=gettext_noop("Trống khi chưa tiếp nhận, khi thời hạn đang tạm dừng và khi không hẹn ngày.")
    )
    appointment_at: datetime | None = Field(
        description=gettext_noop("Ngày hẹn lại trong thư xin lỗi, nếu có; hạn theo luật vẫn là `due_at`.")
    )
    finished_at: datetime | None
    returned_at: datetime | None
    ended_at: datetime | None
    voided_at: datetime | None
    outcome: str
    events: int
    work: list[WorkTold]


class ClockTold(Told):
    """How the dossier stands to its limit: in_time, near, late, paused, done or none, and a sentence."""

    state: str
    text: str


class RowTold(Told):
    """A dossier in a list. The applicant's name is masked."""

    code: str
    status: int
    status_text: str
    procedure: ProcedureRef
    applicant: str
    filed_at: datetime
    due_at: datetime | None
    voided: bool
    clock: ClockTold


class DossiersTold(Told):
    """A page of dossiers; `next` is the page token of the next one, null on the last."""

    items: list[RowTold]
    next: str | None


class PartyTold(Told):
    """A party. Numbers are masked for who only supervises."""

    role: str
    kind: str
    capacity: str
    name: str
    number: str
    no_number_reason: str
    birth_date: str
    sex: str
    nationality: str
    representative: str
    address: str
    phone: str
    email: str


class PaperTold(Told):
    """What was received of one paper."""

    n: int
    name: str
    originals: int
    copies: int
    not_needed: bool
    note: str


class FileTold(Told):
    """A file of the dossier, and where its content is."""

    id: int
    name: str
    kind: str
    paper: int | None
    media_type: str
    size: int
    added_at: datetime
    url: str


class DoneTold(Told):
    """A piece of work that was done."""

    kind: str
    name: str
    agency: str
    role: str
    by: str
    opened_at: datetime
    closed_at: datetime
    outcome: str
    note: str


class HoldTold(Told):
    """A time in which the clock stood, or stands."""

    ground: str
    reason: str
    basis: str
    begun_at: datetime
    ended_at: datetime | None


class PointTold(Told):
    """One point of a supplement request."""

    n: int
    component: str
    reason: str
    guidance: str
    legal_basis: str
    mark: str


class RequestTold(Told):
    """A supplement request: proposed, then issued or dropped, then answered. `restarts`: the limit counts anew.

    `enough` are the numbers of the papers that were found to be there when the points were written.
    """

    n: int
    items: list[PointTold]
    enough: list[int]
    basis: str
    leader_reason: str
    proposed_at: datetime
    issued_at: datetime | None
    dropped_at: datetime | None
    answered_at: datetime | None
    restarts: bool | None


class ResultTold(Told):
    """The result in force."""

    outcome: str
    kind: str
    number: str
    issued_on: date
    signer: str
    capacity: str
    copies: int
    book: str
    serial: str
    reason: str
    electronic: bool
    returned_to: str


class SlipTold(Told):
    """A statutory form that was issued, and where its PDF is."""

    id: int
    form: str
    number: str
    edition: int
    issued_at: datetime
    url: str


class CaseTold(Told):
    """A case of a procedure with a limit of its own. `n` names it in acts; 0 would be the procedure's own limit."""

    n: int
    name: str
    limit: str


class CaseChangeTold(Told):
    """A change of case: from which number to which, on what ground, with what evidence, and both due moments."""

    from_case: int
    to_case: int
    ground: str
    paper: str
    due_before: datetime | None
    due_after: datetime | None
    changed_at: datetime
    by: str


class WholeTold(DossierTold):
    """A dossier with all that belongs to it. `acts`: every act by its name in the address; null where it can be done
    now by this account, else the sentence that says why not."""

    procedure_name: str
    limit: str
    case_name: str
    case_changes: list[CaseChangeTold]
    clock: ClockTold
    channel: str
    delivery: str
    sets: int
    request: str
    foreign_code: str
    foreign_source: str
    parties: list[PartyTold]
    papers: list[PaperTold]
    files: list[FileTold]
    done: list[DoneTold]
    holds: list[HoldTold]
    requests: list[RequestTold]
    result: ResultTold | None
    slips: list[SlipTold]
    acts: dict[str, str | None]


class LineTold(Told):
    """One step of the reckoning. `days` or `minutes` is how far it moves it."""

    kind: str
    text: str
    begins: str | None
    ends: str | None
    days: int
    minutes: int
    dates: list[date]


class ExplanationTold(Told):
    """Why the dossier is due when it is due, line by line; `paused` while the clock stands."""

    code: str
    limit: str
    case: int
    case_name: str
    case_changes: list[CaseChangeTold]
    due_at: datetime | None
    paused: bool
    clock: ClockTold
    lines: list[LineTold]


class ItemTold(Told):
    """An open piece of work in the worklist. The applicant's name is masked."""

    id: int
    code: str
    status: int
    status_text: str
    procedure: ProcedureRef
    applicant: str
    kind: str
    step: str
    agency: AgencyRef
    role: str
    holder: str
    mine: bool
    opened_at: datetime
    step_due_at: datetime | None
    step_late: bool
    due_at: datetime | None
    paused: bool
    clock: ClockTold


class WorklistTold(Told):
    """A page of the worklist; `next` is the page token of the next one, null on the last."""

    items: list[ItemTold]
    next: str | None


class ProcedureRow(Told):
    """A procedure of the list. `receivable`: it can be received here."""

    code: str
    name: str
    field: str
    agency: str
    limit: str
    fee: str
    receivable: bool
    version: int


class ProceduresTold(Told):
    """A page of procedures; `next` is the page token of the next one, null on the last."""

    items: list[ProcedureRow]
    next: str | None


class ComponentTold(Told):
    """A paper that the procedure asks for; `remark` marks a line that only explains."""

    n: int
    name: str
    originals: int
    copies: int
    required: bool
    remark: bool
    group: str
    note: str


class StepTold(Told):
    """A row of the internal process."""

    n: int
    name: str
    kind: str
    role: str
    at: str
    hours: float


class ProcedureTold(ProcedureRow):
    """A procedure as it is in force today: what to bring, how it runs inside, who decides and where it is received."""

    valid_from: date
    result: str
    requirements: str
    channels: list[str]
    legal_bases: list[str]
    cases: list[CaseTold]
    components: list[ComponentTold]
    missing: list[str]
    agencies: list[AgencyRef]
    kinds: list[str]
    counters: list[AgencyRef]
    processes: list[list[StepTold]]


class AgencyRow(Told):
    """An agency in force today. A counter (`is_counter`) is where dossiers are handed in."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None
    is_counter: bool


class AgenciesTold(Told):
    """A page of agencies; `next` is the page token of the next one, null on the last."""

    items: list[AgencyRow]
    next: str | None


class AgencyTold(AgencyRow):
    """An agency with its place in the tree; a counter with the agencies that it receives for."""

    address: str
    phone: str
    valid_from: date
    children: list[AgencyRef]
    serves: list[AgencyRef]


class StoredTold(Told):
    """A file that was sent. `file` names it in an act of the same account, and nowhere else."""

    file: str
    name: str
    size: int
    media_type: str
