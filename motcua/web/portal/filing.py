"""Filing online, page by page: who and where, the declaration, the papers, one look over it all. For who began it only.

Whatever is sent is kept before it is judged, so that nothing is lost by a fault, a break or another device.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework import filing as verbs
from motcua.casework.alerts import answer_by
from motcua.casework.reads.filing import BESIDES, DECLARE, PAPERS, PEOPLE, REVIEW, Whole, open_version
from motcua.casework.sent_files import KEEP
from motcua.filing.models import FilingPage
from motcua.filing.queries import begun, own_filing
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.web.ui.choices import DELIVERIES
from motcua.web.ui.eforms import CHANGE, Declaration, filled, printed
from motcua.web.ui.guards import citizen_id, citizens, is_citizen, public
from motcua.web.ui.words import clock, moment, say

from . import sent_pages
from .filing_form import PeopleForm
from .sign_in import private

NEXT, KEPT, LATER, BACK, FILE = "next", "keep", "later", "back", "file"
NAMES = {
    PEOPLE: _("Người nộp, nơi nộp"),
    DECLARE: _("Tờ khai"),
    PAPERS: _("Giấy tờ"),
    REVIEW: _("Xem lại và nộp"),
}
ADDRESSES = {page: f"portal:filing_{page}" for page in NAMES}
Step = Callable[[HttpRequest, Whole], HttpResponse]
View = Callable[..., HttpResponse]


def step(view: Step) -> View:
    """A page of a filing, for its citizen; what was filed meanwhile leads to the dossier."""

    @citizens
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, filing_id: int) -> HttpResponse:
        at, account = request.at, citizen_id(request)  # type: ignore[attr-defined]
        opened = verbs.opened(filing_id, account_id=account, at=at)
        if opened is None:
            return _filed(request, filing_id)
        found, before = opened
        if before is not None:
            said = gettext("Thủ tục vừa có bản mới. Những gì đã điền được giữ lại; hãy xem lại từng trang.")
            messages.warning(request, said)
        return private(view(request, found))

    return guarded


def _filed(request: HttpRequest, filing_id: int) -> HttpResponse:
    filing = own_filing(filing_id, citizen_id(request))
    if filing is None:
        raise Http404
    messages.info(request, gettext("Hồ sơ này đã nộp, không cần nộp lại."))
    return HttpResponseRedirect(reverse("portal:own_dossier", args=[filing.filed]))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """What it takes to file this procedure online; a POST begins, or goes on with what was begun."""
    at = request.at  # type: ignore[attr-defined]
    version = open_version(code, day=at.date())
    if version is None:
        raise Http404
    mine = citizen_id(request) if is_citizen(request) else None
    if request.method == "POST":
        if mine is None:
            return HttpResponseRedirect(f"{reverse('portal:sign_in')}?{urlencode({'next': request.path})}")
        filing = verbs.begin(code, account_id=mine, at=at)
        return HttpResponseRedirect(reverse(ADDRESSES[PEOPLE], args=[filing.pk]))
    shown = {
        "version": version,
        "code": code,
        "papers": version.components.filter(remark=False).order_by("n"),
        "begun": begun(mine, version.procedure_id) if mine else None,
        "known": mine is not None,
    }
    return render(request, "portal/filing_begin.html", shown)


@step
def people(request: HttpRequest, found: Whole) -> HttpResponse:
    """Who files, for whom, where, in which case."""
    form = PeopleForm(request.POST or None, found=found)
    if request.method == "POST":
        form.is_valid()
        verbs.keep_people(found, people=form.people(), place=form.door, case=form.case_n, at=found.at)
        if answer := _kept(request, found, PEOPLE):
            return answer
        form.judge(found.at.date())
        if not form.errors:
            return _to(found, _after(found, PEOPLE))
    return _page(request, found, PEOPLE, {"form": form}, status=422 if form.is_bound and form.errors else 200)


@step
def declare(request: HttpRequest, found: Whole) -> HttpResponse:
    """The declaration, with and without script."""
    if found.form is None:
        return _to(found, PAPERS)
    if request.method != "POST":
        shown = Declaration(found.form, found.answers, judge=found.filing.answered)
        same = {name: one.source for name, one in found.known.items() if found.answers.get(name) == one.value}
        shown.say_sources({name: say(source) for name, source in same.items()})
        return _page(request, found, DECLARE, {"parts": shown.drawn(), "shown": shown, "digest": found.form.digest})
    sent, did = filled(request, found.form), request.POST.get("do", "")
    moves = did in (KEPT, LATER, BACK, CHANGE)
    verbs.keep_answers(found, answers=sent.answers, whole=sent.complete and not moves, at=found.at)
    if answer := _kept(request, found, DECLARE):
        return answer
    if sent.complete and did == NEXT:
        return _to(found, _after(found, DECLARE))
    context = {"parts": sent.shown.drawn(), "shown": sent.shown, "sent": sent, "digest": found.form.digest}
    return _page(request, found, DECLARE, context, status=422 if sent.shown.errors else 200)


@step
def papers(request: HttpRequest, found: Whole) -> HttpResponse:
    """Each paper with what was sent of it."""
    if request.method != "POST":
        return _papers(request, found, [])

    def send(point: int, content: bytes, name: str) -> None:
        verbs.send_page(found, point, content, name=name, at=found.at)

    faults = sent_pages.kept(
        request, [paper.n for paper in found.papers], send, of=f"citizen-{found.filing.account_id}"
    )
    marked = [paper.n for paper in found.papers if request.POST.get(f"khong-can-{paper.n}")]
    verbs.keep_marks(found, not_needed=marked, at=found.at)
    did = request.POST.get("do", "")
    try:
        if not faults and (asked := sent_pages.change_asked(did)) and not did.startswith("send-"):
            verbs.change_page(found, *asked)
    except Refused as no:
        faults.append((None, say(no)))
    opened = verbs.opened(found.filing.pk, account_id=found.filing.account_id, at=found.at)
    now = opened[0] if opened else found
    if not faults and (answer := _kept(request, now, PAPERS)):
        return answer
    if not faults and did == NEXT:
        faults = [(_point(f.field), say(f.text)) for f in now.faults if f.page == PAPERS]
        if not faults:
            return _to(now, REVIEW)
    if not faults:
        return HttpResponseRedirect(f"{_address(now, PAPERS)}{sent_pages.place(request, did)}")
    return _papers(request, now, faults)


def _point(field: str) -> int | None:
    return int(field) if field.isdigit() else None


def _papers(request: HttpRequest, found: Whole, faults: sent_pages.Faults) -> HttpResponse:
    rows = [
        {
            "wanted": paper,
            "faults": [text for point, text in faults if point == paper.n],
            "pages": [_told(found, page) for page in paper.pages],
            "send": f"send-{paper.n}",
        }
        for paper in found.papers
    ]
    context = {
        "rows": rows,
        "summary": [(f"tep-{point}" if point is not None else "", text) for point, text in faults],
        "limit": settings.FILE_LIMIT_BYTES // 2**20,
        "besides": BESIDES,
        "keep": KEEP,
    }
    return _page(request, found, PAPERS, context, status=422 if faults else 200)


def _told(found: Whole, page: FilingPage) -> dict[str, object]:
    url = reverse("portal:filing_page", args=[found.filing.pk, page.pk])
    return sent_pages.told(page, url=url, at=found.at)


@step
def review(request: HttpRequest, found: Whole) -> HttpResponse:
    """All of it once more, with what it costs and when it is due; then it is filed."""
    refused: list[tuple[str, str]] = []
    if request.method == "POST":
        delivery = request.POST.get("delivery", "")
        verbs.keep_delivery(found, delivery=delivery if delivery in DELIVERIES else "", at=found.at)
        if answer := _kept(request, found, REVIEW):
            return answer
        if not request.POST.get("sure"):
            refused.append(("id_sure", gettext("Hãy xác nhận những điều đã khai là đúng sự thật.")))
        refused += [(_anchor(fault.page, fault.field), say(fault.text)) for fault in found.faults]
        if not refused:
            try:
                return _done(request, found)
            except Refused as no:
                refused.append(("", say(no)))
    context = {
        "refused": refused,
        "faults": [
            (fault, _address(found, fault.page), NAMES[fault.page]) for fault in found.faults if fault.page != REVIEW
        ],
        "declared": printed(found.form, found.filing.answers) if found.form else [],
        "deliveries": DELIVERIES.items(),
        "sure": bool(request.POST.get("sure")),
        "others": found.filing.people.get("whose") == "other",
        "edit": {page: _address(found, page) for page in found.pages},
    }
    return _page(request, found, REVIEW, context, status=422 if refused else 200)


def _anchor(page: str, field: str) -> str:
    return f"id_{field}_0" if page == REVIEW else ""


def _done(request: HttpRequest, found: Whole) -> HttpResponse:
    dossier = verbs.file_online(found, at=found.at)
    until = answer_by(dossier.filed_at, dossier.receiving_id, snapshot.present())
    said = gettext("Đã nộp hồ sơ lúc {at}. Mã hồ sơ: {code}. Bộ phận Một cửa trả lời chậm nhất {until}.")
    messages.success(request, said.format(at=moment(found.at), code=dossier.code, until=moment(until)))
    return HttpResponseRedirect(reverse("portal:own_dossier", args=[dossier.code]))


@citizens
@require_safe
def sent_page(request: HttpRequest, filing_id: int, page_id: int) -> HttpResponse:
    """One page that was sent, as a picture."""
    mine = {"pk": page_id, "filing_id": filing_id, "filing__account_id": citizen_id(request)}
    row = FilingPage.objects.filter(**mine).select_related("file").first()
    return sent_pages.picture(request, row, at=request.at)  # type: ignore[attr-defined]


@citizens
@require_POST
def drop(request: HttpRequest, filing_id: int) -> HttpResponse:
    """Throw away what was filled in."""
    if not verbs.drop(filing_id, account_id=citizen_id(request)):
        raise Http404
    messages.success(request, gettext("Đã bỏ hồ sơ đang soạn."))
    return HttpResponseRedirect(reverse("portal:own"))


def _kept(request: HttpRequest, found: Whole, page: str) -> HttpResponse | None:
    """The answer where nothing is to be judged: it was kept by itself, for later, or on the way back."""
    did = request.POST.get("do", "")
    if did == KEPT:
        said = gettext("Đã lưu lúc {at}.").format(at=clock(found.at))
        return HttpResponse(said, content_type="text/html; charset=utf-8")
    if did == LATER:
        messages.success(request, gettext("Đã lưu. Anh/Chị làm tiếp ở đây, trên máy nào cũng được."))
        return HttpResponseRedirect(reverse("portal:own"))
    if did == BACK:
        return _to(found, found.pages[max(found.pages.index(page) - 1, 0)])
    return None


def _after(found: Whole, page: str) -> str:
    return found.pages[found.pages.index(page) + 1]


def _address(found: Whole, page: str) -> str:
    return reverse(ADDRESSES[page], args=[found.filing.pk])


def _to(found: Whole, page: str) -> HttpResponse:
    return HttpResponseRedirect(_address(found, page))


def _page(
    request: HttpRequest, found: Whole, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:  # fmt: skip
    n = found.pages.index(page)
    way = [
        {
            "label": NAMES[one],
            "state": "done" if k < n else "current" if k == n else "next",
            "url": _address(found, one) if k < n else "",
        }
        for k, one in enumerate(found.pages)
    ]
    frame = {
        "found": found,
        "version": found.version,
        "way": way,
        "first": n == 0,
        "n": n + 1,
        "of": len(way),
        "name": NAMES[page],
        "address": _address(found, page),
    }
    return render(request, f"portal/filing_{page}.html", frame | context, status=status)
