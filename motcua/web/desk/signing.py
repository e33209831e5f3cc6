"""The signing session (/viec/ky/): results one under the other with their opinions, each signed, sent back or left.

`?cho=ID` is the session of an assistant, who records what that leader signed on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import signing as reads
from motcua.offices.actors import Actor
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of

from .bulk import back, items
from .decisions import DONE, MOVED_ON, Decision, Recorded
from .lists import page_of

NOTHING = _("Chưa chọn ký hay trả lại hồ sơ nào.")


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
    leader = _leader(request)
    if request.method == "POST":
        return _carried_out(request, leader)
    page = page_of(request, reads.waiting(facts(request), leader, at=request.at))  # type: ignore[attr-defined]
    kind = Recorded if leader else Decision
    cards = [kind(found.row.item_id, found, leader=leader) for found in page]
    return _page(request, leader, cards, page_of=page, back=request.get_full_path())


def _leader(request: HttpRequest) -> Actor | None:
    """For whom the session is kept; None where the actor decides. For all others the page does not exist."""
    asked = request.GET.get("cho", "")
    if not asked:
        return None
    known = asked.isascii() and asked.isdigit() and len(asked) < 19
    leader = reads.leader(facts(request), int(asked)) if known else None
    if leader is None:
        raise Http404
    return leader


def _carried_out(request: HttpRequest, leader: Actor | None) -> HttpResponse:
    """Each decision by itself. What was not done stays on the page as it was typed, under what became of the rest."""
    who, ids = facts(request), items(request)
    names = reads.named(who, ids)
    waits = {found.row.item_id: found for found in reads.chosen(who, leader, ids, at=request.at)}  # type: ignore[attr-defined]
    keys = [*waits, *(names.keys() - waits.keys())]
    kind = Recorded if leader else Decision
    cards = {pk: kind(pk, waits.get(pk), request, leader=leader) for pk in keys}
    decided = {pk: card for pk, card in cards.items() if card.decided}
    for pk, card in decided.items():
        card.act(names[pk][0])
    outcomes = [_outcome(*names[pk], card) for pk, card in decided.items()]
    stay = [card for pk, card in cards.items() if pk in waits and (card.wrong if pk in decided else card.touched)]
    errors = [wrong for card in stay for wrong in card.told]
    if not decided:
        stay, errors = [card for pk, card in cards.items() if pk in waits], [("", NOTHING)]
    done = sum(1 for outcome in outcomes if outcome.done)
    more = {"outcomes": outcomes, "done": done, "errors": errors, "back": back(request, "desk:signing")}
    return _page(request, leader, stay, status=200 if done else 422, **more)


def _outcome(code: str, procedure: str, card: Decision) -> Outcome:
    wrong = [text for _place, text in card.wrong]
    if not wrong:
        return Outcome(code, procedure, DONE.get(card.decided, MOVED_ON))
    return Outcome(code, procedure, wrong=wrong, typed="" if card.found else str(card["note"].value() or ""))


def _page(
    request: HttpRequest, leader: Actor | None, cards: Sequence[Decision], *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"cards": cards, "leader": leader, "tabs": _tabs(request, leader), "key": key_of(request)}
    return render(request, "desk/signing.html", context | more, status=status)


def _tabs(request: HttpRequest, leader: Actor | None) -> list[dict[str, object]]:
    """The actor's own session, and one for each leader whose signatures they record; nothing for most people."""
    people = reads.leaders(facts(request))
    own: dict[str, object] = {"url": "?", "label": _("Tôi ký"), "current": leader is None}
    said = gettext("Ghi thay {name}")
    others: list[dict[str, object]] = [
        {"url": f"?cho={p.pk}", "label": said.format(name=p.full_name), "current": leader and leader.account_id == p.pk}
        for p in people
    ]
    return [own, *others] if others else []
