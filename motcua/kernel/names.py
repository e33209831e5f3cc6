"""Names, as they are: never split, never corrected; of people (one letter is a name) and of bodies."""

import unicodedata

from motcua.kernel.folding import APOSTROPHES
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy

LONGEST = 200
_INSIDE = set(APOSTROPHES + " -‐–.,·()/")

EMPTY = gettext_noop("Chưa có họ tên; hãy ghi đúng như trên giấy tờ.")
TOO_LONG = gettext_noop("Họ tên dài quá {limit} ký tự; hãy kiểm tra xem có dán nhầm nội dung khác không.")
HAS_DIGIT = gettext_noop("Họ tên có chữ số “{char}”; hãy ghi đúng như trên giấy tờ, không kèm số.")
HAS_CONTROL = gettext_noop("Họ tên có ký tự điều khiển không nhìn thấy được; hãy xóa đi và gõ lại.")
HAS_SYMBOL = gettext_noop("Họ tên có ký tự “{char}” không dùng trong tên người; hãy ghi đúng như trên giấy tờ.")
BODY_EMPTY = gettext_noop("Chưa có tên của cơ quan, tổ chức; hãy ghi đúng như trên giấy tờ.")
BODY_TOO_LONG = gettext_noop("Tên của cơ quan, tổ chức dài quá {limit} ký tự; hãy ghi tên chính thức.")
BODY_HAS_CONTROL = gettext_noop(
    "Tên của cơ quan, tổ chức có ký tự điều khiển không nhìn thấy được; hãy xóa đi và gõ lại."
)
NO_LETTER = gettext_noop("Họ tên chưa có chữ cái nào; hãy ghi đúng như trên giấy tờ.")


def parse(text: str, *, field: str = "name") -> str:
    """The name in NFC with single spaces, letters, case and apostrophes kept.

    Refused when empty, over 200 characters, or holding digits, control characters or symbols.
    """
    name = tidy(text)
    if not name:
        raise Refused(EMPTY, field=field)
    if len(name) > LONGEST:
        raise Refused(TOO_LONG, field=field, limit=LONGEST)
    for char in name:
        _check(char, field=field)
    if not any(char.isalpha() for char in name):
        raise Refused(NO_LETTER, field=field)
    return name


def parse_body(text: str, *, field: str = "name") -> str:
    """The name of an agency, enterprise, household or community in NFC with single spaces; digits and signs may stand.

    Refused when empty, over 200 characters, or holding control characters.
    """
    name = tidy(text)
    if not name:
        raise Refused(BODY_EMPTY, field=field)
    if len(name) > LONGEST:
        raise Refused(BODY_TOO_LONG, field=field, limit=LONGEST)
    if any(unicodedata.category(char)[0] == "C" for char in name):
        raise Refused(BODY_HAS_CONTROL, field=field)
    return name


def _check(char: str, *, field: str) -> None:
    kind = unicodedata.category(char)
    if kind[0] in "LM" or char in _INSIDE:
        return
    if kind[0] == "N":
        raise Refused(HAS_DIGIT, field=field, char=char)
    if kind[0] == "C":
        raise Refused(HAS_CONTROL, field=field)
    raise Refused(HAS_SYMBOL, field=field, char=char)
