"""Frozen reports: freezing one, the list of them, and each as it was handed in, compared with what is known today."""

from __future__ import annotations

import json
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.kernel.sentences import Refused
from motcua.policy.permissions import ask
from motcua.supervision import actions, printed, queries
from motcua.supervision.by_period import PERIOD
from motcua.supervision.forms import form_on
from motcua.supervision.models import FrozenReport
from motcua.supervision.reports import AGENCY, Asked
from motcua.supervision.told import Made, figures_of, made, told
from motcua.supervision.verifying import file_of
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import submitted

from .asked import agencies, asked_of, may_see
from .layouts import tables
from .period import HEADS
from .report import download

ROWS = 50


@needs("board.use")
@require_POST
def freeze(request: HttpRequest, form: str = "06a") -> HttpResponse:
    """Freeze the report as it is known now."""
    frozen = _made(request, asked_of(request, form))
    found = figures_of(frozen)
    ask("report.freeze", replace(facts(request), agency_id=found.scope.agency.pk))
    with submitted(request) as submission:
        kept = actions.freeze(frozen, by=request.actor, at=request.at)  # type: ignore[attr-defined]
        submission.url = reverse("board:frozen", args=[kept.pk])
    messages.success(request, gettext("Báo cáo đã được chốt."))
    return HttpResponseRedirect(submission.url)


def _made(request: HttpRequest, asked: Asked) -> Made:
    """The report to be frozen; for who may not see it, it does not exist."""
    found = made(asked)
    if not may_see(request, figures_of(found).scope):
        raise Http404
    return found


def _mine(request: HttpRequest) -> list[str]:
    return [code for code, _ in agencies(facts(request), request.at.date())]  # type: ignore[attr-defined]


@needs("board.use")
def listed(request: HttpRequest) -> HttpResponse:
    """The frozen reports of the agencies that this person looks after."""
    page_of = Paginator(queries.frozen(agencies=_mine(request)), ROWS).get_page(request.GET.get("page"))
    return render(request, "board/frozen_list.html", {"page_of": page_of, "home": reverse("board:home")})


def _kept(request: HttpRequest, pk: int) -> FrozenReport:
    """The report, for who looks after its agency; 404 for all others."""
    kept = queries.frozen(agencies=_mine(request)).filter(pk=pk).first()
    if kept is None:
        raise Http404
    return kept


@needs("board.use")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it was handed in with its digest: what `motcua report verify` takes."""
    kept = _kept(request, pk)
    text = json.dumps(file_of(kept), ensure_ascii=False, indent=2)
    return download(text.encode(), _name(kept, "json"), "application/json; charset=utf-8")


@needs("board.use")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to be printed and signed, with its digest."""
    kept = _kept(request, pk)
    return download(printed.frozen(kept), _name(kept, "pdf"), "application/pdf")


def _name(kept: FrozenReport, kind: str) -> str:
    return f"{kept.form}-{kept.agency}-{kept.period_from:%Y%m%d}-{kept.period_to:%Y%m%d}-{kept.digest[:12]}.{kind}"


@needs("board.use")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One frozen report, from its own text."""
    kept = _kept(request, pk)
    said = json.loads(kept.content)
    form = form_on(kept.form, kept.period_to)
    context = {
        "kept": kept,
        "said": said,
        "by_agency": kept.rows_by == AGENCY,
        "row_head": HEADS[kept.rows_by],
        "of_period": kept.form == PERIOD,
        "pdf": reverse("board:frozen_pdf", args=[kept.pk]),
        "tables": tables(form, [(row["label"], row["columns"], {}) for row in said["rows"]], (said["totals"], {})),
        "gaps": form.gaps,
        "again": again(kept),
        "file": reverse("board:frozen_file", args=[kept.pk]),
        "back": reverse("board:frozen_list"),
    }
    return render(request, "board/frozen.html", context)


def again(kept: FrozenReport) -> str:
    """Whether the journal still gives the same figures for the same moment: "same", "other" or "unknown"."""
    asked = Asked(kept.period_from, kept.period_to, kept.agency, kept.as_of, kept.rows_by, kept.form)
    try:
        now = told(made(asked))
    except Refused:
        return "unknown"
    said = json.loads(kept.content)
    return "same" if all(now[name] == said[name] for name in ("rows", "totals", "footnotes")) else "other"
