"""Digitise at the counter: scans of a dossier split by paper, turned, described and kept, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework import digitise as verbs
from motcua.casework.reads.digitised import Digitising, digitising
from motcua.files.models import StoredFile
from motcua.files.scan_previews import preview as preview_of
from motcua.files.scans import rules_on
from motcua.kernel.sentences import Refused
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.kept import Kept, kept, stored
from motcua.web.ui.served import served
from motcua.web.ui.submit import key_of, submitted

from .digitise_form import DigitiseForm, Ready
from .digitise_parts import TURNS
from .typed import number


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def digitise(request: HttpRequest, code: str) -> HttpResponse:
    """The papers of the dossier of `code`; a POST keeps what was sent, and with `do=save` digitises it."""
    asked, at = facts(request), request.at  # type: ignore[attr-defined]
    shown = digitising(asked, code, at=at)
    if shown is None:
        raise Http404
    form = DigitiseForm(request, shown, account_id=asked.by.account_id, at=at)
    if request.POST.get("do") == "save" and (ready := form.ready()):
        try:
            return _saved(request, code, ready)
        except Refused as no:
            form.show(no)
    return _page(request, shown, form)


def _saved(request: HttpRequest, code: str, ready: Ready) -> HttpResponse:
    by, at = facts(request).by, request.at  # type: ignore[attr-defined]
    with submitted(request) as sent:
        verbs.digitise(code, by=by, at=at, scans=ready.scans, again=ready.again)
        sent.url = reverse("counter:digitise", args=[code])
    n = len(ready.scans) + len(ready.again)
    messages.success(request, ngettext("Đã số hóa {n} giấy tờ.", "Đã số hóa {n} giấy tờ.", n).format(n=n))
    return HttpResponseRedirect(sent.url)


def _page(request: HttpRequest, shown: Digitising, form: DigitiseForm) -> HttpResponse:
    faults = form.summary()
    context = {
        "dossier": shown.dossier,
        "applicant": shown.applicant,
        "form": form,
        "faults": faults,
        "turns": TURNS.items(),
        "key": key_of(request),
    }
    return render(request, "counter/digitise.html", context, status=422 if faults else 200)


@needs("counter.use")
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """A small picture of one page of a file that this officer sent; a blank sheet where nothing can be drawn."""
    _, row = _sent(request)
    rules = rules_on(facts(request).day)
    small = preview_of(row.read(), row.media_type, number(request.GET.get("n", "")) or 1, rules=rules)
    if small is None:
        return HttpResponse(BLANK, content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})
    return HttpResponse(small, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@needs("counter.use")
@require_GET
def file(request: HttpRequest) -> HttpResponse:
    """A whole file that this officer sent, to look at it before it is digitised."""
    sent, row = _sent(request)
    return served(row, sent.name)


def _sent(request: HttpRequest) -> tuple[Kept, StoredFile]:
    account_id = facts(request).by.account_id
    found = next(iter(kept([request.GET.get("tep", "")], account_id=account_id)), None)
    row = stored([found]).get(found.file_id) if found else None
    if found is None or row is None:
        raise Http404
    return found, row


# A page of text alone: nothing is drawn here; it can be opened
BLANK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">'
    '<path fill="#fff" stroke="#e7e4df" d="M1 1h208v295H1z"/><path stroke="#c9c4bc" stroke-width="5" '
    'd="M35 50h90M35 75h140M35 95h140M35 115h140M35 135h110M35 165h140M35 185h80"/></svg>'
)
