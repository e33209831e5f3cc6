"""Draft processes on which an agency is asked for its opinion: the list of its leaders, and the page to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office.opinions import give_opinion
from motcua.casework.reads import opinions as reads
from motcua.casework.reads.opinions import Page
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.policy.predicates import LEADERS
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.kept import Kept, keep, kept, stored
from motcua.web.ui.served import served
from motcua.web.ui.submit import NotValid, key_of, submitted
from motcua.workflow.opinions.rules import LONGEST, REPLIES, VERDICTS, WHOLE
from motcua.workflow.process.svg import picture

from .acts.base import Readable
from .lists import page_of


@needs("desk.use")
def asked(request: HttpRequest) -> HttpResponse:
    """What the agencies that the actor leads are or were asked."""
    return render(request, "desk/opinions.html", {"page_of": page_of(request, reads.asked_of(facts(request)))})


class AnswerForm(Readable):
    """The opinion of the agency: on the draft as a whole, on its rows, with a file."""

    verdict = forms.ChoiceField(
        label=_("Ý kiến"), choices=list(VERDICTS.items()), widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(label=_("Góp ý chung hoặc lý do"), max_length=LONGEST, required=False, widget=forms.Textarea)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False)

    def __init__(self, page: Page, request: HttpRequest) -> None:
        sent = request.method == "POST"
        super().__init__(request.POST if sent else None, request.FILES if sent else None)
        self.fields["verdict"].choices = [(v, gettext(label)) for v, label in VERDICTS.items()]  # type: ignore[attr-defined]
        for row in page.rows:
            label = _("Góp ý cho bước {n}").format(n=row.n)
            box = forms.Textarea(attrs={"aria-label": label, "rows": 1})
            self.fields[f"row-{row.n}"] = forms.CharField(label=label, max_length=LONGEST, required=False, widget=box)
        self.page, self.request = page, request
        self.kept: Kept | None = None

    @property
    def steps(self) -> list[tuple[Any, Any]]:
        """Each row with its field."""
        return [(row, self[f"row-{row.n}"]) for row in self.page.rows]

    @property
    def remarks(self) -> dict[int, str]:
        return {row.n: self.cleaned_data.get(f"row-{row.n}", "") for row in self.page.rows}

    def keep_file(self) -> None:
        """A file that came is stored before anything is judged: no error loses it. Refused when it cannot be kept."""
        request: Any = self.request
        upload, by = request.FILES.get("file"), request.actor.account_id
        if upload is not None:
            self.kept = keep(upload, account_id=by, at=request.at)
        else:
            self.kept = next(iter(kept(request.POST.getlist("kept"), account_id=by)), None)

    def stored_file(self) -> tuple[str, StoredFile] | None:
        """The file as the verb takes it."""
        row = stored([self.kept]).get(self.kept.file_id) if self.kept else None
        return (self.kept.name, row) if self.kept and row else None


@needs("desk.use")
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it was sent; answered once, by a leader of the agency."""
    found = reads.opinion_page(pk, facts(request))
    if found is None:
        raise Http404
    form = AnswerForm(found, request)
    if request.method != "POST":
        return _page(request, found, form)
    here = reverse("desk:opinion", args=[pk])
    try:
        form.keep_file()
        with submitted(request) as done:
            if not form.is_valid():
                raise NotValid
            data = form.cleaned_data
            give_opinion(
                pk, verdict=data["verdict"], text=data["text"], remarks=form.remarks, file=form.stored_file(),
                by=request.actor, at=request.at,  # type: ignore[attr-defined]
            )  # fmt: skip
            done.url = here
    except NotValid:
        return _page(request, found, form, status=422)
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, found, form, status=422)
    messages.success(request, _("Đã gửi ý kiến của cơ quan."))
    return HttpResponseRedirect(here)


def _page(request: HttpRequest, found: Page, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    names = {WHOLE: gettext("Về cả quy trình"), **{row.n: f"{row.n}. {row.name}" for row in found.rows}}
    said = [(names.get(r.n, str(r.n)), r, gettext(REPLIES[r.reply]) if r.reply else "") for r in found.told.remarks]
    context = {
        "asked": found,
        "form": form,
        "rows": found.rows,
        "said": said,
        "picture": mark_safe(picture(found.graph)),  # noqa: S308 - written by lxml, which escapes every name
        "key": key_of(request),
    }
    return render(request, "desk/opinion.html", context, status=status)


@needs("desk.use")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of the answer, for the agency that gave it."""
    found = reads.file_of(pk, agencies=facts(request).by.agencies(*LEADERS))
    if found is None or found.file is None:
        raise Http404
    return served(found.file, found.file_name)
