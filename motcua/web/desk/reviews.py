"""The worksheet of a review (/viec/ra-soat/): officers of an agency say of its procedures what is to change.

A page of rows is kept at once. Rows that are right are written, those that are wrong stand there again with what was
typed and why. To press twice does nothing: a row that says what is there already is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from motcua.casework import review_sheet
from motcua.casework.office.review_lines import fill_lines
from motcua.casework.reads import reviews as reads
from motcua.casework.reads.reviews import CampaignPage, Shown
from motcua.kernel.sentences import Refused
from motcua.reviews import queries
from motcua.reviews.models import ReviewLine
from motcua.reviews.queries import Asked
from motcua.reviews.rules import KINDS, LONGEST, PROPOSALS, REASONS, VERDICTS, Kind, Said, Verdict
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.reviews import told
from motcua.web.ui.words import say

ROWS = 25
STATES = {"open": _("Chưa rà soát"), "reviewed": _("Đã rà soát"), "propose": _("Đề xuất thay đổi")}
PARTS = ("result", "reason", "text", "basis", "saving")
AT = {"verdict": "result", "proposal": "result"}  # where a refusal is shown


@needs("desk.use")
def reviews(request: HttpRequest) -> HttpResponse:
    """The campaigns in which agencies of the officer are asked."""
    rows = [(mine, gettext(KINDS[mine.campaign.kind])) for mine in reads.asked_of(facts(request))]
    return render(request, "desk/reviews.html", {"rows": rows})


class SheetFilter(forms.Form):
    """What narrows the worksheet; whatever cannot be read counts as not asked."""

    agency = forms.RegexField(r"^\d{1,15}$", required=False)
    state = forms.ChoiceField(choices=list(STATES.items()), required=False)
    field = forms.CharField(max_length=200, required=False)
    text = forms.CharField(max_length=200, required=False)

    def asked(self) -> Asked:
        self.is_valid()
        return Asked(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page: the line, what can be chosen, what stands in its fields, what is wrong with which."""

    shown: Shown
    told: Mapping[str, str]
    options: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    edition: int
    errors: Mapping[str, str]


@needs("desk.use")
def worksheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of the officer's agencies in one campaign, a page of which is filled and kept at once."""
    found = reads.worksheet(pk, facts(request))
    if found is None:
        raise Http404
    asked = SheetFilter(request.GET).asked()
    if request.method != "POST":
        return _page(request, found, asked)
    typed = _typed(request)
    wrong, said = _read(typed)
    try:
        done = fill_lines(pk, said, by=request.actor, at=request.at)  # type: ignore[attr-defined]
    except Refused as refused:
        return _page(request, found, asked, typed=typed, refused=refused)
    wrong |= done.wrong
    if done.saved:
        text = ngettext("Đã ghi {n} thủ tục.", "Đã ghi {n} thủ tục.", done.saved).format(n=done.saved)
        messages.success(request, text)
    if wrong:
        found = reads.worksheet(pk, facts(request)) or found
        return _page(request, found, asked, typed={n: typed[n] for n in wrong}, wrong=wrong, ids=list(typed))
    if not done.saved:
        messages.info(request, gettext("Không có gì mới để ghi."))
    return HttpResponseRedirect(_next(request, asked))


def _next(request: HttpRequest, asked: Asked) -> str:
    """This page again, or the next one; where only what is open is shown, what was kept has left this one."""
    if "next" not in request.POST or asked.state == "open":
        return request.get_full_path()
    page = request.GET.get("page", "1")
    after = int(page) + 1 if page.isascii() and page.isdigit() and len(page) < 9 else 2
    return f"?{urlencode(request.GET.dict() | {'page': str(after)})}"


def _typed(request: HttpRequest) -> dict[int, dict[str, str]]:
    """What came of each row, by the ids of lines, at most a page of them."""
    names = (name[8:] for name in request.POST if name.startswith("edition-"))
    ids = [int(n) for n in names if n.isascii() and n.isdigit() and len(n) < 16][:ROWS]
    return {n: {part: request.POST.get(f"{part}-{n}", "") for part in (*PARTS, "edition")} for n in ids}


def _read(typed: Mapping[int, Mapping[str, str]]) -> tuple[dict[int, Refused], dict[int, tuple[int, Said]]]:
    """Rows that cannot be read, and the others as the verb wants them."""
    wrong: dict[int, Refused] = {}
    said: dict[int, tuple[int, Said]] = {}
    for n, row in typed.items():
        try:
            edition = row["edition"]
            said[n] = (int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 10 else 0, _said(row))
        except Refused as no:
            wrong[n] = no
    return wrong, said


