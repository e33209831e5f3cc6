"""What programs are told of the counter: rows of the books of certifications, money of a dossier, days of tills."""

from __future__ import annotations

from datetime import date, datetime

from .told import Told


class CertificationTold(Told):
    """A row of a book: one request, which is the dossier `code`. `copies` and `pages` are of each document; `fee` is
    in đồng by the tariff of the day. In lists the name of the requester is masked."""

    code: str
    kind: str
    year: int
    number: int
    requester: str
    content: str
    documents: int
    copies: int
    pages: int
    fee: int
    signer: str
    at: datetime
    by: str
    voided_at: datetime | None
    void_reason: str


class CertificationsTold(Told):
    """A page of the rows of the books of an agency, the latest first."""

    items: list[CertificationTold]
    next: str | None


class DueLineTold(Told):
    """One line of what is due; `percent` less on `ground`."""

    name: str
    kind: str
    per: str
    each: int
    quantity: int
    percent: int
    ground: str
    basis: str
    total: int


class MoneyEntryTold(Told):
    """An entry about a dossier: `kind` is paid, cancelled or refunded, the last two of the payment numbered `of`."""

    n: int
    kind: str
    of: int | None
    way: str
    amount: int
    symbol: str
    number: str
    paid_at: datetime
    at: datetime
    by: str
    reason: str
    cancelled: bool


class FeesTold(Told):
    """Where a dossier stands with its money, in đồng. `known` is whether anybody can tell what is due; `left` is below
    zero where too much was paid."""

    code: str
    known: bool
    fee: int
    charge: int
    paid: int
    left: int
    lines: list[DueLineTold]
    entries: list[MoneyEntryTold]


class TillEntryTold(Told):
    """An entry of a till; `amount` as it changes the till, below zero for what was cancelled or given back."""

    serial: int
    account: str
    code: str
    kind: str
    way: str
    amount: int
    receipt: str
    at: datetime
    reason: str


class TillTold(Told):
    """One officer's till of the day: what came in cash and by transfer, and the cash counted where it is closed."""

    account: str
    officer: str
    entries: int
    receipts: int
    cash: int
    transfer: int
    closed_at: datetime | None
    counted: int | None
    reason: str


class TillDayTold(Told):
    """The day of a counter: its entries, its tills, and the sums over both."""

    counter: str
    day: date
    cash: int
    transfer: int
    entries: list[TillEntryTold]
    tills: list[TillTold]
