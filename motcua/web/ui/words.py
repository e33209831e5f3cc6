"""How moments, money, numbers and sentences are written on a page, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from motcua.kernel.money import shown as shown_money
from motcua.kernel.sentences import Sentence

WEEKDAYS = (
    _("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"),
)  # fmt: skip
HARD_SPACE = "\u00a0"


def vietnamese(text: object) -> object:
    """Text of the data, which is Vietnamese in every language; said so on a page that is not (WCAG 2.1, 3.1.2)."""
    return format_html('<span lang="vi">{}</span>', text) if text and get_language() != "vi" else text


def of_data() -> dict[str, str]:
    """The attributes of an element all of whose text is of the data, as `vietnamese` says."""
    return {} if get_language() == "vi" else {"lang": "vi"}


def here(value: datetime) -> datetime:
    """`value` on the clocks of the office; a time without zone is already on them."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def day(value: date | None) -> str:
    """A date or the local date of a moment: `27/11/2026`; nothing for None."""
    if not value:
        return ""
    return f"{here(value) if isinstance(value, datetime) else value:%d/%m/%Y}"


def clock(value: datetime | time | None) -> str:
    """The local time of day: `17:00`."""
    if value is None:
        return ""
    return f"{here(value) if isinstance(value, datetime) else value:%H:%M}"


def moment(value: date | None) -> str:
    """`17:00 27/11/2026`; a plain date has no time of day."""
    return f"{here(value):%H:%M %d/%m/%Y}" if isinstance(value, datetime) else day(value)


def weekday_moment(value: date | None) -> str:
    """`17:00 thứ Sáu 27/11/2026`, as a person says an appointment."""
    if not value:
        return ""
    local = here(value) if isinstance(value, datetime) else value
    words = f"{WEEKDAYS[local.weekday()]} {day(value)}"
    return f"{clock(value)} {words}" if isinstance(value, datetime) else words


def number(value: int | None) -> str:
    """A count with its thousands marked as the language does: `1.234`; nothing for None, for null is not zero."""
    # Not by Django's formats: its Vietnamese ones do not say where to part the digits.
    return "" if value is None else f"{value:,}".replace(",", "." if get_language() == "vi" else ",")


def money(value: int | None) -> str:
    """Whole đồng, in every language `1.234.567 ₫`; nothing for None."""
    return "" if value is None else shown_money(value).replace(" ", HARD_SPACE)


def signed_money(value: int | None) -> str:
    """An amount that may be below zero: "−5.000 ₫"."""
    return f"−{money(-value)}" if value is not None and value < 0 else money(value)


def duration(value: timedelta | int | None) -> str:
    """A length of time (a timedelta, or whole minutes) in hours and minutes: `3 giờ 20 phút`. It knows no days:
    how many hours make a working day is a matter of the calendar."""
    if value is None:
        return ""
    minutes = int(value.total_seconds() // 60) if isinstance(value, timedelta) else value
    hours, rest = divmod(abs(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("{n} giờ", "{n} giờ", hours).format(n=number(hours)))
    if rest or not hours:
        parts.append(ngettext("{n} phút", "{n} phút", rest).format(n=rest))
    return ("−" if minutes < 0 else "") + " ".join(parts)


def say(value: object) -> str:
    """A sentence of a lower layer in the reader's language. What has a `sentence` (a refusal, a line of an
    explanation) says that; other text stays."""
    value = getattr(value, "sentence", value)
    if isinstance(value, Sentence):
        return value.translated(gettext)
    return "" if value is None else str(value)


def share(part: int, whole: int) -> str:
    """A percentage with two decimals as the language writes it; nothing where there is nothing to divide by."""
    if not whole:
        return ""
    text = f"{100 * part / whole:.2f}"
    return gettext("{share} %").format(share=text.replace(".", ",") if get_language() == "vi" else text)


def points(moved: float | None) -> str:
    """By how many points a share has moved, with its sign; nothing where there is nothing to compare."""
    if moved is None:
        return ""
    text = f"{abs(moved):.2f}".replace(".", ",") if get_language() == "vi" else f"{abs(moved):.2f}"
    return f"{'+' if moved > 0 else '−' if moved < 0 else ''}{text}"
