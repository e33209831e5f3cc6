"""What programs are told of dossiers and work: the shapes of the answers. Moments are local, with their offset.

Those of one dossier whole are in told_dossier.py, of procedures and agencies in told_catalogue.py.
"""

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
    """An open piece of work: of what kind, whose, until when. `step` is its row in the internal process, 0 for none;
    `unit` the name of the division whose work it is, empty where it is that of the whole agency."""

    id: int
    kind: str
    step: int
    name: str
    agency: str
    unit: str
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


class CaseTold(Told):
    """A case of a procedure with a limit of its own. `n` names it in acts; 0 would be the procedure's own limit. It is
    for dossiers handed in by one of `channels`, by any where there are none; `legal_basis` gives the limit."""

    n: int
    name: str
    limit: str
    channels: list[str]
    legal_basis: str


class HoldGroundTold(Told):
    """A ground on which the limit of a procedure may stand. `n` names it in acts; `kind` is financial or other."""

    n: int
    name: str
    basis: str
    kind: str


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
    unit: str
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


class StoredTold(Told):
    """A file that was sent. `file` names it in an act of the same account, and nowhere else."""

    file: str
    name: str
    size: int
    media_type: str


class TaxMessageTold(Told):
    """How the dossier stands after a message of the tax office; `waiting` while a notice is to be paid."""

    message: str
    dossier: str
    status: int
    status_text: str
    waiting: bool
