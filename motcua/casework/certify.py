"""Certify (chứng thực): a request is a row of the book and a dossier, received, settled and returned at one moment.

The number of the row, the dossier, what is due and its payment come from one transaction; a refusal leaves no gap.
A row entered by mistake is voided together with its dossier and its payment; all three keep their places.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from motcua.catalogue.charges import Kind as ChargeKind
from motcua.catalogue.queries import in_force
from motcua.certification import actions as book
from motcua.certification.models import Certified
from motcua.certification.rules import Counts, Kind, fee_of, tariff_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.payments import actions as till
from motcua.payments.models import Assessment
from motcua.payments.rules import Entered, Paid, Way

from .books import books, in_one_go
from .case import locked
from .fees import ASSESSED, Hand
from .fees_due import NOTHING, DueLine
from .intake import Intake, Paper, components_of
from .resolve import result_at_once
from .results import ResultData

NO_PROCEDURE = gettext_noop("Danh mục chưa có thủ tục {code} ({name}) nên chưa chứng thực được ở đây.")
NOT_HERE = gettext_noop("Nơi tiếp nhận này không thuộc cơ quan nào có thẩm quyền chứng thực.")
NO_SIGNER = gettext_noop("Cần ghi người ký chứng thực.")
NO_CONTENT = gettext_noop("Cần ghi văn bản được chứng thực.")
NO_REASON = gettext_noop("Cần ghi lý do hủy.")
NO_ROW = gettext_noop("Không có dòng này trong sổ chứng thực.")
VOIDED = gettext_noop("Dòng số {number} của sổ đã hủy.")


ONE = Counts()


@dataclass(frozen=True, slots=True)
class Request:
    """One request at the counter. `paid` says how and with what receipt it was paid, None that it was not yet."""

    kind: str
    requester: PartyData
    content: str
    signer: str
    counts: Counts = ONE
    paid: Paid | None = None


@in_one_go()
def certify(request: Request, *, counter_id: int, by: Actor, at: datetime) -> Certified:
    """Enter a request: the next row of the book, a dossier with its result at once, what is due and its payment."""
    day = at.astimezone(VIETNAM).date()
    kind = tariff_on(day).kind(request.kind)
    fee = fee_of(kind, request.counts)
    content, signer = _text(request.content, "content", NO_CONTENT), _text(request.signer, "signer", NO_SIGNER)
    agency_id = snapshot.present().agency(counter_id).parent_id
    if agency_id is None:
        raise Refused(NOT_HERE)
    agency = snapshot.present().agency(agency_id)
    key = f"certified:{agency.code}:{kind.key}:{day.year}"
    number = books().numbers([key])[key]
    dossier = _dossier(request, kind, number, counter_id=counter_id, agency_id=agency_id, by=by, at=at)
    _charge(dossier.code, request, kind, fee, by=by, at=at)
    row = Certified(
        agency_id=agency_id,
        counter_id=counter_id,
        kind=kind.key,
        year=day.year,
        number=number,
        dossier=dossier,
        requester=" ".join(request.requester.name.split()),
        content=content,
        fee=fee,
        signer=signer,
        day=day,
        at=at,
        by_id=by.account_id,
        **asdict(request.counts),
    )
    book.enter(row)
    return row


def _dossier(
    request: Request, kind: Kind, number: int, *, counter_id: int, agency_id: int, by: Actor, at: datetime
) -> Dossier:
    day = at.astimezone(VIETNAM).date()
    version = in_force(day).filter(procedure__code=kind.procedure).first()
    if version is None:
        raise Refused(NO_PROCEDURE, field="kind", code=kind.procedure, name=kind.name)
    papers = tuple(Paper(c.n, originals=1, copies=c.copies) for c in components_of(version.pk) if c.required)
    intake = Intake(version.pk, counter_id, agency_id, request.requester, papers=papers, request=request.content[:500])
    result = ResultData(
        kind=kind.name,
        number=f"{number}/{day.year}",
        issued_on=day,
        signer=request.signer,
        copies=min(999, request.counts.all_copies),
        book=f"{day.year}",
        serial=str(number),
    )
    return result_at_once(intake, by=by, at=at, result=result)


def _charge(code: str, request: Request, kind: Kind, fee: int, *, by: Actor, at: datetime) -> None:
    """What is due by the tariff of certifications, and its payment where there was one."""
    counts = request.counts
    quantity = counts.all_copies if kind.by_page else counts.documents
    each = kind.of_copy(counts.pages) if kind.by_page else kind.amount
    line = DueLine(kind.name, ChargeKind.CHARGE.value, "copy", each, quantity, 0, "", kind.basis, fee)
    with locked(code, by=by, at=at, items=False) as case:
        case.require("assess")
        case.ask("dossier.assess")
        row = Assessment(dossier=case.dossier, lines=[asdict(line)], said=NOTHING.as_data(), fee=0, charge=fee)
        row.by_id, row.at = by.account_id, at
        case.note(due_fees=[0, fee])
        case.record(ASSESSED, lines=row.lines)
        till.assess(row)
        if request.paid is not None and fee:
            case.ask("dossier.pay")
            Hand(case).take(replace(request.paid, amount=fee))
        case.commit()


def void_certified(pk: int, *, reason: str, by: Actor, at: datetime) -> Certified:
    """Void a row with its dossier: the same day by who received it, later by the head of the counter.

    Its payments are cancelled in the till of who voids it. Refused where money of it was given back in part.
    """
    why = _text(reason, "reason", NO_REASON)
    row = Certified.objects.filter(pk=pk).select_related("dossier").first()
    if row is None:
        raise Refused(NO_ROW)
    with locked(row.dossier.code, by=by, at=at, items=False) as case:
        case.ask("dossier.void")
        if case.dossier.voided_at is not None:
            raise Refused(VOIDED, number=row.number)
        hand = Hand(case)
        for payment in hand.stands.standing:
            hand.mend(Entered.CANCELLED, payment, hand.stands.kept_of(payment), why, way=Way(payment.way))
            till.cancel(payment, at=at)
        case.set(voided_at=at, void_reason=why)
        case.record("dossier.voided", reason=why, replaced_by="")
        book.void(row, reason=why, at=at)
        case.commit()
        return row


def _text(typed: str, field: str, missing: str) -> str:
    text = " ".join(typed.split())
    if not text:
        raise Refused(missing, field=field)
    return text
