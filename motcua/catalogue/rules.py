"""What publishing decisions do to procedures, and on what kinds of ground a limit may stand."""

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


class HoldKind(StrEnum):
    """On what a limit stands: a duty to pay is a state of its own (6), any other ground of the law leaves the state."""

    FINANCIAL = "financial"
    OTHER = "other"


HOLD_KINDS = {
    HoldKind.FINANCIAL: gettext_noop("nghĩa vụ tài chính"),
    HoldKind.OTHER: gettext_noop("căn cứ khác"),
}
