"""Back-dating on the forms of all faces: a time of day as people write it, and what a claim on a form still lacks."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.kernel.moments import VIETNAM

_CLOCK = re.compile(r"(\d{1,2})\s*[:hHg.]\s*(\d{2})", re.ASCII)
LATE_REASON, LATE_PAPER, LATE_SCAN = _("Lý do ghi muộn"), _("Số phiếu giấy"), _("Bản chụp giấy đã ký")
CLOCK_HELP = _("Ví dụ 08:30.")
PAPER_HELP = _("Phiếu hoặc sổ giấy đã ghi lúc làm.")
SCAN_HELP = _("PDF hoặc ảnh. Cần số phiếu hoặc bản chụp.")


class ClockField(forms.CharField):
    """A time of day typed `08:30`, `8h30` or `8g30`; the value is a `time` or None."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = _CLOCK.fullmatch(typed.strip())
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        raise forms.ValidationError(_("Giờ ghi như 08:30."), code="wrong")


def lacking(day: object, clock: object, others: bool) -> tuple[str, str] | None:
    """Which of `day` and `clock` a claim still needs, and the sentence; `others` are its reason and evidence."""
    if bool(day) != bool(clock):
        return "clock" if day else "day", gettext("Ghi đủ cả ngày và giờ thực hiện.")
    if others and not day:
        return "day", gettext("Ghi ngày và giờ thực hiện, hoặc bỏ lý do và bằng chứng ghi muộn.")
    return None


def moment_of(day: Any, clock: Any) -> datetime:
    """The moment that a claim names."""
    return datetime.combine(day, clock, VIETNAM)
