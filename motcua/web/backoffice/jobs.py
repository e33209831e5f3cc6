"""Work behind the scenes: what waits, runs, is done, is dead with its error and a button to try again; anchors."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import jobs as verbs
from motcua.casework.reads import jobs as reads
from motcua.casework.reads.jobs import State
from motcua.web.ui.guards import needs
from motcua.web.ui.pieces.lists import address_with

from .pages import ROWS, Done, at_work, moment, page, pressed

TABS = {
    State.DEAD: _("Hỏng"),
    State.WAITING: _("Đang chờ"),
    State.RUNNING: _("Đang chạy"),
    State.DONE: _("Đã xong"),
}


@needs("outbox.see")
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs of one state; without asking, the dead ones if there are any, else the waiting ones."""
    at = moment(request)
    counts = reads.counts(at=at)
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in set(State) else State.DEAD if counts[State.DEAD] else State.WAITING
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
        "page_of": Paginator(reads.jobs(state, at=at), ROWS).get_page(request.GET.get("page")),
        "anchors": reads.anchors(),
    }
    return page(request, "jobs.html", "jobs", context)


@needs("outbox.see")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a dead job run once more."""

    def act() -> Done:
        verbs.try_again(job_id=pk, **at_work(request))
        return Done(f"{reverse('backoffice:jobs')}?state=waiting", gettext("Việc đã được xếp chạy lại."))

    return pressed(request, act)
