"""What programs send to file a declaration for linked procedures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from motcua.kernel.sentences import gettext_noop

from .given import ApplicantGiven, CaseNumber, Code, Given, Note, Owners, Papers, Readable


class MemberGiven(Given):
    """What is chosen of one procedure of the group: who decides it, and the case whose limit counts."""

    n: Annotated[int, Field(ge=1, le=99, strict=True)]
    competent: Code = Field(
        "",
        description=gettext_noop(
            "Mã định danh của cơ quan giải quyết; để trống thì lấy cơ quan đầu tiên có thẩm quyền."
        ),
    )
    case: CaseNumber = 0


class DeclarationGiven(Given):
    """One declaration for a group. `papers` are lines of the group's joint checklist, each ticked once."""

    group: Annotated[str, Field(max_length=40), Readable] = Field(
        description=gettext_noop("Mã nhóm thủ tục liên thông.")
    )
    counter: Code = Field(description=gettext_noop("Mã định danh của nơi tiếp nhận."))
    applicant: ApplicantGiven
    owners: Owners = Field([], description=gettext_noop("Để trống nếu người nộp là chính chủ hồ sơ."))
    members: Annotated[list[MemberGiven], Field(max_length=12)] = []
    papers: Papers = []
    channel: Literal["direct", "online", "post"] = "direct"
    delivery: Literal["counter", "post", "electronic"] = "counter"
    sets: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    request: Note = ""
