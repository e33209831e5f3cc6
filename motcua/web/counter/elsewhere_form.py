"""What was filed on another system before it came to this counter: on which, under what code, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.backdating import Claim, filed_elsewhere
from motcua.dossiers.sources import systems
from motcua.kernel.dossier_code import LONGEST
from motcua.web.ui.claims import CLOCK_HELP, ClockField, moment_of
from motcua.web.ui.forms import DayField

from .parts import Part, text


class ElsewhereForm(Part):
    """System, code and, where it is known, the moment; the code is the evidence of the claim to that moment."""

    source = forms.ChoiceField(label=_("Hệ thống đã nộp"), required=False)
    code = text(_("Mã hồ sơ ở hệ thống đó"), LONGEST)
    day = DayField(label=_("Ngày đã nộp"), required=False)
    clock = ClockField(label=_("Giờ đã nộp"), required=False, max_length=6, help_text=CLOCK_HELP)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        names = [(name, name) for name in systems()]
        self.fields["source"].choices = [("", _("Không nộp ở hệ thống khác")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        if data["source"] and not data["code"]:
            self.add_error("code", gettext("Ghi mã hồ sơ ở hệ thống đó."))
        elif not data["source"] and (data["code"] or data["day"] or data["clock"]):
            self.add_error("source", gettext("Chọn hệ thống đã nộp."))
        elif bool(data["day"]) != bool(data["clock"]):
            self.add_error("clock" if data["day"] else "day", gettext("Ghi đủ cả ngày và giờ đã nộp."))
        return data

    @property
    def is_used(self) -> bool:
        """Whether something was said, or is wrong with it: then its box stands open."""
        return bool(any(self.typed(name) for name in self.fields) or self.errors)

    def claim(self) -> Claim | None:
        """When it was filed there, as late entries say it; None where that is not known."""
        said = self.cleaned_data
        if not said["day"]:
            return None
        return filed_elsewhere(moment_of(said["day"], said["clock"]), source=said["source"], code=said["code"])
