"""Words of the back office for its templates: `{% load backoffice %}`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from motcua.casework.reads.happenings import Told
from motcua.kernel.moments import WEEKDAYS
from motcua.offices.models import OfficeHours, SpecialDay
from motcua.web.backoffice import fields, words
from motcua.web.ui.words import WEEKDAYS as WEEKDAY_NAMES
from motcua.web.ui.words import day

register = template.Library()
register.filter("kind_name", words.kind)
register.filter("role_name", words.role)
register.filter("day_kind", words.day_kind)
register.filter("hours", fields.written)


@register.filter
def channel_name(code: str) -> str:
    return words.known(words.CHANNELS, code)


@register.filter
def online_name(code: str) -> str:
    return words.known(words.ONLINE, code)


@register.filter
def job_name(code: str) -> str:
    return words.known(words.JOBS, code)


@register.filter
def event_words(told: Told) -> str:
    return words.event(told)


@register.filter
def changes_of(told: Told) -> list[tuple[str, str, str]]:
    return words.changes(told)


@register.filter
def week(weekdays: dict[str, list[list[str]]]) -> list[tuple[object, str]]:
    """(weekday, hours) of all seven days."""
    return [
        (label, fields.written(weekdays.get(name, []))) for name, label in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)
    ]


@register.filter
def day_detail(row: SpecialDay) -> SafeString:
    """Whose hours a worked day has, or which part of a day is closed, on a line of its own."""
    text = ""
    if row.as_weekday:
        text = gettext("theo giờ {weekday}").format(weekday=weekday_name(row.as_weekday))
    elif row.closed_from and row.closed_to:
        text = gettext("từ {start} đến {end}").format(start=f"{row.closed_from:%H:%M}", end=f"{row.closed_to:%H:%M}")
    return format_html('<span class="row-detail">{}</span>', text) if text else SafeString("")


@register.filter
def hours_dates(row: OfficeHours) -> str:
    """From when to when office hours are in force."""
    first = gettext("từ {day}").format(day=day(row.valid_from))
    if row.valid_to is None:
        return first
    return f"{first} {gettext('đến hết {day}').format(day=day(row.valid_to - timedelta(days=1)))}"


@register.filter
def weekday_name(code: str) -> object:
    """ "fri" → thứ Sáu."""
    return WEEKDAY_NAMES[WEEKDAYS.index(code)] if code in WEEKDAYS else ""


@register.filter
def hours_number(hours: Decimal) -> str:
    """Working hours without idle zeros: `2`, `1,5`."""
    return f"{hours.normalize():f}".replace(".", ",")


@register.simple_tag
def options(choices: list[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a select; a value that is not among them is shown as it is, so that it is not lost."""
    rows = choices if chosen in dict(choices) else [*choices, (chosen, chosen)]
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((v, SafeString(" selected") if v == chosen else "", n) for v, n in rows),
    )
