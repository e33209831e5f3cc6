"""One spelling for text as it is typed, pasted or scanned: NFC, no invisible characters, single spaces."""

import unicodedata


def tidy(text: str) -> str:
    """`text` in NFC, without byte-order marks and other invisible format characters, white space made single spaces.

    Keyboards, Word and card scanners give the same Vietnamese word as different code points; everything that is
    stored or compared goes through here first. Control characters that are not white space are kept, to be refused.
    """
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def bare(text: str, *, separators: str = ".") -> str:
    """`tidy(text)` without spaces and without `separators`: how people write long numbers ("051 090 001.234")."""
    return "".join(c for c in tidy(text) if c != " " and c not in separators)


def is_digits(text: str) -> bool:
    """Whether `text` is one or more of 0–9; `str.isdigit` would also take superscripts and other scripts."""
    return text.isascii() and text.isdigit()
