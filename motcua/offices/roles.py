"""Roles that a post can carry (rules.md 1.1; NĐ 118/2025 Điều 7–12)."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.sentences import gettext_noop


class Role(StrEnum):
    """What a post is for. A person holds as many posts as the office needs."""

    RECEIVER = "receiver"
    COUNTER_HEAD = "counter_head"
    SPECIALIST = "specialist"
    UNIT_LEADER = "unit_leader"
    SIGNER = "signer"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    TAX_OFFICE = "tax_office"


LABELS: dict[Role, str] = {
    Role.RECEIVER: gettext_noop("Tiếp nhận và trả kết quả"),
    Role.COUNTER_HEAD: gettext_noop("Người đứng đầu Bộ phận Một cửa"),
    Role.SPECIALIST: gettext_noop("Công chức thụ lý"),
    Role.UNIT_LEADER: gettext_noop("Lãnh đạo phòng"),
    Role.SIGNER: gettext_noop("Lãnh đạo ký"),
    Role.CLERK: gettext_noop("Văn thư"),
    Role.SUPERVISOR: gettext_noop("Kiểm soát thủ tục hành chính"),
    Role.ADMINISTRATOR: gettext_noop("Quản trị hệ thống"),
    Role.TAX_OFFICE: gettext_noop("Hệ thống của cơ quan thuế"),
}
OF_PEOPLE: tuple[Role, ...] = tuple(role for role in Role if role is not Role.TAX_OFFICE)
"""Roles that a row of an internal process can name; the others are for accounts of machines."""
