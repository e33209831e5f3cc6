"""Words of the back office for its templates: `{% load backoffice %}`."""

from __future__ import annotations

from decimal import Decimal

from django import template

from motcua.casework.reads.happenings import Told
from motcua.kernel.moments import WEEKDAYS
from motcua.web.backoffice import fields, words
from motcua.web.ui.words import WEEKDAYS as WEEKDAY_NAMES

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
def weekday_name(code: str) -> object:
    """ "fri" → thứ Sáu."""
    return WEEKDAY_NAMES[WEEKDAYS.index(code)] if code in WEEKDAYS else ""


@register.filter
def hours_number(hours: Decimal) -> str:
    """Working hours without idle zeros: `2`, `1,5`."""
    return f"{hours.normalize():f}".replace(".", ",")
