"""Rounds of opinions on the draft of a process: ask agencies, see what they say, reply to remarks, end the round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import opinions as verbs
from motcua.casework.office.opinions import Said
from motcua.casework.reads import opinions as reads
from motcua.casework.reads import process_drafts
from motcua.casework.reads.opinions import DraftRow, Round
from motcua.casework.reads.process_drafts import Whose
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.served import served
from motcua.workflow.models import Opinion, Remark
from motcua.workflow.opinions.rules import LONGEST, REPLIES, WHOLE

from . import words
from .fields import OfficeDayField
from .pages import Done, acted, at_work, moment, page, pressed, today
from .process_edit import drawn_graph
from .process_owner import address, frame, owned


class AskForm(forms.Form):
    """Until when, and a word to those who are asked; who that is, is ticked beside."""

    until = OfficeDayField(label=_("Trả lời đến hết ngày"))
    word = forms.CharField(
        label=_("Lời nhắn tới các cơ quan"), max_length=LONGEST, required=False, widget=forms.Textarea
    )


@needs("process.change")
@owned
def ask(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Choose agencies and a day, and send the draft as it stands."""
    offices, day = snapshot.present(), today(request)
    found = process_drafts.draft(whose, offices, day=day)
    form = AskForm(request.POST or None, initial={"until": verbs.usual_until(offices, at=moment(request))})

    def act() -> Done:
        opened = verbs.ask_opinions(
            whose, seen=_number(request.POST.get("seen", "")), agency_ids=_ids(request.POST.getlist("cq")),
            until=form.cleaned_data["until"], word=form.cleaned_data["word"], **at_work(request),
        )  # fmt: skip
        said = gettext("Đã gửi dự thảo quy trình tới {n} cơ quan.")
        return Done(address(whose, "process_round", n=opened.n), said.format(n=opened.opinions.count()))

    if request.method == "POST" and (answer := acted(request, form, act, {"agencies": ""})):
        return answer
    if found is None:
        return HttpResponseRedirect(address(whose, "process_edit"))
    opened = reads.open_round(whose)
    offer = reads.offer(whose, found.graph, offices, day=day)
    ticked = set(_ids(request.POST.getlist("cq"))) if form.is_bound else {a.pk for a in offer.usual}
    context = frame(
        whose,
        form=form,
        draft=found,
        opened=opened,
        opened_url=address(whose, "process_round", n=opened.n) if opened else "",
        offer=offer,
        others=[(words.kind(kind), some) for kind, some in offer.others.items()],
        ticked=ticked,
    )
    return page(request, "process_ask.html", "procedures", context, status=422 if form.is_bound else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _ids(sent: Sequence[str]) -> list[int]:
    return [number for number in map(_number, sent[: verbs.MOST_AGENCIES + 1]) if number]


@needs("backoffice.use")
@owned
def round_(request: HttpRequest, whose: Whose, *, n: int) -> HttpResponse:
    """Who said what of which step, and what becomes of it; sent, the replies are kept."""
    offices, day = snapshot.present(), today(request)
    found = _round(request, whose, n)
    form = forms.Form(request.POST or None)
    no_change = why_not("process.change", facts(request))

    def act() -> Done:
        remarks = [remark.pk for one in found.told for remark in one.remarks]
        replies = {pk: Said(*(request.POST.get(f"{name}-{pk}", "") for name in ("reply", "text"))) for pk in remarks}
        kept = verbs.reply_to_remarks(found.kept.pk, replies, **at_work(request))
        said = gettext("Đã ghi trả lời cho {n} góp ý.") if kept else gettext("Không có trả lời nào thay đổi.")
        return Done(address(whose, "process_round", n=n), said.format(n=kept))

    if request.method == "POST":
        if no_change is not None:
            raise Http404
        if answer := acted(request, form, act):
            return answer
    rows = reads.rows_of(found.graph, offices, day=day)
    context = frame(
        whose,
        round=found,
        form=form,
        picture=drawn_graph(found.graph),
        rows=rows,
        remarks=_by_row(found, rows, request),
        replies=[("", _("chưa trả lời")), *((name, gettext(label)) for name, label in REPLIES.items())],
        may_reply=no_change is None and found.kept.version_id is None,
        no_change=no_change,
        close_url=address(whose, "process_round_close", n=n),
        answers=[(one, address(whose, "process_opinion_file", n=n, pk=one.opinion.pk)) for one in found.told],
    )
    return page(request, "process_round.html", "procedures", context, status=422 if form.is_bound else 200)


def _round(request: HttpRequest, whose: Whose, n: int) -> Round:
    day = today(request)
    found = process_drafts.draft(whose, snapshot.present(), day=day)
    for one in reads.rounds(whose, found, day=day, n=n):
        return one
    raise Http404


def _by_row(found: Round, rows: Sequence[DraftRow], request: HttpRequest) -> list[tuple[str, list[dict[str, Any]]]]:
    """The remarks on the whole, then those on each step that has any, with what was typed in reply."""
    names = {WHOLE: gettext("Về cả quy trình"), **{row.n: f"{row.n}. {row.name}" for row in rows}}
    by_row: dict[int, list[dict[str, Any]]] = {}
    for one in found.told:
        for remark in one.remarks:
            by_row.setdefault(remark.n, []).append(_shown(one.opinion, remark, request))
    return [(names.get(n, str(n)), by_row[n]) for n in sorted(by_row)]


def _shown(opinion: Opinion, remark: Remark, request: HttpRequest) -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else {}
    return {
        "agency": opinion.agency.name,
        "verdict": opinion.verdict,
        "kept": remark,
        "reply": sent.get(f"reply-{remark.pk}", remark.reply),
        "text": sent.get(f"text-{remark.pk}", remark.reply_text),
        "label": gettext(REPLIES[remark.reply]) if remark.reply else "",
    }


@needs("process.change")
@require_POST
@owned
def close(request: HttpRequest, whose: Whose, *, n: int) -> HttpResponse:
    """End the round."""
    found = _round(request, whose, n)

    def act() -> Done:
        verbs.close_round(found.kept.pk, **at_work(request))
        return Done(address(whose, "process_round", n=n), gettext("Đã kết thúc đợt xin ý kiến."))

    try:
        return pressed(request, act)
    except Refused:  # somebody else ended it: the page says so
        return HttpResponseRedirect(address(whose, "process_round", n=n))


@needs("backoffice.use")
@owned
def file(request: HttpRequest, whose: Whose, *, n: int, pk: int) -> HttpResponse:
    """The file of one answer."""
    found = _round(request, whose, n)
    if pk not in {one.opinion.pk for one in found.told}:
        raise Http404
    opinion = reads.file_of(pk)
    if opinion is None or opinion.file is None:
        raise Http404
    return served(opinion.file, opinion.file_name)
