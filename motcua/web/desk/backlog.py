"""What is late or soon late at the actor's agencies, by unit and step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.casework.backlog_sheet import NAME, sheet
from motcua.casework.reads.backlog import near_of, piles
from motcua.web.ui.guards import facts, needs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("desk.use")
def backlog(request: HttpRequest) -> HttpResponse:
    """The piles with their sums; the dossiers behind them are a tab of the worklist."""
    found = piles(facts(request), at=request.at)  # type: ignore[attr-defined]
    context = {
        "piles": found,
        "late": sum(pile.late for pile in found),
        "soon": sum(pile.soon for pile in found),
        "several": len({pile.agency for pile in found}) > 1,
    }
    return render(request, "desk/backlog.html", context)


@needs("desk.use")
def listed(request: HttpRequest) -> HttpResponse:
    """Each of those dossiers as a spreadsheet: the file that leaders get by e-mail."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    places = sorted(who.offices.agency(pk).name for pk in who.by.agencies())
    content = sheet(near_of(who, at=at), of=", ".join(places), at=at)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
