"""Supplement in place, for who proved a contact of the dossier or signed in as one of its people.

The papers asked for, page by page, then all at once. What is sent is kept as it comes, and one file that cannot be read
never stops the others. For all others: not found.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.casework.prove import acting, applicant, had_opened
from motcua.casework.reads.own_dossiers import own_id
from motcua.casework.reads.supplying import Supplying, last_answer, supplying
from motcua.casework.supply import CLOSED, change_page, check_whole, hand_in, send_page
from motcua.citizens.queries import citizen
from motcua.dossiers.models import SentPage
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices.actors import Actor
from motcua.web.ui.guards import citizen_id, is_citizen, public
from motcua.web.ui.words import moment, say

from . import sent_pages
from .sent_pages import Faults
from .timeline import OPENED
from .tracking import LONGEST_TYPED

REVIEW, HAND_IN = "review", "hand_in"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The papers asked for; a POST keeps what was sent and does what its button says."""
    known = looks_like_code(code[:LONGEST_TYPED]) or ""
    by = _applicant(request, known)
    if by is None:
        return _late(request, known)
    found = supplying(known)
    if found is None:
        return _closed(request, known)
    if request.method != "POST":
        return _shown(request, found)
    faults = _sent(request, found, by)
    did = request.POST.get("do", "")
    try:
        done = None if faults else _done(request, known, did, by)
    except Refused as no:
        point = no.field or ""
        faults.append((int(point) if point.isdigit() else None, say(no)))
        done = None
    if done is not None:
        return done
    now = supplying(known)
    if now is None:
        return _closed(request, known)
    if faults or did == REVIEW:
        return _shown(request, now, faults=faults, review=not faults)
    return HttpResponseRedirect(f"{_address(known)}{sent_pages.place(request, did)}")


@public
@require_safe
def sent_page(request: HttpRequest, code: str, page_id: int) -> HttpResponse:
    """One page that was sent, as a picture; `?to=1` large. Only of what still waits to be handed in."""
    known = looks_like_code(code[:LONGEST_TYPED]) or ""
    by = _applicant(request, known)
    mine = {"pk": page_id, "request__dossier_id": by.proved if by else 0, "request__dossier__code": known}
    row = SentPage.objects.filter(**mine).select_related("file").first()
    return sent_pages.picture(request, row, at=_at(request))


def _at(request: HttpRequest) -> datetime:
    return request.at  # type: ignore[attr-defined, no-any-return]


def _applicant(request: HttpRequest, code: str) -> Actor | None:
    """Who acts: who proved a contact for this dossier here, or the citizen who signed in and whose own it is."""
    if by := applicant(code, request.session.get(OPENED), at=_at(request)):
        return by
    own = own_id(citizen(citizen_id(request)), code) if is_citizen(request) else None
    return acting(own) if own is not None else None


def _late(request: HttpRequest, code: str) -> HttpResponse:
    """Who proved a contact in this browser before may prove it again; nobody else learns that there is a page."""
    if not had_opened(code, request.session.get(OPENED)):
        raise Http404
    messages.warning(
        request,
        gettext("Trang đã đóng vì quá 30 phút. Hãy xin mã lại để gửi tiếp; các trang đã tải lên vẫn còn."),
    )
    return HttpResponseRedirect(reverse("portal:timeline", args=[code]))


def _closed(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is asked for, or not any more: said once, on the timeline."""
    answered = last_answer(code)
    if answered is not None:
        text = gettext("Giấy tờ bổ sung đã được nhận lúc {at}; không cần gửi lại.").format(at=moment(answered))
    else:
        text = say(Sentence(CLOSED))
    messages.info(request, text)
    return HttpResponseRedirect(reverse("portal:timeline", args=[code]))


def _sent(request: HttpRequest, found: Supplying, by: Actor) -> Faults:
    """Keep every file that can be kept; what is the matter with the others."""

    def send(point: int, content: bytes, name: str) -> None:
        send_page(found.dossier.code, point, content, name=name, by=by, at=_at(request))

    return sent_pages.kept(request, [paper.point for paper in found.papers], send, of=f"dossier-{found.dossier.pk}")


def _done(request: HttpRequest, code: str, did: str, by: Actor) -> HttpResponse | None:
    """What the button says: look it over, hand it in, or change a page (`turn-12`)."""
    at = _at(request)
    if did in (REVIEW, HAND_IN) and (now := supplying(code)):
        check_whole(now.papers)
    if did == HAND_IN:
        hand_in(code, by=by, at=at)
        messages.success(
            request, gettext("Đã nhận giấy tờ bổ sung lúc {at}. Anh/Chị chưa phải làm gì thêm.").format(at=moment(at))
        )
        return HttpResponseRedirect(reverse("portal:timeline", args=[code]))
    if asked := sent_pages.change_asked(did):
        change_page(code, *asked, by=by, at=at)
    return None


def _address(code: str) -> str:
    return reverse("portal:supplement", args=[code])


def _told(row: SentPage, code: str, at: datetime) -> dict[str, object]:
    return sent_pages.told(row, url=reverse("portal:sent_page", args=[code, row.pk]), at=at)


def _shown(
    request: HttpRequest, found: Supplying, *, faults: Faults | None = None, review: bool = False
) -> HttpResponse:
    faults = faults or []
    told = {paper.point: [text for point, text in faults if point == paper.point] for paper in found.papers}
    papers = [
        {
            "owed": paper,
            "faults": told[paper.point],
            "pages": [_told(row, found.dossier.code, _at(request)) for row in paper.pages],
            "send": f"send-{paper.point}",
            "count": sum(row.pages for row in paper.pages),
        }
        for paper in found.papers
    ]
    context = {
        "found": found,
        "d": found.dossier,
        "papers": papers,
        "summary": [(f"tep-{point}" if point is not None else "", text) for point, text in faults],
        "review": review,
        "limit": settings.FILE_LIMIT_BYTES // 2**20,
        "back": reverse("portal:timeline", args=[found.dossier.code]),
    }
    answer = render(request, "portal/supplement.html", context, status=422 if faults else 200)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
