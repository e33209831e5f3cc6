"""How sure it is who a citizen is, in plain words. Plain Python."""

from __future__ import annotations

from enum import IntEnum

from motcua.kernel.sentences import gettext_noop


class Level(IntEnum):
    """What stands behind what a citizen says (rules.md 5.5: `IAL`, `loAs` of the national e-ID)."""

    DECLARED = 1
    CONTACT = 2
    IDENTITY = 3


LABELS = {
    Level.DECLARED: gettext_noop("Tự khai"),
    Level.CONTACT: gettext_noop("Liên hệ đã xác nhận"),
    Level.IDENTITY: gettext_noop("Danh tính đã xác thực"),
}
MEANINGS = {
    Level.DECLARED: gettext_noop("Mọi điều ghi ở đây do Anh/Chị tự khai."),
    Level.CONTACT: gettext_noop(
        "Số điện thoại hoặc thư điện tử đã xác nhận bằng mã. Họ tên và số định danh do Anh/Chị tự khai."
    ),
    Level.IDENTITY: gettext_noop("Họ tên và số định danh do hệ thống định danh điện tử quốc gia xác nhận."),
}


def way_of(contact: str) -> str:
    """By which way a contact is reached: `email` or `sms`."""
    return "email" if "@" in contact else "sms"


def covered(contact: str) -> str:
    """A contact as its own person recognises it, and nobody else learns it: "*********678", "a***@vidu.vn"."""
    name, at, host = contact.rpartition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return "*" * (len(contact) - 3) + contact[-3:]
