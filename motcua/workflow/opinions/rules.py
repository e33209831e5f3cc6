"""What an agency may say of a draft, and what who keeps the process may say of its remarks; plain Python."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.sentences import gettext_noop

LONGEST = 2000  # letters of one text
WHOLE = 0  # the number of a remark on the draft as a whole; others are on the row of that number


class Verdict(StrEnum):
    """What an agency answers."""

    AGREE = "agree"
    REMARKS = "remarks"
    DISAGREE = "disagree"


VERDICTS: dict[str, str] = {
    Verdict.AGREE.value: gettext_noop("Nhất trí"),
    Verdict.REMARKS.value: gettext_noop("Nhất trí, có góp ý"),
    Verdict.DISAGREE.value: gettext_noop("Không nhất trí"),
}


class Reply(StrEnum):
    """What becomes of a remark: taken up, or explained why it is not."""

    ACCEPTED = "accepted"
    EXPLAINED = "explained"


REPLIES: dict[str, str] = {
    Reply.ACCEPTED.value: gettext_noop("Tiếp thu"),
    Reply.EXPLAINED.value: gettext_noop("Giải trình"),
}
