"""The cases of a procedure on forms: each by its limit and its name."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext

from motcua.casework.reads.limit_cases import CaseRow

from .words import say

SHOWN = 110  # letters of a name in a list to choose from; the page shows the whole name of the one chosen


def case_label(row: CaseRow, *, shown: int = SHOWN) -> str:
    """ "8 ngày làm việc – Trường hợp phải xác minh", with the ways of handing in where it is not for all of them."""
    name = Truncator(row.name).chars(shown) if row.n else gettext("Thời hạn chung của thủ tục")
    told = f"{say(row.limit)} – {name}"
    if not (channels := say(row.channels)) or channels in name:
        return told
    return gettext("{case} (chỉ hồ sơ nộp {channels})").format(case=told, channels=channels)


def case_choices(rows: Iterable[CaseRow]) -> list[tuple[int, str]]:
    """Numbers and labels, for a field."""
    return [(row.n, case_label(row)) for row in rows]
