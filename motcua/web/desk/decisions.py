"""A decision on one result of the signing session: sign it, send it back, leave it; or record that a leader did."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from motcua.casework.advance import advance, send_back
from motcua.casework.reads.signing import ToSign
from motcua.casework.signed_on_paper import SignedBy
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.kept import Kept, keep, kept, stored
from motcua.web.ui.words import say
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.rules import StepKind

from .acts.base import Readable, long_text
from .acts.work import Offered, earlier
from .bulk import attempt

SIGN, BACK, LATER = "sign", "back", "later"
DONE = {SIGN: _("đã ký, duyệt"), BACK: _("đã trả lại")}
MOVED_ON = _("đã chuyển bước")


class Decision(Readable):
    """What is decided on one piece of work. With a `leader`, what they decided on paper, and what shows it.

    Where the process lets choose how it goes on, the ways stand in place of "sign", each by its number.
    """

    choice = Offered(
        words=(SIGN, BACK, LATER), label=_("Quyết định"), widget=forms.RadioSelect, initial=LATER, required=False
    )
    to_step = Offered(label=_("Trả lại bước"), required=False)
    note = long_text(_("Ý kiến, hoặc lý do trả lại"), required=False)

    number = forms.CharField(label=_("Số văn bản đã ký"), max_length=80, required=False)
    scan = forms.FileField(label=_("hoặc bản chụp văn bản đã ký"), required=False, help_text=_("PDF hoặc ảnh."))

    def __init__(
        self, item_id: int, found: ToSign | None, request: HttpRequest, *, leader: Actor | None = None
    ) -> None:
        sent = request.method == "POST"
        super().__init__(request.POST if sent else None, request.FILES if sent else None, prefix=str(item_id))
        self.item_id, self.found, self.request, self.leader = item_id, found, request, leader
        self.kept: Kept | None = None
        if leader is None:
            del self.fields["number"], self.fields["scan"]
        approves = found is not None and found.row.kind == StepKind.APPROVE
        sign = _("Phê duyệt") if approves else _("Ký")
        self.ways = list(found.ways) if found else []
        steps = earlier(found.earlier) if found else []
        ways = [(str(n), way.label or sign) for n, way in enumerate(self.ways)] or [(SIGN, sign)]
        back = [(BACK, _("Trả lại"))] if steps else []
        self.fields["choice"].choices = [*ways, *back, (LATER, _("Để sau"))]  # type: ignore[attr-defined]
        self.fields["to_step"].choices = steps  # type: ignore[attr-defined]

    @property
    def decided(self) -> str:
        """What was pressed for, or nothing; a form without a choice leaves its dossier for later."""
        chosen = str(self["choice"].value() or "")
        return chosen if chosen in DONE or (chosen.isascii() and chosen.isdigit()) else ""

    @property
    def outcome(self) -> str:
        """By which way the process goes on."""
        return self.ways[int(self.decided)].value if self.ways and self.decided.isdigit() else FORWARD

    @property
    def touched(self) -> bool:
        """Whether something was typed that must not get lost."""
        return any(self[name].value() for name in ("note", "number") if name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A step to send back to is asked for where that was chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") == BACK and not data.get("to_step") and "to_step" not in self.errors:
            self.add_error("to_step", _("Chọn bước để trả lại."))
        if self.found and self.decided.isdigit() and int(self.decided) >= len(self.ways):
            self.add_error("choice", _("Chọn lại: quy trình không có cách này."))
        return data

    def act(self, code: str) -> None:
        """Do what was decided, once, in a transaction of its own; what stands in the way becomes an error."""
        try:
            self._keep_scan()
        except Refused as refused:
            self.add_error("scan", say(refused))
        if not self.is_valid():
            return
        who, at = self.request.actor, self.request.at  # type: ignore[attr-defined]
        signed, note = self._signed(), self.cleaned_data["note"]
        common: dict[str, Any] = {"by": who, "at": at, "item_id": self.item_id, "note": note, "signed": signed}

        def verb() -> None:
            if self.decided == BACK:
                send_back(code, to_step=int(self.cleaned_data["to_step"]), **common)
            else:
                advance(code, outcome=self.outcome, **common)

        if no := attempt(self.request, verb, part=f":{self.item_id}:{self.decided}"):
            add_refusal(self, no)

    def _keep_scan(self) -> None:
        """A scan that came is stored before anything is judged: no error loses it. Refused when it cannot be kept."""
        if self.leader is None:
            return
        account_id, upload = self.request.actor.account_id, self.request.FILES.get(self.add_prefix("scan"))  # type: ignore[attr-defined]
        tokens = self.request.POST.getlist(self.add_prefix("kept"))
        if upload is not None:
            self.kept = keep(upload, account_id=account_id, at=self.request.at)  # type: ignore[attr-defined]
        else:
            self.kept = next(iter(kept(tokens, account_id=account_id)), None)

    def _signed(self) -> SignedBy | None:
        if self.leader is None:
            return None
        scan = stored([self.kept]).get(self.kept.file_id) if self.kept else None
        return SignedBy(self.leader.account_id, self.cleaned_data["number"], scan)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of its field."""
        places = {"choice": f"{self['choice'].auto_id}_0"}
        return [
            (places.get(name, self[name].auto_id if name in self.fields else ""), str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]

    @property
    def told(self) -> list[tuple[str, object]]:
        """The same for the summary of a page with many cards: each names its dossier."""
        code = self.found.row.code if self.found else ""
        return [(place, format_html("{}: {}", code, text)) for place, text in self.wrong]
