"""Another case of the same procedure: which, when the dossier would be due by it, on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.change_case import Evidence, change_case
from motcua.casework.reads.limit_cases import Choice, cases, changes, choices, own
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.offices.actors import Actor
from motcua.web.ui.limit_cases import case_choices, case_label
from motcua.web.ui.words import say, weekday_moment

from .base import Act, long_text

LONGEST = 300  # all of a name: whoever chooses must read it


class ChangeCase(Act):
    """The dossier turns out to be another case, with another limit; it counts from the original acceptance."""

    verb, noun, template = "change_case", "chuyen-truong-hop", "desk/change_case.html"
    label, icon = _("Chuyển trường hợp"), "arrows-right-left"
    done = _("Đã chuyển trường hợp. In giấy tiếp nhận và hẹn mới ở mục Phiếu.")

    to = forms.TypedChoiceField(label=_("Chuyển sang"), coerce=int, widget=forms.RadioSelect)
    ground = long_text(
        _("Căn cứ"), help_text=_("Vì sao hồ sơ thuộc trường hợp này: điều, khoản và văn bản, hoặc lý do.")
    )
    paper = forms.CharField(
        label=_("Số văn bản làm bằng chứng"), required=False, max_length=80, help_text=_("Văn bản hoặc phiếu đã ghi.")
    )
    scan = forms.FileField(
        label=_("Bản chụp"), required=False, help_text=_("PDF hoặc ảnh. Cần số văn bản hoặc bản chụp.")
    )

    def prepare(self) -> None:
        self.choices = changes(self.whole)
        self.fields["to"].choices = [(c.case.n, _told(c)) for c in self.choices]  # type: ignore[attr-defined]
        possible = [c.case.n for c in self.choices if c.why_not is None]
        if len(possible) == 1:
            self.initial["to"] = possible[0]

    def consequences(self) -> Sequence[object]:
        prints = [s.edition for s in self.whole.slips if s.form == "01"]
        again = gettext("Giấy tiếp nhận được in lại, ghi là bản in lần {n}, để trao cho người nộp.")
        return [
            _("Thời hạn của trường hợp mới vẫn tính từ lần tiếp nhận ban đầu; các lần tạm dừng giữ nguyên."),
            _("Chỉ chuyển được trước hạn giải quyết. Căn cứ, bằng chứng và người chuyển được ghi vào nhật ký."),
            *([again.format(n=max(prints) + 1)] if prints else []),
        ]

    @property
    def present(self) -> str:
        """The case by which the dossier is judged now."""
        version = self.whole.dossier.version
        by = {row.n: row for row in [own(version), *cases(version)]}
        row = by.get(self.whole.case.n if self.whole.case else 0)
        return case_label(row, shown=LONGEST) if row else ""

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        sent = self.cleaned_data["scan"]
        scan = store(name=sent.name, content=sent.read(), at=at) if sent else None
        evidence = Evidence(self.text("paper"), scan)
        return change_case(
            self.code, by=by, at=at, to=self.cleaned_data["to"], ground=self.text("ground"), evidence=evidence
        )


def _told(choice: Choice) -> SafeString:
    """A case with what it would come to."""
    if choice.why_not is not None:
        then = say(choice.why_not)
    elif choice.due.moment is not None:
        then = gettext("hẹn trả {moment}").format(moment=weekday_moment(choice.due.moment))
    elif choice.due.paused is not None:
        then = gettext("đang tạm dừng, còn lại {left}").format(left=say(choice.due.paused.sentence))
    else:
        then = gettext("không hẹn ngày")
    label = case_label(choice.case, shown=LONGEST)
    return format_html('<span>{}<span class="row-detail">{}</span></span>', label, then)


class InCase(forms.Form):
    """The field by which an act says under which case the dossier comes; only where the procedure has cases."""

    case = forms.ChoiceField(
        label=_("Trường hợp"),
        required=False,
        help_text=_("Thời hạn giải quyết tính theo trường hợp này."),
    )

    def offer_cases(self, version: ProcedureVersion | None, *, channel: str, chosen: int = 0) -> None:
        """Fill in the cases of a version for this way of handing in; without any, there is nothing to choose."""
        rows = choices(version, channel) if version is not None else []
        if not rows:
            del self.fields["case"]
            return
        self.fields["case"].choices = case_choices(rows)  # type: ignore[attr-defined]
        self.initial["case"] = chosen

    @property
    def case_chosen(self) -> int:
        """The number of the case; 0 where there is nothing to choose."""
        return int(self.cleaned_data.get("case") or 0)
