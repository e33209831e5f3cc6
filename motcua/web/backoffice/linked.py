"""Groups of linked procedures to look at: those in force, coming or ended; one with its earlier rows; all as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import linked_groups as reads
from motcua.casework.reads.linked_groups import State
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.pieces.lists import address_with

from .pages import ROWS, page, today

TABS = {State.IN_FORCE: _("Đang có hiệu lực"), State.COMING: _("Sắp có hiệu lực"), State.ENDED: _("Đã hết hiệu lực")}


@needs("backoffice.use")
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of one state."""
    day, wanted = today(request), request.GET.get("state", "")
    state = State(wanted) if wanted in set(State) else State.IN_FORCE
    counts = reads.counts(day)
    page_of = Paginator(reads.of(state, day), ROWS).get_page(request.GET.get("page"))
    tabs = [
        {
            "url": address_with(request, state=s.value, page=None),
            "label": label,
            "count": counts[s],
            "current": s is state,
        }
        for s, label in TABS.items()
    ]
    context = {
        "state": state,
        "tabs": tabs,
        "page_of": page_of,
        "rows": reads.rows(page_of, day),
        "any": any(counts.values()),
        "no_publish": why_not("catalogue.publish", facts(request)),
    }
    return page(request, "linked_groups.html", "procedures", context)


@needs("backoffice.use")
def group(request: HttpRequest, code: str) -> HttpResponse:
    """One group; 404 for a code that no group bears."""
    found = reads.page(code, today(request))
    if found is None:
        raise Http404
    context = {"found": found, "row": found.now, "no_publish": why_not("catalogue.publish", facts(request))}
    return page(request, "linked_group.html", "procedures", context)


@needs("backoffice.use")
def as_lines(request: HttpRequest) -> HttpResponse:
    """The groups in force as a file of the import format, to be changed and sent again."""
    answer = HttpResponse(reads.as_lines(today(request)), content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="nhom-lien-thong.jsonl"'
    return answer
