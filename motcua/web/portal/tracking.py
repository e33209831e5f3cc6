"""Tracking: anybody with a code sees the code and the state, and nothing else (TT 01/2018 Điều 16; rules.md 1.13)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.casework.reads.shadows import public as shadows_of
from motcua.casework.reads.tracking import Beside, Tracked, beside, tracked
from motcua.dossiers.states import MEANINGS, Status
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.web.ui.guards import public

from .limiting import limited

STEPS = (_("Tiếp nhận"), pgettext_lazy("các bước", "Giải quyết"), _("Có kết quả"), _("Trả kết quả"))
WAITS = gettext_noop("Hồ sơ thuộc một tờ khai liên thông, đang chờ kết quả của hồ sơ {code}. Anh/Chị chưa phải làm gì.")
LONGEST_TYPED = 100
NOT_A_CODE = _("Đây không phải mã hồ sơ. Mã hồ sơ ở góc trên giấy hẹn, có dạng H48.14-261121-0012.")


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """What an address that looks up without rest is told."""
    text = ngettext("Hãy đợi {n} giây rồi tra cứu tiếp.", "Hãy đợi {n} giây rồi tra cứu tiếp.", seconds)
    return _page(request, wait=text.format(n=seconds))


@public
@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """The empty look-up; what was typed leads to the page of its code."""
    if "ma" not in request.GET:
        return _page(request)
    typed = request.GET["ma"].strip()[:LONGEST_TYPED]
    if not typed:
        return _page(request, error=_("Hãy nhập mã hồ sơ ghi trên giấy hẹn."))
    code = looks_like_code(typed)
    if code is None:
        return _page(request, typed=typed, error=NOT_A_CODE, status=404)
    return HttpResponseRedirect(reverse("portal:dossier", args=[code]))


@public
@require_safe
@limited("track", most="LOOKUPS_PER_MINUTE", refusal=too_often)
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The page that the QR code on slips leads to. An unknown code is told in words that fit every unknown code."""
    known = looks_like_code(code[:LONGEST_TYPED])
    if known is None:
        return _page(request, typed=code[:LONGEST_TYPED], error=NOT_A_CODE, status=404)
    found = tracked(known)
    if found is None:
        elsewhere = shadows_of(known)
        return _page(request, typed=known, elsewhere=elsewhere, unknown=not elsewhere, status=200 if elsewhere else 404)
    others = beside(found.code)
    meaning = _waiting(found, others) or Sentence(MEANINGS[found.status])
    return _page(request, typed=known, found=found, meaning=meaning, steps=_steps(found), beside=others)


def _waiting(found: Tracked, others: list[Beside]) -> Sentence | None:
    """What a member of a linked declaration waits for; None where it waits for nothing."""
    n = next((other.waits_for for other in others if other.code == found.code), None)
    awaited = next((other.code for other in others if n and other.n == n), None)
    return Sentence(WAITS, {"code": awaited}) if awaited and found.status is Status.FILED else None


def _steps(found: Tracked) -> list[dict[str, object]]:
    return [{"label": label, "state": state} for label, state in zip(STEPS, found.way, strict=False)]


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    answer = render(request, "portal/track.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
