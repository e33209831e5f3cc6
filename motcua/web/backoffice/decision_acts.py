"""Drafting publishing decisions and publishing them: head, scan, procedures one by one or from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import decisions as verbs
from motcua.casework.reads import decisions as reads
from motcua.catalogue.actions import DecisionData
from motcua.catalogue.models import DecisionItem, PublishingDecision
from motcua.catalogue.rules import KIND_NAMES, ItemKind
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.web.ui import kept
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import needs
from motcua.web.ui.submit import submitted
from motcua.web.ui.words import day as written

from .decision_content import Content
from .decisions import frame, one
from .fields import ChoosingInput, OfficeDayField, shown
from .pages import Done, acted, at_work, moment, page, pressed

AT = {
    "limit": "amount",
    "cases": "amount",
    "holds": "limit_text",
    "charges": "fee_text",
    "components": "sets",
}  # where a refusal is shown
KINDS = [(kind.value, _(text)) for kind, text in KIND_NAMES.items()]
MOST_LINES = 20 * 1024 * 1024


class HeadForm(forms.Form):
    """What a decision says of itself."""

    number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ 123/QĐ-UBND."))
    dated = OfficeDayField(label=_("Ngày quyết định"))
    agency = forms.CharField(
        label=_("Cơ quan công bố"), max_length=200, help_text=_("Gõ mã hoặc tên rồi chọn; bộ, ngành thì ghi tên.")
    )
    of_ministry = forms.BooleanField(
        label=_("Quyết định của bộ, cơ quan ngang bộ"), required=False, help_text=_("Thời hạn công bố khác của tỉnh.")
    )
    effective_from = OfficeDayField(label=_("Có hiệu lực từ ngày"))
    legal_from = OfficeDayField(
        label=_("Ngày có hiệu lực của văn bản làm căn cứ"),
        required=False,
        help_text=_("Muộn nhất trong các văn bản; để tính công bố đúng hạn."),
    )
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    corrects = forms.ModelChoiceField(
        label=_("Đính chính quyết định"),
        queryset=PublishingDecision.objects.none(),
        required=False,
        help_text=_("Chỉ khi quyết định này sửa sai sót của một quyết định đã công bố."),
    )

    def __init__(self, data: Any = None, *, decision: PublishingDecision | None = None) -> None:
        super().__init__(data)
        published: Any = self.fields["corrects"]
        published.queryset = PublishingDecision.objects.filter(published_at__isnull=False).order_by("-dated", "-pk")
        open_ones = [a for a in snapshot.present().agencies.values() if a.valid_to is None and not a.is_counter]
        self._agencies = {shown(a): a for a in open_ones} | {a.code: a for a in open_ones}
        self._agencies |= {a.name: a for a in open_ones}
        self.fields["agency"].widget = ChoosingInput([shown(a) for a in open_ones])
        if decision is not None:
            self.initial = {name: getattr(decision, name) for name in self.fields}

    @property
    def head(self) -> DecisionData:
        said = self.cleaned_data
        known = self._agencies.get(said["agency"])
        return DecisionData(
            number=said["number"],
            dated=said["dated"],
            agency=known.name if known else said["agency"],
            agency_code=known.code if known else "",
            of_ministry=said["of_ministry"],
            effective_from=said["effective_from"],
            subject=said["subject"],
            legal_from=said["legal_from"],
            corrects_id=said["corrects"].pk if said["corrects"] else None,
        )


@needs("catalogue.publish")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    form = HeadForm(request.POST or None)

    def act() -> Done:
        decision = verbs.begin(form.head, **at_work(request))
        return Done(reverse("backoffice:decision", args=[decision.pk]), gettext("Đã lập bản thảo quyết định."))

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(
        request, "decision_head.html", "procedures", {"form": form}, status=422 if form.is_bound else 200
    )


@needs("catalogue.publish")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the head of a draft."""
    decision = _draft(pk)
    form = HeadForm(request.POST or None, decision=decision)

    def act() -> Done:
        verbs.change(pk, form.head, seen=_seen(request), **at_work(request))
        return Done(reverse("backoffice:decision", args=[pk]), gettext("Đã ghi lại."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "decision": decision}
    return answer or page(request, "decision_head.html", "procedures", context, status=422 if form.is_bound else 200)


class FileForm(forms.Form):
    """A scan, or a file of procedures."""

    file = forms.FileField(label=_("Tệp"))


@needs("catalogue.publish")
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the scanned decision."""
    decision = _draft(pk)
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> Done:
        row = kept.keep(form.cleaned_data["file"], account_id=_by(request), at=moment(request))
        verbs.keep_scan(pk, scan_id=row.file_id, seen=_seen(request), **at_work(request))
        return Done(reverse("backoffice:decision", args=[pk]), gettext("Đã lưu bản chụp."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "decision": decision}
    return answer or page(request, "decision_scan.html", "procedures", context, status=422 if form.is_bound else 200)


@needs("catalogue.publish")
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the procedures of a file into the draft."""
    decision = _draft(pk)
    form = FileForm(request.POST or None, request.FILES or None)
    filled: list[verbs.Filled] = []

    def act() -> Done:
        upload = form.cleaned_data["file"]
        if upload.size > MOST_LINES:
            raise Refused("Tệp lớn hơn {most} MB.", field="file", most=MOST_LINES // 2**20)
        filled.append(verbs.fill(pk, upload.read(), seen=_seen(request), **at_work(request)))
        if filled[0].refused:
            raise Refused("Tệp có {n} dòng không đọc được nên chưa nhập gì.", field="file", n=len(filled[0].refused))
        said = gettext("Đã nhập {n} thủ tục; {same} thủ tục giống bản đang có hiệu lực nên bỏ qua.")
        told = said.format(n=filled[0].items, same=filled[0].unchanged)
        return Done(reverse("backoffice:decision", args=[pk]), told)

    answer = acted(request, form, act) if request.method == "POST" else None
    refused = filled[0].refused if filled else ()
    context = {"form": form, "decision": decision, "refused": refused[:100], "more": len(refused) - 100}
    return answer or page(request, "decision_fill.html", "procedures", context, status=422 if form.is_bound else 200)


class ItemForm(forms.Form):
    """Which procedure, what the decision does to it, and what becomes of dossiers in flight."""

    code = forms.CharField(label=_("Mã thủ tục"), max_length=40, help_text=_("Ví dụ 1.001193."))
    kind = forms.ChoiceField(label=_("Quyết định này"), choices=KINDS)


class InFlightForm(forms.Form):
    """What becomes of dossiers in flight."""

    moves = forms.BooleanField(
        label=_("Chuyển hồ sơ đang giải quyết sang bản mới"),
        required=False,
        help_text=_("Mặc định hồ sơ đã tiếp nhận theo bản cũ đến hết."),
    )
    reason = forms.CharField(label=_("Lý do chuyển"), max_length=500, required=False)


@needs("catalogue.publish")
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a procedure; a repealed one is in the draft then, others are written on the next page."""
    decision = _draft(pk)
    form = ItemForm(request.POST or None, initial={"code": request.GET.get("ma", ""), "kind": ItemKind.AMENDED.value})

    def act() -> Done:
        kind, code = ItemKind(form.cleaned_data["kind"]), form.cleaned_data["code"]
        code = reads.to_publish(code, kind, day=decision.effective_from)
        if kind is ItemKind.REPEALED:
            verbs.put_item(pk, kind=kind, code=code, seen=_seen(request), **at_work(request))
            return Done(reverse("backoffice:decision", args=[pk]), gettext("Đã thêm thủ tục."))
        return Done(f"{reverse('backoffice:decision_item', args=[pk, code])}?loai={kind.value}")

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "decision": decision}
    return answer or page(
        request, "decision_item_new.html", "procedures", context, status=422 if form.is_bound else 200
    )


@needs("catalogue.publish")
def item(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write what the decision says of one procedure, beginning with what is in force."""
    decision = _draft(pk)
    row = DecisionItem.objects.filter(decision=decision, code=code).select_related("version").first()
    kind = _kind(request, row)
    base = row.line if row is not None and row.line is not None else reads.content_in_force(code)
    content = Content(base, request.POST if request.method == "POST" else None)
    flight = InFlightForm(
        request.POST or None, initial={"moves": row.moves, "reason": row.reason} if row is not None else None
    )
    more = re.fullmatch(r"more-(giay|th|td|thu|giam)", request.POST.get("do", ""))
    if more:
        content = content.with_more(request.POST, more[1])
    elif request.method == "POST" and all([content.is_valid(), flight.is_valid()]):
        try:
            with submitted(request) as submission:
                submission.url = reverse("backoffice:decision_comparison", args=[pk, code])
                verbs.put_item(
                    pk, kind=kind, code=code, content=content.line, moves=flight.cleaned_data["moves"],
                    reason=flight.cleaned_data["reason"], seen=_seen(request), **at_work(request),
                )  # fmt: skip
            return HttpResponseRedirect(submission.url)
        except Refused as refused:
            form = flight if refused.field in ("moves", "reason") else content.main
            add_refusal(form, refused, AT)
    wrong = request.method == "POST" and not more
    context = {
        "decision": decision, "code": code, "kind": kind.value, "kind_name": KIND_NAMES[kind], "content": content,
        "form": content.main, "flight": flight, "is_new": kind is ItemKind.NEW, "seen": request.POST.get("seen", ""),
    }  # fmt: skip
    return page(request, "decision_item.html", "procedures", context, status=422 if wrong else 200)


def _kind(request: HttpRequest, row: DecisionItem | None) -> ItemKind:
    sent = request.POST.get("kind", "") or request.GET.get("loai", "") or (row.kind if row is not None else "")
    known: Mapping[str, ItemKind] = {kind.value: kind for kind in ItemKind if kind is not ItemKind.REPEALED}
    return known.get(sent, ItemKind.AMENDED)


@needs("catalogue.publish")
@require_POST
def item_drop(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a procedure out of the draft."""
    _draft(pk)

    def act() -> Done:
        verbs.drop_item(pk, code=code, seen=_seen(request), **at_work(request))
        return Done(
            reverse("backoffice:decision", args=[pk]), gettext("Đã bỏ thủ tục {code} khỏi bản thảo.").format(code=code)
        )

    return pressed(request, act)


@needs("catalogue.publish")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    decision = _draft(pk)

    def act() -> Done:
        verbs.drop(pk, seen=_seen(request), **at_work(request))
        return Done(reverse("backoffice:decisions"), gettext("Đã bỏ bản thảo {number}.").format(number=decision.number))

    return pressed(request, act)


@needs("catalogue.publish")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """See once more what changes and what it touches, and publish."""
    _draft(pk)
    form = forms.Form(request.POST or None)

    def act() -> Done:
        decision = verbs.publish(pk, seen=_seen(request), **at_work(request))
        said = gettext("Đã công bố {n} thủ tục theo quyết định {number}, có hiệu lực từ {day}.")
        told = said.format(n=decision.items.count(), number=decision.number, day=written(decision.effective_from))
        return Done(reverse("backoffice:decision", args=[pk]), told)

    answer = acted(request, form, act) if request.method == "POST" else None
    context = frame(request, one(request, pk)) | {"form": form}
    return answer or page(request, "decision_publish.html", "procedures", context, status=422 if form.is_bound else 200)


def _draft(pk: int) -> PublishingDecision:
    """A draft; 404 for an unknown decision. One that was published in the meantime is refused by the verb."""
    found = reads.decision(pk)
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest) -> int:
    sent = request.POST.get("seen", "")
    return int(sent) if re.fullmatch(r"\d{1,9}", sent, re.ASCII) else 0


def _by(request: HttpRequest) -> int:
    account_id: int = request.actor.account_id  # type: ignore[attr-defined]
    return account_id
