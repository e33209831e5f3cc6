"""Sentences for people: the Vietnamese source text and its values, kept apart so that a face can translate them."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` for translation where it stands; the face that shows it looks up the translation."""
    return text


class _Numbers(string.Formatter):
    """Format strings whose places may choose by number, for languages with a plural: `{days} {days:day|days}`."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return format(value, format_spec)
        return one if str(value) == "1" else many


NUMBERS = _Numbers()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Vietnamese sentence with named places: `Sentence("Hồ sơ {code} đã kết thúc.", {"code": code})`."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`; values that are sentences are translated too.

        A translation may choose its words by a number: `{days} {days:day|days}`, the first for 1, else the second.
        """
        values = {k: v.translated(gettext) if isinstance(v, Sentence) else v for k, v in self.values.items()}
        text = gettext(self.text) if self.text else ""
        return NUMBERS.vformat(text, (), values) if "|" in text else text.format(**values)


def listed(texts: Iterable[str]) -> Sentence:
    """Several marked texts as one value of a sentence, with commas between; each is translated by itself."""
    values = {f"n{i}": Sentence(text) for i, text in enumerate(texts)}
    return Sentence(", ".join(f"{{{name}}}" for name in values), values)


class Refused(Exception):
    """An expected refusal, said in a sentence that tells a person what is wrong and what to do.

    `field` names the input that is at fault (the name used by the verb), if one is. The text is Vietnamese with
    named places, filled from `values`: `Refused("Số {number} không hợp lệ.", field="number", number=n)`.
    """

    def __init__(self, text: str | Sentence, *, field: str | None = None, **values: object) -> None:
        self.sentence = text if isinstance(text, Sentence) else Sentence(text, values)
        self.field = field
        super().__init__(str(self.sentence))
