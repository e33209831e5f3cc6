"""What puts processes in force: a draft by its decision, one process for many procedures at once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office import processes as verbs
from motcua.casework.office.processes import Decision
from motcua.casework.reads import procedure_list, process_drafts
from motcua.casework.reads.process_copies import MOST, Copy, copies, named
from motcua.casework.reads.process_drafts import Whose
from motcua.offices import snapshot
from motcua.web.ui.guards import needs
from motcua.web.ui.words import day as written
from motcua.workflow.models import ProcessVersion

from .fields import OfficeDayField
from .pages import ROWS, Done, acted, at_work, page, today
from .process_edit import rounds_of
from .process_owner import address, frame, owned


class DecisionForm(forms.Form):
    """What approves, and from when it holds."""

    number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ QĐ 12/QĐ-UBND."))
    on = OfficeDayField(label=_("Ngày quyết định"))
    agency = forms.CharField(label=_("Cơ quan ban hành"), max_length=110, help_text=_("Ví dụ Chủ tịch UBND tỉnh."))
    day = OfficeDayField(label=_("Có hiệu lực từ ngày"))

    @property
    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(said["number"], said["on"], said["agency"])


def _form(request: HttpRequest) -> DecisionForm:
    return DecisionForm(request.POST or None, initial={"day": today(request) + timedelta(days=1)})


@needs("process.change")
@owned
def publish(request: HttpRequest, whose: Whose) -> HttpResponse:
    """See what changes, say by which decision and from when, and put the draft in force."""
    found = process_drafts.draft(whose, snapshot.present(), day=today(request))
    form = _form(request)

    def act() -> Done:
        sent = request.POST.get("seen", "")
        seen = int(sent) if re.fullmatch(r"\d{1,6}", sent, re.ASCII) else 0
        put = verbs.publish_draft(
            whose, seen=seen, decision=form.decision, day=form.cleaned_data["day"],
            **at_work(request),
        )  # fmt: skip
        said = gettext("Đã ban hành quy trình bản {n}, áp dụng từ {day}.")
        return Done(address(whose, "processes"), said.format(n=put.version.n, day=written(put.version.valid_from)))

    if request.method == "POST" and (answer := acted(request, form, act)):
        return answer
    if found is None:
        return HttpResponseRedirect(address(whose, "process_edit"))
    listed = rounds_of(whose, found, today(request))
    listed["rounds"] = [(one, url) for one, url in listed["rounds"] if one.kept.version_id is None]
    context = frame(whose, form=form, draft=found, last=process_drafts.last_of(whose), **listed)
    return page(request, "process_publish.html", "procedures", context, status=422 if form.is_bound else 200)


@needs("process.change")
@owned
def copy(request: HttpRequest, whose: Whose, *, pk: int) -> HttpResponse:
    """Choose procedures, see what each gets, and publish for all of them by one decision."""
    version = next((v for v in process_drafts.versions(whose) if v.pk == pk), None)
    if version is None:
        raise Http404
    form = _form(request)

    def act() -> Done:
        new = verbs.copy_process(
            version, codes=_codes(request.POST.getlist("ma")), decision=form.decision,
            day=form.cleaned_data["day"], **at_work(request),
        )  # fmt: skip
        said = gettext("Đã ban hành quy trình cho {n} thủ tục.")
        return Done(address(whose, "processes"), said.format(n=len(new)))

    if request.method == "POST" and (answer := acted(request, form, act, {"codes": ""})):
        return answer
    context = frame(whose, version=version, form=form, **_chosen(request, version, form))
    return page(request, "process_copy.html", "procedures", context, status=422 if form.is_bound else 200)


def _codes(sent: list[str]) -> list[str]:
    """What was ticked, each once."""
    return list(dict.fromkeys(code for code in sent if len(code) <= 40))[:MOST]


def _chosen(request: HttpRequest, version: ProcessVersion, form: DecisionForm) -> dict[str, Any]:
    """The preview, once asked for; else what is chosen so far and what the search finds besides."""
    sent, day = request.POST or request.GET, today(request)
    form_day = form.cleaned_data.get("day") if form.is_bound and hasattr(form, "cleaned_data") else None
    codes = _codes(sent.getlist("ma"))
    asked = procedure_list.Question(text=sent.get("text", "")[:200], field=sent.get("field", "")[:200])
    listed = procedure_list.listing(asked, day=day) if asked.text or asked.field else None
    if listed is not None and sent.get("tat-ca") and listed.count() <= MOST:
        codes = _codes([*codes, *(row.code for row in listed[:MOST])])
    if (request.method == "POST" or "xem" in request.GET) and codes:
        seen = copies(version, codes, day=form_day or day + timedelta(days=1))
        back = request.GET.copy()
        for name in ("xem", "tat-ca"):
            back.pop(name, None)
        back.setlist("ma", codes)
        return {"copies": seen, "counts": _counted(seen), "back": f"?{back.urlencode()}"}
    found = [row for row in listed[:ROWS] if row.code not in codes] if listed is not None else []
    return {
        "asked": asked,
        "chosen": named(codes, day=day),
        "found": found,
        "total": listed.count() if listed is not None else 0,
        "most": MOST,
        "fields": [("", _("Mọi lĩnh vực")), *((name, f"{name} ({n})") for name, n in procedure_list.fields(day=day))],
    }


def _counted(seen: list[Copy]) -> dict[str, int]:
    found = Counter("refused" if c.refused else "same" if c.same else "new" for c in seen)
    return {name: found[name] for name in ("new", "same", "refused")}
