"""Scan to act (/viec/quet/): the code of any slip opens what can be done with its dossier now, as large buttons.

`?ma=` is what was scanned or typed; a picture sent by POST is read here and forgotten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from motcua.casework.reads import dossier as reads
from motcua.casework.reads import printed, scanning, stacks
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.printed import Question
from motcua.casework.reads.scanning import Found
from motcua.casework.reads.verbs import possible
from motcua.dossiers.states import ENDED, LABELS, Status
from motcua.kernel.dossier_code import scanned
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import new_key
from motcua.web.ui.words import moment

from .acting import BACK
from .acts.base import Act
from .acts.work import Advance
from .dossier import Offer, expected, offered
from .stack import Desk, page, scan_in, texts_of

# What carries a dossier on, in the hands of who holds its paper; the rest is found on its page.
ONWARD = (
    "route", "accept", "receive_transfer", "advance", "resolve", "return_result", "receive_supplement",
    "ask_supplement", "take", "hand_over", "send_back", "recall", "answer_consultation", "take_proof", "release",
    "answer_urging", "decide_claim", "drop_supplement",
)  # fmt: skip
MOST = 8
_REGISTER = re.compile(r"/so-theo-doi/\?quay=(\d{1,18})&nam=(\d{4})$", re.ASCII)
USED = gettext_noop("Hồ sơ đã trả kết quả lúc {moment}: phiếu này đã dùng xong, không còn việc phải làm.")
OVER = gettext_noop("Hồ sơ đã kết thúc ở trạng thái “{state}”: không còn việc phải làm.")
NOT_HERE = gettext_noop("Lúc này Anh/Chị không phải làm gì với hồ sơ này.")


@dataclass(frozen=True, slots=True)
class Button:
    """One large button: an act that is done at once, or that leads to its page."""

    offer: Offer
    to: str
    at_once: bool
    main: bool


@needs("desk.use")
def scan(request: HttpRequest) -> HttpResponse:
    """The dossier that was scanned and what can be done; without a code the field and the camera."""
    if request.method == "POST":
        return _pictured(request)
    if "ma" not in request.GET:
        return render(request, "desk/scan.html", {})
    found = scanning.find(facts(request), request.GET["ma"])
    if not found.code and (paper := _paper(request, request.GET["ma"])):
        return HttpResponseRedirect(paper)
    whole = reads.whole(found.code, facts(request), at=request.at, journal=False) if found.code else None  # type: ignore[attr-defined]
    if whole is None:
        return _not_there(request, found)
    offers = [offer for offer in offered(whole) if offer.act.verb in ONWARD and offer.why_not is None]
    first = expected(whole)
    leads = bool(offers) and offers[0].act.verb in (first, "take", "accept")
    back = f"{reverse('desk:scan')}?{urlencode({'ma': whole.dossier.code})}"
    way = urlencode({BACK: back})
    buttons = [
        Button(o, f"{o.url}?{way}", _at_once(o.act, whole), leads and n == 0) for n, o in enumerate(offers[:MOST])
    ]
    context = {
        "whole": whole,
        "d": whole.dossier,
        "buttons": buttons,
        "nothing": None if buttons else _nothing(whole, first),
        "back": back,
        "key": new_key(),
    }
    return render(request, "desk/scan.html", context)


def _paper(request: HttpRequest, text: str) -> str:
    """Where a paper with a code of its own is: a list, a hand-over or control slip, a receipt, the register; or ""."""
    if text.count("|") > 1:
        return ""
    if register := _REGISTER.search(text.strip()):
        return f"{reverse('desk:register')}?{urlencode({'quay': register[1], 'nam': register[2]})}"
    code = scanned(text)
    if code and (known := printed.of_code(facts(request), code)):
        return reverse("desk:paper", args=[known])
    if code and "/" in code and len(printed.found(facts(request), Question(code))):  # the number of a slip: 07/GTN
        return f"{reverse('desk:papers')}?{urlencode({'q': code})}"
    return ""


def _pictured(request: HttpRequest) -> HttpResponse:
    """The slips of a picture: one opens its dossier, several begin a stack or come onto the one that is there."""
    try:
        texts = texts_of("", request.FILES.get("anh"))
    except Refused as refused:
        return render(request, "desk/scan.html", {"no": refused.sentence}, status=422)
    if len(texts) == 1:
        code = "||" if "|" in texts[0] else texts[0]  # a card is personal: it stays out of addresses
        return HttpResponseRedirect(f"{reverse('desk:scan')}?{urlencode({'ma': code})}")
    desk = Desk(request, stacks.current(facts(request)))
    scan_in(desk, texts)
    return page(desk)


def _not_there(request: HttpRequest, found: Found) -> HttpResponse:
    """Nothing here to act on: said in one sentence, the same whether it exists or not."""
    return render(request, "desk/scan.html", {"no": found.no, "shadows": found.shadows}, status=404)


def _at_once(act: type[Act], whole: Whole) -> bool:
    """Whether the act asks for nothing that must be filled in, and can be undone or only records what has come."""
    if act.verb == "advance":
        form = Advance(whole)
        return not form.issues and "way" not in form.fields and not form.fields["note"].required
    return act.at_once or act.verb in ("receive_transfer", "resolve")


def _nothing(whole: Whole, first: str) -> Sentence:
    """Why this person can do nothing with the dossier now."""
    d = whole.dossier
    if d.voided_at is None and d.state is Status.RETURNED and d.returned_at is not None:
        return Sentence(USED, {"moment": moment(d.returned_at)})
    if d.voided_at is None and d.state in ENDED - {Status.FINISHED}:
        return Sentence(OVER, {"state": Sentence(LABELS[d.state])})
    no = possible(whole, [first])[first].why_not
    return no or Sentence(NOT_HERE)
