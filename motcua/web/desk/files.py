"""Files of a dossier: reached only through the dossier, by who may see it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.casework.reads.pointers import attachment_of
from motcua.dossiers.models import Attachment
from motcua.files.signatures import signatures
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.served import served

PDF = "application/pdf"


@needs("desk.use")
def attachment(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """The content of one attachment; PDF and pictures open in the browser, the rest is saved."""
    found = _found(request, code, attachment_id)
    return served(found.file, found.name)


@needs("desk.use")
def signed(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """Who signed a PDF digitally, and what there is to know of each signature, as of now."""
    found = _found(request, code, attachment_id)
    if found.file.media_type != PDF:
        raise Http404
    verdicts = signatures(found.file.read(), anchors=settings.SIGNATURE_ANCHORS, at=request.at)  # type: ignore[attr-defined]
    shown = {
        "code": code,
        "file": found,
        "signatures": [(one.state, one.told()) for one in verdicts],
        "back": f"{reverse('desk:dossier', args=[code])}#giay-to",
    }
    return render(request, "desk/signatures.html", shown)


def _found(request: HttpRequest, code: str, attachment_id: int) -> Attachment:
    found = attachment_of(code, attachment_id, facts(request))
    if found is None:
        raise Http404
    return found
