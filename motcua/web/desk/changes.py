"""What changed in the procedures of an officer: read once, then told no more."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.office.decisions import mark_seen
from motcua.casework.reads import changes as reads
from motcua.web.ui.differences import compared
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted


@needs("desk.use")
def changes(request: HttpRequest) -> HttpResponse:
    """The decisions that the officer has not read; the button says that all that is shown is read."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    if request.method == "POST":
        with submitted(request) as submission:
            submission.url = reverse("desk:home")
            sent = [int(pk) for pk in request.POST.getlist("doc") if re.fullmatch(r"\d{1,9}", pk, re.ASCII)]
            mark_seen(decision_ids=sent, by=who.by, at=at)
        messages.success(request, _("Đã ghi nhận là đã đọc."))
        return HttpResponseRedirect(submission.url)
    told = [
        (one.decision, [(item, compared(item.changes)) for item in one.items])
        for one in reads.told(who.by, who.offices, at=at)
    ]
    return render(request, "desk/changes.html", {"told": told, "key": key_of(request)})