def _said(row: Mapping[str, str]) -> Said:
    result = row["result"].strip()
    verdict = Verdict.PROPOSE.value if result not in ("", *VERDICTS) else result
    proposal = result if verdict == Verdict.PROPOSE else ""
    return Said(verdict, proposal, row["reason"].strip(), row["text"], row["basis"], _saving(row["saving"]))


def _saving(typed: str) -> int | None:
    digits = "".join(typed.replace("₫", "").replace("đ", "").split()).replace(".", "").replace(",", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise Refused("“{typed}” không phải là số tiền; hãy ghi như 1.200.000.", field="saving", typed=typed[:30])
    return int(digits)


def _page(
    request: HttpRequest,
    found: CampaignPage,
    asked: Asked,
    *,
    typed: Mapping[int, Mapping[str, str]] | None = None,
    wrong: Mapping[int, Refused] | None = None,
    ids: Sequence[int] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    lines = queries.shown(_lines(request, found, asked))
    page_of: Page[ReviewLine] = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    shown_lines = (
        list(page_of) if ids is None else list(queries.shown(queries.lines(found.campaign.pk)).filter(pk__in=ids))
    )
    shown = reads.shown(shown_lines, found.campaign, day=facts(request).day)
    levels = reads.levels_on(found.campaign.taken_on)
    rows = [_row(one, found, levels, (typed or {}).get(one.line.pk), (wrong or {}).get(one.line.pk)) for one in shown]
    campaign = found.campaign
    agencies = [(str(p.agency.pk), p.agency.name) for p in found.agencies if p.agency]
    context = {
        "found": found,
        "review": campaign,
        "kind": gettext(KINDS[campaign.kind]),
        "asked": asked,
        "agencies": [("", gettext("Mọi cơ quan")), *agencies] if len(agencies) > 1 else [],
        "states": [("", gettext("Tất cả")), *STATES.items()],
        "fields": [("", gettext("Mọi lĩnh vực")), *((name, name) for name in queries.fields(campaign.pk))],
        "page_of": page_of,
        "rows": rows,
        "wrong": [row for row in rows if row.errors],
        "refused": refused,
        "online": campaign.kind == Kind.ONLINE,
        "saves": campaign.kind == Kind.SIMPLIFICATION,
        "reasons": [("", gettext("không cần lý do")), *((name, gettext(text)) for name, text in REASONS.items())],
        "longest": LONGEST,
    }
    return render(request, "desk/review.html", context, status=422 if wrong or refused else 200)


def _lines(request: HttpRequest, found: CampaignPage, asked: Asked) -> Any:
    """The lines of the officer's own agencies alone."""
    mine = [p.agency.pk for p in found.agencies if p.agency]
    return queries.lines(found.campaign.pk, asked).filter(agency_id__in=mine)


def _row(
    shown: Shown, found: CampaignPage, levels: frozenset[str], typed: Mapping[str, str] | None, no: Refused | None
) -> Row:
    line, kind = shown.line, found.campaign.kind
    proposals = [(p, gettext(PROPOSALS[kind][p])) for p in reads.may_propose(line, found.campaign, levels=levels)]
    options = [("", gettext("chưa rà soát")), ("keep", gettext(VERDICTS["keep"])), *proposals]
    kept = {
        "result": line.proposal or line.verdict,
        "reason": line.reason,
        "text": line.text,
        "basis": line.basis,
        "saving": f"{line.saving:,}".replace(",", ".") if line.saving is not None else "",
    }
    field = AT.get(no.field or "", no.field or "result") if no else ""
    return Row(shown, told(shown), options, typed or kept, line.edition, {field: say(no)} if no else {})


@needs("desk.use")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of the officer's agencies as a spreadsheet."""
    found = reads.worksheet(pk, facts(request))
    if found is None:
        raise Http404
    asked = [Asked(agency=str(p.agency.pk)) for p in found.agencies if p.agency]
    rows = [row for one in asked for row in review_sheet.lines(found.campaign, one, day=facts(request).day)]
    content = review_sheet.sheet(found, rows, at=request.at)  # type: ignore[attr-defined]
    headers = {"Content-Disposition": f'attachment; filename="ra-soat-{pk}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=review_sheet.XLSX, headers=headers)
