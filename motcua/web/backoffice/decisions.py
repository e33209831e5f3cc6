"""Publishing decisions to look at: the list, one with what it changes, a comparison word by word, its dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.imports.procedure_template import template
from motcua.casework.reads import decision_impact
from motcua.casework.reads import decisions as reads
from motcua.casework.reads.decision_impact import Impact
from motcua.casework.reads.decisions import DecisionPage, Item
from motcua.catalogue.models import PublishingDecision
from motcua.catalogue.rules import KIND_NAMES, ItemKind
from motcua.offices import snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.differences import compared
from motcua.web.ui.forms import read_day
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.served import served

from .pages import ROWS, moment, page, today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = [("", _("Tất cả")), ("draft", _("Bản thảo")), ("published", _("Đã công bố"))]


class DecisionFilter(forms.Form):
    """What narrows the list; whatever cannot be read counts as not asked."""

    text = forms.CharField(max_length=200, required=False)
    code = forms.CharField(max_length=40, required=False)
    state = forms.ChoiceField(choices=STATES, required=False)

    def question(self) -> reads.Question:
        self.is_valid()
        return reads.Question(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@needs("backoffice.use")
def decisions(request: HttpRequest) -> HttpResponse:
    """Drafts and published ones."""
    asked = DecisionFilter(request.GET).question()
    rows = Paginator(reads.listing(asked), ROWS).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "states": STATES,
        "page_of": rows,
        "lines": [(row, counted(row)) for row in rows],
        "no_publish": why_not("catalogue.publish", facts(request)),
    }
    return page(request, "decisions.html", "procedures", context)


def counted(row: PublishingDecision) -> list[tuple[int, str]]:
    """How many items of each kind a row of the list has."""
    return [(getattr(row, kind.value), KIND_NAMES[kind]) for kind in ItemKind if getattr(row, kind.value)]


@dataclass(frozen=True, slots=True)
class Line:
    """An item with what it touches."""

    item: Item
    impact: Impact


@needs("backoffice.use")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision."""
    return page(request, "decision.html", "procedures", frame(request, one(request, pk)))


def one(request: HttpRequest, pk: int) -> DecisionPage:
    """The decision; 404 for an unknown one."""
    found = reads.decision_page(pk, snapshot.present(), at=moment(request))
    if found is None:
        raise Http404
    return found


def frame(request: HttpRequest, found: DecisionPage) -> dict[str, Any]:
    """What its pages show: of a draft also what it would touch."""
    draft = found.decision.published_at is None
    touched = decision_impact.impact([item.row for item in found.items], day=today(request)) if draft else {}
    return {
        "found": found,
        "decision": found.decision,
        "draft": draft,
        "lines": [Line(item, touched.get(item.row.code, Impact())) for item in found.items],
        "kinds": [(n, KIND_NAMES[kind]) for kind, n in found.counts.items()],
        "no_publish": why_not("catalogue.publish", facts(request)),
    }


@needs("backoffice.use")
def comparison(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What a decision says of one procedure, beside what was said before; for a draft with a dry run of its limit."""
    found = one(request, pk)
    item = next((item for item in found.items if item.row.code == code), None)
    if item is None:
        raise Http404
    context = frame(request, found) | {"item": item, "parts": compared(item.changes)}
    if context["draft"]:
        context["dry"] = decision_impact.dry_run(item.row, snapshot.present(), at=moment(request))
        context["impact"] = next(line.impact for line in context["lines"] if line.item is item)
    return page(request, "decision_comparison.html", "procedures", context)


@needs("backoffice.use")
def in_flight(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The open dossiers of a procedure that a decision is about: codes and days, nothing personal."""
    found = one(request, pk)
    item = next((item for item in found.items if item.row.code == code), None)
    if item is None:
        raise Http404
    rows = Paginator(decision_impact.in_flight(code), ROWS).get_page(request.GET.get("page"))
    context = {"decision": found.decision, "item": item, "page_of": rows}
    return page(request, "decision_in_flight.html", "procedures", context)


@needs("backoffice.use")
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanned decision."""
    found = reads.decision(pk)
    if found is None or found.scan is None:
        raise Http404
    return served(found.scan, f"quyet-dinh-{found.number}")


@needs("backoffice.use")
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in with procedures."""
    answer = HttpResponse(template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="mau-nhap-thu-tuc.xlsx"'
    return answer


@needs("backoffice.use")
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """What changed in a procedure from one day to another."""
    to = _day(request.GET.get("den", "")) or today(request)
    since = _day(request.GET.get("tu", ""))
    if since is None:
        page_of = reads.versions(code)
        since = page_of[1].valid_from if len(page_of) > 1 else to
    found = reads.between(code, since, to)
    if found is None:
        raise Http404
    context = {
        "found": found, "since": since, "to": to, "parts": compared(found.changes), "told": reads.of_procedure(code),
    }  # fmt: skip
    return page(request, "versions_compared.html", "procedures", context)


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None
