"""A stack of slips scanned one after another (/viec/quet-chong/): one act for all, row by row, with a way back.

The address without a number is the actor's own stack; with one it is that of a colleague who scans along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework import sharing, stacks
from motcua.casework.reads import scanning
from motcua.casework.reads import stacks as reads
from motcua.casework.reads.stacks import Row
from motcua.casework.stacks import Act, Order
from motcua.files.pictures import codes
from motcua.kernel.dossier_code import scanned
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.stacks import actions
from motcua.stacks.models import Stack
from motcua.web.ui.guards import facts, needs

from .bulk import ALL_OF_THEM

LABELS = {
    Act.HAND_OVER: _("Bàn giao việc"),
    Act.TAKE: _("Nhận việc"),
    Act.ADVANCE: _("Chuyển bước"),
    Act.RECEIVE_TRANSFER: _("Nhận hồ sơ giấy chuyển đến"),
    Act.RESOLVE: _("Nhận kết quả về quầy"),
    Act.RETURN_RESULT: _("Trả kết quả"),
}
WITH_NOTE = frozenset({Act.HAND_OVER, Act.ADVANCE})
MOST_CODES = 50  # of one picture
NEW = gettext_noop("Đã thêm {code}, hồ sơ thứ {n} của chồng.")
TWICE = gettext_noop("Hồ sơ {code} đã có trong chồng, {name} quét lúc {moment}.")
CANNOT = gettext_noop("Đã thêm {code} nhưng chưa làm được: {why}")
NO_CODES = gettext_noop("Không đọc được mã nào trong ảnh. Chụp gần hơn, đủ sáng, mã nằm trọn trong ảnh.")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one scan."""

    good: bool
    text: Sentence


@dataclass
class Desk:
    """One request about a stack: what it is, what was said, what was refused and what was typed."""

    request: HttpRequest
    stack: Stack | None
    said: list[Said] = field(default_factory=list)
    refused: dict[int, Sentence] = field(default_factory=dict)
    wrong: str = ""

    @property
    def rows(self) -> list[Row]:
        if self.stack is None:
            return []
        return reads.rows(facts(self.request), self.stack, at=self.request.at)  # type: ignore[attr-defined]

    @property
    def act(self) -> Act | None:
        return Act(self.stack.act) if self.stack is not None and self.stack.act in set(Act) else None

    @property
    def url(self) -> str:
        own = self.stack is None or self.stack.opened_by_id == self.request.actor.account_id  # type: ignore[attr-defined]
        if own and (self.stack is None or self.stack.closed_at is None):
            return reverse("desk:stack")
        return reverse("desk:stack_of", args=[self.stack.pk]) if self.stack else reverse("desk:stack")


