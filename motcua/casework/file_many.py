"""File many: one filer hands in one kind of dossier for many owners, each with a code and a due date of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import Capacity, PartyData
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.papers.models import ListSlip

from .books import in_one_go
from .fees import settle
from .fees_due import Said
from .file import file_and_accept
from .intake import Intake
from .list_slips import list_of

MOST = 200
"""Owners in one go: what one transaction takes in while other counters wait a breath, not a minute."""

NOBODY = gettext_noop("Danh sách chưa có chủ hồ sơ nào. Hãy dán danh sách, chọn tệp, hoặc thêm dòng.")
TOO_MANY = gettext_noop("Một lần nhận nhiều nhất {most} người; danh sách có {count}. Hãy chia thành nhiều lần.")
FOR_ANOTHER = gettext_noop("Người nộp cho nhiều người không phải chủ hồ sơ: hãy chọn tư cách người nộp.")
OF_ROW = gettext_noop("Dòng {n}: {why}")


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner on the list: the number of the row, who it is, and the remark beside it."""

    n: int
    party: PartyData
    note: str = ""


@in_one_go()
def file_many(
    intake: Intake, owners: Sequence[Owner], *, by: Actor, at: datetime, said: Said | None = None
) -> ListSlip:
    """Take in one dossier for each owner, all handed in by `intake.applicant`; the one list slip with all codes.

    What is ticked, chosen and `said` of fees counts for each (NĐ 118/2025 Điều 17.1-17.3; rules.md 1.12, list for
    several dossiers). Each has its own receipt beside. Refused as a whole, so that nothing is left, where one of them
    could not be received: the sentence names its row, the field is `people.<row>`.
    """
    if not owners:
        raise Refused(NOBODY, field="people")
    if len(owners) > MOST:
        raise Refused(TOO_MANY, field="people", most=MOST, count=len(owners))
    if intake.applicant.capacity is Capacity.SELF:
        raise Refused(FOR_ANOTHER, field="applicant.capacity")
    notes: dict[str, str] = {}
    for owner in owners:
        dossier = _filed(intake, owner, by=by, at=at)
        if said is not None:
            settle(dossier.code, said, None, by=by, at=at)
        notes[dossier.code] = owner.note
    return list_of(list(notes), by=by, at=at, notes=notes)


def _filed(intake: Intake, owner: Owner, *, by: Actor, at: datetime) -> Dossier:
    try:
        return file_and_accept(replace(intake, owners=(owner.party,)), by=by, at=at)
    except Refused as no:
        if (no.field or "").startswith("owners."):
            raise Refused(OF_ROW, field=f"people.{owner.n}", n=owner.n, why=no.sentence) from None
        raise
