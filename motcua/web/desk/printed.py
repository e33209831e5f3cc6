"""Printed papers (/phieu/): found by number, code and day; hand-over slips made, shown with their history, printed."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from motcua.casework.control_slip import control_slip
from motcua.casework.list_slips import hand_over_slip
from motcua.casework.reads import printed, worklist
from motcua.casework.reads.printed import Question
from motcua.casework.result_receipt import result_receipt
from motcua.casework.slips import RESULT_RECEIPT
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.roles import Role
from motcua.papers.actions import note_print
from motcua.papers.models import ListSlip
from motcua.papers.packs import pack
from motcua.papers.rendering import render as set_paper
from motcua.policy.predicates import CASE_ROLES
from motcua.web.ui.forms import DayField
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted

from .acting import seen
from .bulk import items
from .filters import Filter
from .lists import page_of

VIEWER = {"style-src": ["'unsafe-inline'"], "object-src": ["'self'"]}  # as counter/slips.py says
FORMS = [("tt-03-2025", n) for n in ("01", "02", "03", "04", "05", "06")] + [
    ("house", n) for n in ("BG", "BGKQ", "DS", "KQ")
]


def _forms() -> list[tuple[str, str]]:
    named = [(n, pack(code).form(n).called(get_language())) for code, n in FORMS]
    return [("", gettext("Mọi loại phiếu")), *named]


class PaperFilter(Filter):
    """What narrows the papers."""

    q = forms.CharField(label=_("Số phiếu, mã phiếu hoặc mã hồ sơ"), max_length=60)
    loai = forms.ChoiceField(label=_("Loại phiếu"), choices=_forms)
    tu = DayField(label=_("Lập từ ngày"), help_text="")
    den = DayField(label=_("đến ngày"), help_text="")

    def question(self) -> Question:
        told = self.asked()
        return Question(told["q"] or "", told["loai"] or "", told["tu"], told["den"])


@needs("desk.use")
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """All papers that the officer may see."""
    form = PaperFilter(request.GET)
    page = page_of(request, printed.found(facts(request), form.question()))
    context = {
        "form": form,
        "page_of": page,
        "rows": [{"row": row, "title": _title(row.pack, row.form)} for row in page],
        "narrowed": form.narrows,
        "hands_over": bool(_agencies(request)),
        "keeps_a_register": _receives(request),
    }
    return render(request, "desk/printed.html", context)


@needs("desk.use")
@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper on several dossiers: its rows, its editions, who printed it when."""
    found = printed.editions(facts(request), code)
    if not found:
        raise Http404
    context = {
        "last": found[0],
        "editions": found,
        "title": _title(found[0].pack, found[0].form),
        "content": found[0].content,
        "prints": printed.prints_of(found),
        "copies": len(pack(found[0].pack).form(found[0].form).copies),
        "next": reverse("counter:returns") if found[0].form == RESULT_RECEIPT and _receives(request) else "",
    }
    return render(request, "desk/paper.html", context)


@needs("desk.use")
@require_GET
@csp_update(VIEWER)  # type: ignore[arg-type]
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as archived, or all its copies with `lien`; each look counts as a print."""
    found = printed.list_slip(facts(request), pk)
    if found is None:
        raise Http404
    form = pack(found.pack).form(found.form)
    copies = len(form.copies) if request.GET.get("lien") else 1
    content = found.archived.read() if found.archived and copies == 1 else _set(found, copies)
    note_print(found, by_id=request.actor.account_id, at=request.at, paper=form.papers[0], copies=copies)  # type: ignore[attr-defined]
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}-lan-{found.edition}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs("desk.use")
@require_POST
def control(request: HttpRequest, code: str) -> HttpResponse:
    """Form 06 of a dossier as it stands now, then its page."""
    seen(request, code)  # 404 for outsiders
    with submitted(request) as done:
        slip = control_slip(code, by=request.actor, at=request.at)  # type: ignore[attr-defined]
        done.url = reverse("desk:paper", args=[slip.code])
    return HttpResponseRedirect(done.url)


@needs("desk.use")
@require_POST
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt for the result of a dossier that was returned, then its page."""
    seen(request, code)  # 404 for outsiders
    with submitted(request) as done:
        slip = result_receipt([code], by=request.actor, at=request.at)  # type: ignore[attr-defined]
        done.url = reverse("desk:paper", args=[slip.code])
    return HttpResponseRedirect(done.url)


@needs("desk.use")
def hand_over(request: HttpRequest) -> HttpResponse:
    """A hand-over slip of what was ticked on the worklist, or of what my counters received today."""
    rows = _chosen(request)
    mine = _agencies(request)
    if not mine:
        raise Http404
    typed = {
        name: request.POST.get(name, "") for name in ("agency", "receiver_unit", "receiver_name", "purpose", "kind")
    }
    context: dict[str, Any] = {"rows": rows, "agencies": mine, "typed": typed, "key": key_of(request)}
    if "sure" not in request.POST:
        return render(request, "desk/hand_over_slip.html", context)
    try:
        with submitted(request) as done:
            agency = typed["agency"]
            slip = hand_over_slip(
                request.POST.getlist("code"),
                by=request.actor,  # type: ignore[attr-defined]
                at=request.at,  # type: ignore[attr-defined]
                agency_id=int(agency) if agency.isascii() and agency.isdigit() and len(agency) < 19 else 0,
                receiver_unit=typed["receiver_unit"],
                receiver_name=typed["receiver_name"],
                purpose=typed["purpose"],
                results=typed["kind"] == "results",
            )
            done.url = reverse("desk:paper", args=[slip.code])
    except Refused as refused:
        return render(request, "desk/hand_over_slip.html", context | {"refused": refused}, status=422)
    messages.success(request, gettext("Đã lập phiếu số {number}.").format(number=slip.number))
    return HttpResponseRedirect(done.url)


def _chosen(request: HttpRequest) -> list[dict[str, Any]]:
    """The dossiers offered, each ticked or not."""
    who = facts(request)
    if request.method == "POST" and not request.POST.getlist("offered"):
        found = worklist.chosen(who, items(request), at=request.at)  # type: ignore[attr-defined]
        return [{"code": row.code, "procedure": row.procedure, "ticked": True} for row in found]
    if codes := request.POST.getlist("offered"):
        ticked = set(request.POST.getlist("code"))
        return [{"code": code, "procedure": "", "ticked": code in ticked} for code in codes[:500]]
    counters = sorted(who.by.agencies(Role.RECEIVER, Role.COUNTER_HEAD))
    day = request.at.astimezone(VIETNAM).date()  # type: ignore[attr-defined]
    today = printed.today_at(who, counters, day=day)
    return [{"code": d.code, "procedure": d.version.name, "ticked": True} for d in today]


def _agencies(request: HttpRequest) -> list[tuple[str, str]]:
    who = facts(request)
    return sorted(((str(pk), who.offices.agency(pk).name) for pk in who.by.agencies(*CASE_ROLES)), key=lambda a: a[1])


def _receives(request: HttpRequest) -> bool:
    return bool(facts(request).by.agencies(Role.RECEIVER, Role.COUNTER_HEAD))


def _set(found: ListSlip, copies: int) -> bytes:
    return set_paper(found.pack, found.form, found.content, copies=copies)


def _title(code: str, form: str) -> str:
    return pack(code).form(form).called(get_language())
