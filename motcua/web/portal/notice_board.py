"""The notice board of a counter (niêm yết): every procedure that it receives, to be printed and hung up.

Nghị định 61/2018 Điều 7 and Nghị định 118/2025 Điều 36: what is received at the counter is made public there.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.casework.reads.notice_board import notice_board as read
from motcua.offices import snapshot
from motcua.web.ui.guards import public

from .procedure import qr


@public
@require_safe
def notice_board(request: HttpRequest, code: str) -> HttpResponse:
    """By field, in order of name; `?linh-vuc=` one field alone, `?ma-qr=0` without a QR code for each."""
    offices, day = snapshot.present(), request.at.date()  # type: ignore[attr-defined]
    counter = offices.coded(code, day)
    if counter is None or not counter.is_counter:
        raise Http404
    field = request.GET.get("linh-vuc", "")[:200]
    board = read(counter.pk, offices, day=day, field=field)
    drawn = request.GET.get("ma-qr") != "0"
    rows = [
        (name, [(row, qr(reverse("portal:procedure", args=[row.code])) if drawn else "") for row in some])
        for name, some in board.fields
    ]
    context = {
        "counter": counter,
        "board": board,
        "rows": rows,
        "field": field,
        "day": day,
        "drawn": drawn,
        "qr": qr(reverse("portal:procedures")),
        "address": f"{settings.PUBLIC_URL}{reverse('portal:procedures')}",
    }
    return render(request, "portal/notice_board.html", context)
