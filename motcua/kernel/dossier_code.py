"""Codes of dossiers: made by a pattern, looked up as typed, never read for meaning (rules.md 2.2).

The counter behind `n` is a row of the database per agency and day; here is only how the code is written.
"""

import re
from datetime import date
from string import Formatter

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare

DEFAULT_PATTERN = "{agency}-{yymmdd}-{n:04d}"
LONGEST = 64

WRONG_PATTERN = gettext_noop(
    "Mẫu mã hồ sơ “{pattern}” không dùng được: cần {{agency}}, {{yymmdd}} hoặc {{yyyymmdd}}, và {{n:04d}}, "
    "mỗi phần một lần, nối với nhau bằng dấu gạch ngang."
)

_PARTS = {"agency", "yymmdd", "yyyymmdd", "n"}
_WIDTH = re.compile(r"(0[1-9]d)?", re.ASCII)
_TYPED = re.compile(r"(?=.*\d)[0-9A-Z][0-9A-Z.\-/_]{3,63}", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def check_pattern(pattern: str, *, field: str = "pattern") -> str:
    """`pattern` itself; Refused unless it names the agency, the whole date and the number, each once and apart.

    Without one of them two dossiers could get one code; without something between them they could run together.
    """
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        raise Refused(WRONG_PATTERN, field=field, pattern=pattern) from None
    parts = [name for _, name, _, _ in pieces if name is not None]
    right = (
        set(parts) <= _PARTS
        and sorted(parts) in (["agency", "n", "yymmdd"], ["agency", "n", "yyyymmdd"])
        and all(literal for literal, _, _, _ in pieces[1:])
        and all(re.fullmatch(r"[0-9A-Z.\-/_]*", literal) for literal, _, _, _ in pieces)
        and all(not turn for _, _, _, turn in pieces)
        and all(_WIDTH.fullmatch(spec or "") if name == "n" else not spec for _, name, spec, _ in pieces)
    )
    if not right:
        raise Refused(WRONG_PATTERN, field=field, pattern=pattern)
    return pattern


def format_code(pattern: str, *, agency: str, day: date, n: int) -> str:
    """The n-th code (n ≥ 1) of `agency` on `day`: "H48.14-261121-0012"; the number outgrows its width, never wraps."""
    return pattern.format(agency=agency, yymmdd=f"{day:%y%m%d}", yyyymmdd=f"{day:%Y%m%d}", n=n)


def scanned(text: str) -> str | None:
    """The code on a slip, as `looks_like_code` gives it: the bar code says it, the QR code the address of tracking.

    Of an address only its end counts, so that a keyboard that spoils letters of the host does no harm.
    """
    typed = text.strip().rstrip("/")
    if "/tra-cuu/" in typed:
        typed = typed.rpartition("/tra-cuu/")[2]
    elif "://" in typed:
        typed = typed.rpartition("/")[2]
    return looks_like_code(typed)


def looks_like_code(text: str) -> str | None:
    """What was typed or scanned, as a code to look up (upper case, no spaces, plain dashes); None if it cannot be one.

    Permissive, since dossiers filed elsewhere keep foreign codes: ASCII letters, digits and ". - / _", with a digit.
    """
    code = bare(text, separators="").translate(_DASHES).upper()
    return code if _TYPED.fullmatch(code) else None
