"""Kinds and states of messages, their words, and the digest by which a message is known again. Plain Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

from motcua.kernel.sentences import gettext_noop

TAX = "tax"


class Kind(StrEnum):
    """What a message is: the slip goes out, the others come in."""

    SLIP = "slip"
    NOTICE = "notice"
    WITHDRAWAL = "withdrawal"
    PROOF = "proof"


class State(StrEnum):
    """Where a message stands. A slip: promised, sent, answered; a notice: open, paid; the others are done at once."""

    PROMISED = "promised"
    SENT = "sent"
    REJECTED = "rejected"
    ANSWERED = "answered"
    OPEN = "open"
    PAID = "paid"
    NOTHING_DUE = "nothing_due"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DONE = "done"
    REFUSED = "refused"


KINDS: dict[Kind, str] = {
    Kind.SLIP: gettext_noop("Phiếu chuyển thông tin"),
    Kind.NOTICE: gettext_noop("Thông báo nghĩa vụ tài chính"),
    Kind.WITHDRAWAL: gettext_noop("Thu hồi thông báo"),
    Kind.PROOF: gettext_noop("Chứng từ đã nộp"),
}
STATES: dict[State, str] = {
    State.PROMISED: gettext_noop("chờ gửi"),
    State.SENT: gettext_noop("chờ trả lời"),
    State.REJECTED: gettext_noop("bị trả lại"),
    State.ANSWERED: gettext_noop("đã trả lời"),
    State.OPEN: gettext_noop("chờ người nộp"),
    State.PAID: gettext_noop("đã nộp đủ"),
    State.NOTHING_DUE: gettext_noop("không phải nộp"),
    State.WITHDRAWN: gettext_noop("đã thu hồi"),
    State.REPLACED: gettext_noop("đã thay thế"),
    State.DONE: gettext_noop("đã ghi"),
    State.REFUSED: gettext_noop("không nhận"),
}
AWAITED = frozenset({State.PROMISED, State.SENT, State.OPEN})
"""Something is still to come: an answer, or the applicant's payment."""


def canonical(body: Mapping[str, object]) -> str:
    """The one way to write a body: keys in order, no spaces, letters as they are."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(body: Mapping[str, object]) -> str:
    """SHA-256 of the body as it is written in one way, in hexadecimal digits."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()
