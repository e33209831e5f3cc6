"""Sentences for people: the Vietnamese source text and its values, kept apart so that a face can translate them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` for translation where it stands; the face that shows it looks up the translation."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Vietnamese sentence with named places: `Sentence("Hồ sơ {code} đã kết thúc.", {"code": code})`."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`; values that are sentences are translated too."""
        values = {k: v.translated(gettext) if isinstance(v, Sentence) else v for k, v in self.values.items()}
        text = gettext(self.text) if self.text else ""
        return text.format(**values)


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
