"""What programs send about the money of a dossier. Amounts are whole đồng."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from motcua.casework.fees_due import MOST, Said
from motcua.catalogue.charges import Kind, Per
from motcua.kernel.money import LARGEST
from motcua.payments.rules import LONGEST_NUMBER, Paid, Way, receipt

from .given import Given, Line, Moment, Note, Number, Readable

Amount = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Quantity = Annotated[int, Field(ge=0, le=MOST, strict=True)]
Bill = Annotated[str, Field(max_length=LONGEST_NUMBER), Readable]


class AssessmentGiven(Given):
    """How many copies, pages and persons; the ground of an exemption or reduction, in the words of the catalogue; an
    amount where the catalogue has none as a figure: 0 is an exemption and needs its ground and basis."""

    copies: Quantity | None = None
    pages: Quantity | None = None
    persons: Quantity | None = None
    ground: Line = ""
    amount: Amount | None = None
    kind: Literal["fee", "charge"] = "fee"
    name: Line = ""
    basis: Line = ""

    def said(self) -> Said:
        counts = {Per.COPY: self.copies, Per.PAGE: self.pages, Per.PERSON: self.persons}
        quantities = {per: n for per, n in counts.items() if n is not None}
        return Said(quantities, self.ground, self.amount, Kind(self.kind), self.name, self.basis)


class PaymentGiven(Given):
    """A payment: how much, how, the receipt that was issued elsewhere, and when, without it now."""

    amount: Amount
    way: Literal["cash", "transfer"] = "cash"
    symbol: Bill = ""
    number: Bill = ""
    paid_at: Moment | None = None

    def paid(self) -> Paid:
        return Paid(self.amount, Way(self.way), receipt(self.symbol, self.number), self.paid_at)


class PaymentCancellationGiven(Given):
    """The number of the payment among the entries of the dossier, why it is wrong, and what is right instead."""

    n: Number
    reason: Note
    instead: PaymentGiven | None = None


class RefundGiven(Given):
    """How much of which payment is given back, how, and why."""

    n: Number
    amount: Amount
    way: Literal["cash", "transfer"] = "cash"
    reason: Note
