"""Money at the counter: what is due, a payment, one that was entered wrongly, money given back (issue 7, B-61).

Each is an entry of the till of who pressed, at the counter that received the dossier. Nothing is deleted: what was
wrong is cancelled by another entry on the day on which it was found, and stands in the journal with its reason.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cached_property

from motcua.dossiers.models import Dossier
from motcua.journal.rules import instant
from motcua.kernel import money
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.payments import actions as till
from motcua.payments.models import Assessment, Entry
from motcua.payments.queries import assessment_of, entries_of, open_day
from motcua.payments.rules import LONGEST_REASON, Entered, Money, Paid, Way, shared_out, summed

from .case import Case, locked
from .fees_due import Said, circumstances, fees, lines_for, total

ASSESSED, PAID, CANCELLED, REFUNDED = "fees.assessed", "fees.paid", "fees.cancelled", "fees.refunded"
UNKNOWN_DUE = gettext_noop("Chưa rõ số tiền phải thu của hồ sơ này. Hãy tính phí, lệ phí trước.")
NOTHING_LEFT = gettext_noop("Hồ sơ không còn khoản nào phải thu.")
TOO_MUCH = gettext_noop("Chỉ còn phải thu {left}, không thu {amount} được. Hãy xem lại số tiền.")
NOTHING_PAID = gettext_noop("Số tiền phải lớn hơn 0.")
NO_PAYMENT = gettext_noop("Hồ sơ không có lần thu số {n} còn hiệu lực.")
NONE_STANDS = gettext_noop("Hồ sơ không có lần thu nào còn hiệu lực.")
NO_REASON = gettext_noop("Cần ghi lý do.")
BACK_TOO_MUCH = gettext_noop("Lần thu này chỉ còn {left} để hoàn trả.")
PARTLY_BACK = gettext_noop("Lần thu số {n} đã hoàn trả một phần nên không hủy được; hãy hoàn trả phần còn lại.")
NOT_YET = gettext_noop("Lúc nộp tiền không được ở tương lai: {moment}.")
MONEY_TAKEN = gettext_noop("Hồ sơ còn giữ {amount} đã thu. Hãy hủy lần thu hoặc hoàn trả trước khi hủy hồ sơ.")


def assess(code: str, said: Said, *, by: Actor, at: datetime) -> Dossier:
    """Say what is due: how many of what, on what ground less, or an amount where the procedure has none as data."""
    with locked(code, by=by, at=at, items=False) as case:
        case.require("assess")
        case.ask("dossier.assess")
        write_due(case, said)
        case.commit()
        return case.dossier


def write_due(case: Case, said: Said) -> None:
    """What is due, as part of a verb that has asked whether it may be."""
    d = case.dossier
    lines = lines_for(d.version, said, **circumstances(d))
    due, kept = total(lines), [asdict(line) for line in lines]
    row = Assessment(dossier=d, lines=kept, said=said.as_data(), fee=due.fee, charge=due.charge)
    row.by_id, row.at = case.by.account_id, case.at
    case.note(due_fees=[due.fee, due.charge])
    case.record(ASSESSED, lines=kept)
    till.assess(row)


def pay(code: str, paid: Paid, *, by: Actor, at: datetime) -> Dossier:
    """Enter a payment. Refused for more than is left to be paid, and for a receipt that stands elsewhere."""
    with locked(code, by=by, at=at, items=False) as case:
        case.require("pay")
        case.ask("dossier.pay")
        Hand(case).take(paid)
        case.commit()
        return case.dossier


def settle(code: str, said: Said | None, paid: Paid | None, *, by: Actor, at: datetime) -> Dossier:
    """What is due and its payment in one press, as at reception; without an amount the whole of what is left."""
    with locked(code, by=by, at=at, items=False) as case:
        if said is not None:
            case.require("assess")
            case.ask("dossier.assess")
            write_due(case, said)
        if paid is not None:
            case.require("pay")
            case.ask("dossier.pay")
            hand = Hand(case)
            hand.take(paid if paid.amount else replace(paid, amount=max(0, hand.stands.left)))
        case.commit()
        return case.dossier


def cancel_payment(code: str, n: int, *, by: Actor, at: datetime, reason: str, instead: Paid | None = None) -> Dossier:
    """Cancel a payment that was entered wrongly; `instead` is what is right, where money did come.

    Both are entries of the till of who finds it, on the day on which it is found.
    """
    why = _reason(reason)
    with locked(code, by=by, at=at, items=False) as case:
        case.require("cancel_payment")
        case.ask("dossier.cancel_payment")
        hand = Hand(case)
        wrong = hand.payment(n)
        if hand.stands.kept_of(wrong) != wrong.money:
            raise Refused(PARTLY_BACK, field="n", n=n)
        hand.mend(Entered.CANCELLED, wrong, wrong.money, why, way=Way(wrong.way))
        till.cancel(wrong, at=at)
        if instead is not None:
            hand.take(instead)
        case.commit()
        return case.dossier


def refund(code: str, n: int, *, by: Actor, at: datetime, amount: int, reason: str, way: Way = Way.CASH) -> Dossier:
    """Give money of a payment back, all or a part of it."""
    why = _reason(reason)
    with locked(code, by=by, at=at, items=False) as case:
        case.require("refund")
        case.ask("dossier.refund")
        hand = Hand(case)
        payment = hand.payment(n)
        left = hand.stands.kept_of(payment)
        if money.checked(amount) == 0:
            raise Refused(NOTHING_PAID, field="amount")
        if amount > left.total:
            raise Refused(BACK_TOO_MUCH, field="amount", left=money.shown(left.total))
        hand.mend(Entered.REFUNDED, payment, shared_out(amount, left), why, way=way)
        case.commit()
        return case.dossier


def check_no_money(case: Case) -> None:
    """Refused while money is kept for the dossier: whoever voids it would leave a till that nobody can explain."""
    entries = case.books.till_entries(case.dossier)
    kept = summed((entry.kind, entry.money) for entry in entries).total
    if kept > 0:
        raise Refused(MONEY_TAKEN, amount=money.shown(kept))


class Hand:
    """Where the dossier of a case stands with its money, and the till into which the actor enters.

    Two statements when it is made; each entry costs two, the first one more for its day.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.stands = fees(case.dossier, assessment_of(case.dossier.pk), entries_of(case.dossier.pk))

    @cached_property
    def day(self) -> date:
        """The day of the till that is open; its series is locked, so nobody closes it meanwhile."""
        today = self.case.at.astimezone(VIETNAM).date()
        return open_day(today, counter_id=self.case.dossier.receiving_id, account_id=self.case.by.account_id)

    def payment(self, n: int) -> Entry:
        """A payment that stands."""
        if not self.stands.standing:
            raise Refused(NONE_STANDS)
        found = next((e for e in self.stands.standing if e.n == n), None)
        if found is None:
            raise Refused(NO_PAYMENT, field="n", n=n)
        return found

    def take(self, paid: Paid) -> None:
        """Enter a payment."""
        left = self.stands.left
        if not self.stands.known:
            raise Refused(UNKNOWN_DUE, field="amount")
        if money.checked(paid.amount) == 0:
            raise Refused(NOTHING_PAID if left > 0 else NOTHING_LEFT, field="amount")
        if paid.amount > left:
            shown = {"left": money.shown(max(0, left)), "amount": money.shown(paid.amount)}
            raise Refused(TOO_MUCH if left > 0 else NOTHING_LEFT, field="amount", **shown)
        paid_at = paid.paid_at or self.case.at
        if paid_at > self.case.at:
            raise Refused(NOT_YET, field="paid_at", moment=_moment(paid_at))
        entry = self._entry(Entered.PAID, shared_out(paid.amount, self.stands.due - self.stands.paid), paid.way)
        entry.symbol, entry.number, entry.receipt = paid.receipt.symbol, paid.receipt.number, paid.receipt.key
        entry.paid_at = paid_at
        self._write(entry, PAID, paid_at=_moment(paid_at))

    def mend(self, kind: Entered, payment: Entry, back: Money, reason: str, *, way: Way) -> None:
        """Enter that a payment was wrong, or that of its money so much was given back."""
        entry = self._entry(kind, back, way)
        entry.of, entry.reason = payment, reason
        entry.symbol, entry.number, entry.receipt = payment.symbol, payment.number, payment.receipt
        self._write(entry, CANCELLED if kind is Entered.CANCELLED else REFUNDED, of=payment.n, reason=reason)

    def _entry(self, kind: Entered, amount: Money, way: Way) -> Entry:
        case = self.case
        counter = case.dossier.receiving_id
        key = till_key(case.offices.agency(counter).code, case.by.account_id)
        serial = case.books.numbers([key])[key]  # before its day is asked: whoever closes it waits for this number
        return Entry(
            dossier=case.dossier,
            n=max((e.n for e in self.stands.entries), default=0) + 1,
            kind=kind.value,
            way=way.value,
            fee=amount.fee,
            charge=amount.charge,
            paid_at=case.at,
            counter_id=counter,
            by_id=case.by.account_id,
            at=case.at,
            day=self.day,
            serial=serial,
        )

    def _write(self, entry: Entry, kind: str, **said: object) -> None:
        self.case.note(till=told(entry))
        receipt = {"bill": entry.bill.shown} if entry.bill.shown else {}
        self.case.record(kind, amount=entry.money.total, way=entry.way, **receipt, **said)
        till.enter(entry)
        self.stands = replace(self.stands, entries=[*self.stands.entries, entry])


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def told(entry: Entry) -> list[object]:
    """An entry as the journal knows it, to be rebuilt from: number, kind, what it mends, way, amounts, day, receipt."""
    mends = entry.of.n if entry.of is not None else 0
    money_of = [entry.fee, entry.charge]
    receipt = [entry.symbol, entry.number, instant(entry.paid_at)]
    return [entry.n, entry.kind, mends, entry.way, *money_of, entry.day.isoformat(), entry.serial, *receipt]


def till_key(counter: str, account_id: int) -> str:
    """The series that numbers, and locks, the till of an account at the counter of this code."""
    return f"till:{counter}:{account_id}"


def _reason(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise Refused(NO_REASON, field="reason")
    if len(text) > LONGEST_REASON:
        raise Refused(gettext_noop("Chỉ ghi nhiều nhất {most} ký tự."), field="reason", most=LONGEST_REASON)
    return text