@needs("desk.use")
def stack(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The stack: GET shows it, POST does one of DOING with it."""
    asked = facts(request)
    found = reads.stack(asked, pk) if pk is not None else reads.current(asked)
    if found is None and pk is not None:
        raise Http404
    desk = Desk(request, found)
    if request.method != "POST":
        return page(desk)
    doing = DOING.get(request.POST.get("do", "add"))
    if doing is None or (found is None and doing is not add):
        raise Http404
    return doing(desk)


def page(desk: Desk, *, status: int = 200) -> HttpResponse:
    """The whole page, or only the stack where the script that scanned asks for it."""
    rows, act = desk.rows, desk.act
    asked = facts(desk.request)
    open_ones = [row for row in rows if not row.scan.is_done and row.whole is not None]
    able = [row for row in open_ones if act is not None and row.why_not(act) is None]
    done = [row for row in rows if row.scan.is_done]
    context = {
        "stack": desk.stack,
        "url": desk.url,
        "rows": [(row, _state(row, act, desk.refused.get(row.scan.pk))) for row in rows],
        "act": act,
        "acts": [(one.value, label) for one, label in LABELS.items()],
        "label": LABELS[act] if act else "",
        "able": able,
        "open_ones": open_ones,
        "done": done,
        "undoable": [row for row in done if row.may_undo(asked)],
        "people": _people(desk, able) if act is Act.HAND_OVER and able else [],
        "with_note": act in WITH_NOTE,
        "wants_note": act is Act.ADVANCE and any(row.wants_note for row in able),
        "said": desk.said,
        "wrong": desk.wrong,
        "typed": desk.request.POST,
        "giver": desk.request.actor,  # type: ignore[attr-defined]
        "at": desk.request.at,  # type: ignore[attr-defined]
    }
    if desk.request.htmx:  # type: ignore[attr-defined]
        return render(desk.request, "desk/pieces/stack.html", context)
    context["beside"] = reads.beside(asked, at=desk.request.at)  # type: ignore[attr-defined]
    return render(desk.request, "desk/stack.html", context, status=status)


def _state(row: Row, act: Act | None, refused: Sentence | None) -> tuple[str, object]:
    """How a row stands, and why not."""
    if row.scan.is_done:
        return "done", LABELS[Act(row.scan.act)] if row.scan.act in set(Act) else ""
    if row.whole is None:
        return "hidden", ""
    no = refused or (row.why_not(act) if act else None)
    return ("not", no) if no else ("able" if act else "there", "")


def _people(desk: Desk, able: Sequence[Row]) -> list[tuple[str, str]]:
    """Who could take the work: its holders now are left out only where all of it is theirs."""
    items = [row.whole.item for row in able if row.whole and row.whole.item]
    people = sharing.colleagues(items, facts(desk.request).offices, at=desk.request.at)  # type: ignore[attr-defined]
    me = desk.request.actor.account_id  # type: ignore[attr-defined]
    there, away = gettext("{name} · đang giữ {n} việc"), gettext("{name} · đang giữ {n} việc · vắng mặt hôm nay")
    found = [
        (str(c.account_id), (away if c.away else there).format(name=c.name, n=c.load))
        for c in people
        if c.account_id != me
    ]
    return [*found, (ALL_OF_THEM, gettext("Để lại cho mọi người cùng vị trí"))]


# What a press does


def add(desk: Desk) -> HttpResponse:
    """Scan in what was typed, or all codes of a picture; what is no dossier of ours is told, the rest goes on."""
    request = desk.request
    try:
        texts = texts_of(request.POST.get("ma", ""), request.FILES.get("anh"))
    except Refused as refused:
        desk.said.append(Said(False, refused.sentence))
        return page(desk)
    scan_in(desk, texts)
    return page(desk)


def texts_of(typed: str, picture: UploadedFile[bytes] | None) -> list[str]:
    if picture is None:
        return [typed]
    found = codes(picture.read(), name=str(picture.name or ""), field="anh")[:MOST_CODES]
    if not found:
        raise Refused(NO_CODES, field="anh")
    return list({scanned(text) or text: text for text in found}.values())  # a slip bears its code twice


def scan_in(desk: Desk, texts: Sequence[str]) -> None:
    """Put the dossiers of these codes on the stack, which begins with the first; what is said of each."""
    added: dict[int, int] = {}
    for text in texts:
        found = scanning.find(facts(desk.request), text)
        if found.no is not None:
            desk.said.append(Said(False, found.no))
            continue
        if (said := _put(desk, found.pk, found.code)).good:
            added[found.pk] = len(desk.said)
        desk.said.append(said)
    act = desk.act
    for row in desk.rows if act and added else ():
        if row.scan.dossier_id in added and act and (no := row.why_not(act)):
            desk.said[added[row.scan.dossier_id]] = Said(False, Sentence(CANNOT, {"code": row.code, "why": no}))


def _put(desk: Desk, dossier_id: int, code: str) -> Said:
    who, at = desk.request.actor, desk.request.at  # type: ignore[attr-defined]
    if desk.stack is None:
        desk.stack = stacks.begin(by=who, at=at)
    try:
        scan, new = stacks.scan_in(desk.stack.pk, dossier_id, by=who, at=at)
    except Refused as refused:
        return Said(False, refused.sentence)
    if new:
        return Said(True, Sentence(NEW, {"code": code, "n": scan.n}))
    told = {"code": code, "name": scan.added_by.full_name, "moment": f"{scan.added_at.astimezone(VIETNAM):%H:%M}"}
    return Said(False, Sentence(TWICE, told))


def choose(desk: Desk) -> HttpResponse:
    """What is to be done with all of it."""
    assert desk.stack is not None
    wanted = desk.request.POST.get("act", "")
    actions.choose(desk.stack.pk, wanted if wanted in set(Act) else "")
    return HttpResponseRedirect(desk.url)


def take_off(desk: Desk) -> HttpResponse:
    """One row off the stack."""
    assert desk.stack is not None
    for pk in _numbers(desk.request, "row"):
        actions.take_off(desk.stack.pk, pk)
    return HttpResponseRedirect(desk.url)


def close(desk: Desk) -> HttpResponse:
    """The stack aside; the next scan begins another."""
    assert desk.stack is not None
    actions.close(desk.stack.pk, at=desk.request.at)  # type: ignore[attr-defined]
    messages.success(desk.request, gettext("Đã cất chồng số {n}. Quét để bắt đầu chồng mới.").format(n=desk.stack.pk))
    return HttpResponseRedirect(reverse("desk:stack"))


def act(desk: Desk) -> HttpResponse:
    """The chosen act on the rows that the page showed, each by itself."""
    chosen, to = desk.act, desk.request.POST.get("to", "")
    if chosen is None:
        raise Http404
    if chosen is Act.HAND_OVER and to != ALL_OF_THEM and not (to.isascii() and to.isdigit() and len(to) < 10):
        desk.wrong = gettext("Chọn người nhận.")
        return page(desk, status=422)
    who, at = desk.request.actor, desk.request.at  # type: ignore[attr-defined]
    order = Order(chosen, who, at, int(to) if to.isdigit() else None, desk.request.POST.get("note", "")[:500])
    said = gettext("Đã làm xong {n} hồ sơ của chồng.")
    return _each(desk, lambda row: stacks.act_on(row.meant, order), said, done=False)


def undo(desk: Desk) -> HttpResponse:
    """Take back what the actor did with the rows that the page showed, each by itself."""
    who, at = desk.request.actor, desk.request.at  # type: ignore[attr-defined]
    said = gettext("Đã hoàn tác {n} hồ sơ.")
    return _each(desk, lambda row: stacks.undo(row.meant, Act(row.scan.act), by=who, at=at), said, done=True)


def _each(desk: Desk, verb: Callable[[Row], None], said: str, *, done: bool) -> HttpResponse:
    """Each row in a transaction of its own. What somebody else did meanwhile is told at its row."""
    wanted, worked = set(_numbers(desk.request, "row")), 0
    for row in reversed(desk.rows):
        if row.scan.pk not in wanted or row.whole is None:
            continue
        try:
            if row.scan.is_done is not done:
                raise Refused(_meanwhile(row))
            verb(row)
            worked += 1
        except Refused as refused:
            desk.refused[row.scan.pk] = refused.sentence
    if worked:
        messages.success(desk.request, said.format(n=worked))
    if not desk.refused:
        return HttpResponseRedirect(desk.url)
    for row in desk.rows:  # a row that is done shows who did it; the reason stands above
        if row.scan.pk in desk.refused:
            why = {"code": row.code, "why": desk.refused[row.scan.pk]}
            desk.said.append(Said(False, Sentence("{code}: {why}", why)))
    return page(desk, status=200 if worked else 409)


def _meanwhile(row: Row) -> Sentence:
    if row.scan.done_by is None or row.scan.done_at is None or not row.scan.is_done:
        return Sentence(stacks.NOT_OURS)
    moment = f"{row.scan.done_at.astimezone(VIETNAM):%H:%M}"
    return Sentence(stacks.DONE_BY, {"name": row.scan.done_by.full_name, "moment": moment})


def _numbers(request: HttpRequest, name: str) -> list[int]:
    sent = request.POST.getlist(name)
    return [int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 19]


DOING: dict[str, Callable[[Desk], HttpResponse]] = {
    "add": add,
    "choose": choose,
    "take_off": take_off,
    "close": close,
    "act": act,
    "undo": undo,
}
