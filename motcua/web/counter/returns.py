"""Handing results out at the counter: find what waits, then all of one person in one go."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.reads import returns as reads
from motcua.casework.reads.returns import ForPerson, Question
from motcua.casework.result_receipt import result_receipt
from motcua.casework.return_result import Taken, return_results
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.returning.rules import Way
from motcua.web.ui.choices import DELIVERIES
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.receivers import ReceiverFields
from motcua.web.ui.submit import NotValid, key_of, submitted

from . import here
from .parts import Part

ROWS, LONGEST = 20, 100
PLACES = {"authority": "authority_document", "numbers": "codes", "to": "name"}


class HandOutForm(ReceiverFields, Part):
    """Which results go to whom, and which originals with them, by their keys."""

    codes = forms.MultipleChoiceField(required=False)
    originals = forms.MultipleChoiceField(required=False)

    def __init__(self, found: ForPerson, data: QueryDict | None = None) -> None:
        first = next((row for row in found.results if row.posted is None), None)
        super().__init__(data, initial={"way": "counter" if first else "post"})
        self.fields["codes"].choices = [(row.code, row.code) for row in found.results]  # type: ignore[attr-defined]
        self._kept = {str(o.pk): (row.code, o.n) for row in found.results for o in row.originals}
        self.fields["originals"].choices = [(key, key) for key in self._kept]  # type: ignore[attr-defined]

    def by_code(self) -> dict[str, list[int]]:
        """The numbers of the originals that go with each dossier."""
        chosen: dict[str, list[int]] = {}
        for key in self.cleaned_data["originals"]:
            code, n = self._kept[key]
            chosen.setdefault(code, []).append(n)
        return chosen


@needs("counter.use")
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """What waits at this counter: by code, by name, or as the scanner says. A code leads straight to its person."""
    counter = _counter(request)
    if counter is None:
        return redirect("counter:home")
    asked, typed = facts(request), request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    scanned = looks_like_code(typed.rstrip("/").rpartition("/tra-cuu/")[2]) if typed else None
    if scanned and (code := reads.exactly(asked, counter.pk, scanned)):
        return redirect(f"{reverse('counter:hand_out')}?ma={code}")
    question = Question(text=typed, sort=request.GET.get("sort", "since"))
    found = reads.waiting(asked, counter.pk, question, at=request.at)  # type: ignore[attr-defined]
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"counter": counter, "typed": typed, "page_of": page, "ways": DELIVERIES}
    return render(request, "counter/returns.html", context)


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def hand_out(request: HttpRequest) -> HttpResponse:
    """All that waits for the applicant of one dossier: tick, say who takes it, hand it over."""
    counter = _counter(request)
    if counter is None:
        return redirect("counter:home")
    code = request.POST.get("ma") or request.GET.get("ma", "")
    found = reads.for_person(facts(request), counter.pk, code)
    if request.method == "GET":
        if found is None:
            messages.warning(
                request, gettext("Hồ sơ “{code}” không có kết quả chờ trả tại đây.").format(code=code[:60])
            )
            return redirect("counter:returns")
        return _page(request, counter, code, found, HandOutForm(found))
    return _handed(request, counter, code, found)


def _handed(request: HttpRequest, counter: Agency, code: str, found: ForPerson | None) -> HttpResponse:
    """The press. A second press finds nothing waiting any more and is led where the first one was."""
    at = request.at  # type: ignore[attr-defined]
    form = None
    try:
        with submitted(request) as sent:
            if found is None:
                raise Http404
            form = HandOutForm(found, request.POST)
            if not form.is_valid():
                raise NotValid
            codes, taken = form.cleaned_data["codes"], form.taken(at=at)
            done = return_results(codes, by=facts(request).by, at=at, taken=taken, originals=form.by_code())
            sent.url = _onward([d.code for d in done], taken, request)
    except (NotValid, Refused) as no:
        if form is None or found is None:
            raise
        if isinstance(no, Refused):
            add_refusal(form, no, PLACES)
        return _page(request, counter, code, found, form)
    said = ngettext("Đã trả {n} kết quả: {codes}.", "Đã trả {n} kết quả: {codes}.", len(done))
    messages.success(request, said.format(n=len(done), codes=", ".join(d.code for d in done)))
    return HttpResponseRedirect(sent.url)


def _onward(codes: list[str], taken: Taken, request: HttpRequest) -> str:
    """The receipt to print and sign, made now; nobody signs it who signed on the screen, or took it by post."""
    if taken.way != Way.COUNTER or taken.signature is not None:
        return reverse("counter:returns")
    slip = result_receipt(codes, by=facts(request).by, at=request.at)  # type: ignore[attr-defined]
    return reverse("desk:paper", args=[slip.code])


def _page(request: HttpRequest, counter: Agency, code: str, found: ForPerson, form: HandOutForm) -> HttpResponse:
    at_hand = [row.code for row in found.results if row.posted is None] or [row.code for row in found.results]
    kept = {o.pk for row in found.results for o in row.originals}
    ticked = {int(key) for key in request.POST.getlist("originals") if key.isascii() and key.isdigit()}
    context = {
        "counter": counter,
        "code": code,
        "found": found,
        "form": form,
        "chosen": request.POST.getlist("codes") if form.is_bound else at_hand,
        "giving": ticked & kept if form.is_bound else kept,
        "ways": DELIVERIES,
        "key": key_of(request),
    }
    return render(request, "counter/hand_out.html", context, status=422 if form.is_bound else 200)


def _counter(request: HttpRequest) -> Agency | None:
    return here.chosen(request, here.choices(request, facts(request)))
