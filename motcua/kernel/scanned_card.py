"""A card as a scanner typed it: read although an input method or a code page changed letters, with what is in doubt.

`card.parse` takes the text as it stands on the card; this takes what came through a keyboard. What cannot be read is
left out and said, the rest is filled in: the officer has the card in hand (rules.md 7: a typing aid, no proof).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from motcua.kernel import card, citizen, names
from motcua.kernel.card import Card
from motcua.kernel.folding import fold
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.kernel.typing_methods import has_tone, is_syllable, telex, untangled, vni

NOT_READ = gettext_noop(
    "Nội dung quét không có số định danh đọc được: đây không phải mã QR của thẻ căn cước, hoặc máy quét gõ sai; "
    "hãy quét lại hoặc nhập bằng tay."
)
CHANGED = gettext_noop(
    "Bộ gõ tiếng Việt đã đổi chữ của thẻ; họ tên, địa chỉ dưới đây được khôi phục, hãy đối chiếu với thẻ. Tắt bộ gõ "
    "trước khi quét thì không phải đối chiếu."
)
LOST = gettext_noop("Máy quét làm mất dấu tiếng Việt: hãy sửa họ tên, địa chỉ theo thẻ. Các phần khác đã được điền.")
SEX_FROM_NUMBER = gettext_noop("Không đọc được giới tính trên thẻ nên lấy theo số định danh; hãy đối chiếu với thẻ.")

# The keys 0–9 of the Vietnamese layout of Windows.
_WINDOWS_KEYS = {c: str(n) for n, c in enumerate("đăâêô\u0300\u0309\u0303\u0301\u0323")}
_PARTED = re.compile(r"\s*(?:\d{12})([^\w\s])(?:\d{9}|\d{12})?\1", re.ASCII)
_WORD = re.compile(r"[^\W_]+")
_WORDS_AND_DIGITS = re.compile(r"[^\s,.;:()/\-|]+")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read; what could not be is empty. `doubts` are sentences for who has the card in hand."""

    card: Card
    doubts: tuple[Sentence, ...] = ()


def read(text: str, *, today: date | None = None, field: str = "card") -> Reading:
    """The card that was scanned. Refused when it is none: fewer than six parts, or neither number nor name in them."""
    typed = _typed_digits(text)
    fields = card.fields_of(_parted(_decoded(typed)), field=field)
    doubts = _mend(fields) or [Sentence(CHANGED)] * (typed != text)
    fields[4], guessed = _sex(fields[4], fields[0])
    if guessed:
        doubts.append(Sentence(SEX_FROM_NUMBER))
    try:
        return Reading(card.parse("|".join(fields), today=today, field=field), tuple(doubts))
    except Refused:
        return _part_by_part(fields, doubts, today=today, field=field)


def _part_by_part(fields: list[str], doubts: list[Sentence], *, today: date | None, field: str) -> Reading:
    """What one part lacks takes nothing from the others; each fault is said."""

    def tried(read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except Refused as no:
            doubts.append(no.sentence)
            return None

    number = tried(lambda: citizen.parse(fields[0], today=today, field=field))
    name = tried(lambda: names.parse(fields[2], field=field))
    born = tried(lambda: card.birth_date_of(fields[3], field=field)) or ""
    if number is None and not (name and born):
        raise Refused(NOT_READ, field=field)
    if number and born and int(born[:4]) != number.birth_year:
        doubts.append(Sentence(card.YEARS_DIFFER, {"printed": born[:4], "numbered": number.birth_year}))
        born = ""
    issued = tried(lambda: card.issued_of(fields, field=field))
    if issued and born and issued < born:
        doubts.append(Sentence(card.ISSUED_BEFORE_BIRTH))
        issued = None
    found = Card(
        number=number.number if number else "",
        old_number=tried(lambda: card.old_number_of(fields[1], field=field)),
        name=name or "",
        birth_date=born,
        sex=tried(lambda: card.sex_of(fields[4], field=field)) or "",
        address=fields[5] or None,
        issued=issued,
    )
    return Reading(found, tuple(doubts))


def _decoded(text: str) -> str:
    """Letters that a scanner sent byte by byte ("Pháº¡m") put together again."""
    try:
        sent = b"".join(c.encode("latin-1") if ord(c) < 256 else c.encode("cp1252") for c in text)
        return sent.decode()
    except UnicodeError:
        return text


def _parted(text: str) -> str:
    """Parted by "|" also where another layout of the keyboard made another sign of it."""
    found = _PARTED.match(text)
    return text.replace(found[1], "|") if found and "|" not in text else text


def _typed_digits(text: str) -> str:
    """The parts that are numbers, out of the letters and marks that the Vietnamese layout of Windows makes of digits.

    Before anything else: no spelling may bring the marks into another order.
    """
    parts = text.split("|")
    if len(parts) < card.FEWEST_FIELDS or any(c.isdigit() for c in parts[0]):
        return text
    return "|".join("".join(map(_digits, part)) if n in (0, 1, 3, 6) else part for n, part in enumerate(parts))


def _digits(letter: str) -> str:
    """The digits of one letter: "ặ" is 1 and 9; of another letter itself."""
    apart = unicodedata.normalize("NFD", letter)
    tones = "".join(_WINDOWS_KEYS.get(c, "") for c in apart)
    base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _WINDOWS_KEYS))
    return (_WINDOWS_KEYS.get(base, "") if base else "") + tones or letter


def _mend(fields: list[str]) -> list[Sentence]:
    """Name and residence as they stand on the card, as far as can be told; what the officer should know of it."""
    before = (fields[2], fields[5])
    if fields[2].swapcase().istitle() and not fields[2].istitle():  # the capitals' lock was on
        fields[2], fields[5] = fields[2].swapcase(), fields[5].swapcase()
    if all(part.isascii() for part in before):
        named = re.search(r"[^\W\d]\d", fields[2])
        compose = vni if named else telex
        fields[2] = _WORDS_AND_DIGITS.sub(lambda word: _composed(word[0], compose), fields[2])
        fields[5] = _WORDS_AND_DIGITS.sub(lambda word: _composed(word[0], compose), fields[5])
        lost = (fields[2], fields[5]) == before and any(is_syllable(word) for word in before[0].split())
        return [Sentence(LOST)] if lost else [Sentence(CHANGED)] * ((fields[2], fields[5]) != before)
    fields[2] = _WORD.sub(lambda word: untangled(word[0]), fields[2])
    fields[5] = _WORD.sub(lambda word: untangled(word[0]), fields[5])
    strange = any(has_tone(word) and not is_syllable(word) for word in _WORD.findall(fields[2]))
    return [Sentence(CHANGED)] if strange or (fields[2], fields[5]) != before else []


def _composed(word: str, compose: Callable[[str], str]) -> str:
    """The word that keys were typed for; what is no syllable then was none of this language: a name of another."""
    made = compose(word)
    return made if is_syllable(made) or not word.isalnum() else word


def _sex(text: str, number: str) -> tuple[str, bool]:
    """The sex as printed, else as the number says it, and whether that is a guess."""
    folded = fold(text)
    if folded == "nam":
        return citizen.MALE, False
    if fold(telex(text)) == "nu" or fold(vni(text)) == "nu":
        return citizen.FEMALE, False
    try:
        return citizen.parse(number).sex, True
    except Refused:
        return text, False
