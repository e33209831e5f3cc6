"""What the tax office says: notices and proofs as data, what must be true of them, and their rows in the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from motcua.correspondence.models import Exchanged
from motcua.correspondence.rules import AWAITED, STATES, Kind, State, digest
from motcua.kernel import money
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .case import Case

LONGEST = 80
LONGEST_TEXT = 150
ELSEWHERE = gettext_noop("Mã thông điệp này đã dùng cho một thông điệp khác. Hãy dùng mã mới.")
NUMBERLESS = gettext_noop("Cần ghi số của thông báo.")
RECEIPTLESS = gettext_noop("Cần ghi số của chứng từ.")
TOO_LONG = gettext_noop("Chỉ ghi nhiều nhất {most} ký tự.")
AHEAD = gettext_noop("Ngày này ở sau hôm nay. Hãy kiểm tra lại.")
BACKWARDS = gettext_noop("Hạn nộp không thể ở trước ngày của thông báo.")
NOTHING_PAID = gettext_noop("Số tiền đã nộp phải lớn hơn 0.")
TWICE = gettext_noop("Thông báo số {number} đã có ở hồ sơ này.")
NO_NOTICE = gettext_noop("Hồ sơ này chưa có thông báo số {number}. Hãy gửi thông báo trước.")
SETTLED = gettext_noop("Thông báo số {number} không còn chờ nộp: {state}.")
COUNTED = gettext_noop("Chứng từ số {receipt} đã được ghi ở hồ sơ này.")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a duty: its number and date, how much (đồng), until when, who sent it and where it is paid.

    An amount of 0 says that nothing is due. `replaces` is the number of a notice that this one stands for now.
    """

    number: str
    issued_on: date
    amount: int
    pay_by: date | None = None
    office: str = ""
    pay_at: str = ""
    replaces: str = ""

    @property
    def basis(self) -> str:
        """How a hold cites it."""
        return f"Thông báo số {self.number} ngày {self.issued_on:%d/%m/%Y} của {self.office or 'cơ quan thuế'}"

    @property
    def duty(self) -> str:
        """What a hold gives as its reason."""
        until = f", chậm nhất ngày {self.pay_by:%d/%m/%Y}" if self.pay_by else ""
        return f"Người nộp hồ sơ thực hiện nghĩa vụ tài chính: nộp {money.shown(self.amount)}{until}"


@dataclass(frozen=True, slots=True)
class Proof:
    """That so much (đồng) of a notice was paid: number of the receipt, and when."""

    notice: str
    receipt: str
    amount: int
    paid_at: datetime


def body_of(said: Notice | Proof) -> dict[str, object]:
    """What was said as a message holds it: text, whole đồng, dates and moments as ISO 8601 has them."""
    values = asdict(said)
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.astimezone(VIETNAM).isoformat(timespec="seconds")
        elif isinstance(value, date):
            values[name] = value.isoformat()
    return {name: value for name, value in values.items() if value not in ("", None)}


def check_notice(notice: Notice, messages: Iterable[Exchanged], *, today: date) -> None:
    """Refused, with the field, for a notice that cannot be or stands in the book already."""
    line(notice.number, "number", NUMBERLESS)
    for field in ("office", "pay_at"):
        _short(getattr(notice, field), field, LONGEST_TEXT)
    money.checked(notice.amount)
    if notice.issued_on > today:
        raise Refused(AHEAD, field="issued_on")
    if notice.pay_by is not None and notice.pay_by < notice.issued_on:
        raise Refused(BACKWARDS, field="pay_by")
    if any(m.number == notice.number for m in taken(messages, Kind.NOTICE)):
        raise Refused(TWICE, field="number", number=notice.number)


def check_proof(proof: Proof, messages: Iterable[Exchanged], *, at: datetime) -> None:
    """Refused, with the field, for a payment that cannot be or was counted already."""
    line(proof.receipt, "receipt", RECEIPTLESS)
    if money.checked(proof.amount) == 0:
        raise Refused(NOTHING_PAID, field="amount")
    if proof.paid_at > at:
        raise Refused(AHEAD, field="paid_at")
    if any(m.number == proof.receipt for m in taken(messages, Kind.PROOF)):
        raise Refused(COUNTED, field="receipt", receipt=proof.receipt)


def line(typed: str, field: str, missing: str, *, most: int = LONGEST) -> str:
    """The text without spaces around it; Refused when nothing or too much is written."""
    text = typed.strip()
    if not text:
        raise Refused(missing, field=field)
    return _short(text, field, most)


def _short(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise Refused(TOO_LONG, field=field, most=most)
    return text


def taken(messages: Iterable[Exchanged], kind: Kind) -> list[Exchanged]:
    """The messages of a kind that were not refused."""
    return [m for m in messages if m.kind == kind and m.state != State.REFUSED]


def is_known(messages: Iterable[Exchanged], message: str, kind: Kind, body: Mapping[str, object]) -> bool:
    """Whether the same was taken before: under this id, or word for word under another. Refused for an id of another.

    What was refused may come again; what a person types has no id and is never known.
    """
    if not message:
        return False
    for m in messages:
        same = m.kind == kind and m.digest == digest(body)
        if m.state != State.REFUSED and (same or m.message_id == message):
            if not same:
                raise Refused(ELSEWHERE, field="message")
            return True
    return False


def unpaid(messages: Iterable[Exchanged], number: str) -> Exchanged:
    """The notice of this number that waits for payment. Refused when there is none, or none any more."""
    for m in taken(messages, Kind.NOTICE):
        if m.number == number.strip():
            if m.state != State.OPEN:
                said = Sentence(STATES[State(m.state)])
                raise Refused(SETTLED, field="notice", number=m.number, state=said)
            return m
    raise Refused(NO_NOTICE, number=number)


def settle(messages: Sequence[Exchanged], state: State, at: datetime) -> Sequence[Exchanged]:
    """Let nothing be awaited of these any more; not yet written."""
    for m in messages:
        m.state, m.settled_at = state, at
    return messages


def row_of(
    case: Case, messages: Iterable[Exchanged], kind: Kind, body: Mapping[str, object], state: State, *, message: str
) -> Exchanged:
    """The row of a message, not yet written: the one that was refused before, or a new one.

    Without an id it is a paper; ours is made of the code and of the number that the event in the journal will have.
    """
    earlier = (m for m in messages if message and m.message_id == message)
    row = next(earlier, None) or Exchanged(dossier=case.dossier, at=case.at)
    row.kind, row.body, row.digest, row.state = kind.value, dict(body), digest(body), state
    row.message_id = message or f"motcua:{case.dossier.code}:{case.dossier.chain_n + 1}"
    row.by_hand, row.by_id, row.at, row.reason = not message, case.by.account_id, case.at, ""
    row.settled_at = None if state in AWAITED else case.at
    return row
