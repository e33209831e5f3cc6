"""Files of a dossier: reached only through the dossier, by who may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from motcua.casework.reads.pointers import attachment_of
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.served import served


@needs("desk.use")
def attachment(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """The content of one attachment; PDF and pictures open in the browser, the rest is saved."""
    found = attachment_of(code, attachment_id, facts(request))
    if found is None:
        raise Http404
    return served(found.file, found.name)
