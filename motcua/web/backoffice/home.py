"""The first page of the back office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from motcua.casework.reads.office_home import office_home
from motcua.offices import snapshot
from motcua.web.ui.guards import needs

from .pages import moment, page


@needs("backoffice.use")
def home(request: HttpRequest) -> HttpResponse:
    """Figures, and what needs a hand with the way to it."""
    found = office_home(snapshot.present(), at=moment(request))
    return page(request, "home.html", "home", {"office": found})
