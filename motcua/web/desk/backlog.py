"""What is late or soon late at the actor's agencies, by unit and step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.casework.reads.backlog import piles
from motcua.web.ui.guards import facts, needs


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
