"""What narrows the lists of the desk: forms over the address, so that a list can be kept, sent and found again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import search, worklist
from motcua.casework.reads.worklist import Tab
from motcua.dossiers.states import LABELS, Status
from motcua.web.ui.forms import DayField
from motcua.web.ui.words import say
from motcua.workflow.rules import KIND_LABELS


class Filter(forms.Form):
    """A form of optional fields; one that cannot be read counts as empty and says so at its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    @property
    def narrows(self) -> bool:
        """Whether anything but order and tab was asked for."""
        return any(self.asked().values())


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Mọi bước")), *((kind.value, _(label)) for kind, label in KIND_LABELS.items())]


class WorkFilter(Filter):
    """The filters of the worklist."""

    text = forms.CharField(label=_("Mã, tên hoặc số"), max_length=100)
    procedure = forms.CharField(label=_("Thủ tục"), max_length=100)
    kind = forms.ChoiceField(label=_("Bước"), choices=_kinds)
    holder = forms.ChoiceField(
        label=_("Ai giữ"),
        choices=[
            ("", _("Bất kỳ")), ("me", _("Tôi đang giữ")), ("nobody", _("Chưa ai nhận")), ("others", _("Người khác")),
        ],
    )  # fmt: skip
    late = forms.ChoiceField(
        label=_("Thời hạn"),
        choices=[
            ("", _("Mọi thời hạn")),
            ("dossier", _("Hồ sơ quá hạn")),
            ("step", _("Bước quá hạn")),
            ("today", _("Đến hạn hôm nay")),
            ("tomorrow", _("Đến hạn ngày làm việc tới")),
        ],
    )

    afar = forms.BooleanField(label=_("Phi địa giới"))

    def question(self) -> worklist.Question:
        asked = {name: value or "" for name, value in self.asked().items()}
        afar = bool(asked.pop("afar"))
        tab = self.data.get("tab", "")
        sort = self.data.get("sort", "")
        return worklist.Question(
            tab=Tab(tab) if tab in set(Tab) else Tab.MINE,
            sort=sort if sort in worklist.SORTS else "left",
            afar=afar,
            **asked,
        )


def _statuses() -> list[tuple[str, Any]]:
    states = [(str(s.value), say(_(LABELS[s]))) for s in Status]
    return [("", _("Mọi trạng thái")), (search.OPEN_ONES, _("Chưa xong")), *states, (search.VOID_ONES, _("Đã hủy"))]


class DossierFilter(Filter):
    """The filters of the list of dossiers."""

    text = forms.CharField(label=_("Mã, tên, số, điện thoại"), max_length=100)
    procedure = forms.CharField(label=_("Thủ tục"), max_length=100)
    status = forms.ChoiceField(label=_("Trạng thái"), choices=_statuses)
    filed_from = DayField(label=_("Nộp từ ngày"), help_text="")
    filed_to = DayField(label=_("đến ngày"), help_text="")
    late = forms.BooleanField(label=_("Chỉ hồ sơ quá hạn"))
    afar = forms.BooleanField(label=_("Phi địa giới"))

    def question(self) -> search.Question:
        asked = self.asked()
        sort = self.data.get("sort", "")
        return search.Question(
            text=asked["text"] or "",
            procedure=asked["procedure"] or "",
            status=asked["status"] or "",
            filed_from=asked["filed_from"],
            filed_to=asked["filed_to"],
            late=bool(asked["late"]),
            afar=bool(asked["afar"]),
            sort=sort if sort in search.SORTS or sort in search.BY_DUE else "-filed",
        )
