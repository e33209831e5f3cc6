"""A declaration as lines of a paper: the sections with what was asked, answered in words. Plain Python."""

from __future__ import annotations

from typing import Any

from . import checking, typed
from .shapes import Answers, Form, Kind, Question

Line = tuple[str, str, list[list[tuple[str, str]]]]
"""A question, its answer, and of a block its rows, each with questions and answers."""


def lines(form: Form, answers: Answers, *, yes: str, no: str) -> list[tuple[str, list[Line]]]:
    """The sections that have anything to ask, with their lines; `yes` and `no` in the language of the reader."""

    def said(question: Question, value: Any) -> str:
        if question.kind is Kind.CHOICE:
            return dict(question.choices).get(str(value), "")
        if question.kind is Kind.YES_NO and value is not None:
            return yes if value else no
        return typed.as_text(question, value)

    def line(question: Question, value: Any) -> Line:
        if question.kind is not Kind.ROWS:
            return question.title, said(question, value), []
        return (
            question.title,
            "",
            [[(p.title, said(p, row.get(p.name))) for p in question.parts] for row in value or []],
        )

    counted = checking.settled(form, answers)
    shown = checking.asked(form, answers)
    return [
        (section.title, [line(q, counted.get(q.name)) for q in section.questions if q.name in shown])
        for section in form.sections
        if any(q.name in shown for q in section.questions)
    ]
