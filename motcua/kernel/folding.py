"""Folding for search and order: text without Vietnamese and Central Highlands marks, its words, initials, sort key."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’‘ʼʻ`´′＇"

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans(
    {"đ": "d", "ƀ": "b", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe"}
)
_NO_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES))
_APOSTROPHES_APART = str.maketrans(dict.fromkeys(APOSTROPHES, " "))
_WORD = re.compile(r"[^\W_]+")

# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Order of the letters built on one base letter: a ă â, d đ, e ĕ ê, o ŏ ô ơ, u ŭ ư, b ƀ, c č, n ñ.
_LETTER_MARKS = {"\u0306": "1", "\u030c": "1", "\u0335": "1", "\u0336": "1", "\u0302": "2", "\u031b": "3"}
_STROKED = {"đ": "d\u0335", "ƀ": "b\u0335"}


def fold(text: str) -> str:
    """`text` in lower case without tone marks, diacritics and apostrophes; other punctuation and digits stay.

    "Đăng ký" → "dang ky", "Y’Rỗi" → "yroi", "ƀuôn Čư" → "buon cu". White space becomes single spaces.
    Folding twice changes nothing.
    """
    return " ".join(_without_marks(text.translate(_NO_APOSTROPHES)).split())


def terms(text: str) -> list[str]:
    """The folded words of `text` in order, an apostrophe parting words: "Y’Rỗi" and "Y Rỗi" → ["y", "roi"]."""
    return _WORD.findall(_without_marks(text.translate(_APOSTROPHES_APART)))


def index_terms(text: str) -> list[str]:
    """`terms` and the words with apostrophes joined: an index of these finds "Y’Rỗi" by "y roi", "roi" and "yroi"."""
    apart = terms(text)
    return apart + [word for word in _WORD.findall(fold(text)) if word not in apart]


def initials(text: str) -> str:
    """First letters of the folded words: "Đăng ký khai sinh" → "dkks"."""
    return "".join(word[0] for word in terms(text))


def sort_key(text: str) -> str:
    """A key of 0–9 and a–z that orders as Vietnamese dictionaries do, in Python and in any collation of a database.

    Word by word: first its letters (a ă â b c d đ e ê …), then its tone (ngang huyền hỏi ngã sắc nặng). Case and
    punctuation do not count.
    """
    return "".join(_word_key(word) for word in text.translate(_APOSTROPHES_APART).split())


def _without_marks(text: str) -> str:
    # Taken apart twice: folding case can bring forth marks (İ), taking apart can bring forth capitals (kelvin sign).
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", kept.translate(_PLAIN).translate(_NO_APOSTROPHES))


@lru_cache(maxsize=4096)  # lists of agencies are put in order again and again
def _word_key(word: str) -> str:
    letters: list[str] = []
    tones = ""
    stroked = "".join(_STROKED.get(c, c) for c in unicodedata.normalize("NFC", word).casefold())
    for c in unicodedata.normalize("NFKD", stroked).casefold():
        if letters and c in _TONES and letters[-1][0] in "aeiouy":
            tones += _TONES[c]
        elif letters and (mark := _LETTER_MARKS.get(c) or ("1" if c in _TONES else None)):
            letters[-1] = letters[-1][0] + mark
        elif c.isascii() and c.isalnum():
            # Every word ends in "0", so digits of the text start with "1" and letters stand above both.
            letters.append(f"1{c}" if c.isdigit() else f"{c}0")
    return f"{''.join(letters)}0{tones or '0'}" if letters else ""
