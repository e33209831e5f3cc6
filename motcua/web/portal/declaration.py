"""The declaration of a procedure, filled in by anybody and printed to be taken along; nothing of it is kept here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from motcua.casework.reads.forms import asked_form
from motcua.catalogue.forms.typed import written
from motcua.web.ui.eforms import filled, printed
from motcua.web.ui.guards import public

from .sign_in import private

PRINT = "print"
HEADS = {
    "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "motto": "Độc lập - Tự do - Hạnh phúc",
    "dear": "Kính gửi:",
    "signed_at": "…………, ngày …… tháng …… năm ………",
    "signer": "Người khai",
    "sign_here": "(ký, ghi rõ họ tên)",
}  # of a paper of the state: Vietnamese in every language of the page


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The questions; once all is well, the answers as a paper with a place to sign."""
    found = asked_form(code, day=request.at.date())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    version, form = found
    sent = filled(request, form)
    context: dict[str, object] = {"version": version, "code": code, "form": form, "sent": sent}
    if sent.complete and request.POST.get("do") == PRINT:
        fields = written(form, sent.answers).items()
        context |= {"parts": printed(form, sent.answers), "fields": fields, **HEADS}
        return private(render(request, "portal/declaration_printed.html", context))
    context |= {"parts": sent.shown.drawn(), "shown": sent.shown}
    return private(render(request, "portal/declaration.html", context, status=422 if sent.shown.errors else 200))
