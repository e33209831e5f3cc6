"""What forms of all faces share: dates as people here write them, and a refusal shown at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.kernel.sentences import Refused
from motcua.web.ui.words import day, say

_TYPED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{2})(\d{2})(\d{4})", re.ASCII)
HOW_TO_WRITE = _("Ngày/tháng/năm, ví dụ 27/11/2026.")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


class DayInput(forms.TextInput):
    """A text field for dd/mm/yyyy: the browser's own date field shows months first where the browser is English."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "size": 10, "maxlength": 10, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return day(value) if isinstance(value, date) else value


class DayField(forms.Field):
    """A date typed `27/11/2026`, `27-11-2026`, `27112026` or `2026-11-27`; the value is a `date` or None."""

    widget = DayInput
    default_error_messages = {
        "wrong": _("“%(typed)s” không phải là một ngày có trong lịch; hãy ghi ngày/tháng/năm, ví dụ 27/11/2026.")
    }

    def __init__(self, *, help_text: Any = HOW_TO_WRITE, **rest: Any) -> None:
        super().__init__(help_text=help_text, **rest)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return read_day(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["wrong"], code="wrong", params={"typed": value}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(day(initial) if isinstance(initial, date) else initial, data)


def read_day(text: str) -> date:
    """The date in `text`; ValueError when there is none or the calendar lacks it."""
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        return date(*map(int, found.groups()))
    if not (found := _TYPED.fullmatch(typed)):
        raise ValueError(text)
    days, months, years = [int(part) for part in found.groups() if part]
    return date(years, months, days)


class BirthField(forms.CharField):
    """A birth date as dd/mm/yyyy, or a year alone; the value is an ISO date, a year, or the text as typed."""

    def prepare_value(self, value: Any) -> Any:
        """Cards and drafts bring ISO dates; people read the other order."""
        try:
            return day(date.fromisoformat(str(value)))
        except ValueError:
            return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return read_day(typed).isoformat()
        except ValueError:
            return typed


def add_refusal(form: forms.BaseForm, refused: Refused, fields: Mapping[str, str] | None = None) -> None:
    """Show a refusal of a verb on the form that asked for it: at its field if the form has it, else at the head.

    `fields` gives the form's name of a verb's field where they differ.
    """
    name = (fields or {}).get(refused.field or "", refused.field)
    form.add_error(name if name in form.fields else None, say(refused))
