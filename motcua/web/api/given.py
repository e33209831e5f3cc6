"""What programs send, part by part: texts, moments, people, papers, results. An unknown field is refused.

The bodies of the acts are put together of these in given_acts.py.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from motcua.casework.results import ResultData
from motcua.casework.supplements import Item
from motcua.dossiers.parties import Capacity, Kind, PartyData
from motcua.kernel.sentences import gettext_noop

UNREADABLE = "\ufffd"


def _readable(text: str) -> str:
    """`text` itself, unless it holds what no keyboard types and no database keeps."""
    if UNREADABLE in text or any(c < " " and c not in "\n\r\t" for c in text) or "\x7f" in text:
        raise PydanticCustomError("unreadable", "unreadable")
    return text


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise PydanticCustomError("email", "email") from None
    return text


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def _written_day(value: object) -> object:
    """`value` itself if it is written as a day: a number is none, though pydantic would count seconds from 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_type", "date_type")


def _written_moment(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value)):
        return value
    raise PydanticCustomError("datetime_type", "datetime_type")


def _of_our_time(moment: datetime) -> datetime:
    if not 1900 <= moment.year < 2200:
        raise PydanticCustomError("unreadable", "unreadable")
    return moment


Readable = AfterValidator(_readable)
Short = Annotated[str, Field(max_length=80), Readable]
Line = Annotated[str, Field(max_length=300), Readable]
Name = Annotated[str, Field(max_length=200), Readable]
Note = Annotated[str, Field(max_length=500), Readable]
Opinion = Annotated[str, Field(max_length=2000), Readable]
Long = Annotated[str, Field(max_length=1000), Readable]
Code = Annotated[str, Field(max_length=64), Readable]
Day = Annotated[date, BeforeValidator(_written_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_of_our_time)]
Yes = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(ge=0, le=999, strict=True)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
CaseNumber = Annotated[int, Field(ge=0, le=999, strict=True)]
PaperNumber = Annotated[int, Field(ge=0, le=9999, strict=True)]
FileToken = Annotated[str, Field(max_length=1000), Readable]


class Given(BaseModel):
    """A body, or a part of one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OwnerGiven(Given):
    """A person or body. `number` is the one of its kind: citizen number, passport, tax code, agency code."""

    name: Annotated[str, Field(max_length=400), Readable]
    kind: Kind = Kind.CITIZEN
    number: Annotated[str, Field(max_length=60), Readable] = ""
    no_number_reason: Name = Field(
        "", description=gettext_noop("Vì sao chưa có: trẻ mới sinh, người đã mất, chưa được cấp giấy tờ.")
    )
    birth_date: Annotated[str, Field(max_length=10), Readable] = Field(
        "", description=gettext_noop("Ngày ISO 8601, hoặc chỉ năm.")
    )
    sex: Literal["", "Nam", "Nữ"] = ""
    nationality: Annotated[str, Field(max_length=60), Readable] = ""
    representative: Name = ""
    address: Line = ""
    phone: Annotated[str, Field(max_length=30), Readable] = ""
    email: Annotated[str, Field(max_length=254), Readable, AfterValidator(_email)] = ""

    def party(self) -> PartyData:
        """As a verb takes it and judges it."""
        return PartyData(**{name: getattr(self, name) for name in type(self).model_fields})


class ApplicantGiven(OwnerGiven):
    """Who files, and in what capacity."""

    capacity: Capacity = Capacity.SELF
    authority_document: Short = ""
    authority_date: Day | None = None


class PaperGiven(Given):
    """One line of the checklist. `n` is its number in the procedure; 0 with a `name` is a paper it does not list."""

    n: PaperNumber = 0
    name: Line = ""
    originals: Count = 0
    copies: Count = 0
    not_needed: Yes = False
    note: Line = ""
    files: list[FileToken] = Field(
        [], max_length=50, description=gettext_noop("Tên mà POST /files đã trả lời cho chính tài khoản này.")
    )


class PointGiven(Given):
    """One point of form 02: the paper, what is wrong with it, what to do."""

    component: Note
    reason: Long
    guidance: Long
    n: PaperNumber = 0
    legal_basis: Line = ""
    mark: Literal["missing", "wrong"] = "missing"

    def item(self) -> Item:
        return Item(**self.model_dump())


Points = Annotated[list[PointGiven], Field(max_length=30)]
Papers = Annotated[list[PaperGiven], Field(max_length=300)]
Owners = Annotated[list[OwnerGiven], Field(max_length=50)]
Reasons = Annotated[list[Long], Field(max_length=30)]


class ResultGiven(Given):
    """The document that ends the case. `number` is number and symbol; `reason` is for a refusal."""

    kind: Line
    number: Short
    issued_on: Day
    signer: Name
    outcome: Literal["granted", "refused"] = "granted"
    capacity: Literal["", "TM.", "KT.", "TL.", "TUQ.", "Q."] = ""
    copies: Annotated[int, Field(ge=1, le=999, strict=True)] = 1
    book: Short = ""
    serial: Annotated[str, Field(max_length=40), Readable] = ""
    reason: Annotated[str, Field(max_length=2000), Readable] = ""
    electronic: Yes = False

    def result(self) -> ResultData:
        return ResultData(**self.model_dump())


class ClaimGiven(Given):
    """That a step happened before it is recorded, with the reason why it is recorded only now."""

    happened_at: Moment
    reason: Note
    paper: Short = Field("", description=gettext_noop("Số của phiếu giấy làm bằng chứng."))
    scan: FileToken | None = Field(
        None, description=gettext_noop("Bản chụp giấy đã ký: tên mà POST /files đã trả lời cho chính tài khoản này.")
    )


class MayBeLate(Given):
    """A step that may have happened before it is recorded."""

    claim: ClaimGiven | None = None


class FileGiven(Given):
    """A file that was sent before, and what to call it; without a name it keeps its own."""

    file: FileToken
    name: Name = ""
