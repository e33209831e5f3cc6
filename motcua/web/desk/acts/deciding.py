"""The second person's word on a step that was recorded late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.decide_claim import decide_claim
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.web.ui.words import moment

from .base import Act, long_text

YES, NO = "yes", "no"


class DecideClaim(Act):
    """Approve or reject the first late entry that waits."""

    verb, noun = "decide_claim", "duyet-ghi-lui"
    label, icon, button = _("Duyệt ghi lùi ngày"), "clock", _("Ghi quyết định")
    done = _("Đã ghi quyết định về lần ghi lùi ngày.")

    event = forms.IntegerField(required=False, widget=forms.HiddenInput)
    approve = forms.ChoiceField(
        label=_("Quyết định"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Duyệt: việc đã làm đúng lúc đã ghi")), (NO, _("Không duyệt"))],
    )
    note = long_text(_("Lý do, nếu không duyệt"), required=False)

    def prepare(self) -> None:
        if self.whole.claims:
            self.initial["event"] = self.whole.claims[0].event_n

    def consequences(self) -> Sequence[object]:
        said: list[object] = [
            _("Số liệu theo lúc ghi không đổi; số liệu theo lúc thực hiện chỉ tính lần ghi lùi đã duyệt.")
        ]
        for claim in self.whole.claims[:1]:
            told = gettext("{who} ghi lúc {recorded} rằng việc đã làm lúc {happened}, lùi {days} ngày làm việc.")
            values = {"who": claim.by.full_name, "days": claim.days}
            values |= {"recorded": moment(claim.recorded_at), "happened": moment(claim.happened_at)}
            said = [told.format(**values), gettext("Lý do: {reason}").format(reason=claim.reason), *said]
            shown = gettext("Bằng chứng: {paper}").format(paper=claim.paper) if claim.paper else ""
            scan = gettext("Bản chụp giấy đã ký ở mục Giấy tờ của hồ sơ.") if claim.scan_id else ""
            said[2:2] = [text for text in (shown, scan) if text]
        return said

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        yes, event = self.text("approve") == YES, self.cleaned_data["event"]
        return decide_claim(self.code, by=by, at=at, approve=yes, event=event, note=self.text("note"))
