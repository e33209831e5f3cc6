"""A message as an e-mail in the language of its recipient, handed to the mail server of the installation."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from motcua.environment import PUBLIC_URL

from .kinds import KINDS, letter
from .models import Delivery

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def send(delivery: Delivery) -> str:
    """Hand the e-mail over. What the server said for good against it, or nothing; raises what may pass by itself."""
    return hand_over(written(delivery))


def hand_over(mail: EmailMessage) -> str:
    """Give an e-mail to the mail server: what it said for good against it, or nothing; raises what may pass."""
    mail.connection = get_connection(SMTP)
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        if code < 500:
            raise
        return _said(code, said)
    except SMTPResponseException as refused:
        if refused.smtp_code < 500:
            raise
        return _said(refused.smtp_code, refused.smtp_error)
    return ""


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def written(delivery: Delivery) -> EmailMessage:
    """The e-mail. Sent twice it bears the same number, so that mail programs show it once."""
    message = delivery.message
    with translation.override(message.recipient.language):
        said = letter(message.kind, code=message.code, params=message.params)
        lines = [_with_address(line.sentence.translated(gettext), line.address) for line in said.lines]
        if delivery.file is not None:
            lines += ["", gettext("Từng hồ sơ ở tệp kèm theo: {name}.").format(name=KINDS[message.kind].file)]
        turn_off = gettext("Thư này do hệ thống một cửa điện tử gửi. Chọn thư muốn nhận tại: {address}")
        body = "\n".join(
            [
                *lines,
                "",
                PUBLIC_URL + said.address,
                "",
                turn_off.format(address=PUBLIC_URL + reverse("accounts:messages")),
            ]
        )
        mail = EmailMessage(
            subject=said.title.translated(gettext),
            body=body,
            to=[message.recipient.email],
            headers={
                "Message-ID": f"<motcua-{delivery.pk}-{message.at:%Y%m%d%H%M%S}@{urlsplit(PUBLIC_URL).hostname}>",
                "Content-Language": message.recipient.language,
                "Auto-Submitted": "auto-generated",
            },
        )
    if delivery.file is not None:
        mail.attach(KINDS[message.kind].file, delivery.file.read(), delivery.file.media_type)
    return mail


def _with_address(text: str, address: str) -> str:
    return f"– {text} {PUBLIC_URL}{address}" if address else f"– {text}"
