"""Codes of agencies, new style `H56.14` and old style `000.00.14.H56`, and the way between them.

Decision 20/2020/QĐ-TTg: at most 35 characters, groups parted by ".", the first a letter A–Y and two digits, the next
levels to the right; Z begins the codes of other organisations. QCVN 102:2016 wrote four groups the other way round,
`V1V2V3.Z1Z2.Y1Y2.MX1X2`, absent levels as zeros (rules.md 2.1).
"""

import re
from dataclasses import dataclass

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare

LONGEST = 35

EMPTY = gettext_noop("Chưa có mã định danh cơ quan; hãy ghi mã, ví dụ H48.14.")
TOO_LONG = gettext_noop("Mã định danh cơ quan dài quá {limit} ký tự; hãy kiểm tra lại.")
WRONG_OLD = gettext_noop("Mã kiểu cũ phải có đúng bốn nhóm như 000.00.14.H56; hãy kiểm tra lại “{typed}”.")
WRONG_CODE = gettext_noop(
    "“{typed}” không phải mã định danh cơ quan; hãy ghi kiểu mới như H56.14 hoặc kiểu cũ như 000.00.14.H56."
)

_OLD = re.compile(r"(\d{3})\.(\d\d)\.(\d\d)\.([A-Y]\d\d)", re.ASCII)
_LIKE_OLD = re.compile(r"\d[^A-Z]*\.[A-Y]\d\d", re.ASCII)
_NEW = re.compile(r"[A-Y]\d\d(\.[A-Z0-9]+)*|Z[A-Z0-9]+(\.[A-Z0-9]+)*", re.ASCII)
_OLD_ZEROS = ("00", "00", "000")  # levels 2, 3 and 4 where no unit is named


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """One agency's code in the new style; `old_code` is None where the old style cannot write it."""

    code: str
    old_code: str | None


def parse(text: str, *, field: str = "agency_code") -> AgencyCode:
    """Read a code of either style, in any case of letters.

    Zero groups below the lowest named unit are dropped, others kept: `001.00.14.H56` is `H56.14.00.001`.
    """
    typed = bare(text, separators="").upper()
    if not typed:
        raise Refused(EMPTY, field=field)
    if len(typed) > LONGEST:
        raise Refused(TOO_LONG, field=field, limit=LONGEST)
    if old := _OLD.fullmatch(typed):
        return _made_of([old[4], old[3], old[2], old[1]])
    if _LIKE_OLD.fullmatch(typed):
        raise Refused(WRONG_OLD, field=field, typed=typed)
    if not _NEW.fullmatch(typed):
        raise Refused(WRONG_CODE, field=field, typed=typed)
    return _made_of(typed.split("."))


def _made_of(levels: list[str]) -> AgencyCode:
    """The code of `levels`, highest first."""
    lowest = max(n for n, group in enumerate(levels, start=1) if n == 1 or set(group) != {"0"})
    named = levels[:lowest]
    return AgencyCode(".".join(named), _old_code(named))


def _old_code(levels: list[str]) -> str | None:
    below = levels[1:]
    fits = len(below) <= 3 and all(g.isdigit() and len(g) == len(z) for g, z in zip(below, _OLD_ZEROS, strict=False))
    if levels[0].startswith("Z") or not fits:
        return None
    absent = _OLD_ZEROS[len(below) :]
    return ".".join([*reversed(absent), *reversed(below), levels[0]])
