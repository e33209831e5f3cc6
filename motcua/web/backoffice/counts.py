"""How many procedures there are on a day, and how many of them are services online (both classifications)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import catalogue_counts as reads
from motcua.casework.reads.catalogue_counts import Counts
from motcua.web.ui.guards import needs
from motcua.web.ui.words import share

from .fields import OfficeDayField
from .pages import page, today

LEVELS = {
    "ministry": _("Cấp bộ"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "common": _("Dùng chung nhiều cấp"),
    "other": _("Khác"),
    "none": _("Không ghi cấp"),
}


class DayForm(forms.Form):
    """On which day; whatever cannot be read is today."""

    day = OfficeDayField(label=_("Vào ngày"), required=False)


@needs("backoffice.use")
def counts(request: HttpRequest) -> HttpResponse:
    """The figures of a day, by level, field and agency; each field opens its procedures while they are today's."""
    form = DayForm(request.GET)
    day = (form.cleaned_data.get("day") if form.is_valid() else None) or today(request)
    found = reads.counts(day)
    levels = [line(str(LEVELS[name]), found.levels[name]) for name in reads.LEVELS if name in found.levels]
    agencies = [line(*row) for row in reads.ordered(found.agencies)]
    context = {
        "day": day,
        "error": form.errors.get("day"),
        "whole": line(gettext("Tổng số"), found.whole),
        "tables": [
            (gettext("Theo cấp"), gettext("Cấp"), levels),
            (gettext("Theo lĩnh vực"), gettext("Lĩnh vực"), _fields(found, opens=day == today(request))),
            (gettext("Theo cơ quan thực hiện"), gettext("Cơ quan"), agencies),
        ],
    }
    return page(request, "catalogue_counts.html", "procedures", context)


def _fields(found: reads.CatalogueCounts, *, opens: bool) -> list[dict[str, Any]]:
    address = reverse("backoffice:procedures")
    return [
        line(name, of, f"{address}?{urlencode({'field': name})}" if opens and name != "–" else "")
        for name, of in reads.ordered(found.fields)
    ]


def line(label: str, of: Counts, url: str = "") -> dict[str, Any]:
    """One row of a table; a share of nothing is not 0 % but not applicable."""
    cells = [
        of.classes["full"], of.classes["partial"], of.classes["info"], of.classes["unknown"],
        of.service_levels[3], of.service_levels[4], of.services,
    ]  # fmt: skip
    return {"label": label, "total": of.total, "url": url, "cells": cells, "share": share(of.services, of.total) or "–"}
