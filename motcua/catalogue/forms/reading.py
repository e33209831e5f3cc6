"""A form from its JSON Schema (Draft 2020-12). What this house does not support is refused by its name.

Beside the keywords of the standard stand a few of our own: `x-sections` (headings and order), `x-show`, `x-require`
(conditions on earlier answers), `x-when` (the condition in words), `x-compute`, `x-known` (whence it may be filled).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from motcua.kernel.expressions import NAME, Expression, parse
from motcua.kernel.sentences import Refused

from .reading_parts import choices_of, computed_of, kind_of, limits_of, text_of
from .shapes import MOST_QUESTIONS, Form, Kind, Question, Section

DRAFT = "https://json-schema.org/draft/2020-12/schema"
OF_FORM = {"$schema", "title", "description", "type", "properties", "required", "additionalProperties", "x-sections"}
OF_QUESTION = {
    "type", "title", "description", "format", "oneOf", "minLength", "maxLength", "pattern", "minimum", "maximum",
    "items", "minItems", "maxItems", "x-long", "x-show", "x-require", "x-when", "x-compute", "x-known",
}  # fmt: skip
OF_ROW = {"type", "properties", "required", "additionalProperties"}
ONLY_OUTSIDE_ROWS = {"items", "x-show", "x-require", "x-when", "x-compute", "x-known"}
MOST_BYTES = 512 * 1024


def read_bytes(content: bytes) -> tuple[Form, dict[str, Any]]:
    """A form and its document from a file. Refused when too large or no JSON."""
    if len(content) > MOST_BYTES:
        raise Refused("Tệp tờ khai lớn hơn {most} kB.", field="file", most=MOST_BYTES // 1024)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused("Tệp tờ khai không phải JSON mã hóa UTF-8.", field="file") from None
    return read(document), document


def read(document: object) -> Form:
    """A form from its document. Refused, with the name of the question, where it says what is not supported."""
    if not isinstance(document, Mapping):
        raise Refused("Tờ khai phải là một đối tượng JSON.", field="file")
    _only(document, OF_FORM, "")
    if document.get("$schema", DRAFT) != DRAFT:
        raise Refused("Tờ khai phải theo JSON Schema bản 2020-12.", field="file")
    if document.get("type") != "object" or document.get("additionalProperties") is not False:
        raise Refused("Tờ khai phải có “type”: “object” và “additionalProperties”: false.", field="file")
    questions = _questions(document, "")
    sections = _sections(document, questions)
    in_order = [question for section in sections for question in section.questions]
    _names_come_before(in_order)
    return Form(text_of(document, "title", ""), text_of(document, "description", ""), sections, digest(document))


def digest(document: object) -> str:
    """What names a content: the same for the same document, however its file was laid out."""
    kept = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(kept.encode()).hexdigest()


def _only(said: Mapping[str, Any], known: set[str], name: str) -> None:
    unknown = sorted(map(str, said.keys() - known))
    if unknown:
        raise Refused(
            "Câu hỏi “{name}” dùng từ khóa “{word}” mà tờ khai không hỗ trợ.",
            field="file",
            name=name or "(tờ khai)",
            word=unknown[0][:60],
        )


def _questions(document: Mapping[str, Any], inside: str) -> dict[str, Question]:
    properties, required = document.get("properties"), document.get("required", [])
    if not isinstance(properties, Mapping) or not 0 < len(properties) <= MOST_QUESTIONS:
        raise Refused("Tờ khai phải có từ 1 đến {most} câu hỏi.", field="file", most=MOST_QUESTIONS)
    if not isinstance(required, list) or not all(isinstance(n, str) and n in properties for n in required):
        raise Refused("“required” phải là danh sách tên câu hỏi có trong tờ khai.", field="file")
    return {name: _question(name, said, name in required, inside) for name, said in properties.items()}


def _question(name: str, said: object, required: bool, inside: str) -> Question:
    full = f"{inside}.{name}" if inside else name
    if not NAME.fullmatch(name) or "__" in name:
        raise Refused(
            "Tên câu hỏi “{name}” chỉ gồm chữ thường không dấu, số và gạch dưới.", field="file", name=full[:60]
        )
    if not isinstance(said, Mapping):
        raise Refused("Câu hỏi “{name}” phải là một đối tượng JSON.", field="file", name=full)
    _only(said, OF_QUESTION - (ONLY_OUTSIDE_ROWS if inside else set()), full)
    kind = kind_of(said, full)
    show, require = _condition(said, "x-show", full), _condition(said, "x-require", full)
    when = text_of(said, "x-when", full)
    if (show or require) and not when:
        raise Refused("Câu hỏi “{name}” có điều kiện thì phải nói điều kiện bằng lời.", field="file", name=full)
    parts = _rows(said["items"], full) if kind is Kind.ROWS else ()
    limits = limits_of(said, kind, full)
    _checked_pattern(limits, full)
    return Question(
        name, kind, text_of(said, "title", full) or name, text_of(said, "description", full), required, limits,
        choices_of(said, kind, full), show, require, when, computed_of(said, full), text_of(said, "x-known", full),
        parts,
    )  # fmt: skip


def _rows(items: object, name: str) -> tuple[Question, ...]:
    if not isinstance(items, Mapping) or items.get("type") != "object":
        raise Refused("Nhóm lặp “{name}” phải lặp một đối tượng.", field="file", name=name)
    _only(items, OF_ROW, name)
    return tuple(_questions(items, name).values())


def _condition(said: Mapping[str, Any], word: str, name: str) -> Expression | None:
    text = text_of(said, word, name)
    return parse(text) if text else None


def _checked_pattern(limits: Mapping[str, Any], name: str) -> None:
    """Patterns are matched in linear time, so that no form can hang the house: what needs more is refused."""
    if "pattern" not in limits:
        return
    try:
        re.compile(limits["pattern"])
        jsonschema_rs.Draft202012Validator({"pattern": limits["pattern"]}, pattern_options=jsonschema_rs.RegexOptions())
    except (re.error, ValueError, jsonschema_rs.ValidationError):
        raise Refused("Mẫu ký tự của câu hỏi “{name}” không đọc được.", field="file", name=name) from None


def _sections(document: Mapping[str, Any], questions: Mapping[str, Question]) -> tuple[Section, ...]:
    said = document.get("x-sections")
    if said is None:
        return (Section("", tuple(questions.values())),)
    if not isinstance(said, list) or not all(
        isinstance(s, Mapping) and s.keys() == {"title", "fields"} and isinstance(s["fields"], list) for s in said
    ):
        raise Refused("“x-sections” phải là danh sách phần, mỗi phần có “title” và “fields”.", field="file")
    listed = [name for section in said for name in section["fields"]]
    if sorted(map(str, listed)) != sorted(questions):
        raise Refused("Mỗi câu hỏi phải đứng ở đúng một phần của tờ khai.", field="file")
    return tuple(
        Section(text_of(section, "title", ""), tuple(questions[name] for name in section["fields"])) for section in said
    )


def _names_come_before(questions: list[Question]) -> None:
    """A condition or a computed answer asks only what stands before it: so there is no circle."""
    seen: dict[str, Question] = {}
    for question in questions:
        asked = {name for condition in (question.show, question.require) if condition for name in condition.names}
        asked |= {question.computed.of} if question.computed else set()
        missing = sorted(asked - seen.keys())
        if missing:
            raise Refused(
                "Câu hỏi “{name}” dựa vào “{other}”, nhưng câu đó không đứng trước nó.",
                field="file",
                name=question.name,
                other=missing[0],
            )
        if question.computed:
            _fits(question, seen[question.computed.of])
        seen[question.name] = question


def _fits(question: Question, other: Question) -> None:
    computed = question.computed
    assert computed is not None
    if computed.how == "same":
        fits = question.kind is other.kind and other.kind is not Kind.ROWS
    elif computed.how == "count":
        fits = other.kind is Kind.ROWS and question.kind in (Kind.WHOLE, Kind.NUMBER)
    else:
        numbers = {part.name for part in other.parts if part.kind in (Kind.WHOLE, Kind.NUMBER)}
        fits = other.kind is Kind.ROWS and question.kind is Kind.NUMBER and computed.part in numbers
    if not fits:
        raise Refused("Không tính được câu “{name}” từ “{other}”.", field="file", name=question.name, other=other.name)
