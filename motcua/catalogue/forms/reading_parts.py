"""The parts of a question as its JSON Schema says them: kind, limits, choices, what computes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from motcua.kernel.sentences import Refused

from .shapes import LONGEST_LINE, LONGEST_TEXT, MOST_CHOICES, MOST_ROWS, Computed, Kind

FORMATS = {"date": Kind.DATE, "x-citizen": Kind.CITIZEN, "x-phone": Kind.PHONE, "email": Kind.EMAIL}
LONGEST_LABEL = 1000
LIMITS: dict[Kind, dict[str, type | tuple[type, ...]]] = {
    Kind.TEXT: {"minLength": int, "maxLength": int, "pattern": str},
    Kind.LONG_TEXT: {"minLength": int, "maxLength": int},
    Kind.NUMBER: {"minimum": (int, float), "maximum": (int, float)},
    Kind.WHOLE: {"minimum": int, "maximum": int},
    Kind.ROWS: {"minItems": int, "maxItems": int},
}
ALL_LIMITS = {"minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems"}
CEILING = {"minLength": LONGEST_TEXT, "maxLength": LONGEST_TEXT, "minItems": MOST_ROWS, "maxItems": MOST_ROWS}
MOST_NUMBER = 10**15


def text_of(said: Mapping[str, Any], word: str, name: str) -> str:
    """A text of the document, "" where it says none."""
    text = said.get(word, "")
    if not isinstance(text, str) or len(text) > LONGEST_LABEL:
        raise _bad(name or "(tờ khai)", word)
    return text.strip()


def kind_of(said: Mapping[str, Any], name: str) -> Kind:
    """How the question is asked, by its type and format."""
    match said.get("type"):
        case "string" if "oneOf" in said:
            return Kind.CHOICE
        case "string" if "format" in said:
            if (kind := FORMATS.get(str(said["format"]))) is None:
                raise _bad(name, "format")
            return kind
        case "string":
            return Kind.LONG_TEXT if said.get("x-long") is True else Kind.TEXT
        case "number":
            return Kind.NUMBER
        case "integer":
            return Kind.WHOLE
        case "boolean":
            return Kind.YES_NO
        case "array" if "items" in said:
            return Kind.ROWS
    raise _bad(name, "type")


def limits_of(said: Mapping[str, Any], kind: Kind, name: str) -> dict[str, Any]:
    """What JSON Schema says of the answer; every text and block has an upper limit, said or not."""
    taken = LIMITS.get(kind, {})
    found: dict[str, Any] = {word: said[word] for word in ALL_LIMITS & said.keys()}
    for word, value in found.items():
        if word not in taken or isinstance(value, bool) or not isinstance(value, taken[word]):
            raise _bad(name, word)
        least = 0 if word in CEILING else -MOST_NUMBER
        if isinstance(value, int | float) and not least <= value <= CEILING.get(word, MOST_NUMBER):
            raise _bad(name, word)
    if kind is Kind.TEXT:
        found.setdefault("maxLength", LONGEST_LINE)
    if kind is Kind.LONG_TEXT:
        found.setdefault("maxLength", LONGEST_TEXT)
    if kind is Kind.ROWS:
        found.setdefault("maxItems", MOST_ROWS)
    for low, high in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
        if low in found and high in found and found[low] > found[high]:
            raise _bad(name, low)
    return found


def choices_of(said: Mapping[str, Any], kind: Kind, name: str) -> tuple[tuple[str, str], ...]:
    """The values of a choice with their labels."""
    if kind is not Kind.CHOICE:
        if "oneOf" in said:
            raise _bad(name, "oneOf")
        return ()
    listed = said["oneOf"]
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_CHOICES:
        raise _bad(name, "oneOf")
    for one in listed:
        if not isinstance(one, Mapping) or one.keys() != {"const", "title"}:
            raise _bad(name, "oneOf")
        if not all(isinstance(text, str) and text.strip() == text != "" for text in one.values()):
            raise _bad(name, "oneOf")
    if len({one["const"] for one in listed}) < len(listed):
        raise _bad(name, "oneOf")
    return tuple((one["const"], one["title"]) for one in listed)


def computed_of(said: Mapping[str, Any], name: str) -> Computed | None:
    """{"same": other}, {"count": rows} or {"sum": "rows.part"}."""
    if "x-compute" not in said:
        return None
    wanted = said["x-compute"]
    if not isinstance(wanted, Mapping) or len(wanted) != 1:
        raise _bad(name, "x-compute")
    [(how, of)] = wanted.items()
    if how not in ("same", "count", "sum") or not isinstance(of, str):
        raise _bad(name, "x-compute")
    whole, _, part = of.partition(".")
    return Computed(how, whole, part)


def _bad(name: str, word: str) -> Refused:
    return Refused("Câu hỏi “{name}”: “{word}” không hợp lệ.", field="file", name=name, word=word)
