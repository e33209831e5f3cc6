"""What money of a dossier may be: the kinds of entries of a till, how an amount is shared out, plain Python.

Amounts are whole đồng. A till is kept by one officer at one counter; nothing that stands in it is ever changed or
taken out: what was wrong is cancelled by another entry, on the day on which that was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.sentences import Refused, gettext_noop

LONGEST_SYMBOL, LONGEST_NUMBER, LONGEST_REASON = 30, 30, 500


class Entered(StrEnum):
    """What an entry of a till says."""

    PAID = "paid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Way(StrEnum):
    """How money came or went."""

    CASH = "cash"
    TRANSFER = "transfer"


WAYS = {Way.CASH: gettext_noop("tiền mặt"), Way.TRANSFER: gettext_noop("chuyển khoản")}
ENTERED = {
    Entered.PAID: gettext_noop("Thu tiền"),  # not "Thu" alone: Django gives that as Thursday
    Entered.CANCELLED: gettext_noop("Hủy lần thu"),
    Entered.REFUNDED: gettext_noop("Hoàn trả"),
}
ALL_OR_NOTHING = gettext_noop("Biên lai cần ghi cả ký hiệu và số, ví dụ AA/26P 0000123.")
LONG = gettext_noop("Ký hiệu hoặc số biên lai dài quá {most} ký tự.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as fees (lệ phí) and charges (phí), which are booked apart."""

    fee: int = 0
    charge: int = 0

    @property
    def total(self) -> int:
        return self.fee + self.charge

    def __add__(self, other: Money) -> Money:
        return Money(self.fee + other.fee, self.charge + other.charge)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fee - other.fee, self.charge - other.charge)


def shared_out(amount: int, left: Money) -> Money:
    """An amount over what is left of fees and charges: fees first. `amount` is at most `left.total`."""
    fee = min(amount, max(0, left.fee))
    return Money(fee, amount - fee)


def signed(kind: str, money: Money) -> Money:
    """What an entry adds to the till: what came in counts, what was cancelled or given back is taken off."""
    return money if kind == Entered.PAID else Money() - money


def summed(entries: Iterable[tuple[str, Money]]) -> Money:
    """What is in a till after these entries, given as (kind, money)."""
    total = Money()
    for kind, money in entries:
        total += signed(kind, money)
    return total


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was issued elsewhere: its symbol (ký hiệu) and number; both empty where there is none yet."""

    symbol: str = ""
    number: str = ""

    @property
    def key(self) -> str:
        """What it is known by: 0000123 of AA/26P is the same as 123 of aa/26p."""
        return f"{self.symbol} {self.number.lstrip('0') or '0'}".upper() if self.number else ""

    @property
    def shown(self) -> str:
        return f"{self.symbol} {self.number}".strip()


def receipt(symbol: str, number: str) -> Receipt:
    """Checked. Refused when only one of the two is there, or one is too long."""
    symbol, number = "".join(symbol.split()).upper(), "".join(number.split())
    if bool(symbol) != bool(number):
        raise Refused(ALL_OR_NOTHING, field="number" if symbol else "symbol")
    for text, most, field in ((symbol, LONGEST_SYMBOL, "symbol"), (number, LONGEST_NUMBER, "number")):
        if len(text) > most:
            raise Refused(LONG, field=field, most=most)
    return Receipt(symbol, number)


def receipt_of(typed: str) -> Receipt:
    """A receipt from one line, "AA/26P 0000123": the number is the last word. Refused without a symbol."""
    words = re.split(r"[\s:;,]+", typed.strip())
    return receipt(" ".join(words[:-1]), words[-1]) if typed.strip() else Receipt()


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as a verb takes it; `paid_at` None is now."""

    amount: int
    way: Way = Way.CASH
    receipt: Receipt = Receipt()
    paid_at: datetime | None = None
