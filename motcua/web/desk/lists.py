"""The two lists of the desk: my work and my agency's (/viec/), and all dossiers that I may see (/ho-so/)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import changes, reviews, search, worklist
from motcua.casework.reads import claims as claims_read
from motcua.casework.reads import unrouted as unrouted_read
from motcua.casework.reads.forecasts import hit_rates, soon, together
from motcua.casework.reads.found import Found
from motcua.casework.reads.opinions import waiting_for
from motcua.casework.reads.worklist import Tab
from motcua.casework.reads.worklist_counts import counts as counted
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.policy.permissions import agencies
from motcua.policy.predicates import ASSIGNERS, CASE_ROLES, LEADERS
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.pieces.lists import address_with
from motcua.web.ui.submit import key_of

from .filters import DossierFilter, WorkFilter
from .rows import WorkRows

ROWS = 50
TABS = {
    Tab.MINE: (_("Việc của tôi"), "1"),
    Tab.BURNING: (_("Sắp đến hạn, quá hạn"), "2"),
    Tab.WAITING: (_("Chờ người dân"), "3"),
    Tab.READY: (_("Chờ trả kết quả"), "4"),
    Tab.ALL: (_("Cả cơ quan"), "5"),
    Tab.APOLOGY: (_("Cần thư xin lỗi"), "6"),
    Tab.FORECAST: (_("Dự báo quá hạn"), "7"),
}


@needs("desk.use")
def home(request: HttpRequest) -> HttpResponse:
    """The worklist: tabs with counts, filters and sorting in the address, a bar for the ticked rows."""
    form = WorkFilter(request.GET)
    asked, who = form.question(), facts(request)
    told = counted(who, at=request.at)  # type: ignore[attr-defined]
    counts = told.tabs
    known = None if form.narrows else counts[asked.tab]
    may_act = bool(who.by.agencies(*CASE_ROLES))
    page = page_of(request, worklist.ids(who, asked, at=request.at, known=known))  # type: ignore[attr-defined]
    # What is named on top is read along with the page.
    rows = worklist.rows_of(who, request.at, [*page, *told.foremost])  # type: ignore[attr-defined]
    page.object_list, foremost = rows[: len(page)], rows[len(page) :]
    context = {
        "form": form,
        "tab": asked.tab,
        "letters": counts[Tab.APOLOGY] if asked.tab is not Tab.APOLOGY else 0,
        "unapologised": {"first": foremost, "more": told.unapologised - len(foremost)},
        "soon": counts[Tab.FORECAST],
        "forecast": forecast(who, request.at, asked.tab),  # type: ignore[attr-defined]
        "opinions": waiting_for(who),
        "reviews": reviews.waiting_for(who),
        "claims": claims_read.how_many(who),
        "changed": changes.how_many(who.by, who.offices, at=request.at),  # type: ignore[attr-defined]
        "record_at": record_at(who),
        "routes": bool(who.by.agencies(Role.COUNTER_HEAD, Role.SUPERVISOR)),
        "assigns": bool(who.by.agencies(*ASSIGNERS)),
        "to_sign": told.to_sign if who.by.agencies(*LEADERS) else 0,
        "tabs": _tabs(request, asked.tab, counts),
        "page_of": page,
        "rows": WorkRows(asked.tab, ticks=may_act).all(page),
        "narrowed": form.narrows,
        "may_act": may_act,
        "filter_box": filter_box(form, asked.tab, request.GET.get("sort", "")),
        "query": address_with(request, page=None),
        "key": key_of(request),
    }
    return render(request, "desk/home.html", context)


def filter_box(form: WorkFilter, tab: Tab, sort: str) -> SafeString:
    """What narrows the list. Mostly it stands there folded and empty, as it did before: then it is not drawn anew."""
    known = sort if sort in worklist.SORTS else ""
    return _drawn(form, tab, known) if form.narrows or known != sort else _empty_box(get_language(), tab, known)


@lru_cache(maxsize=512)
def _empty_box(language: str | None, tab: Tab, sort: str) -> SafeString:
    return _drawn(WorkFilter({}), tab, sort)  # in the language of the reader, which is part of the key


def _drawn(form: WorkFilter, tab: Tab, sort: str) -> SafeString:
    context = {"form": form, "tab": tab, "sort": sort, "reset": f"?tab={tab}"}
    return render_to_string("desk/pieces/work_filter.html", context)


def record_at(who: Facts) -> str:
    """The signing session of the first leader for whom the actor records; nothing for most people."""
    leaders = sorted(leader_id for _agency, leader_id in who.by.records_for)
    return f"{reverse('desk:signing')}?cho={leaders[0]}" if leaders else ""


def forecast(who: Facts, at: datetime, tab: Tab) -> dict[str, Any]:
    """By which day the forecast names dossiers, of whom, and on its own tab how right it was before."""
    codes = {who.offices.agency(pk).code for pk in agencies(who)}
    return {
        "day": soon(worklist.own_calendar(who, at=at), at=at),
        "leads": bool(worklist.led_by(who)),
        "rate": together(hit_rates(codes, at=at)) if tab is Tab.FORECAST else None,
    }


@needs("desk.use")
def claims(request: HttpRequest) -> HttpResponse:
    """Late entries that wait for the second person."""
    found = claims_read.waiting(facts(request))
    return render(request, "desk/claims.html", {"page_of": page_of(request, found)})


@needs("desk.use")
def unrouted(request: HttpRequest) -> HttpResponse:
    """What nobody is known to be competent for: for the heads of counters and for supervision."""
    found = unrouted_read.unrouted(facts(request), at=request.at)  # type: ignore[attr-defined]
    return render(request, "desk/unrouted.html", {"page_of": page_of(request, found)})


def page_of(request: HttpRequest, found: Found[Any]) -> Page[Any]:
    """The page of a list that the address asks for; one that is not there is the last."""
    return Paginator(found, ROWS).get_page(request.GET.get("page"))


def _tabs(request: HttpRequest, current: Tab, counts: dict[Tab, int]) -> list[dict[str, object]]:
    """A tab keeps the filters, so that the same question can be asked of the whole agency."""
    return [
        {
            "url": address_with(request, tab=tab.value, page=None),
            "label": label,
            "key": key,
            "count": counts[tab],
            "current": tab is current,
        }
        for tab, (label, key) in TABS.items()
        if tab not in (Tab.APOLOGY, Tab.FORECAST) or current is tab or counts[tab]
    ]


@needs("desk.use")
def dossiers(request: HttpRequest) -> HttpResponse:
    """All dossiers that the actor may see, found by code, name, number or phone."""
    form = DossierFilter(request.GET)
    found = search.dossiers(facts(request), form.question(), at=request.at)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "page_of": page_of(request, found),
        "narrowed": form.narrows,
        "query": address_with(request, page=None),
    }
    return render(request, "desk/dossiers.html", context)
