"""The public counter of late dossiers: by agency and in all, with and without a letter of apology; for programs too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from motcua.casework.reads.late_counter import LateCount, late_count
from motcua.kernel.moments import VIETNAM
from motcua.offices import snapshot
from motcua.web.ui.guards import public

KEPT = 60  # seconds for which anybody may keep the answer of a program's question


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The counter as of now."""
    return render(request, "portal/late.html", {"found": _found(request)})


@public
@require_safe
@cache_control(public=True, max_age=KEPT)
def as_json(request: HttpRequest) -> HttpResponse:
    """`at`, `late`, `with_letter`, `without_letter`, and the same for each of `agencies` with its `code` and `name`."""
    found = _found(request)
    agencies = [
        {
            "code": row.code,
            "name": row.agency,
            "late": row.late,
            "with_letter": row.apologised,
            "without_letter": row.not_apologised,
        }
        for row in found.rows
    ]
    said = {
        "at": found.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "late": found.late,
        "with_letter": found.apologised,
        "without_letter": found.not_apologised,
        "agencies": agencies,
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _found(request: HttpRequest) -> LateCount:
    return late_count(snapshot.present(), at=request.at)  # type: ignore[attr-defined]
