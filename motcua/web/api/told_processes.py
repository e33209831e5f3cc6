"""What programs are told of internal processes, and what they send to have one proven."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from motcua.kernel.sentences import gettext_noop
from motcua.workflow.process.bpmn_reading import MOST_BYTES

from .given import Code, Given
from .told import AgencyRef, Told


class ProcessTold(Told):
    """A version of a process. `agency`: the variant of this agency; `level`: shared by the procedures of a level that
    have none of their own. `until` is the first day on which it no longer holds."""

    id: int
    n: int
    agency: AgencyRef | None
    level: str | None
    decision: str
    valid_from: date
    until: date | None
    steps: int
    bpmn: str
    picture: str


class ProcessesTold(Told):
    """All versions by which a procedure runs, ran or will run, those in force first, then the newest."""

    items: list[ProcessTold]


class ProcessFileGiven(Given):
    """A BPMN 2.0 file, as text."""

    bpmn: Annotated[str, Field(min_length=1, max_length=MOST_BYTES, description=gettext_noop("Tệp BPMN 2.0 (XML)."))]


class ProcessProblemTold(Told):
    """What is wrong, at which element and line (0: of the process as a whole)."""

    element: str
    type: str
    line: int
    text: str


class ProcessProvenTold(Told):
    """Whether the process can be run: as `motcua process check` says it."""

    ok: bool
    steps: int
    problems: list[ProcessProblemTold]


class ProcessDraftGiven(ProcessFileGiven):
    """A file to be kept as the draft of a process."""

    agency: Code = Field(
        "",
        description=gettext_noop("Mã định danh của cơ quan có quy trình riêng; để trống: quy trình của thủ tục."),
    )
    seen: Annotated[int | None, Field(ge=1, le=2**31 - 1, strict=True)] = Field(
        None, description=gettext_noop("Số (`n`) của bản thảo sẽ thay; bỏ trống khi chưa có bản thảo.")
    )


class DraftProblemTold(Told):
    """What keeps a draft from being put in force, or should be looked at: at which row (0: the process as a whole)."""

    row: int
    text: str


class ProcessDraftTold(Told):
    """A draft as it is kept. `ready`: nothing keeps it from being put in force; `table`: it can be edited as rows."""

    procedure: str
    agency: AgencyRef | None
    n: int
    table: bool
    steps: int
    ready: bool
    problems: list[DraftProblemTold]
    warnings: list[DraftProblemTold]
