"""The electronic declaration of a procedure: begun from a template or a file, seen as citizens will, published."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import forms as verbs
from motcua.casework.reads.forms import FormPage, form_page
from motcua.catalogue.forms.reading import MOST_BYTES, read_bytes
from motcua.catalogue.forms.templates import template, titles
from motcua.policy.permissions import why_not
from motcua.web.ui.eforms import filled
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.pieces.fields import Select
from motcua.web.ui.words import of_data

from .pages import Done, acted, at_work, page, pressed, today


class BeginForm(forms.Form):
    """A template or a file; a file goes before."""

    template = forms.ChoiceField(label=_("Bắt đầu từ mẫu"), required=False)
    file = forms.FileField(label=_("Hoặc gửi tệp"), required=False, help_text=_("JSON Schema bản 2020-12, mã UTF-8."))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["template"].widget = Select(of_data())
        self.fields["template"].choices = [("", _("chọn…")), *titles()]  # type: ignore[attr-defined]

    @property
    def content(self) -> dict[str, Any]:
        """The document. Refused for a file that is no form."""
        if file := self.cleaned_data["file"]:
            return read_bytes(file.read(MOST_BYTES + 1))[1]
        return template(self.cleaned_data["template"])


def _found(request: HttpRequest, code: str) -> FormPage:
    found = form_page(code, day=today(request))
    if found is None:
        raise Http404
    return found


@needs("backoffice.use")
def form(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked now, the draft, and what another draft may begin from."""
    found = _found(request, code)
    sent = BeginForm(request.POST or None, request.FILES or None)

    def act() -> Done:
        verbs.keep_form(code, version=found.version.n, content=sent.content, seen=_seen(request), **at_work(request))
        return Done(reverse("backoffice:form", args=[code]), gettext("Đã giữ bản thảo tờ khai; chưa công bố."))

    answer = acted(request, sent, act, {"": "file"}) if request.method == "POST" else None
    context = {"found": found, "form": sent, "may_not": why_not("catalogue.publish", facts(request))}
    return answer or page(request, "form_page.html", "procedures", context, status=422 if sent.is_bound else 200)


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0


@needs("backoffice.use")
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The form as citizens will see it; what is tried here is kept nowhere."""
    found = _found(request, code)
    if found.form is None or found.shown is None:
        raise Http404
    sent = filled(request, found.form)
    context = {"found": found, "sent": sent, "asked": found.form, "shown": sent.shown, "parts": sent.shown.drawn()}
    return page(request, "form_preview.html", "procedures", context, status=422 if sent.shown.errors else 200)


@needs("backoffice.use")
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The document of the draft, else of what is published, to be changed elsewhere and sent back."""
    found = _found(request, code)
    if found.shown is None:
        raise Http404
    content = json.dumps(found.shown.content, ensure_ascii=False, indent=1)
    answer = HttpResponse(content, content_type="application/schema+json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="to-khai-{found.code}.json"'
    return answer


@needs("catalogue.publish")
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Let citizens be asked the draft."""
    found = _found(request, code)

    def act() -> Done:
        put = verbs.publish_form(code, version=found.version.n, seen=_seen(request), **at_work(request))
        said = gettext("Đã công bố tờ khai bản {n}.").format(n=put.n)
        return Done(reverse("backoffice:form", args=[code]), said)

    return pressed(request, act)


@needs("catalogue.publish")
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    found = _found(request, code)

    def act() -> Done:
        verbs.drop_form(code, version=found.version.n, **at_work(request))
        return Done(reverse("backoffice:form", args=[code]), gettext("Đã bỏ bản thảo tờ khai."))

    return pressed(request, act)
