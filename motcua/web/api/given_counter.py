"""What programs send of the counter: a request for a certification, and the closing of a till."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from motcua.casework.certify import Request
from motcua.certification.rules import MOST, Counts
from motcua.payments.rules import Paid, Way, receipt

from .given import Code, Day, Given, Line, Name, Note, OwnerGiven, Readable
from .given_fees import Amount, Bill

Many = Annotated[int, Field(ge=1, le=MOST, strict=True)]


class CertificationPaidGiven(Given):
    """That the fee was paid, all of it, and with what receipt that was issued elsewhere."""

    way: Way = Way.CASH
    symbol: Bill = ""
    number: Bill = ""

    def paid(self) -> Paid:
        return Paid(0, self.way, receipt(self.symbol, self.number))


class CertificationGiven(Given):
    """One request: `kind` is a book of the tariff; `copies` and `pages` are of each document."""

    counter: Code
    kind: Annotated[str, Field(max_length=20), Readable]
    requester: OwnerGiven
    content: Line
    signer: Name
    documents: Many = 1
    copies: Many = 1
    pages: Many = 1
    paid: CertificationPaidGiven | None = None

    def request(self) -> Request:
        counts = Counts(self.documents, self.copies, self.pages)
        paid = self.paid.paid() if self.paid else None
        return Request(self.kind, self.requester.party(), self.content, self.signer, counts, paid)


class CertificationVoidGiven(Given):
    """Why a row is void."""

    reason: Note


class TillClosingGiven(Given):
    """The cash counted at the end of a day, and why it differs from the entries; `account` where it is not one's own
    till."""

    counter: Code
    day: Day
    counted: Amount
    reason: Note = ""
    account: Annotated[str, Field(max_length=60), Readable] = ""
