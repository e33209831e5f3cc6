"""What a message with a code says: the dossier's code and the code, nothing else of anybody."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext

from motcua.environment import PUBLIC_URL
from motcua.exchange.sms.writing import folded
from motcua.proofs.models import Proof


def text_message(proof: Proof, code: str) -> str:
    """For a telephone, without diacritics: one part in both languages."""
    with translation.override(proof.language):
        if proof.dossier is None:
            said = gettext("{code} là mã đăng nhập Một cửa. Dùng một lần, trong 5 phút. Đừng đưa mã này cho ai.")
            return folded(said.format(code=code))
        said = gettext("{code} là mã xem hồ sơ {dossier}. Dùng một lần, trong 5 phút. Đừng đưa mã này cho ai.")
        return folded(said.format(code=code, dossier=proof.dossier.code))


def letter(proof: Proof, code: str, *, to: str) -> EmailMessage:
    """For a mailbox. Sent twice it bears the same number, so that mail programs show it once."""
    with translation.override(proof.language):
        lines = [
            _what_for(proof),
            "",
            f"    {code}",
            "",
            gettext("Mã dùng được một lần, trong 5 phút, ở trình duyệt đã xin mã."),
            gettext("Đừng đưa mã này cho ai; cán bộ không bao giờ hỏi mã này."),
            gettext("Anh/Chị không xin mã? Hãy bỏ qua thư này: không ai xem được hồ sơ khi không có mã."),
            "",
            PUBLIC_URL,
        ]
        return EmailMessage(
            subject=_subject(proof),
            body="\n".join(lines),
            to=[to],
            headers={
                "Message-ID": f"<{key_of(proof)}@{urlsplit(PUBLIC_URL).hostname}>",
                "Content-Language": proof.language,
                "Auto-Submitted": "auto-generated",
            },
        )


def _what_for(proof: Proof) -> str:
    if proof.dossier is None:
        return gettext("Mã để đăng nhập bằng thư điện tử này:")
    return gettext("Mã để xem tiến trình hồ sơ {dossier}:").format(dossier=proof.dossier.code)


def _subject(proof: Proof) -> str:
    if proof.dossier is None:
        return gettext("Mã đăng nhập Một cửa")
    return gettext("Mã xem hồ sơ {dossier}").format(dossier=proof.dossier.code)


def key_of(proof: Proof) -> str:
    """The key of its message: whatever is sent under it twice reaches a telephone once."""
    return f"motcua-code-{proof.pk}-{proof.salt[:12]}"
