"""Several dossiers of one person in one go: what was received in this sitting, and all its slips in one print."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from pypdf import PdfWriter

from motcua.casework.reads import people
from motcua.dossiers.models import Dossier
from motcua.papers.actions import note_print
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.web.ui.guards import facts, needs

from .slips import FRAMED, VIEWER, as_pdf, content_of

KEPT, MOST = "sitting", 40


def note(request: HttpRequest, code: str, *, before: str) -> None:
    """Remember what was received: after `before` for the same person, else a sitting begins with it."""
    known = request.session.get(KEPT, [])
    request.session[KEPT] = [*known, code][-MOST:] if before and before in known else [code]


def received(request: HttpRequest, asked: Facts, code: str) -> list[Dossier]:
    """What was received in one sitting with `code`, in order; nothing where it was received alone."""
    known = request.session.get(KEPT, [])
    return people.filed(asked, known) if code in known and len(known) > 1 else []


def is_under_way(request: HttpRequest, code: str) -> bool:
    """Whether the sitting of this session is that of `code`: only then are its slips those to print."""
    return code in request.session.get(KEPT, [])


def onward(code: str) -> str:
    """Where the next dossier of the same person is begun."""
    return f"{reverse('counter:procedures')}?tu={code}"


@needs("counter.use")
@require_GET
@csp_replace(FRAMED)
@csp_update(VIEWER)
def slips(request: HttpRequest) -> HttpResponse:
    """The last slip of each dossier of this sitting, one after another in one file; each look counts as a print."""
    return joined(request, request.session.get(KEPT, []), name="phieu-cua-luot-nay.pdf")


def joined(request: HttpRequest, codes: Sequence[str], *, name: str) -> HttpResponse:
    """The last slip of each of these dossiers in one file, for who may see them; each look counts as a print."""
    last = [slip for d in people.filed(facts(request), list(codes)) if (slip := _last(d))]
    if not last:
        raise Http404
    whole = PdfWriter()
    for slip in last:
        whole.append(BytesIO(content_of(slip)))
        note_print(slip, by_id=request.actor.account_id, at=request.at)  # type: ignore[attr-defined]
    written = BytesIO()
    whole.write(written)
    return as_pdf(written.getvalue(), name=name)


def _last(dossier: Dossier) -> Slip | None:
    return max(dossier.slips.all(), key=lambda s: (s.issued_at, s.pk), default=None)
