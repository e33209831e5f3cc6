"""What was just done at the counter: its code, its due moment, its slips to print, and the way to the next citizen."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from motcua.casework.reads import counter as reads
from motcua.casework.reads.counter import SlipRow
from motcua.casework.slips import tracking_url
from motcua.dossiers.states import Status
from motcua.papers.packs import pack
from motcua.papers.rendering import TWO_UP
from motcua.web.ui.guards import facts, needs

from . import sitting

HEADINGS = {
    Status.FILED: _("Đã ghi nhận hồ sơ"),
    Status.SUPPLEMENT: _("Đã ghi nhận hồ sơ và yêu cầu bổ sung"),
    Status.NOT_ACCEPTED: _("Đã từ chối tiếp nhận"),
    Status.RETURNED: _("Đã trả kết quả"),
}


@needs("counter.use")
@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # the slip is printed from a frame
def done(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier as it stands after the counter's verb; 404 for who may not see it."""
    asked = facts(request)
    found = reads.received(asked, code)
    if found is None:
        raise Http404
    context = {
        "dossier": found,
        "heading": HEADINGS.get(Status(found.status), _("Đã tiếp nhận hồ sơ")),
        "slips": [_shown(slip) for slip in found.slips],
        "tracking": tracking_url(found.code),
        "printable": sitting.is_under_way(request, found.code),
        "sitting": sitting.received(request, asked, found.code),
        "onward": sitting.onward(found.code),
    }
    return render(request, "counter/done.html", context)


def _shown(slip: SlipRow) -> dict[str, Any]:
    """A slip with the addresses to print it at: the form's own paper first."""
    form, url = pack(slip.pack).form(slip.form), reverse("counter:slip", args=[slip.pk])
    own, *others = form.papers
    both = gettext("Khổ {paper}, {n} liên").format(paper=own, n=len(form.copies))
    prints = [{"label": both, "url": f"{url}?lien={len(form.copies)}"}]
    prints += [{"label": _paper_label(paper, len(form.copies)), "url": f"{url}?kho={paper}"} for paper in others]
    return {
        "title": form.called(get_language()),
        "number": slip.number,
        "edition": slip.edition,
        "url": url,
        "main_label": gettext("In phiếu (khổ {paper})").format(paper=own),
        "prints": prints,
    }


def _paper_label(paper: str, copies: int) -> str:
    if paper == TWO_UP:
        return gettext("{n} liên trên một tờ A4").format(n=copies)
    return gettext("Khổ {paper}").format(paper=paper)
