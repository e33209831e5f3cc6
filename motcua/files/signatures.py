"""Digital signatures of a PDF, checked while the person who sent it is still there, and told in plain words.

Whom this installation trusts is data: certificates in PEM under the setting SIGNATURE_ANCHORS. Nothing is asked of the
network here, so a certificate that was revoked since cannot be told: it is said that nobody asked. A signature that is
not known is told, never a reason to refuse the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence, gettext_noop

TRUSTED, UNKNOWN, EXPIRED, BROKEN, UNREAD = "trusted", "unknown", "expired", "broken", "unread"
GOOD = gettext_noop("Chữ ký số của {who} đúng; nơi cấp chứng thư số được tin cậy.")
STATES = {
    TRUSTED: GOOD,
    UNKNOWN: gettext_noop(
        "Chữ ký số của {who} nguyên vẹn, nhưng nơi cấp chứng thư số ({issuer}) chưa có trong danh sách tin cậy; "
        "cán bộ sẽ xem."
    ),
    EXPIRED: gettext_noop("Chữ ký số của {who} nguyên vẹn, nhưng chứng thư số đã hết hạn ngày {until}; cán bộ sẽ xem."),
    BROKEN: gettext_noop(
        "Chữ ký số của {who} không khớp với nội dung: tệp đã bị sửa sau khi ký. Nếu còn bản gốc, hãy gửi bản gốc."
    ),
    UNREAD: gettext_noop(
        "Tệp có chữ ký số nhưng hệ thống chưa đọc được dạng này; cán bộ sẽ xem. Tệp vẫn được nhận nguyên vẹn."
    ),
}
MOST = 20  # signatures of one file that are looked at while a person waits
SIGNED_AT = gettext_noop("Ký lúc {at}, theo giờ của máy đã ký.")
PART = gettext_noop("Sau chữ ký này tệp có thêm nội dung; chữ ký chỉ bảo đảm phần có trước.")
NOT_ASKED = gettext_noop("Chưa hỏi nơi cấp xem chứng thư số có bị thu hồi không.")
BAD = (
    PdfError,
    SignatureValidationError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `state` is a word of STATES; `whole` says that nothing was added to the file after it."""

    state: str
    who: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    until: datetime | None = None
    whole: bool = True

    def told(self) -> list[Sentence]:
        """What there is to say of it, in plain words, the judgement first."""
        until = f"{self.until.astimezone(VIETNAM):%d/%m/%Y}" if self.until else ""
        said = [Sentence(STATES[self.state], {"who": self.who, "issuer": self.issuer, "until": until})]
        if self.signed_at is not None:
            said.append(Sentence(SIGNED_AT, {"at": f"{self.signed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"}))
        if not self.whole and self.state != BROKEN:
            said.append(Sentence(PART))
        return [*said, Sentence(NOT_ASKED)] if self.state == TRUSTED else said


def signatures(content: bytes, *, anchors: str, at: datetime) -> list[Signature]:
    """The signatures of a PDF as they stand at `at`; `anchors` is a folder of certificates in PEM, or "".

    A signature that cannot be read is told as UNREAD. No request goes out.
    """
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        found = list(islice(reader.embedded_regular_signatures, MOST))
        if not found and _says_signed(reader):
            return [Signature(UNREAD)]
    except BAD:
        return [Signature(UNREAD)]
    return list(_judged(found, _trusted(anchors), at))


def _says_signed(reader: PdfFileReader) -> bool:
    """Whether the form of the file says that there are signatures (ISO 32000-1, 12.7.2): some are of no known kind."""
    form = reader.root.get("/AcroForm", {})
    return bool(int(form.get("/SigFlags", 0)) & 1)


def _judged(
    found: Sequence[EmbeddedPdfSignature], anchors: Sequence[x509.Certificate], at: datetime
) -> Iterator[Signature]:
    for each in found:
        try:
            yield _judge(each, anchors, at)
        except BAD:
            yield Signature(UNREAD)


def _judge(each: EmbeddedPdfSignature, anchors: Sequence[x509.Certificate], at: datetime) -> Signature:
    context = ValidationContext(trust_roots=list(anchors), allow_fetching=False, moment=at, revocation_mode="soft-fail")
    status = validate_pdf_signature(each, context)
    certificate = each.signer_cert
    until = certificate.not_valid_after
    whole = status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    broken = not (status.intact and status.valid) or status.modification_level is ModificationLevel.OTHER
    state = BROKEN if broken else TRUSTED if status.trusted else EXPIRED if until < at else UNKNOWN
    return Signature(
        state=state,
        who=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        signed_at=each.self_reported_timestamp,
        until=until,
        whole=whole,
    )


def _name(name: x509.Name) -> str:
    """How people call the bearer of a certificate: the common name, else the organisation."""
    told: dict[str, Any] = name.native
    return str(told.get("common_name") or told.get("organization_name") or name.human_friendly)


@cache
def _trusted(folder: str) -> tuple[x509.Certificate, ...]:
    """The certificates of a folder; read once, for they change with the installation."""
    files = sorted(Path(folder).glob("*.pem")) if folder else []
    return tuple(
        x509.Certificate.load(der) for file in files for _, _, der in pem.unarmor(file.read_bytes(), multiple=True)
    )
