"""The result of a dossier on a form: outcome, type, number, date, signer with capacity, copies, book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.dossier import Whole
from motcua.casework.results import CAPACITIES, ResultData
from motcua.web.ui.forms import DayField
from motcua.workflow.rules import Outcome, StepKind

NAMES = (
    "outcome", "kind", "number", "issued_on", "signer", "capacity", "copies", "book", "serial", "reason", "form_of",
)  # fmt: skip
CAPACITY_WORDS = {
    "": _("Ký trực tiếp (không ghi)"),
    "TM.": _("TM. (thay mặt)"),
    "KT.": _("KT. (ký thay)"),
    "TL.": _("TL. (thừa lệnh)"),
    "TUQ.": _("TUQ. (thừa ủy quyền)"),
    "Q.": _("Q. (quyền)"),
}


class ResultFields(forms.Form):
    """Fields of the result, for the step that issues it."""

    outcome = forms.ChoiceField(
        label=_("Kết quả giải quyết"),
        choices=[("granted", _("Giải quyết (cấp, xác nhận, đồng ý)")), ("refused", _("Từ chối giải quyết"))],
        widget=forms.RadioSelect,
        initial="granted",
    )
    reason = forms.CharField(
        label=_("Lý do từ chối giải quyết"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    kind = forms.CharField(label=_("Loại kết quả"), max_length=300)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    issued_on = DayField(label=_("Ngày ban hành"), help_text="")
    signer = forms.CharField(label=_("Người ký"), max_length=200)
    capacity = forms.ChoiceField(
        label=_("Thẩm quyền ký"), required=False, choices=[(c, CAPACITY_WORDS[c]) for c in CAPACITIES]
    )
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, max_value=999, initial=1)
    book = forms.CharField(label=_("Sổ"), required=False, max_length=80)
    serial = forms.CharField(label=_("Số thứ tự trong sổ"), required=False, max_length=40)
    form_of = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[("paper", _("Bản giấy, chuyển về nơi tiếp nhận")), ("electronic", _("Bản điện tử, phát hành ngay"))],
        widget=forms.RadioSelect,
        initial="paper",
    )
    places: ClassVar[Mapping[str, str]] = {"electronic": "form_of"}

    def prepare(self) -> None:
        """First values: the type that the procedure names, today, and who did the step of signing."""
        if "kind" in self.fields:
            self.initial.setdefault("kind", self.whole.dossier.version.result.split("\n")[0][:300])  # type: ignore[attr-defined]
            self.initial.setdefault("issued_on", self.whole.facts.day)  # type: ignore[attr-defined]
            self.initial.setdefault("signer", _signed_by(self.whole))  # type: ignore[attr-defined]

    def without_result(self) -> None:
        """This step issues nothing."""
        for name in NAMES:
            del self.fields[name]

    def result(self) -> ResultData:
        """What was typed, for the verb to judge."""
        data: dict[str, Any] = {name: self.cleaned_data[name] for name in NAMES if name != "form_of"}
        return ResultData(**data, electronic=self.cleaned_data["form_of"] == "electronic")


def _signed_by(whole: Whole) -> str:
    """Who completed the last step of signing or approving."""
    done = [i for i in whole.work if i.outcome != Outcome.RECALLED]
    signing = (i for i in reversed(done) if i.kind in (StepKind.SIGN, StepKind.APPROVE) and i.closed_by)
    return next((i.closed_by.full_name for i in signing if i.closed_by), "")
