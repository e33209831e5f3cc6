"""What was received before and is taken down only now: when it was, why so late, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.casework.backdating import Claim
from motcua.web.ui.claims import CLOCK_HELP, LATE_PAPER, LATE_REASON, PAPER_HELP, ClockField, lacking, moment_of
from motcua.web.ui.forms import DayField
from motcua.web.ui.kept import Kept, stored

from .parts import Part, text

# What the verbs call the fields of a claim; a scan that is none is said where it was sent.
PLACES = {"happened_at": "day", "late_reason": "reason", "evidence": "paper"}
SCAN = "scan"


class LateForm(Part):
    """A claim. Its scan is kept from the moment at which it was sent, whatever else is refused."""

    day = DayField(label=_("Ngày đã nhận"), required=False)
    clock = ClockField(label=_("Giờ đã nhận"), required=False, max_length=6, help_text=CLOCK_HELP)
    reason = text(LATE_REASON, 500)
    paper = text(LATE_PAPER, 80, help_text=PAPER_HELP)

    scans: Sequence[Kept] = ()
    faults: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        others = bool(data.get("reason") or data.get("paper") or self.scans)
        if not self.errors and (missing := lacking(data.get("day"), data.get("clock"), others)):
            self.add_error(*missing)
        return data

    @property
    def is_used(self) -> bool:
        """Whether something of a claim is there, or wrong with it: then its box stands open."""
        return bool(any(self.typed(name) for name in self.fields) or self.scans or self.faults or self.errors)

    def claim(self) -> Claim | None:
        """The claim, if one is made; the verb judges whether it can be."""
        said = self.cleaned_data
        if not said["day"]:
            return None
        scan = next(iter(stored(self.scans).values()), None)
        return Claim(moment_of(said["day"], said["clock"]), said["reason"], said["paper"], scan)
