"""What a procedure is found by, and finding it by its code or by the initials of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CODE = re.compile(r"[0-9.]{4,}|[0-9]\.[0-9]{6}[\w.]*")


@dataclass(frozen=True, slots=True)
class Text:
    """What a procedure is found by. `rest` are the names of its papers and its result; `prior` is 1 for the usual."""

    code: str
    name: str
    field: str = ""
    rest: Sequence[str] = ()
    prior: float = 1.0


def by_code(text: str, among: Sequence[Text]) -> dict[int, float]:
    """By the whole of a code, its beginning, or a part; a code with that of an agency behind it too."""
    typed = "".join(text.lower().split())
    if not CODE.fullmatch(typed):
        return {}
    found = {}
    for n, row in enumerate(among):
        code = row.code.lower()
        if typed == code:
            found[n] = 1.0
        elif code.startswith(typed) or typed.startswith(code):
            found[n] = 0.9
        elif typed in code:
            found[n] = 0.8
    return found


def by_initials(typed: str, among: Sequence[str]) -> dict[int, float]:
    """By initials, the whole of them or a part; what begins so before what only holds them."""
    found = {}
    for n, initials in enumerate(among):
        at = initials.find(typed)
        if at >= 0:
            found[n] = 0.75 + 0.2 * len(typed) / len(initials) - (0.1 if at else 0)
    return found
