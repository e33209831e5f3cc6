"""What a form consists of: sections of questions; a question may be a block of rows that each answer the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from motcua.kernel.expressions import Expression

MOST_QUESTIONS = 200
MOST_CHOICES = 300
MOST_ROWS = 50
LONGEST_TEXT = 5000
LONGEST_LINE = 500

Answers = Mapping[str, Any]
"""What was answered, by the name of the question: text, number, yes or no, or a list of rows. Not answered: absent."""


class Kind(StrEnum):
    """How a question is asked and answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CITIZEN = "citizen"
    PHONE = "phone"
    EMAIL = "email"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer that the house works out: the same as another, the number of rows, or the sum over them."""

    how: str
    of: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `said` are the limits of JSON Schema on its answer; `when` says `show` and `require` in words."""

    name: str
    kind: Kind
    title: str
    help: str = ""
    required: bool = False
    said: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    show: Expression | None = None
    require: Expression | None = None
    when: str = ""
    computed: Computed | None = None
    known: str = ""
    parts: tuple[Question, ...] = ()

    @property
    def fewest(self) -> int:
        """How many rows a block has at least."""
        return int(self.said.get("minItems", 0))

    @property
    def most(self) -> int:
        """How many rows a block has at most."""
        return int(self.said.get("maxItems", MOST_ROWS))


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together under a heading."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `digest` names its content: answers to another content are answers to another form."""

    title: str
    help: str
    sections: tuple[Section, ...]
    digest: str

    def __iter__(self) -> Iterator[Question]:
        """Its questions in the order in which they are asked."""
        return (question for section in self.sections for question in section.questions)

    @property
    def by_name(self) -> dict[str, Question]:
        """Its questions by their names."""
        return {question.name: question for question in self}
