"""The buttons of a block: one row more, one row less; everything typed stays."""

from __future__ import annotations

from typing import Any

from motcua.kernel.sentences import Refused

from .shapes import Answers, Form, Kind

ADD, DROP = "add", "drop"
BUTTONS = (f"{ADD}:", f"{DROP}:")


def after(form: Form, answers: Answers, pressed: str) -> dict[str, Any]:
    """The answers after a button `add:block` or `drop:block:row`. Refused for one row too many."""
    what, _, rest = pressed.partition(":")
    name, _, row = rest.partition(":")
    question = form.by_name.get(name)
    found = dict(answers)
    if question is None or question.kind is not Kind.ROWS:
        return found
    rows = list(found.get(name) or [])
    if what == ADD:
        if len(rows) >= question.most:
            raise Refused("“{title}” có nhiều nhất {most} dòng.", field=name, title=question.title, most=question.most)
        rows.append({})
    elif what == DROP and row.isascii() and row.isdecimal() and len(row) < 4 and int(row) < len(rows):
        del rows[int(row)]
    found[name] = rows
    return found
