"""Back-dating on a form: when the step really happened, and why it is recorded only now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.backdating import Claim
from motcua.files.actions import store
from motcua.kernel.moments import VIETNAM
from motcua.web.ui.forms import DayField

_CLOCK = re.compile(r"(\d{1,2})\s*[:hHg.]\s*(\d{2})", re.ASCII)


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


LATE = ("late_day", "late_clock", "late_reason", "late_paper")


class Claimed(forms.Form):
    """Fields of a claim, for acts that may be recorded late."""

    late_day = DayField(label=_("Ngày thực hiện"), required=False)
    late_clock = ClockField(label=_("Giờ thực hiện"), required=False, max_length=6, help_text=_("Ví dụ 08:30."))
    late_reason = forms.CharField(label=_("Lý do ghi muộn"), required=False, max_length=500)
    late_paper = forms.CharField(
        label=_("Số phiếu giấy"), required=False, max_length=80, help_text=_("Phiếu hoặc sổ giấy đã ghi lúc làm.")
    )
    late_scan = forms.FileField(
        label=_("Bản chụp giấy đã ký"), required=False, help_text=_("PDF hoặc ảnh. Cần số phiếu hoặc bản chụp.")
    )
    places: ClassVar[Mapping[str, str]] = {"happened_at": "late_day", "evidence": "late_paper", "scan": "late_scan"}

    def claims(self) -> bool:
        """Whether something of a claim was typed: then its box stands open."""
        return any(self[name].value() for name in LATE) or any(self[name].errors for name in (*LATE, "late_scan"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [data.get(name) for name in ("late_day", "late_clock")]
        if any(given) and not all(given) and not self.errors:
            self.add_error("late_clock" if given[0] else "late_day", _("Ghi đủ cả ngày và giờ thực hiện."))
        typed = any(data.get(name) for name in ("late_reason", "late_paper", "late_scan"))
        if typed and not any(given) and not self.errors:
            self.add_error("late_day", _("Ghi ngày và giờ thực hiện, hoặc bỏ lý do và bằng chứng ghi muộn."))
        return data

    def claim(self, *, at: datetime) -> Claim | None:
        """The claim, if one is made; the verb judges whether it can be. Its scan is stored now."""
        data = self.cleaned_data
        day, clock, scan = data.get("late_day"), data.get("late_clock"), data.get("late_scan")
        if not day or not clock:
            return None
        stored = store(name=scan.name, content=scan.read(), at=at) if scan else None
        happened_at = datetime.combine(day, clock, VIETNAM)
        return Claim(happened_at, data.get("late_reason") or "", data.get("late_paper") or "", stored)
