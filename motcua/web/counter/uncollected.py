"""Results nobody has come for, reminding their owners, and originals that still lie at the counter."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.reads import returns as reads
from motcua.casework.reads.returns import OriginalRow, Question, Waiting
from motcua.casework.remind import remind, show_contact
from motcua.dossiers.states import LABELS, Status
from motcua.kernel import phone
from motcua.kernel.masking import mask_name, mask_phone
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.returning.rules import CHANNELS
from motcua.web.ui.choices import DELIVERIES
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.sheets import sheet
from motcua.web.ui.submit import NotValid, key_of, submitted
from motcua.web.ui.words import moment

from .parts import Part, text

ROWS, LONGEST, MOST_DAYS = 50, 100, 3650
WAYS = [("", _("Mọi cách trả")), *DELIVERIES.items(), ("posted", _("Đang ở bưu chính"))]
REMINDED = [("", _("Đã nhắc hay chưa")), ("no", _("Chưa nhắc lần nào")), ("yes", _("Đã nhắc"))]


class ReminderForm(Part):
    """How somebody was reminded."""

    channel = forms.ChoiceField(
        label=_("Đã nhắc bằng"),
        choices=[(c.value, _(label)) for c, label in CHANNELS.items()],
        widget=forms.RadioSelect,
    )
    note = text(_("Ghi chú"), 300)


@needs("desk.use")
@require_GET
def uncollected(request: HttpRequest) -> HttpResponse:
    """The list, narrowed and sorted by its address."""
    places, place = _place(request)
    question = _question(request)
    found = reads.waiting(facts(request), place.pk, question, at=request.at)  # type: ignore[attr-defined]
    context = {
        "place": place,
        "places": [(a.pk, a.name) for a in places] if len(places) > 1 else [],
        "question": question,
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "ways": WAYS,
        "reminded": REMINDED,
        "way_words": DELIVERIES,
        "query": f"?{request.GET.urlencode()}",
    }
    return render(request, "counter/uncollected.html", context)


@needs("desk.use")
@require_GET
def uncollected_sheet(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    _places, place = _place(request)
    found = reads.waiting(facts(request), place.pk, _question(request), at=request.at)  # type: ignore[attr-defined]
    head = [
        gettext("Mã hồ sơ"), gettext("Thủ tục"), gettext("Người nộp"), gettext("Điện thoại"), gettext("Cách trả"),
        gettext("Có kết quả"), gettext("Số ngày chờ"), gettext("Số lần nhắc"), gettext("Nhắc lần cuối"),
        gettext("Bản chính chưa trả"),
    ]  # fmt: skip
    return sheet("ket-qua-chua-nhan.csv", head, (_line(row) for row in found))


def _line(row: Waiting) -> Sequence[object]:
    return (
        row.code,
        row.procedure,
        mask_name(row.applicant),
        mask_phone(row.phone) if row.phone else "",
        DELIVERIES.get(row.delivery, row.delivery),
        moment(row.since),
        row.days,
        row.reminders,
        moment(row.reminded_at),
        row.originals,
    )


@needs("desk.use")
@require_http_methods(["GET", "POST"])
def reminder(request: HttpRequest, code: str) -> HttpResponse:
    """One result that waits: the number to call, shown when asked for; and that its owner was reminded."""
    row = _waiting(request, code)
    form = ReminderForm(request.POST or None)
    if request.method == "POST":
        try:
            with submitted(request) as sent:
                if not form.is_valid():
                    raise NotValid
                said = form.cleaned_data
                remind(code, by=facts(request).by, at=request.at, channel=said["channel"], note=said["note"])  # type: ignore[attr-defined]
                sent.url = reverse("counter:uncollected")
        except NotValid:
            return _reminding(request, row, form)
        except Refused as no:
            add_refusal(form, no)
            return _reminding(request, row, form)
        messages.success(request, gettext("Đã ghi lần nhắc cho hồ sơ {code}.").format(code=code))
        return HttpResponseRedirect(sent.url)
    return _reminding(request, row, form)


@needs("desk.use")
@require_POST
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Show the telephone number; that it was looked up stands in the dossier's journal."""
    row = _waiting(request, code)
    number = show_contact(code, by=facts(request).by, at=request.at)  # type: ignore[attr-defined]
    said = phone.shown(number) if number else gettext("Người nộp không ghi số điện thoại.")
    return _reminding(request, row, ReminderForm(initial={"channel": "phone"}), number=said)


def _reminding(request: HttpRequest, row: Waiting, form: ReminderForm, *, number: str = "") -> HttpResponse:
    context = {"row": row, "form": form, "number": number, "key": key_of(request), "way_words": DELIVERIES}
    answer = render(request, "counter/reminder.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _waiting(request: HttpRequest, code: str) -> Waiting:
    asked = facts(request)
    for place in reads.places(asked):
        if reads.exactly(asked, place.pk, code) == code:
            found = reads.waiting(asked, place.pk, Question(text=code), at=request.at)  # type: ignore[attr-defined]
            if row := next((r for r in found if r.code == code), None):
                return row
    raise Http404


@needs("desk.use")
@require_GET
def originals(request: HttpRequest) -> HttpResponse:
    """The originals that lie here."""
    places, place = _place(request)
    typed, sort = _typed(request), request.GET.get("sort", "kept")
    found = reads.originals(facts(request), place.pk, text=typed, sort=sort)
    context = {
        "place": place,
        "places": [(a.pk, a.name) for a in places] if len(places) > 1 else [],
        "typed": typed,
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "query": f"?{request.GET.urlencode()}",
    }
    return render(request, "counter/originals.html", context)


@needs("desk.use")
@require_GET
def originals_sheet(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    _places, place = _place(request)
    found = reads.originals(facts(request), place.pk, text=_typed(request), sort=request.GET.get("sort", "kept"))
    head = [
        gettext("Mã hồ sơ"), gettext("Người nộp"), gettext("Bản chính"), gettext("Số bản"), gettext("Giữ từ"),
        gettext("Người giữ"), gettext("Trạng thái"),
    ]  # fmt: skip
    return sheet("ban-chinh-chua-tra.csv", head, (_original(row) for row in found))


def _original(row: OriginalRow) -> Sequence[object]:
    state = gettext(LABELS[Status(row.status)])
    return row.code, mask_name(row.applicant), row.name, row.count, moment(row.kept_at), row.kept_by, state


def _place(request: HttpRequest) -> tuple[list[Agency], Agency]:
    """The counters that the actor looks after and the one asked for; 404 for who looks after none."""
    asked: Facts = facts(request)
    places = reads.places(asked)
    if not places:
        raise Http404
    wanted = request.GET.get("noi", "")
    return places, next((a for a in places if str(a.pk) == wanted), places[0])


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def _question(request: HttpRequest) -> Question:
    days, way = request.GET.get("ngay", ""), request.GET.get("cach", "")
    reminded = request.GET.get("nhac", "")
    return Question(
        text=_typed(request),
        days=min(int(days), MOST_DAYS) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
        way=way if way in dict(WAYS) else "",
        reminded=reminded if reminded in ("yes", "no") else "",
        sort=request.GET.get("sort", "since"),
    )
