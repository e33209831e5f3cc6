"""Codes of administrative procedures: `1.004203`, or with the agency that made it its own `1.004616.000.00.00.H56`.

The first digit is a record class of the national catalogue, then six digits; a local variant adds the old-style code
of the agency (rules.md 2.3).
"""

import re
from dataclasses import dataclass

from motcua.kernel import agency_code
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare

EMPTY = gettext_noop("Chưa có mã thủ tục hành chính; hãy ghi mã, ví dụ 1.004203.")
WRONG_CODE = gettext_noop(
    "“{typed}” không phải mã thủ tục hành chính; hãy ghi như 1.004203 hoặc 1.004616.000.00.00.H56."
)

_CODE = re.compile(r"([1-9]\.\d{6})(?:\.(\d{3}\.\d\d\.\d\d\.[A-Y]\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """`code` as catalogued; `national` its part `N.NNNNNN`; `agency` the agency of a local variant, else None."""

    code: str
    national: str
    agency: agency_code.AgencyCode | None


def parse(text: str, *, field: str = "procedure_code") -> ProcedureCode:
    """Read a procedure's code; Refused when it is neither of the two forms."""
    typed = bare(text, separators="").upper()
    if not typed:
        raise Refused(EMPTY, field=field)
    found = _CODE.fullmatch(typed)
    if not found:
        raise Refused(WRONG_CODE, field=field, typed=typed)
    return ProcedureCode(typed, found[1], agency_code.parse(found[2], field=field) if found[2] else None)
