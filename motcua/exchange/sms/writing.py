"""What a text message may hold: diacritics folded away, its length in parts as gateways charge them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic characters of GSM 03.38, one septet each."""
TWO_SEPTETS = frozenset("\f^{}\\[~]|€")
"""Those of its extension, written with an escape before them."""
PLAIN = str.maketrans(
    {"đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "}
)
GSM7_SIZES, UCS2_SIZES = (160, 153), (70, 67)
"""Room of a message that stands alone, and of each part of a longer one."""


def folded(text: str) -> str:
    """`text` in GSM-7: Vietnamese without its marks, typographic signs made plain, a question mark for the rest."""
    bare = unicodedata.normalize("NFD", text.translate(PLAIN))
    kept = (sign for sign in bare if not unicodedata.combining(sign))
    return "".join(sign if sign in GSM7 or sign in TWO_SEPTETS else "?" for sign in kept)


def fits_gsm7(text: str) -> bool:
    """Whether every character stands in GSM-7, so that a part holds 160 and not 70."""
    return all(sign in GSM7 or sign in TWO_SEPTETS for sign in text)


def parts(text: str) -> int:
    """How many parts `text` is sent in; no part ends within a character."""
    if fits_gsm7(text):
        return _parts([2 if sign in TWO_SEPTETS else 1 for sign in text], *GSM7_SIZES)
    return _parts([len(sign.encode("utf-16-be")) // 2 for sign in text], *UCS2_SIZES)


def _parts(widths: Iterable[int], alone: int, each: int) -> int:
    widths = list(widths)
    if sum(widths) <= alone:
        return 1
    count, room = 1, each
    for width in widths:
        if width > room:
            count, room = count + 1, each
        room -= width
    return count
