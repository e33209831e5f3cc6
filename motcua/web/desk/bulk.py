"""Acts on the ticked rows of the worklist: each piece of work is a verb call and a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from motcua.casework import advance as advancing
from motcua.casework import sharing
from motcua.casework import take as taking
from motcua.casework.by_area import by_area, has_areas
from motcua.casework.reads import worklist
from motcua.casework.reads.worklist import WorkRow
from motcua.journal.actions import Repeated
from motcua.kernel.sentences import Refused, Sentence
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted
from motcua.workflow.models import WorkItem
from motcua.workflow.sharing import Way

from .acts.work import receivers

ALL_OF_THEM = "all"
MOST = 100


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one ticked row; `refused` says why nothing, `holder` who has it now, where that is told."""

    row: WorkRow
    refused: Sentence | None
    holder: str = ""


@needs("desk.use")
def take(request: HttpRequest) -> HttpResponse:
    """Take all ticked pieces of work."""

    def verb(row: WorkRow) -> None:
        taking.take(row.code, by=request.actor, at=request.at, item_id=row.item_id)  # type: ignore[attr-defined]

    return _outcome(request, _ticked(request), verb, _("Nhận việc"))


@needs("desk.use")
def advance(request: HttpRequest) -> HttpResponse:
    """Complete the step of all ticked pieces of work; asks first, for it cannot be undone by one press."""
    rows = _ticked(request)
    if "sure" not in request.POST:
        return _ask(request, "desk/bulk_advance.html", rows)
    note = request.POST.get("note", "")[:500]

    def verb(row: WorkRow) -> None:
        advancing.advance(row.code, by=request.actor, at=request.at, item_id=row.item_id, note=note)  # type: ignore[attr-defined]

    return _outcome(request, rows, verb, _("Chuyển bước"))


@needs("desk.use")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give all ticked pieces of work to one colleague, or share them out, or back to all of their role; asks how."""
    rows = _ticked(request)
    items = sharing.open_pieces([row.item_id for row in rows])
    choices = _people(request, list(items.values()))
    to = request.POST.get("to", "")
    if "sure" not in request.POST or to not in choices:
        missing = _("Chọn người nhận.") if "sure" in request.POST and choices else ""
        return _ask(request, "desk/bulk_hand_over.html", rows, people=list(choices.items()), missing=missing)
    note = request.POST.get("note", "")[:500]
    way = Way(to) if to in set(Way) else None
    whose = _shared(request, way, list(items.values()))

    def verb(row: WorkRow) -> None:
        who, at = request.actor, request.at  # type: ignore[attr-defined]
        account_id = whose.get(row.item_id) if way else int(to) if to.isdigit() else None
        if account_id is not None and way and account_id == items[row.item_id].assignee_id:
            return  # by the rule it stays where it is
        taking.hand_over(row.code, by=who, at=at, to=account_id, way=way, item_id=row.item_id, note=note)

    return _outcome(request, rows, verb, _("Bàn giao"), told=sharing.holders)


def _shared(request: HttpRequest, way: Way | None, items: Sequence[WorkItem]) -> Mapping[int, int]:
    """Who gets what, where a rule decides over all of it at once; the verb says why somebody gets nothing."""
    offices, at = facts(request).offices, request.at  # type: ignore[attr-defined]
    if way is Way.LEAST:
        return sharing.evenly(items, offices, at=at)
    found = by_area(items, offices, at=at) if way is Way.AREA else {}
    return {pk: to for pk, to in found.items() if isinstance(to, int)}


def _ticked(request: HttpRequest) -> list[WorkRow]:
    """The ticked rows that are still open and visible. The address alone, without a form, leads nowhere."""
    if request.method != "POST":
        raise Http404
    return worklist.chosen(facts(request), items(request), at=request.at)  # type: ignore[attr-defined]


def items(request: HttpRequest) -> list[int]:
    """The pieces of work that a form names; what is no number is none."""
    sent = request.POST.getlist("item")
    return [int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 19][:MOST]


def _people(request: HttpRequest, items: Sequence[WorkItem]) -> dict[str, str]:
    """Who could take one of the pieces of work, and by what rule they can be shared out."""
    who = facts(request)
    areas = has_areas({item.agency_id for item in items}, day=who.day)
    found = dict(receivers(sharing.colleagues(items, who.offices, at=request.at), by_area=areas))  # type: ignore[attr-defined]
    return found | {ALL_OF_THEM: str(_("Để lại cho mọi người cùng vị trí"))} if found else found


def _ask(request: HttpRequest, template: str, rows: Sequence[WorkRow], **more: object) -> HttpResponse:
    asked = len(request.POST.getlist("item"))
    context = {"rows": rows, "gone": asked - len(rows), "key": key_of(request), "back": back(request)}
    return render(request, template, context | more, status=422 if more.get("missing") else 200)


def _outcome(
    request: HttpRequest,
    rows: Sequence[WorkRow],
    verb: Callable[[WorkRow], None],
    label: object,
    *,
    told: Callable[[list[int]], Mapping[int, str]] | None = None,
) -> HttpResponse:
    """Act on each row and tell of each what became of it. What the first of two presses did counts as done.

    `told` says of those that are done whose they are now.
    """
    outcomes = [Done(row, _refusal(request, row, verb)) for row in rows]
    holders = told([row.item_id for row in rows]) if told else {}
    outcomes = [replace(o, holder=holders.get(o.row.item_id, "")) for o in outcomes]
    context = {
        "label": label,
        "done": [o for o in outcomes if o.refused is None],
        "refused": [o for o in outcomes if o.refused is not None],
        "gone": len(request.POST.getlist("item")) - len(rows),
        "back": back(request),
    }
    return render(request, "desk/bulk_done.html", context)


def _refusal(request: HttpRequest, row: WorkRow, verb: Callable[[WorkRow], None]) -> Sentence | None:
    refused = attempt(request, lambda: verb(row), part=f":{row.item_id}")
    return refused.sentence if refused else None


def attempt(request: HttpRequest, verb: Callable[[], None], *, part: str) -> Refused | None:
    """Do one of the many things that a form asks for, in a transaction of its own; why it was not done, or None.

    What the first of two presses did counts as done: `part` names the thing beside the key of the form.
    """
    try:
        with submitted(request, part=part) as done:
            verb()
            done.url = reverse("desk:home")
    except Repeated:
        return None
    except Refused as refused:
        return refused
    return None


def back(request: HttpRequest, otherwise: str = "desk:home") -> str:
    """The list that the form came from; `otherwise` names the page where it says none, or one of another site."""
    address = request.POST.get("back", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else reverse(otherwise)
