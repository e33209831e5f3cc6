"""The signing session (/viec/ky/): results one under the other with their opinions, each signed, sent back or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from motcua.casework.advance import advance, send_back
from motcua.casework.reads import signing as reads
from motcua.casework.reads.signing import ToSign
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.rules import StepKind

from .acts.base import Readable, long_text
from .acts.work import Offered, earlier
from .bulk import attempt, back, items
from .lists import page_of

SIGN, BACK, LATER = "sign", "back", "later"
DONE = {SIGN: _("đã ký, duyệt"), BACK: _("đã trả lại")}
MOVED_ON = _("đã chuyển bước")
NOTHING = _("Chưa chọn ký hay trả lại hồ sơ nào.")


class Decision(Readable):
    """What is decided on one piece of work: sign it, send it back, or leave it.

    Where the process lets choose how it goes on, the ways stand in place of "sign", each by its number.
    """

    choice = Offered(
        words=(SIGN, BACK, LATER), label=_("Quyết định"), widget=forms.RadioSelect, initial=LATER, required=False
    )
    to_step = Offered(label=_("Trả lại bước"), required=False)
    note = long_text(_("Ý kiến, hoặc lý do trả lại"), required=False)

    def __init__(self, item_id: int, found: ToSign | None, sent: QueryDict | None = None) -> None:
        super().__init__(sent, prefix=str(item_id))
        self.found = found
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
        return bool(self["note"].value())

    def clean(self) -> dict[str, Any]:
        """A step to send back to is asked for where that was chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") == BACK and not data.get("to_step") and "to_step" not in self.errors:
            self.add_error("to_step", _("Chọn bước để trả lại."))
        if self.found and self.decided.isdigit() and int(self.decided) >= len(self.ways):
            self.add_error("choice", _("Chọn lại: quy trình không có cách này."))
        return data

    def act(self, code: str, request: HttpRequest) -> None:
        """Do what was decided, once, in a transaction of its own; what stands in the way becomes an error."""
        if not self.is_valid():
            return
        who, at = request.actor, request.at  # type: ignore[attr-defined]
        data, item_id = self.cleaned_data, int(self.prefix or 0)

        def verb() -> None:
            if self.decided == BACK:
                send_back(code, by=who, at=at, item_id=item_id, to_step=int(data["to_step"]), note=data["note"])
            else:
                advance(code, by=who, at=at, item_id=item_id, outcome=self.outcome, note=data["note"])

        if refused := attempt(request, verb, part=f":{item_id}:{self.decided}"):
            add_refusal(self, refused)

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one decision: `done` in a word, or `wrong` and what had been typed."""

    code: str
    procedure: str
    done: object = ""
    wrong: Sequence[str] = ()
    typed: str = ""


@needs("desk.use")
def signing(request: HttpRequest) -> HttpResponse:
    """The session: a list of decisions to make, and after a press what became of each."""
    if request.method == "POST":
        return _carried_out(request)
    page = page_of(request, reads.waiting(facts(request), at=request.at))  # type: ignore[attr-defined]
    cards = [Decision(found.row.item_id, found) for found in page]
    return _page(request, cards, page_of=page, back=request.get_full_path())


def _carried_out(request: HttpRequest) -> HttpResponse:
    """Each decision by itself. What was not done stays on the page as it was typed, under what became of the rest."""
    who, ids = facts(request), items(request)
    names = reads.named(who, ids)
    waits = {found.row.item_id: found for found in reads.chosen(who, ids, at=request.at)}  # type: ignore[attr-defined]
    cards = {pk: Decision(pk, waits.get(pk), request.POST) for pk in [*waits, *(names.keys() - waits.keys())]}
    decided = {pk: card for pk, card in cards.items() if card.decided}
    for pk, card in decided.items():
        card.act(names[pk][0], request)
    outcomes = [_outcome(*names[pk], card) for pk, card in decided.items()]
    stay = [card for pk, card in cards.items() if pk in waits and (card.wrong if pk in decided else card.touched)]
    errors = [wrong for card in stay for wrong in card.told]
    if not decided:
        stay, errors = [card for pk, card in cards.items() if pk in waits], [("", NOTHING)]
    done = sum(1 for outcome in outcomes if outcome.done)
    more = {"outcomes": outcomes, "done": done, "errors": errors, "back": back(request, "desk:signing")}
    return _page(request, stay, status=200 if done else 422, **more)


def _outcome(code: str, procedure: str, card: Decision) -> Outcome:
    wrong = [text for _place, text in card.wrong]
    if not wrong:
        return Outcome(code, procedure, DONE.get(card.decided, MOVED_ON))
    return Outcome(code, procedure, wrong=wrong, typed="" if card.found else str(card["note"].value() or ""))


def _page(request: HttpRequest, cards: Sequence[Decision], *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "desk/signing.html", {"cards": cards, "key": key_of(request)} | more, status=status)
