"""Reviews of procedures to look at: the campaigns, one with progress and shares, its lines, its files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework import review_sheet
from motcua.casework.reads import reviews as reads
from motcua.casework.reads.reviews import CampaignPage
from motcua.reviews import queries
from motcua.reviews.queries import NOBODY, STATES, Asked
from motcua.reviews.rules import KINDS, Count
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.reviews import CARRIED, LEVELS, ratio, told

from .pages import ROWS, moment, page, today

STATE_NAMES = {
    "open": _("Chưa rà soát"),
    "reviewed": _("Đã rà soát"),
    "keep": _("Giữ nguyên"),
    "propose": _("Đề xuất thay đổi"),
    "unjudged": _("Đề xuất chưa quyết định"),
    "accepted": _("Đề xuất được đồng ý"),
    "declined": _("Đề xuất không được đồng ý"),
}


@needs("review.open")
def reviews(request: HttpRequest) -> HttpResponse:
    """The campaigns, those that are open first."""
    rows = Paginator(queries.campaigns(), ROWS).get_page(request.GET.get("page"))
    counts = queries.figures([row.pk for row in rows])
    lines = [(row, gettext(KINDS[row.kind]), counts[row.pk], ratio(counts[row.pk])) for row in rows]
    context = {"page_of": rows, "lines": lines, "today": today(request)}
    return page(request, "reviews.html", "procedures", context)


def one(request: HttpRequest, pk: int) -> CampaignPage:
    """The campaign with its figures; 404 for an unknown one."""
    found = reads.campaign_page(pk, facts(request).offices, day=today(request))
    if found is None:
        raise Http404
    return found


@needs("review.open")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: how far each agency is, which share of each level is proposed to change, what came of it."""
    found = one(request, pk)
    address = reverse("backoffice:review_lines", args=[pk])
    followed = reads.follow_up(found.campaign, day=today(request))
    context = {
        "found": found,
        "review": found.campaign,
        "kind": gettext(KINDS[found.campaign.kind]),
        "agencies": [
            (p, _cells(p.count, address, agency=str(p.agency.pk) if p.agency else NOBODY)) for p in found.agencies
        ],
        "levels": [(LEVELS[s.level], s, ratio(s.count), f"{address}?level={s.level}") for s in found.levels],
        "ratio": ratio(found.whole.count),
        "followed": [(gettext(CARRIED[state]), n) for state, n in followed.items() if n],
        "chosen": _chosen(found),
    }
    return page(request, "review.html", "procedures", context)


def _cells(of: Count, address: str, **asked: str) -> list[tuple[str, int, str]]:
    """Figures with what each counts and the lines that it opens; nothing opens a zero."""
    figures = (
        (gettext("Được giao"), of.asked, ""),
        (gettext("Đã rà soát"), of.reviewed, "reviewed"),
        (gettext("Còn lại"), of.left, "open"),
        (gettext("Đề xuất"), of.proposed, "propose"),
    )
    return [(label, n, f"{address}?{urlencode(asked | {'state': state})}" if n else "") for label, n, state in figures]


def _chosen(found: CampaignPage) -> list[str]:
    """Of which levels, fields and agencies a campaign is."""
    chosen = found.campaign.chosen
    levels = [str(LEVELS[level]) for level in chosen.get("levels", [])]
    agencies = [gettext("chưa rõ cơ quan") if code == NOBODY else code for code in chosen.get("agencies", [])]
    return [", ".join(some) for some in (levels, chosen.get("fields", []), agencies) if some]


class LineFilter(forms.Form):
    """What narrows the lines; whatever cannot be read counts as not asked."""

    agency = forms.RegexField(rf"^(\d{{1,15}}|{NOBODY})$", required=False)
    state = forms.ChoiceField(choices=[(name, name) for name in STATES], required=False)
    level = forms.ChoiceField(choices=[(name, name) for name in LEVELS], required=False)
    field = forms.CharField(max_length=200, required=False)
    text = forms.CharField(max_length=200, required=False)

    def asked(self) -> Asked:
        self.is_valid()
        return Asked(**{name: self.cleaned_data.get(name, "") for name in self.fields})


def listed(request: HttpRequest, pk: int, asked: Asked) -> dict[str, Any]:
    """A page of lines with what narrows them."""
    found = one(request, pk)
    rows = Paginator(queries.shown(queries.lines(pk, asked)), ROWS).get_page(request.GET.get("page"))
    shown = reads.shown(list(rows), found.campaign, day=today(request))
    named = [(str(p.agency.pk), p.agency.name) for p in found.agencies if p.agency]
    nobody = [(NOBODY, gettext("Chưa giao"))] if any(p.agency is None for p in found.agencies) else []
    return {
        "found": found,
        "review": found.campaign,
        "asked": asked,
        "page_of": rows,
        "lines": [(row, told(row)) for row in shown],
        "agencies": [("", gettext("Mọi cơ quan")), *nobody, *named],
        "states": [("", gettext("Tất cả")), *((name, label) for name, label in STATE_NAMES.items())],
        "levels": [("", gettext("Mọi cấp")), *((s.level, LEVELS[s.level]) for s in found.levels)],
        "fields": [("", gettext("Mọi lĩnh vực")), *((name, name) for name in queries.fields(pk))],
        "query": urlencode({name: value for name in LineFilter.base_fields if (value := getattr(asked, name))}),
    }


@needs("review.open")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign as a spreadsheet."""
    found, day = one(request, pk), today(request)
    rows = review_sheet.lines(found.campaign, Asked(), day=day)
    return _file(review_sheet.sheet(found, rows, at=moment(request)), review_sheet.XLSX, f"ra-soat-{pk}.xlsx")


@needs("review.open")
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for programs."""
    found = one(request, pk)
    rows = review_sheet.lines(found.campaign, Asked(), day=today(request))
    content = json.dumps(review_sheet.as_json(found, rows), ensure_ascii=False, indent=1)
    return _file(content, "application/json", f"ra-soat-{pk}.json")


def _file(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)
