"""A decision on one result of the signing session: sign it, send it back, leave it; or record that a leader did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.advance import advance, send_back
from motcua.casework.reads.signing import ToSign
from motcua.casework.signed_on_paper import SignedBy
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.kept import Kept, keep, kept, stored
from motcua.web.ui.words import say
from motcua.workflow import demands
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.rules import StepKind

from .acts.base import Readable, long_text
from .acts.work import Offered, demanding, earlier
from .bulk import attempt

SIGN, BACK, LATER = "sign", "back", "later"
DONE = {SIGN: _("đã ký, duyệt"), BACK: _("đã trả lại")}
MOVED_ON = _("đã chuyển bước")


class Decision(Readable):
    """What is decided on one piece of work: sign it, send it back, or leave it.

    Where the process lets choose how it goes on, the ways stand in place of "sign", each by its number.
    """

    do_not_call_in_templates = True
    recorded = False

    choice = Offered(
        words=(SIGN, BACK, LATER), label=_("Quyết định"), widget=forms.RadioSelect, initial=LATER, required=False
    )
    to_step = Offered(label=_("Trả lại bước"), required=False)
    note = long_text(_("Ý kiến, hoặc lý do trả lại"), required=False)

    def __init__(
        self,
        item_id: int,
        found: ToSign | None = None,
        request: HttpRequest | None = None,
        *,
        leader: Actor | None = None,
    ) -> None:
        sent = request if request is not None and request.method == "POST" else None
        super().__init__(sent.POST if sent else None, sent.FILES if sent else None, prefix=str(item_id))
        self.item_id, self.found, self.request, self.leader = item_id, found, request, leader
        self.kept: Kept | None = None
        approves = found is not None and found.row.kind == StepKind.APPROVE
        sign = _("Phê duyệt") if approves else _("Ký")
        self.ways = list(found.ways) if found else []
        steps = earlier(found.earlier) if found else []
        needs = found.needs if found else ()
        ways = [(str(n), demanding(way.label or str(sign), needs, way.value)) for n, way in enumerate(self.ways)]
        back = [(BACK, demanding(gettext("Trả lại"), needs, demands.BACK))] if steps else []
        onward: list[tuple[str, object]] = [*ways] or [(SIGN, sign)]
        self.offer([*onward, *back, (LATER, _("Để sau"))], steps)

    def offer(self, choices: Sequence[tuple[str, object]], steps: Sequence[tuple[int, str]]) -> None:
        """What may be chosen."""
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.fields["to_step"].choices = steps  # type: ignore[attr-defined]

    @property
    def drawn(self) -> SafeString:
        """Its fields. As long as nothing was sent they are the same on many cards of a page, and drawn once."""
        if self.is_bound:
            return _drawn(self)
        choices = tuple((value, str(label)) for value, label in self.fields["choice"].choices)  # type: ignore[attr-defined]
        steps = tuple(self.fields["to_step"].choices)  # type: ignore[attr-defined]
        blank = _blank(type(self), get_language(), choices, steps)
        return mark_safe(blank.replace(ANY, str(self.item_id)))  # noqa: S308 - drawn by a template; a number put in

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
        return bool(self["note"].value())

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
        request: Any = self.request
        who, at = request.actor, request.at
        signed, note = self._signed(), self.cleaned_data["note"]
        common: dict[str, Any] = {"by": who, "at": at, "item_id": self.item_id, "note": note, "signed": signed}

        def verb() -> None:
            if self.decided == BACK:
                send_back(code, to_step=int(self.cleaned_data["to_step"]), **common)
            else:
                advance(code, outcome=self.outcome, **common)

        if no := attempt(request, verb, part=f":{self.item_id}:{self.decided}"):
            add_refusal(self, no)

    def _keep_scan(self) -> None:
        """Who signs in person brings no scan."""

    def _signed(self) -> SignedBy | None:
        """Nobody else: the actor decides."""
        return None

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


class Recorded(Decision):
    """What a leader decided on paper, with what shows it."""

    recorded = True

    number = forms.CharField(label=_("Số văn bản đã ký"), max_length=80, required=False)
    scan = forms.FileField(label=_("hoặc bản chụp văn bản đã ký"), required=False, help_text=_("PDF hoặc ảnh."))

    @property
    def touched(self) -> bool:
        return super().touched or bool(self["number"].value())

    def _keep_scan(self) -> None:
        """A scan that came is stored before anything is judged: no error loses it. Refused when it cannot be kept."""
        request: Any = self.request
        upload, tokens = request.FILES.get(self.add_prefix("scan")), request.POST.getlist(self.add_prefix("kept"))
        if upload is not None:
            self.kept = keep(upload, account_id=request.actor.account_id, at=request.at)
        else:
            self.kept = next(iter(kept(tokens, account_id=request.actor.account_id)), None)

    def _signed(self) -> SignedBy | None:
        assert self.leader is not None
        scan = stored([self.kept]).get(self.kept.file_id) if self.kept else None
        return SignedBy(self.leader.account_id, self.cleaned_data["number"], scan)


ANY = "__item__"  # stands for the number of a piece of work in fields that are drawn once for all


@lru_cache(maxsize=512)
def _blank(
    kind: type[Decision], language: str | None, choices: tuple[tuple[str, str], ...], steps: tuple[tuple[int, str], ...]
) -> str:
    form = kind(0)  # in the language of the reader, which is part of the key
    form.prefix = ANY
    form.offer(choices, steps)
    return _drawn(form)


def _drawn(form: Decision) -> SafeString:
    return render_to_string("desk/pieces/decision.html", {"card": form})
