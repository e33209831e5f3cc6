"""Syllables as they are compared: folded, with i for y, and read back from keystrokes that no input method caught."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from motcua.kernel import folding

_WORD = re.compile(rf"[^\W_]+(?:[{folding.APOSTROPHES}][^\W_]+)*")
_DOUBLED = re.compile(r"aa|ee|oo|dd")
_VOWEL = re.compile(r"[aeiouy]")
_TONE_KEYS = "sfrxj"


@lru_cache(maxsize=65536)
def syllable(word: str) -> str:
    """One written word as it is compared: "Ký" and "kí" → "ki", "Lý" → "li", "Đăng" → "dang"."""
    return "".join(folding.terms(word)).replace("y", "i")


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of `text` in order. Kept: names and papers are read again whenever the catalogue changes."""
    return tuple(found for word in words(text) if (found := syllable(word)))


def words(text: str) -> list[str]:
    """The words of `text` as written, composed: a mark typed apart from its letter belongs to it."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65536)
def marks(word: str) -> str:
    """What tells accented spellings of one syllable apart: "hoà" and "hòa" are the same, "thuê" and "thuế" are not."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("đ", "d\u0335"))
    letters = "".join(c for c in apart if not unicodedata.combining(c)).replace("y", "i")
    return letters + "".join(sorted(c for c in apart if unicodedata.combining(c)))


def from_keys(word: str) -> str | None:
    """The syllable behind raw keys of Telex or VNI: "ddawng" and "d9a8ng" → "dang"; None where none is."""
    typed = word.casefold()
    if not typed.isascii() or not typed.isalnum():
        return None
    if any(c.isdigit() for c in typed):
        plain = "".join(c for c in typed if not c.isdigit())
        return plain.replace("y", "i") if plain and typed[0].isalpha() else None
    plain = _DOUBLED.sub(lambda pair: pair[0][0], typed)
    vowel = _VOWEL.search(plain)
    if vowel is None:
        return None
    head, tail = plain[: vowel.end()], plain[vowel.end() :]
    tail = tail.replace("w", "")
    tone = next((key for key in tail if key in _TONE_KEYS), "")
    read = head + tail.replace(tone, "", 1)
    return read.replace("y", "i") if read != typed else None
