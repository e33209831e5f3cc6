"""Return the result to whom it belongs (state 10; NĐ 118/2025 Điều 22), one or all that one person came for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.states import Status
from motcua.files.models import StoredFile
from motcua.kernel import folding
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.returning import actions as returning
from motcua.returning.models import Handover, Posting
from motcua.returning.rules import Taker, Way
from motcua.workflow.rules import Outcome

from .backdating import Claim, admit
from .books import in_one_go
from .case import Case, locked
from .originals import give_back
from .results import in_force

NOT_SENT = gettext_noop("Chưa ghi việc gửi kết quả của hồ sơ {code} qua bưu chính.")
UNDER_WAY = gettext_noop("Kết quả của hồ sơ {code} đang ở bưu chính, số bưu gửi {item}. Hãy ghi chuyển hoàn trước.")
MOST = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took the result, and by which way it went.

    `name` may stay empty for the applicant, and for an owner where there is one. An authorised person shows their own
    paper (`number`) and the authorisation (`authority_document`, `authority_date`). `signature` is a picture that the
    receiver drew, at the counter only; without it they sign the printed receipt.
    """

    way: str = Way.COUNTER.value
    taker: str = Taker.APPLICANT.value
    name: str = ""
    number: str = ""
    authority_document: str = ""
    authority_date: date | None = None
    signature: StoredFile | None = None


def return_result(
    code: str,
    *,
    by: Actor,
    at: datetime,
    returned_to: str = "",
    taken: Taken | None = None,
    claim: Claim | None = None,
) -> Dossier:
    """Hand the result over. `taken` says who took it; without it `returned_to` names them, or it was the applicant."""
    with locked(code, by=by, at=at) as case:
        case.require("return_result")
        case.ask("dossier.return_result")
        admit(case, claim)
        result = in_force(case)
        to, said = returned_to.strip(), dict[str, object]()
        if taken is not None:
            handover = _handover(case, taken)
            returning.add(handover)
            to, said = handover.name, _said(handover)
        if result is not None and to:
            case.books.change_result(result, returned_to=to[:200])
        kind = case.move("return_result", Status.RETURNED)
        case.set(returned_at=at)
        case.end_work(outcome=Outcome.FORWARD)
        case.record(kind, returned_to=to, **said)
        case.commit()
        return case.dossier


@in_one_go()
def return_results(
    codes: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    taken: Taken,
    originals: Mapping[str, Collection[int]] | None = None,
) -> list[Dossier]:
    """Hand over all results that one person came for, and the originals of these dossiers (by code, their numbers).

    All or none: Refused names the dossier. They must have one applicant.
    """
    if not codes or len(set(codes)) > MOST:
        raise Refused("Chọn từ 1 đến {most} hồ sơ để trả.", field="codes", most=MOST)
    applicants = Party.objects.filter(dossier__code__in=codes, role="applicant")
    if len({who.number or folding.fold(who.name) for who in applicants}) > 1:
        raise Refused("Các hồ sơ đã chọn không cùng người nộp. Hãy trả cho từng người một.", field="codes")
    done = [return_result(code, by=by, at=at, taken=taken) for code in dict.fromkeys(codes)]
    to = tidy(taken.name) or next((who.name for who in applicants), "")
    for code, numbers in (originals or {}).items():
        if code in codes and numbers:
            give_back(code, numbers, by=by, at=at, to=to)
    return done


def _handover(case: Case, taken: Taken) -> Handover:
    """The row of this handing over. Refused when it lacks what the law asks of who takes a result for another."""
    way, taker = _chosen(taken)
    _check_way(case, way)
    name, number = _who(case, taken, taker)
    result = in_force(case)
    authorised = taker is Taker.AUTHORISED
    return Handover(
        dossier=case.dossier,
        n=result.n if result else 0,
        way=way.value,
        taker=taker.value,
        name=name,
        number=number,
        authority_document=tidy(taken.authority_document) if authorised else "",
        authority_date=taken.authority_date if authorised else None,
        signature=taken.signature if way is Way.COUNTER else None,
        handed_by_id=case.by.account_id,
        handed_at=case.at,
    )


def _chosen(taken: Taken) -> tuple[Way, Taker]:
    if taken.way not in set(Way):
        raise Refused("Cách trả kết quả không hợp lệ.", field="way")
    if taken.taker not in set(Taker):
        raise Refused("Cần chọn ai nhận kết quả.", field="taker")
    return Way(taken.way), Taker(taken.taker)


def _check_way(case: Case, way: Way) -> None:
    """What went by post is delivered by it or has come back; what is released electronically is electronic."""
    result = in_force(case)
    if way is Way.ELECTRONIC:
        if result is None or not result.electronic:
            raise Refused("Kết quả của hồ sơ {code} không phải bản điện tử.", field="way", code=case.dossier.code)
    elif way is Way.POST:
        if not returning.delivered(case.dossier.pk, at=case.at):
            raise Refused(NOT_SENT, field="way", code=case.dossier.code)
    elif item := posted(case):
        raise Refused(UNDER_WAY, field="way", code=case.dossier.code, item=item.item_number)


def posted(case: Case) -> Posting | None:
    """What the post has of this dossier: one statement."""
    return Posting.objects.filter(dossier_id=case.dossier.pk, delivered_at=None, came_back_at=None).first()


def _who(case: Case, taken: Taken, taker: Taker) -> tuple[str, str]:
    """Name and number of who took it."""
    applicant = next(p for p in case.parties if p.role == "applicant")
    if taker is Taker.APPLICANT:
        return applicant.name, applicant.number
    if taker is Taker.OWNER:
        owner = _owner([p for p in case.parties if p.role == "owner"] or [applicant], tidy(taken.name))
        return owner.name, owner.number
    _check_authority(case, taken)
    return tidy(taken.name), tidy(taken.number)


def _owner(owners: Sequence[Party], name: str) -> Party:
    if not name and len(owners) == 1:
        return owners[0]
    found = [owner for owner in owners if folding.fold(owner.name) == folding.fold(name)]
    if not found:
        raise Refused("Ghi đúng họ tên một chủ hồ sơ, hoặc chọn người được ủy quyền.", field="name")
    return found[0]


def _check_authority(case: Case, taken: Taken) -> None:
    for field, value, what in (
        ("name", taken.name, gettext_noop("họ tên")),
        ("number", taken.number, gettext_noop("số giấy tờ tùy thân")),
        ("authority_document", taken.authority_document, gettext_noop("số văn bản ủy quyền")),
        ("authority_date", str(taken.authority_date or ""), gettext_noop("ngày của văn bản ủy quyền")),
    ):
        if not tidy(value):
            raise Refused("Người được ủy quyền còn thiếu {what}.", field=field, what=Sentence(what))
    assert taken.authority_date is not None
    if taken.authority_date > case.at.astimezone(VIETNAM).date():
        raise Refused("Ngày của văn bản ủy quyền ở tương lai.", field="authority_date")


def _said(handover: Handover) -> dict[str, object]:
    """What the journal says of it."""
    said: dict[str, object] = {"return_way": handover.way, "taker": handover.taker}
    if handover.authority_document and handover.authority_date:
        said["authority"] = f"{handover.authority_document} ({handover.authority_date:%d/%m/%Y})"
        said["taker_number"] = handover.number
    if handover.signature is not None:
        said["signature"] = handover.signature.sha256
    return said
