"""An electronic declaration as a page: questions become fields, what was typed becomes answers, faults stand beside.

The page has no rules of its own: `catalogue.forms` judges, here and at filing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from motcua.catalogue.forms import checking, rows, typed
from motcua.catalogue.forms.lines import Line, lines
from motcua.catalogue.forms.shapes import Answers, Form, Kind, Question
from motcua.kernel.sentences import Refused

from .forms import add_refusal
from .pieces.fields import Select
from .words import of_data, say, vietnamese

KEYS = {Kind.CITIZEN: "numeric", Kind.WHOLE: "numeric", Kind.NUMBER: "decimal", Kind.PHONE: "tel", Kind.EMAIL: "email"}
LONG_LIST = 6
CHANGE = "change"  # the button that leads back to the questions


class Answer(forms.CharField):
    """A field that takes all that is typed; `required` is only said, for the form judges."""

    def validate(self, value: Any) -> None:
        return None


@dataclasses.dataclass
class Filled:
    """What a request says to a form: the page to show, the faults told where it was not only a row more or less."""

    form: Form
    answers: Answers
    shown: Declaration
    complete: bool
    """Whether it was sent to be judged, is of this content of the form, and has no fault."""
    elsewhere: bool
    """Whether it was filled in on another content of the form."""


def filled(request: HttpRequest, form: Form) -> Filled:
    """Read a declaration that was sent, with the button that was pressed; an empty one where nothing was."""
    fields = {name: str(value) for name, value in request.POST.items()}
    sent = request.method == "POST"
    refused, answers = None, {}
    try:
        answers = typed.read_fields(form, fields)
        answers = rows.after(form, answers, fields.get("do", ""))
    except Refused as one:
        refused = one
    judge = sent and not fields.get("do", "").startswith(rows.BUTTONS) and fields.get("do") != CHANGE
    shown = Declaration(form, answers, judge=judge or refused is not None)
    if refused is not None:
        add_refusal(shown, refused)
    elsewhere = sent and fields.get("form") != form.digest
    return Filled(form, answers, shown, judge and not elsewhere and shown.is_valid(), elsewhere)


def printed(form: Form, answers: Answers) -> list[tuple[str, list[Line]]]:
    """The sections with what was asked, answered in words and, of a block, its rows, as it is printed."""
    return lines(form, answers, yes=_("Có"), no=_("Không"))


@dataclasses.dataclass
class Row:
    """One row of a block with the button that drops it."""

    n: int
    fields: list[BoundField]
    drop: str


@dataclasses.dataclass
class Asked:
    """One question as it is drawn: a field, or the rows of a block, or an answer that is worked out."""

    question: Question
    field: BoundField | None = None
    rows: list[Row] = dataclasses.field(default_factory=list)
    counter: BoundField | None = None
    worked_out: str = ""


class Declaration(forms.Form):
    """A form with answers. With `judge` each fault stands at its field and in the summary."""

    use_required_attribute = False

    def __init__(self, form: Form, answers: Answers, *, judge: bool = False) -> None:
        self.form, self.answers = form, answers
        shown = typed.written(form, answers)
        super().__init__(shown if judge else None, initial=shown)
        self.fields.update(_fields(form, answers))

    def clean(self) -> dict[str, Any]:
        for problem in checking.check(self.form, self.answers):
            name, title = self._place(problem.path)
            sentence = say(problem.sentence)
            if name in self.fields and not isinstance(self.fields[name].widget, forms.HiddenInput):
                self.add_error(name, sentence)
            else:
                self.add_error(None, f"{title}: {sentence}" if title else str(sentence))
        return super().clean() or {}

    def _place(self, path: checking.Path) -> tuple[str, str]:
        question = self.form.by_name.get(str(path[0]))
        if question is None:
            return "", ""
        if len(path) == 3:
            return f"{typed.name_of(question)}__{path[1]}__{path[2]}", question.title
        return typed.name_of(question), question.title

    def say_sources(self, sources: Mapping[str, object]) -> None:
        """Tell at each of these questions, by name, whence its answer was filled in."""
        for name, source in sources.items():
            field = self.fields[typed.name_of(self.form.by_name[name])]
            field.help_text = format_html("{} {}", field.help_text, source) if field.help_text else cast(str, source)

    def drawn(self) -> list[tuple[str, list[Asked]]]:
        """The sections with what is asked in each."""
        counted = checking.settled(self.form, self.answers)
        return [
            (section.title, [self._asked(question, counted) for question in section.questions])
            for section in self.form.sections
        ]

    def _asked(self, question: Question, counted: Mapping[str, Any]) -> Asked:
        if question.computed:
            return Asked(question, worked_out=typed.as_text(question, counted.get(question.name)) or "–")
        if question.kind is not Kind.ROWS:
            return Asked(question, self[typed.name_of(question)])
        rows = [
            Row(n + 1, [self[typed.name_of(question, n, part)] for part in question.parts], f"drop:{question.name}:{n}")
            for n in range(len(self.answers.get(question.name) or []))
        ]
        return Asked(question, rows=rows, counter=self[typed.rows_name(question)])


def _fields(form: Form, answers: Answers) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for question in form:
        if question.computed:
            continue
        if question.kind is not Kind.ROWS:
            found[typed.name_of(question)] = _field(question)
            continue
        found[typed.rows_name(question)] = Answer(widget=forms.HiddenInput, required=False)
        for n in range(len(answers.get(question.name) or [])):
            found |= {typed.name_of(question, n, part): _field(part) for part in question.parts}
    return found


def _field(question: Question) -> Answer:
    told = cast(str, vietnamese(" ".join(text for text in (question.when, question.help) if text)))
    if question.kind is Kind.DATE and not question.help:
        told = format_html("{} {}", told, _("Ngày/tháng/năm.")) if told else _("Ngày/tháng/năm.")
    title = cast(str, vietnamese(question.title))
    return Answer(label=title, help_text=told, required=question.required, widget=_widget(question))


def _widget(question: Question) -> forms.Widget:
    match question.kind:
        case Kind.LONG_TEXT:
            return forms.Textarea()
        case Kind.YES_NO:
            return forms.RadioSelect(choices=[(typed.YES, _("Có")), (typed.NO, _("Không"))])
        case Kind.CHOICE if len(question.choices) <= LONG_LIST:
            return forms.RadioSelect(choices=[(value, vietnamese(title)) for value, title in question.choices])
        case Kind.CHOICE:
            return Select(of_data(), choices=[("", _("chọn…")), *question.choices])
    keys = KEYS.get(question.kind)
    return forms.TextInput(attrs={"inputmode": keys} if keys else {})
