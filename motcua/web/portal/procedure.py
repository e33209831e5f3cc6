"""One procedure for everybody: what, where, how long, how much, which papers, in which case, and what changed."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.casework.reads.catalogue import ProcedurePage, procedure_page
from motcua.catalogue.models import ProcedureVersion
from motcua.offices import snapshot
from motcua.papers import scannable
from motcua.web.ui.guards import public

from .procedures import KINDS, ONLINE

COUNTERS = 6
TOLD_FOR = timedelta(days=120)  # as long a change is told
CHANNELS = {
    "direct": _("Trực tiếp tại nơi tiếp nhận"),
    "online": _("Trực tuyến"),
    "post": _("Qua dịch vụ bưu chính công ích"),
}


@public
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force today; `?ngay=2026-11-21` shows that of another day, and says so."""
    today = request.at.date()  # type: ignore[attr-defined]
    day = _day(request.GET.get("ngay", ""), today)
    return render(request, "portal/procedure.html", _context(code, day, today))


@public
@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """The list of papers to print and take along, with a QR of the page."""
    today = request.at.date()  # type: ignore[attr-defined]
    return render(request, "portal/papers_to_print.html", _context(code, today, today))


def _context(code: str, day: date, today: date) -> dict[str, object]:
    found = procedure_page(code, snapshot.present(), day=day)
    if found is None:
        raise Http404
    version = found.version
    before = _before(found)
    recent = before is not None and today - version.valid_from <= TOLD_FOR and day == today
    return {
        "found": found,
        "version": version,
        "channels": [CHANNELS.get(c, c) for c in version.channels],
        "online": ONLINE.get(version.online, ""),
        "places": [KINDS[kind] for kind in found.kinds if kind in KINDS],
        "counters": found.counters[:COUNTERS],
        "more_counters": max(0, len(found.counters) - COUNTERS),
        "missing": [_(name) for name in version.missing],
        "changed": before if recent else None,
        "day_before": version.valid_from - timedelta(days=1) if recent else None,
        "online_here": found.filed_online and day == today and version.receivable and bool(found.counters),
        "other_day": day if day != today else None,
        "qr": qr(reverse("portal:procedure", args=[code])),
        "address": f"{settings.PUBLIC_URL}{reverse('portal:procedure', args=[code])}",
    }


def _before(found: ProcedurePage) -> ProcedureVersion | None:
    """The version that was in force before this one; one that never was in force does not count."""
    earlier = [v for v in found.versions if v.n < found.version.n and v.valid_from < found.version.valid_from]
    return max(earlier, key=lambda v: v.n, default=None)


def _day(said: str, today: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return today


def qr(path: str) -> SafeString:
    """The address of a page of ours as a QR code, a drawing that stands in the page."""
    drawn = scannable.qr(f"{settings.PUBLIC_URL}{path}", margin=2, name="qr")
    return mark_safe(drawn)  # noqa: S308 - drawn by us from an address of ours
