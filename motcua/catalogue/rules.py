"""What publishing decisions are made of, and within how many days they must be taken and made public."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.sentences import gettext_noop


class ItemKind(StrEnum):
    """What a decision does to a procedure, as its lists are headed."""

    NEW = "new"
    AMENDED = "amended"
    STANDARDISED = "standardised"
    REPEALED = "repealed"


KIND_NAMES = {
    ItemKind.NEW: gettext_noop("ban hành mới"),
    ItemKind.AMENDED: gettext_noop("sửa đổi, bổ sung"),
    ItemKind.STANDARDISED: gettext_noop("chuẩn hóa"),
    ItemKind.REPEALED: gettext_noop("bãi bỏ"),
}
