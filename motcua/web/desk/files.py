"""Files of a dossier: reached only through the dossier, by who may see it."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from motcua.casework.reads.pointers import attachment_of
from motcua.dossiers.models import Attachment
from motcua.web.ui.guards import facts, needs

# Chromium shows a PDF in a page of its own making, which it refuses inside a sandbox; scripts are barred in both.
AS_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
IN_THE_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png"})  # kinds that carry no script of ours


@needs("desk.use")
def attachment(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """The content of one attachment; PDF and pictures open in the browser, the rest is saved."""
    found = attachment_of(code, attachment_id, facts(request))
    if found is None:
        raise Http404
    kind = found.file.media_type
    shown = "inline" if kind in IN_THE_PAGE else "attachment"
    name = quote(file_name(found))
    return HttpResponse(
        found.file.read(),
        content_type=kind,
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{name}",
            "Content-Security-Policy": AS_PDF if kind == "application/pdf" else ALONE,
            "Cache-Control": "private, no-store",
        },
    )


ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf", "image/png": "png", "image/heic": "heic"}


def file_name(found: Attachment) -> str:
    """The name under which it is saved, with the ending of what it really is."""
    ending = ENDINGS.get(found.file.media_type) or ("xlsx" if "sheet" in found.file.media_type else "docx")
    name = found.name.replace("/", "-").strip() or "tep"
    return name if name.lower().endswith(f".{ending}") else f"{name[:120]}.{ending}"
