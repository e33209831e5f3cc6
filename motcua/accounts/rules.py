"""What the data of an account may look like: plain Python."""

from __future__ import annotations

import re

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.]{0,58}[a-z0-9])?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

WRONG_USERNAME = gettext_noop(
    "Tên đăng nhập chỉ gồm chữ không dấu, chữ số và dấu chấm ở giữa, dài từ 1 đến 60; ví dụ thu.ha."
)
WRONG_EMAIL = gettext_noop("Địa chỉ thư điện tử “{given}” không hợp lệ; hãy ghi như ten@coquan.gov.vn, hoặc để trống.")


def read_username(text: str, *, field: str = "username") -> str:
    """The log-in name in lower case; Refused unless it is letters without accents, digits and dots inside."""
    username = tidy(text).lower()
    if not _USERNAME.fullmatch(username):
        raise Refused(WRONG_USERNAME, field=field)
    return username


def read_email(text: str, *, field: str = "email") -> str:
    """The address, or nothing for nothing; Refused when it cannot be one."""
    email = tidy(text)
    if email and not (_EMAIL.fullmatch(email) and len(email) <= 254):
        raise Refused(WRONG_EMAIL, field=field, given=email[:60])
    return email
