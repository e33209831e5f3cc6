"""Procedures for everybody: the list to search and to browse, and suggestions while one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.casework.reads.procedure_list import NARROWING, Browsing, Question
from motcua.catalogue.events import Way, audiences, events
from motcua.catalogue.search import search
from motcua.offices import snapshot
from motcua.web.ui.guards import public

ROWS = 20
SUGGESTIONS = 6
SHORTEST = 2  # letters from which on something is suggested
LEVELS = {"commune": _("Cấp xã"), "province": _("Cấp tỉnh"), "ministry": _("Cấp bộ")}
ONLINE = {
    "full": _("Trực tuyến toàn trình"),
    "partial": _("Trực tuyến một phần"),
    "info": _("Chỉ cung cấp thông tin"),
}
KINDS = {
    "commune_committee": _("Ủy ban nhân dân xã, phường, đặc khu"),
    "province_committee": _("Ủy ban nhân dân tỉnh"),
    "department": _("Sở, ban, ngành của tỉnh"),
}
SORTS = [
    ("", _("Phù hợp nhất")),
    ("name", _("Tên, từ A đến Z")),
    ("code", _("Mã thủ tục")),
    ("-changed", _("Mới thay đổi")),
]


class Search(forms.Form):
    """What narrows the public list; whatever cannot be read counts as not asked."""

    q = forms.CharField(max_length=200, required=False)
    field = forms.CharField(max_length=200, required=False)
    agency = forms.CharField(max_length=60, required=False)
    event = forms.SlugField(max_length=60, required=False)
    audience = forms.SlugField(max_length=60, required=False)
    level = forms.ChoiceField(choices=[("", ""), *LEVELS.items()], required=False)
    online = forms.ChoiceField(choices=[("", ""), *ONLINE.items()], required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)

    def question(self) -> Question:
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Question(text=said.pop("q"), **said)


@public
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The list in pages, narrowed by what stands in the address; each way to narrow it says how much it would leave."""
    asked, day = Search(request.GET).question(), request.at.date()  # type: ignore[attr-defined]
    offices, language = snapshot.present(), get_language()
    browsing = Browsing(asked, day=day, offices=offices)
    found = Paginator(browsing.listing(), ROWS)
    counted = {name: browsing.counts(name) for name in ("field", "level", "event", "audience", "online")}
    ways = _ways(events(), counted["event"], language)
    context = {
        "asked": asked,
        "page_of": found.get_page(request.GET.get("page")),
        "narrowed": any(getattr(asked, name) for name in NARROWING),
        "fields": _options(_("Mọi lĩnh vực"), [(name, name, n) for name, n in counted["field"].items()]),
        "levels": _options(_("Mọi cấp"), _known(LEVELS, counted["level"])),
        "online": _options(_("Mọi mức"), _known(ONLINE, counted["online"])),
        "agencies": _options(_("Mọi cơ quan"), _agencies(browsing)),
        "events": _options(_("Mọi việc"), [(way["key"], way["label"], way["n"]) for way in ways]),
        "audiences": _options(
            _("Mọi đối tượng"),
            [(w["key"], w["label"], w["n"]) for w in _ways(audiences(), counted["audience"], language)],
        ),
        "sorts": SORTS,
        "ways": [] if asked != Question() else ways,
    }
    return render(request, "portal/procedures.html", context)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The part of the page under a search box while one types; without script nobody asks for it."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:200]
    day = request.at.date()  # type: ignore[attr-defined]
    hits = search(typed, day=day, typing=True) if len(typed) >= SHORTEST else []
    context = {"typed": typed, "rows": [hit.row for hit in hits[:SUGGESTIONS]], "more": len(hits) > SUGGESTIONS}
    return render(request, "portal/suggestions.html", context)


def _ways(ways: Sequence[Way], counted: dict[str, int], language: str | None) -> list[dict[str, Any]]:
    return [
        {"key": way.key, "kind": way.kind, "icon": way.icon, "label": way.called(language), "n": counted[way.key]}
        for way in ways
        if way.key in counted
    ]


def _known(labels: dict[str, Any], counted: dict[str, int]) -> list[tuple[str, Any, int]]:
    return [(key, label, counted[key]) for key, label in labels.items() if key in counted]


def _agencies(browsing: Browsing) -> list[tuple[str, Any, int]]:
    return [*_known(KINDS, browsing.counts("kind")), *browsing.agencies()]


def _options(every: Any, rows: Iterable[tuple[str, Any, int]]) -> list[tuple[str, Any]]:
    return [("", every), *((value, f"{label} ({n})") for value, label, n in rows)]
