"""Back-dating on a form: when the step really happened, and why it is recorded only now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.backdating import Claim
from motcua.files.actions import store
from motcua.web.ui.claims import (
    CLOCK_HELP,
    LATE_PAPER,
    LATE_REASON,
    LATE_SCAN,
    PAPER_HELP,
    SCAN_HELP,
    ClockField,
    lacking,
    moment_of,
)
from motcua.web.ui.forms import DayField

LATE = ("late_day", "late_clock", "late_reason", "late_paper")


class Claimed(forms.Form):
    """Fields of a claim, for acts that may be recorded late."""

    late_day = DayField(label=_("Ngày thực hiện"), required=False)
    late_clock = ClockField(label=_("Giờ thực hiện"), required=False, max_length=6, help_text=CLOCK_HELP)
    late_reason = forms.CharField(label=LATE_REASON, required=False, max_length=500)
    late_paper = forms.CharField(label=LATE_PAPER, required=False, max_length=80, help_text=PAPER_HELP)
    late_scan = forms.FileField(label=LATE_SCAN, required=False, help_text=SCAN_HELP)
    places: ClassVar[Mapping[str, str]] = {"happened_at": "late_day", "evidence": "late_paper", "scan": "late_scan"}

    def claims(self) -> bool:
        """Whether something of a claim was typed: then its box stands open."""
        return any(self[name].value() for name in LATE) or any(self[name].errors for name in (*LATE, "late_scan"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        others = any(data.get(name) for name in ("late_reason", "late_paper", "late_scan"))
        if not self.errors and (missing := lacking(data.get("late_day"), data.get("late_clock"), others)):
            self.add_error(f"late_{missing[0]}", missing[1])
        return data

    def claim(self, *, at: datetime) -> Claim | None:
        """The claim, if one is made; the verb judges whether it can be. Its scan is stored now."""
        data = self.cleaned_data
        day, clock, scan = data.get("late_day"), data.get("late_clock"), data.get("late_scan")
        if not day or not clock:
            return None
        stored = store(name=scan.name, content=scan.read(), at=at) if scan else None
        return Claim(moment_of(day, clock), data.get("late_reason") or "", data.get("late_paper") or "", stored)
