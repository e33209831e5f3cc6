"""Whether answers fit a form: JSON Schema judges, after the conditions have said what is asked; each fault a sentence.

settled(form, answers)   the answers that count: of the questions that are asked, computed ones worked out anew
check(form, answers)     what is wrong with them, by path
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from motcua.kernel import citizen, phone
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .shapes import Answers, Computed, Form, Kind, Question

MOST_NUMBER = 10**15
TYPES = {Kind.NUMBER: "number", Kind.WHOLE: "integer", Kind.YES_NO: "boolean", Kind.ROWS: "array"}
SAID = {
    "required": gettext_noop("Hãy trả lời câu này."),
    "minLength": gettext_noop("Câu trả lời ngắn quá: cần ít nhất {limit} ký tự."),
    "maxLength": gettext_noop("Câu trả lời dài quá: nhiều nhất {limit} ký tự, ở đây có {found}."),
    "pattern": gettext_noop("Câu trả lời không đúng mẫu; hãy xem lời chỉ dẫn của câu này."),
    "minimum": gettext_noop("Số nhỏ nhất là {limit}."),
    "maximum": gettext_noop("Số lớn nhất là {limit}."),
    "enum": gettext_noop("Hãy chọn một câu trả lời trong danh sách."),
    "minItems": gettext_noop("Cần ít nhất {limit} dòng, ở đây có {found}."),
    "maxItems": gettext_noop("Nhiều nhất {limit} dòng, ở đây có {found}."),
    "additionalProperties": gettext_noop("Tờ khai này không có câu hỏi “{name}”."),
}
OF_TYPE = {
    "number": gettext_noop("Hãy ghi một số, ví dụ 12 hoặc 12,5."),
    "integer": gettext_noop("Hãy ghi một số nguyên, ví dụ 12."),
    "boolean": gettext_noop("Hãy chọn có hoặc không."),
    "array": gettext_noop("Câu này trả lời bằng nhiều dòng."),
    "object": gettext_noop("Dòng này không đọc được."),
    "string": gettext_noop("Câu này trả lời bằng chữ."),
}
NO_DATE = gettext_noop("Hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 05/11/2026.")
NO_EMAIL = gettext_noop("Địa chỉ thư điện tử không đúng mẫu, ví dụ ten@vidu.vn.")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer. `path` is the name of the question; in a block: its name, row from 0, part."""

    path: Path
    sentence: Sentence


def asked(form: Form, answers: Answers) -> dict[str, bool]:
    """The questions that these answers lead to, each with whether it has to be answered."""
    found: dict[str, bool] = {}
    given: dict[str, Any] = {}
    for question in form:
        if question.show is not None and not question.show.holds(given):
            continue
        found[question.name] = question.required or (question.require is not None and question.require.holds(given))
        value = _worked_out(question.computed, given) if question.computed else answers.get(question.name)
        if value is not None:
            given[question.name] = value
    return found


def settled(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers that count, in the order of the form; those to questions that are not asked fall away.

    What the form does not know stays, so that it is told and not lost.
    """
    shown = asked(form, answers)
    known = form.by_name
    found: dict[str, Any] = {}
    for name in shown:
        computed = known[name].computed
        value = _worked_out(computed, found) if computed else answers.get(name)
        if value is not None:
            found[name] = value
    return found | {name: value for name, value in answers.items() if name not in known}


def _worked_out(computed: Computed, given: Answers) -> Any:
    value = given.get(computed.of)
    if computed.how == "same" or value is None:
        return value
    rows = value if isinstance(value, list) else []
    if computed.how == "count":
        return len(rows)
    parts = [row.get(computed.part) for row in rows if isinstance(row, dict)]
    return sum(part for part in parts if isinstance(part, int | float) and not isinstance(part, bool))


def schema(form: Form, shown: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    """Plain JSON Schema of the answers to the questions that are asked, each with whether it has to be answered."""
    known, pairs = form.by_name, tuple(shown)
    return {
        "type": "object",
        "properties": {name: _schema(known[name]) for name, _ in pairs},
        "required": [name for name, must in pairs if must],
        "additionalProperties": False,
    }


def _schema(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {"type": TYPES.get(question.kind, "string"), **question.said}
    match question.kind:
        case Kind.NUMBER | Kind.WHOLE:
            found = {"minimum": -MOST_NUMBER, "maximum": MOST_NUMBER} | found
        case Kind.CHOICE:
            found["enum"] = [value for value, _ in question.choices]
        case Kind.DATE:
            found["format"] = "date"
        case Kind.EMAIL:
            found |= {"format": "email", "maxLength": 200}
        case Kind.CITIZEN | Kind.PHONE:
            found |= {"format": f"x-{question.kind.value}", "maxLength": 40}
        case Kind.ROWS:
            found["items"] = {
                "type": "object",
                "properties": {part.name: _schema(part) for part in question.parts},
                "required": [part.name for part in question.parts if part.required],
                "additionalProperties": False,
            }
    return found


def _is_citizen(text: str) -> bool:
    try:
        return citizen.parse(text).number == text
    except Refused:
        return False


def _is_phone(text: str) -> bool:
    try:
        phone.parse(text)
    except Refused:
        return False
    return True


FORMATS = {"x-citizen": _is_citizen, "x-phone": _is_phone}


def validator(document: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The judge of a plain JSON Schema, with the formats of this house and patterns in linear time."""
    return jsonschema_rs.Draft202012Validator(
        document, formats=FORMATS, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
    )


@lru_cache(maxsize=256)
def _judge(document: str) -> jsonschema_rs.Draft202012Validator:
    return validator(json.loads(document))


def check(form: Form, answers: Answers) -> list[Problem]:
    """What is wrong with answers, in the order of the form; nothing where JSON Schema accepts them."""
    counted = settled(form, answers)
    judge = _judge(json.dumps(schema(form, asked(form, answers).items())))
    first: dict[Path, Problem] = {}
    for error in judge.iter_errors(counted):
        for problem in _problems(error, counted):
            first.setdefault(problem.path, problem)
    order = {question.name: n for n, question in enumerate(form)}
    return sorted(first.values(), key=lambda p: (order.get(str(p.path[0]), len(order)), [str(s) for s in p.path[1:]]))


def _problems(error: jsonschema_rs.ValidationError, answers: dict[str, Any]) -> Iterable[Problem]:
    kind, path = error.kind, tuple(error.instance_path)
    told = kind.as_dict()
    name = kind.name
    if name == "required":
        yield Problem((*path, told["property"]), Sentence(SAID["required"]))
    elif name == "additionalProperties":
        for unexpected in told["unexpected"]:
            yield Problem((*path, unexpected), Sentence(SAID[name], {"name": unexpected[:60]}))
    else:
        yield Problem(path, _sentence(name, told, _at(answers, path)))


def _at(answers: Any, path: Path) -> Any:
    for step in path:
        answers = answers[step]
    return answers


def _sentence(name: str, told: dict[str, Any], value: Any) -> Sentence:
    if name == "type":
        return Sentence(OF_TYPE[told["types"][0]])
    if name == "format":
        return _of_format(told["format"], str(value))
    found = len(value) if isinstance(value, str | list) else value
    return Sentence(SAID[name], {"limit": told.get("limit"), "found": found})


def _of_format(name: str, value: str) -> Sentence:
    if name == "date":
        return Sentence(NO_DATE)
    if name == "email":
        return Sentence(NO_EMAIL)
    try:
        (citizen if name == "x-citizen" else phone).parse(value)
    except Refused as refused:
        return refused.sentence
    return Sentence(citizen.NOT_DIGITS)
