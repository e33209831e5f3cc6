"""Bodies about a duty to pay: what officers type from paper, and what the tax office's system sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from motcua.casework.tax_messages import Notice, Proof
from motcua.kernel.money import LARGEST
from motcua.kernel.sentences import Refused, gettext_noop

from .given import Day, FileToken, Given, Moment, Note, Readable, Short

Amount = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Code = Annotated[str, Field(max_length=60), Readable]
Text = Annotated[str, Field(max_length=150), Readable]
SCAN = gettext_noop("Bản chụp: tên mà POST /files đã trả lời cho chính tài khoản này.")


class SlipGiven(Given):
    """Which parcel of land: number, map sheet, address, area."""

    parcel: Note
    note: Note = ""


class NoticeGiven(Given):
    """A notice of a duty to pay; amounts are whole đồng, 0 where nothing is due."""

    number: Short
    issued_on: Day
    amount: Amount
    pay_by: Day | None = None
    office: Text = ""
    pay_at: Text = Field("", description=gettext_noop("Nộp ở đâu, vào tài khoản nào."))
    replaces: Short = Field("", description=gettext_noop("Số của thông báo mà thông báo này thay thế."))

    def notice(self) -> Notice:
        """As the verb takes it."""
        return Notice(
            self.number.strip(),
            self.issued_on,
            self.amount,
            self.pay_by,
            self.office.strip(),
            self.pay_at.strip(),
            self.replaces.strip(),
        )


class ProofGiven(Given):
    """That so much of a notice was paid, in whole đồng."""

    notice: Short = Field(description=gettext_noop("Số của thông báo."))
    receipt: Short = Field(description=gettext_noop("Số của chứng từ nộp tiền."))
    amount: Amount
    paid_at: Moment

    def proof(self) -> Proof:
        """As the verb takes it."""
        return Proof(self.notice.strip(), self.receipt.strip(), self.amount, self.paid_at)


class NoticeWithdrawalGiven(Given):
    """The tax office takes a notice back."""

    notice: Short = Field(description=gettext_noop("Số của thông báo."))
    reason: Note


class TypedNoticeGiven(NoticeGiven):
    """The same from a paper, with its scan."""

    scan: FileToken | None = Field(None, description=SCAN)


class TypedProofGiven(ProofGiven):
    """The same from a paper, with its scan."""

    scan: FileToken | None = Field(None, description=SCAN)


class TaxMessageGiven(Given):
    """One message of the tax office's system: a notice, a proof or a withdrawal, under an id of the sender's own."""

    message: Short = Field(description=gettext_noop("Mã thông điệp do bên gửi đặt; gửi lại cùng mã là an toàn."))
    dossier: Code
    notice: NoticeGiven | None = None
    proof: ProofGiven | None = None
    withdrawal: NoticeWithdrawalGiven | None = None

    def check(self) -> None:
        """Refused unless it says one thing, under an id."""
        if not self.message.strip():
            raise Refused("Cần ghi mã thông điệp.", field="message")
        if sum(part is not None for part in (self.notice, self.proof, self.withdrawal)) != 1:
            raise Refused("Mỗi thông điệp chỉ gồm một trong: notice, proof, withdrawal.", field="notice")
