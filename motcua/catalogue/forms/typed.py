"""Between the answers and the fields of a page: `written` puts answers into fields, `read_fields` reads them back.

What cannot be read as its question wants stays the text that was typed: the check tells it, and nothing is lost.
Fields are called q_<question>, in blocks q_<block>__<row>__<part>, with the number of rows in q_<block>__rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.kernel import citizen
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import bare

from .shapes import MOST_ROWS, Answers, Form, Kind, Question

Fields = Mapping[str, str]
PREFIX = "q_"
YES, NO = "yes", "no"
WHOLE = re.compile(r"-?(\d{1,16}|\d{1,3}(\.\d{3}){1,5})", re.ASCII)
NUMBER = re.compile(r"-?(\d{1,16}|\d{1,3}(\.\d{3}){1,5})(,\d{1,12})?", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def name_of(question: Question, row: int | None = None, part: Question | None = None) -> str:
    """The name of a field."""
    base = f"{PREFIX}{question.name}"
    return base if part is None else f"{base}__{row}__{part.name}"


def rows_name(question: Question) -> str:
    """The name of the field that says how many rows a block has on the page."""
    return f"{PREFIX}{question.name}__rows"


def written(form: Form, answers: Answers) -> dict[str, str]:
    """The fields of a page that show these answers."""
    found: dict[str, str] = {}
    for question in form:
        value = answers.get(question.name)
        if question.kind is not Kind.ROWS:
            found[name_of(question)] = as_text(question, value)
            continue
        rows = value if isinstance(value, list) else []
        found[rows_name(question)] = str(len(rows))
        for n, row in enumerate(rows):
            given = row if isinstance(row, Mapping) else {}
            found |= {name_of(question, n, part): as_text(part, given.get(part.name)) for part in question.parts}
    return found


def read_fields(form: Form, fields: Fields) -> dict[str, Any]:
    """The answers that the fields of a page give. Refused where a block has more rows than any page shows."""
    found: dict[str, Any] = {}
    for question in form:
        if question.computed:
            continue
        if question.kind is Kind.ROWS:
            rows = _rows(question, fields)
            if rows or question.required:
                found[question.name] = rows
        elif (value := as_value(question, fields.get(name_of(question), ""))) is not None:
            found[question.name] = value
    return found


def _rows(question: Question, fields: Fields) -> list[dict[str, Any]]:
    said = fields.get(rows_name(question), "0")
    count = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
    if count > MOST_ROWS + 1:
        raise Refused("“{title}” có nhiều nhất {most} dòng.", field=question.name, title=question.title, most=MOST_ROWS)
    read = [
        {part.name: as_value(part, fields.get(name_of(question, n, part), "")) for part in question.parts}
        for n in range(count)
    ]
    return [{name: value for name, value in row.items() if value is not None} for row in read]


def as_text(question: Question, value: object) -> str:
    """An answer as it stands in its field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    if question.kind is Kind.DATE:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return str(value)
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return str(value)


def as_value(question: Question, text: str) -> Any:
    """The answer that a field gives; None where it is empty, the text itself where it cannot be read."""
    text = _cleaned(text)
    if not text:
        return None
    match question.kind:
        case Kind.YES_NO:
            return {YES: True, NO: False}.get(text, text)
        case Kind.WHOLE | Kind.NUMBER:
            return _number(question.kind, text)
        case Kind.DATE:
            return _day(text)
        case Kind.CITIZEN:
            try:
                return citizen.parse(text).number
            except Refused:
                return bare(text) or text
    return text


def _cleaned(text: str) -> str:
    """Without what no keyboard types, letters put together, lines ended alike."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def _number(kind: Kind, text: str) -> int | float | str:
    spaceless = text.replace(" ", "")
    if WHOLE.fullmatch(spaceless):
        return int(spaceless.replace(".", ""))
    if kind is Kind.NUMBER and NUMBER.fullmatch(spaceless):
        return float(spaceless.replace(".", "").replace(",", "."))
    return text


def _day(text: str) -> str:
    if found := DAY.fullmatch(text):
        try:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        except ValueError:
            return text
    return text
