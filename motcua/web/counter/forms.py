"""The other parts of the reception form: papers, terms, the result given at once, points of form 02, a refusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.casework.intake import UNKNOWN
from motcua.casework.reads.procedures import Offer
from motcua.casework.results import CAPACITIES, ResultData
from motcua.casework.supplements import Item
from motcua.kernel import folding
from motcua.web.ui.choices import DELIVERIES
from motcua.web.ui.forms import DayField
from motcua.web.ui.limit_cases import case_choices

from .parts import Part, PresetField, text

OUTCOMES = {"granted": pgettext_lazy("kết quả", "Giải quyết"), "refused": _("Từ chối giải quyết")}


class PaperForm(Part):
    """One line of the checklist. The counts say how many, once the line is ticked."""

    got = forms.BooleanField(label=_("Đã nhận"), required=False)
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=999, required=False)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=999, required=False)
    note = text(_("Ghi chú"), 300)
    not_needed = forms.BooleanField(label=_("Không cần trong trường hợp này"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("got"):
            for name in ("originals", "copies"):
                self.errors.pop(name, None)
                data[name] = 0
        elif data.get("not_needed"):
            self.add_error("not_needed", gettext("Chọn một trong hai: đã nhận, hoặc không cần."))
        elif "originals" in data and "copies" in data and not (data["originals"] or data["copies"]):
            self.add_error("originals", gettext("Đã nhận thì ghi ít nhất một bản."))
        return data


class ExtraForm(PaperForm):
    """A paper that the procedure does not list; a line without a name is none."""

    name = text(_("Tên giấy tờ"), 300)
    field_order = ["name"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["got"] = bool(self.cleaned_data.get("name"))
        return super().clean()


class TermsForm(Part):
    """How it was handed in and how the result goes back."""

    place = text(_("Tìm xã, phường, cơ quan"), 100)
    competent = forms.TypedChoiceField(
        label=_("Cơ quan giải quyết"),
        coerce=int,
        error_messages={"required": _("Hãy chọn cơ quan giải quyết, hoặc chọn là chưa rõ.")},
    )
    transfer = PresetField(
        label=_("Chuyển hồ sơ đến cơ quan giải quyết"),
        choices=[("electronic", _("Điện tử, đến ngay")), ("paper", _("Bản giấy, chậm nhất một ngày làm việc"))],
        help_text=_("Chỉ tính khi cơ quan giải quyết có quầy khác."),
    )
    channel = PresetField(label=_("Nộp qua"), choices=[("direct", _("Trực tiếp")), ("post", _("Bưu chính công ích"))])
    sets = forms.IntegerField(label=_("Số bộ"), min_value=1, max_value=99)
    delivery = PresetField(label=_("Nhận kết quả"), choices=list(DELIVERIES.items()))
    request = text(_("Nội dung đề nghị"), 500, widget=forms.Textarea(attrs={"rows": 2}))
    case = forms.ChoiceField(
        label=_("Trường hợp"),
        required=False,
        help_text=_("Thời hạn giải quyết tính theo trường hợp này."),
        error_messages={"invalid_choice": _("Thủ tục không có trường hợp này. Hãy chọn lại trường hợp.")},
    )

    def __init__(self, *args: Any, offer: Offer | None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if offer is None:  # a linked declaration asks for each of its procedures
            return
        self.fields["case"].choices = case_choices(offer.cases)  # type: ignore[attr-defined]
        competent: Any = self.fields["competent"]
        competent.choices = competent_choices(offer)
        if typed := self.typed("place"):
            competent.widget.choices = competent_choices(offer, typed)


def competent_choices(offer: Offer, typed: str = "") -> list[tuple[Any, Any]]:
    """The agencies that decide, of this counter first; with `typed` those whose names have all its words, and where
    nobody can tell which it is, that too. Of one agency there is nothing to choose."""
    words = folding.fold(typed).split()
    found = [a for a in offer.competents if all(word in folding.fold(a.name) for word in words)]
    if len(offer.competents) == 1:
        return [(a.pk, a.name) for a in offer.competents]
    here = [(a.pk, a.name) for a in found if a.pk in offer.own]
    others = [(a.pk, a.name) for a in found if a.pk not in offer.own]
    blank = [("", _("Chọn cơ quan giải quyết"))] if not offer.own and len(found) != 1 else []
    groups: list[tuple[Any, Any]] = [(_("Nơi khác trong tỉnh"), others)] if others else []
    return [*blank, *here, *groups, (UNKNOWN, _("Chưa rõ cơ quan nào giải quyết"))]


class ResultForm(Part):
    """The result handed over at once; refusals name the same fields."""

    outcome = PresetField(label=_("Kết quả"), choices=list(OUTCOMES.items()))
    kind = forms.CharField(label=_("Loại văn bản"), max_length=300)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    issued_on = DayField(label=_("Ngày văn bản"), help_text="")
    capacity = forms.ChoiceField(
        label=_("Quyền hạn ký"), choices=[(c, c or _("không ghi")) for c in CAPACITIES], required=False
    )
    signer = forms.CharField(label=_("Người ký"), max_length=200)
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, max_value=999)
    book = text(_("Quyển số"), 80)
    serial = text(_("Số thứ tự trong sổ"), 40)
    reason = text(_("Lý do từ chối giải quyết"), 2000, widget=forms.Textarea(attrs={"rows": 2}))
    returned_to = text(_("Người nhận kết quả, nếu không phải người nộp"), 200)
    receipt = forms.BooleanField(label=_("In cả giấy tiếp nhận (người nộp yêu cầu)"), required=False)

    def result(self) -> ResultData:
        data = {k: v for k, v in self.cleaned_data.items() if k not in ("returned_to", "receipt")}
        return ResultData(**data)


class PointForm(Part):
    """One point of form 02: the paper, what is wrong, what to do."""

    component = text(_("Giấy tờ, nội dung"), 500)
    reason = text(_("Lý do"), 1000)
    guidance = text(_("Hướng dẫn bổ sung"), 1000)
    n = forms.IntegerField(required=False, min_value=0, max_value=9999, widget=forms.HiddenInput)

    def item(self) -> Item:
        data = self.cleaned_data
        return Item(data["component"], data["reason"], data["guidance"], n=data.get("n") or 0)

    def is_blank(self) -> bool:
        return not any(self.typed(name) for name in ("component", "reason", "guidance"))


class AskForm(Part):
    """What the points of form 02 share."""

    basis = text(_("Căn cứ pháp lý"), 300)


class RefuseForm(Part):
    """Form 03: reasons, one a line, and the law they rest on."""

    reasons = text(_("Lý do từ chối"), 3000, widget=forms.Textarea(attrs={"rows": 4}))
    basis = text(_("Căn cứ pháp lý"), 300)
