"""Fields that only the back office has: an agency typed or chosen, hours as people write them, a sensible day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from motcua.kernel.agency_code import parse as parse_code
from motcua.kernel.moments import WEEKDAYS
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.web.ui.forms import DayField
from motcua.web.ui.words import WEEKDAYS as WEEKDAY_NAMES
from motcua.web.ui.words import say

EARLIEST, LATEST = date(1945, 9, 2), date(2100, 1, 1)
_SPAN = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?\s*(?:-|–|—|đến|den)\s*(\d{1,2})(?:[:hg.](\d{2})?)?", re.IGNORECASE)


class OfficeDayField(DayField):
    """A day between the founding of the state and 2100: a slip of the finger in the year is caught."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Hãy kiểm tra lại năm."), code="year")
        return day


class ChoosingInput(forms.TextInput):
    """A text field with suggestions that the browser itself offers, by any part of their words."""

    def __init__(self, options: Iterable[str] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.options = tuple(options)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{(attrs or {}).get('id', name)}_list"
        drawn = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}">', ((text,) for text in self.options))
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, list_id, options)


def shown(agency: Agency) -> str:
    """An agency as it is offered and typed: code first, which is what counts."""
    return f"{agency.code} · {agency.name}"


class AgencyField(forms.CharField):
    """One of `agencies`, typed by code or chosen; the value is the agency or None."""

    def __init__(self, agencies: Iterable[Agency] = (), **rest: Any) -> None:
        super().__init__(max_length=300, help_text=_("Gõ mã hoặc một phần tên rồi chọn."), **rest)
        self.offer(agencies)

    def offer(self, agencies: Iterable[Agency]) -> None:
        """Take these as what may be chosen."""
        self.agencies = {a.code: a for a in agencies}
        self.widget = ChoosingInput([shown(a) for a in self.agencies.values()])
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        return shown(value) if isinstance(value, Agency) else value

    def clean(self, value: Any) -> Agency | None:
        text = super().clean(value)
        if not text:
            return None
        by_name = [a for a in self.agencies.values() if a.name == text]
        if len(by_name) == 1:
            return by_name[0]
        try:
            code = parse_code(text.split(" · ")[0].split()[0]).code
        except Refused as no:
            raise ValidationError(say(no), code="agency") from None
        if code not in self.agencies:
            raise ValidationError(_("Không chọn được cơ quan này. Hãy chọn trong danh sách gợi ý."), code="agency")
        return self.agencies[code]


def offer(form: forms.BaseForm, **options: Iterable[Any]) -> None:
    """Say what may be chosen at fields of a form: agencies, or (value, label) pairs."""
    for name, offered in options.items():
        field: Any = form.fields[name]
        if isinstance(field, AgencyField):
            field.offer(offered)
        else:
            field.choices = list(offered)


class HoursField(forms.CharField):
    """The hours of one weekday as people write them, "07:00–11:30, 13:30–17:00" or "7h-11h30"; empty is closed.

    The value is a list of pairs of "HH:MM".
    """

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, max_length=80, **rest)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[list[str]]:
        text = super().clean(value)
        return [self._span(part.strip()) for part in re.split(r"[,;]|\bvà\b", text) if part.strip()]

    def _span(self, part: str) -> list[str]:
        found = _SPAN.fullmatch(part)
        if found is None:
            wrong = _("“%(part)s” chưa đọc được; hãy ghi như 07:00–11:30, 13:30–17:00, hoặc để trống nếu nghỉ.")
            raise ValidationError(wrong, code="hours", params={"part": part})
        a, b, c, d = (int(group or 0) for group in found.groups())
        if a > 23 or c > 23 or b > 59 or d > 59 or (a, b) >= (c, d):
            raise ValidationError(
                _("“%(part)s” không phải là một khoảng giờ trong ngày."), code="hours", params={"part": part}
            )
        return [f"{a:02}:{b:02}", f"{c:02}:{d:02}"]


_CLOCK = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?", re.ASCII | re.IGNORECASE)


class ClockField(forms.CharField):
    """A time of day as people write it, "13:30" or "13h30"; the value is a `time` or None."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=5, widget=forms.TextInput({"size": 5, "autocomplete": "off"}), **rest)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        text = super().clean(value)
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            wrong = _("“%(typed)s” không phải là giờ trong ngày; hãy ghi như 13:30.")
            raise ValidationError(wrong, code="clock", params={"typed": text})
        return time(int(found[1]), int(found[2] or 0))


def written(spans: list[list[str]]) -> str:
    """Hours as a clerk writes them; nothing for a day without."""
    return ", ".join(f"{opening}–{close}" for opening, close in spans)


class WeekForm(forms.Form):
    """The hours of a week, one line a day, from a day on."""

    day = OfficeDayField(label=_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, week: dict[str, list[list[str]]] | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name, label in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True):
            self.fields[name] = HoursField(label=_capital(label), initial=(week or {}).get(name, []))

    @property
    def week(self) -> dict[str, list[list[str]]]:
        """The days that have hours."""
        return {name: self.cleaned_data[name] for name in WEEKDAYS if self.cleaned_data[name]}

    @property
    def weekdays(self) -> list[forms.BoundField]:
        return [self[name] for name in WEEKDAYS]


def _capital(text: object) -> str:
    return str(text)[:1].upper() + str(text)[1:]
