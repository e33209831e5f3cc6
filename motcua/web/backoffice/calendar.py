"""The calendar of each year, of the province or of one agency, and each change of it on a page of its own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import calendar as reads
from motcua.offices import snapshot
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.web.ui.guards import needs
from motcua.web.ui.words import WEEKDAYS

from .fields import shown
from .pages import ROWS, moment, page, today

SHORT_WEEKDAYS = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))


@needs("backoffice.use")
def calendar(request: HttpRequest) -> HttpResponse:
    """One year, `?nam=2027`, of one agency, `?co-quan=H48.14`; without, this year of the whole province."""
    day, offices = today(request), snapshot.present()
    wanted = request.GET.get("nam", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and 1945 <= int(wanted[:6]) <= 2100 else day.year
    agencies = [a for a in offices.agencies.values() if a.valid_to is None]
    chosen = _chosen(agencies, request.GET.get("co-quan", ""))
    agency = chosen or root(offices)
    if agency is None:
        raise Http404
    found = reads.year(offices, year, agency, at=moment(request), today=day)
    asked = request.GET.get("co-quan", "")[:300]
    context = {
        "found": found,
        "agencies": [shown(a) for a in agencies],
        "asked": shown(chosen) if chosen else asked,
        "unknown": asked.strip() and chosen is None,
    }
    weekdays = list(zip(SHORT_WEEKDAYS, WEEKDAYS, strict=True))
    return page(request, "calendar.html", "calendar", {**context, "weekdays": weekdays, "latest": reads.changes()[:5]})


def root(offices: Snapshot) -> Agency | None:
    """The agency under which all others stand."""
    return next((a for a in offices.agencies.values() if a.parent_id is None and a.valid_to is None), None)


def _chosen(agencies: list[Agency], text: str) -> Agency | None:
    code = text.split(" · ")[0].strip()
    return next((a for a in agencies if a.code == code), None)


@needs("backoffice.use")
def changes(request: HttpRequest) -> HttpResponse:
    """All acts on the calendar, in pages."""
    found = Paginator(reads.changes(), ROWS).get_page(request.GET.get("page"))
    return page(request, "calendar_changes.html", "calendar", {"page_of": found})


@needs("backoffice.use")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What one act changed, and the way back."""
    found = reads.change(snapshot.present(), pk)
    if found is None:
        raise Http404
    return page(request, "calendar_change.html", "calendar", {"found": found})
