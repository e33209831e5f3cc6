"""Slips as PDF: as archived where the form's own paper is asked for, else set anew from the frozen content."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.casework.reads.counter import slip
from motcua.papers.actions import note_print
from motcua.papers.models import Slip
from motcua.papers.packs import pack
from motcua.papers.rendering import render
from motcua.web.ui.guards import facts, needs

# Chromium shows a PDF inside a page of its own making, which the strict policy would leave without its measures.
VIEWER = {"style-src": [UNSAFE_INLINE], "object-src": [SELF]}
FRAMED = {"frame-ancestors": [SELF]}  # the page after a reception prints from a frame, without a window


@needs("desk.use")
@require_GET
@csp_replace(FRAMED)
@csp_update(VIEWER)  # type: ignore[arg-type]
def pdf(request: HttpRequest, slip_id: int) -> HttpResponse:
    """The slip on `kho` A5 or A4, in `lien` copies; 404 for who may not see its dossier. A look counts as a print."""
    found = slip(facts(request), slip_id)
    if found is None:
        raise Http404
    paper, copies = request.GET.get("kho", ""), request.GET.get("lien", "1")
    content = content_of(found, paper=paper, copies=copies)
    who, at = request.actor, request.at  # type: ignore[attr-defined]
    note_print(found, by_id=who.account_id, at=at, paper=paper, copies=_copies(copies))
    return as_pdf(content, name=_file_name(found))


def as_pdf(content: bytes, *, name: str) -> HttpResponse:
    """A file to be looked at or printed, also from a frame of our own pages; never kept by the browser."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def content_of(found: Slip, *, paper: str = "", copies: str = "1") -> bytes:
    """The slip on a paper, in so many copies: as it was archived where that is what is asked for."""
    form = pack(found.pack).form(found.form)
    paper = {each.upper(): each for each in form.papers}.get(paper.upper(), paper) or form.papers[0]
    wanted = _copies(copies)
    if paper == form.papers[0] and wanted == 1 and found.archived:
        return found.archived.read()
    return render(found.pack, found.form, found.content, paper=paper, copies=wanted)


def _copies(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1


def _file_name(found: Slip) -> str:
    """As an officer would call it: the dossier, the form, which print. ASCII, for every browser and disk."""
    again = f"-lan-{found.edition}" if found.edition > 1 else ""
    name = f"{found.dossier.code}-mau-{found.form}{again}.pdf"
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in name)
