"""The hand-shake with the tax office over a duty to pay: a slip goes out, notice and proof come in (S17; rules.md 1.7).

The notice begins a hold and the proof ends it, by the same hold and release as when a person presses their buttons.
What comes twice under one message id is done once; what has no message id is a paper that a person typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from motcua.correspondence import actions as book
from motcua.correspondence.models import Exchanged
from motcua.correspondence.queries import messages_of, paid
from motcua.correspondence.rules import Kind, State
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.files.models import StoredFile
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .case import Case, locked
from .hold import go_on, stand_still
from .tax_messages import (
    Notice,
    Proof,
    body_of,
    check_notice,
    check_proof,
    is_known,
    line,
    row_of,
    settle,
    unpaid,
)

SEND, TELL = "tax.send", "tax.tell"
STOPPED, SETTLED = "tax.stopped", "tax.settled"  # what who holds the dossier is told
ASKED, NOTICED, WITHDRAWN, PAID = "tax.asked", "tax.noticed", "tax.withdrawn", "tax.paid"
SCANS = {Kind.NOTICE: "Thông báo của cơ quan thuế", Kind.PROOF: "Chứng từ nộp tiền"}
LONGEST_PARCEL = 500
NO_PARCEL = gettext_noop("Cần ghi thửa đất: số thửa, tờ bản đồ, địa chỉ, diện tích.")
NO_REASON = gettext_noop("Cần ghi vì sao thông báo được thu hồi.")
NOT_ASKED = gettext_noop("Hồ sơ này chưa được chuyển thông tin đến cơ quan thuế.")
NOT_THERE = gettext_noop("Không có thông báo số {number} đang chờ nộp để thay thế.")
NONE_LEFT = "Không còn thông báo nào của cơ quan thuế chờ nộp"


def ask_tax(code: str, *, by: Actor, at: datetime, parcel: str, note: str = "", by_hand: bool = False) -> Dossier:
    """Send the information transfer slip: who applies for what, and which `parcel` of land.

    A slip still unanswered is replaced. With `by_hand` it goes on paper, and nothing is sent from here.
    """
    with locked(code, by=by, at=at) as case:
        case.require("ask_tax")
        case.ask("dossier.ask_tax")
        parcel = line(parcel, "parcel", NO_PARCEL, most=LONGEST_PARCEL)
        messages = messages_of(case.dossier.pk)
        earlier = settle([m for m in messages if m.kind == Kind.SLIP and m.is_awaited], State.REPLACED, at)
        slip = row_of(case, (), Kind.SLIP, _slip(case, parcel, note.strip()), State.PROMISED, message="")
        slip.by_hand = by_hand
        if by_hand:
            slip.state, slip.sent_at = State.SENT, at
        else:
            case.promise(SEND, key=slip.message_id, message=slip.message_id)
        case.record(ASKED, parcel=parcel, note=note.strip(), message=slip.message_id, digest=slip.digest)
        book.write([*earlier, slip])
        case.commit()
        return case.dossier


def _slip(case: Case, parcel: str, note: str) -> dict[str, object]:
    d, agency = case.dossier, case.offices.agency(case.dossier.competent_id)
    people = [
        {"role": p.role, "name": p.name, "number": p.number, "phone": p.phone, "address": p.address}
        for p in case.parties
    ]
    return {
        "dossier": d.code,
        "procedure": {"code": d.version.procedure.code, "name": d.version.name},
        "agency": {"code": agency.code, "name": agency.name},
        "parties": people,
        "parcel": parcel,
        "note": note,
        "asked_on": f"{case.at.astimezone(VIETNAM):%Y-%m-%d}",
    }


def take_notice(
    code: str, notice: Notice, *, by: Actor, at: datetime, message: str = "", scan: StoredFile | None = None
) -> Dossier:
    """Take in a notice: the dossier waits for its applicant to pay, and the clock stands.

    `message` is the id under which the tax office sends it; the same again changes nothing. Refused by message for a
    dossier whose slip was never sent: only what was asked for is answered.
    """
    body = body_of(notice)
    with locked(code, by=by, at=at) as case:
        messages = messages_of(case.dossier.pk)
        if is_known(messages, message, Kind.NOTICE, body):
            return case.dossier
        case.require("take_notice")
        case.ask("dossier.take_notice")
        check_notice(notice, messages, today=at.astimezone(VIETNAM).date())
        slips = [m for m in messages if m.kind == Kind.SLIP]
        if message and all(m.state == State.REJECTED for m in slips):
            raise Refused(NOT_ASKED)
        state = State.OPEN if notice.amount else State.NOTHING_DUE
        row = row_of(case, messages, Kind.NOTICE, body, state, message=message)
        row.number, row.amount = notice.number, notice.amount
        replaced = _replaced(messages, notice, row)
        answered = settle([m for m in slips if m.is_awaited], State.ANSWERED, at)
        case.record(NOTICED, **body, **_source(row, scan))
        _attach(case, Kind.NOTICE, scan)
        _weigh(case, [*messages, row], row, [row, *answered, *replaced], because=notice)
        return case.dossier


def _replaced(messages: Sequence[Exchanged], notice: Notice, row: Exchanged) -> list[Exchanged]:
    """The notice that this one stands for now, and what was paid of it, which counts for this one."""
    if not notice.replaces:
        return []
    here = (m for m in messages if m.kind == Kind.NOTICE and m.state == State.OPEN)
    old = next((m for m in here if m.number == notice.replaces), None)
    if old is None:
        raise Refused(NOT_THERE, field="replaces", number=notice.replaces)
    proofs = [m for m in messages if m.kind == Kind.PROOF and m.notice_id == old.pk]
    book.write([row])  # what was paid will refer to it
    settle([old], State.REPLACED, row.at)
    for proof in proofs:
        proof.notice = row
    return [old, *proofs]


def withdraw_notice(code: str, number: str, *, by: Actor, at: datetime, reason: str, message: str = "") -> Dossier:
    """The tax office takes an unpaid notice back; where no other waits for payment the dossier goes on."""
    body: dict[str, object] = {"notice": number.strip(), "reason": reason.strip()}
    with locked(code, by=by, at=at) as case:
        messages = messages_of(case.dossier.pk)
        if is_known(messages, message, Kind.WITHDRAWAL, body):
            return case.dossier
        case.require("withdraw_notice")
        case.ask("dossier.withdraw_notice")
        notice = unpaid(messages, number)
        line(reason, "reason", NO_REASON, most=LONGEST_PARCEL)
        row = row_of(case, messages, Kind.WITHDRAWAL, body, State.DONE, message=message)
        row.notice, row.number = notice, notice.number
        case.record(WITHDRAWN, **body, **_source(row, None))
        _weigh(case, [*messages, row], None, [row, *settle([notice], State.WITHDRAWN, at)])
        return case.dossier


def take_proof(
    code: str, proof: Proof, *, by: Actor, at: datetime, message: str = "", scan: StoredFile | None = None
) -> Dossier:
    """Take in the proof of a payment; once every notice is paid in full the clock runs again with what was left.

    Refused before its notice came, and for a receipt that was counted already. Less than the whole sum leaves the
    dossier waiting for the rest; more is a matter between the applicant and the tax office.
    """
    body = body_of(proof)
    with locked(code, by=by, at=at) as case:
        messages = messages_of(case.dossier.pk)
        if is_known(messages, message, Kind.PROOF, body):
            return case.dossier
        case.require("take_proof")
        case.ask("dossier.take_proof")
        notice = unpaid(messages, proof.notice)
        check_proof(proof, messages, at=at)
        row = row_of(case, messages, Kind.PROOF, body, State.DONE, message=message)
        row.notice, row.number, row.amount = notice, proof.receipt, proof.amount
        case.record(PAID, **body, **_source(row, scan))
        _attach(case, Kind.PROOF, scan)
        _weigh(case, [*messages, row], notice, [row])
        return case.dossier


def refuse_message(
    code: str, *, kind: Kind, message: str, body: Mapping[str, object], reason: str, by: Actor, at: datetime
) -> None:
    """Keep that a message came which could not be taken, so that people see it; it may come again and be taken."""
    with locked(code, by=by, at=at, items=False) as case:
        case.ask("dossier.take_notice")
        messages = messages_of(case.dossier.pk)
        if any(m.message_id == message and m.state != State.REFUSED for m in messages):
            return
        row = row_of(case, messages, kind, body, State.REFUSED, message=message)
        row.reason = reason[:500]
        book.write([row])


def _source(row: Exchanged, scan: StoredFile | None) -> dict[str, str]:
    """Where it came from, for the journal: the message with its digest, or a paper with its scan."""
    if not row.by_hand:
        return {"message": row.message_id, "digest": row.digest}
    return {"typed": row.message_id, "digest": row.digest} | ({"scan": scan.sha256} if scan else {})


def _attach(case: Case, kind: Kind, scan: StoredFile | None) -> None:
    if scan is not None:
        papers = [(0, SCANS[kind], scan)]
        dossier_actions.attach_papers(case.dossier, papers, by_id=case.by.account_id, at=case.at, kind="evidence")


def _weigh(
    case: Case,
    messages: Sequence[Exchanged],
    notice: Exchanged | None,
    changed: list[Exchanged],
    *,
    because: Notice | None = None,
) -> None:
    """Whether the dossier waits or goes on, now that `notice` came or something of it was paid; write it all."""
    if notice is not None and notice.state == State.OPEN and paid(messages, notice) >= (notice.amount or 0):
        settle([notice], State.PAID, case.at)
        changed = list({id(m): m for m in (*changed, notice)}.values())
    financial = case.dossier.state is Status.FINANCIAL
    waits = any(m.kind == Kind.NOTICE and m.state == State.OPEN for m in messages)
    if waits and because is not None and not financial:
        stand_still(case, ground="financial", reason=because.duty, basis=because.basis)
        _tell(case, STOPPED)
    elif not waits and financial:
        go_on(case, note=NONE_LEFT)
        _tell(case, SETTLED)
    book.write(changed)
    case.commit()


def _tell(case: Case, what: str) -> None:
    code, n = case.dossier.code, case.dossier.chain_n + 1
    case.promise(TELL, key=f"{code}:{n}", code=code, n=n, what=what, by=case.by.account_id)
