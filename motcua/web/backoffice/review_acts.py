"""Running reviews of procedures: opened, lines given to agencies, proposals decided on, closed by a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office import reviews as verbs
from motcua.casework.office.reviews import Chosen
from motcua.casework.reads.catalogue_counts import level_of
from motcua.catalogue import shelf
from motcua.kernel import folding
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.reviews.actions import CampaignData
from motcua.reviews.queries import NOBODY, Asked
from motcua.reviews.rules import KINDS, OUTCOMES
from motcua.web.ui.guards import needs
from motcua.web.ui.reviews import LEVELS

from .fields import AgencyField, OfficeDayField, offer
from .pages import Done, acted, at_work, page, today
from .reviews import LineFilter, listed, one

LONG_LISTS = ("fields_", "agencies")


class OpenForm(forms.Form):
    """What a campaign says of itself, and which procedures it takes."""

    kind = forms.ChoiceField(label=_("Rà soát để"), choices=[(k, _(text)) for k, text in KINDS.items()])
    name = forms.CharField(label=_("Tên cuộc rà soát"), max_length=300)
    order_number = forms.CharField(
        label=_("Số kế hoạch hoặc quyết định"), max_length=60, help_text=_("Ví dụ 15/KH-UBND.")
    )
    order_dated = OfficeDayField(label=_("Ngày của văn bản"))
    taken_on = OfficeDayField(label=_("Lấy danh mục của ngày"))
    due = OfficeDayField(label=_("Rà soát xong đến hết ngày"))
    target = forms.DecimalField(
        label=_("Chỉ tiêu, % thủ tục được đề xuất"),
        required=False,
        localize=True,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        help_text=_("Trong số thủ tục đã rà soát; bỏ trống nếu văn bản không giao."),
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn gì là mọi cấp."),
    )
    fields_ = forms.MultipleChoiceField(label=_("Lĩnh vực"), required=False)
    agencies = forms.MultipleChoiceField(label=_("Cơ quan chịu trách nhiệm"), required=False)

    def __init__(self, data: Any, *, request: HttpRequest) -> None:
        super().__init__(data, initial={"taken_on": today(request)})
        rows, offices = shelf.on(today(request)).rows, snapshot.present()
        asked = set(verbs.responsible(rows, offices, today=today(request)).values())
        known = [(str(pk), offices.agency(pk).name) for pk in asked if pk is not None]
        known.sort(key=lambda pair: folding.sort_key(pair[1]))
        there = {level_of(row.levels) for row in rows}
        fields = sorted({row.field for row in rows if row.field}, key=folding.sort_key)
        offer(
            self,
            levels=[(level, name) for level, name in LEVELS.items() if level in there],
            fields_=[(name, name) for name in fields],
            agencies=[*known, *([(NOBODY, gettext("Chưa rõ cơ quan"))] if None in asked else [])],
        )

    @property
    def long_lists(self) -> list[tuple[str, forms.BoundField, list[str]]]:
        """The lists that open on demand, each with what is ticked of it, as sent."""
        return [(name, self[name], self.data.getlist(name) if self.is_bound else []) for name in LONG_LISTS]  # type: ignore[attr-defined]

    @property
    def campaign(self) -> CampaignData:
        names = ("kind", "name", "order_number", "order_dated", "taken_on", "due", "target")
        return CampaignData(**{name: self.cleaned_data[name] for name in names})

    @property
    def chosen(self) -> Chosen:
        said = self.cleaned_data
        return Chosen(said["levels"], said["fields_"], said["agencies"])


@needs("review.open")
def new(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    form = OpenForm(request.POST if request.method == "POST" else None, request=request)

    def act() -> Done:
        opened = verbs.open_review(form.campaign, form.chosen, **at_work(request))
        said = gettext("Đã mở cuộc rà soát {n} thủ tục.").format(n=opened.lines.count())
        return Done(reverse("backoffice:review", args=[opened.pk]), said)

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(
        request, "review_new.html", "procedures", {"form": form}, status=422 if form.is_bound else 200
    )


class AssignForm(forms.Form):
    """To whom lines are given: those that are ticked, or all that the filter leaves."""

    to = AgencyField(label=_("Giao cho cơ quan"))
    whole = forms.BooleanField(label=_("Mọi thủ tục đang lọc, ở tất cả các trang"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, to=(a for a in snapshot.present().agencies.values() if a.valid_to is None and not a.is_counter))


@needs("review.open")
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of a campaign; ticked ones can be given to another agency."""
    asked = LineFilter(request.GET).asked()
    form = AssignForm(request.POST if request.method == "POST" else None)

    def act() -> Done:
        to, whole = form.cleaned_data["to"], form.cleaned_data["whole"]
        ids = [int(n) for n in request.POST.getlist("dong") if n.isascii() and n.isdigit() and len(n) < 16]
        given = verbs.assign_lines(
            pk, to_id=to.pk, line_ids=ids, asked=asked if whole else None, **at_work(request)
        )  # fmt: skip
        said = gettext("Đã giao {n} thủ tục cho {agency}.").format(n=given, agency=to.name)
        return Done(request.get_full_path(), said)

    answer = acted(request, form, act, {"agency": "to"}) if request.method == "POST" else None
    if answer is not None:
        return answer
    ticked = set(request.POST.getlist("dong"))
    context = listed(request, pk, asked) | {"form": form, "ticked": ticked}
    return page(request, "review_lines.html", "procedures", context, status=422 if form.is_bound else 200)


@needs("review.open")
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals of a campaign, each to be accepted or not; a page of them is kept at once."""
    asked = LineFilter(request.GET).asked()
    asked = Asked(asked.agency, asked.state if asked.state in ("unjudged", "accepted", "declined") else "propose",
                  asked.level, asked.field, asked.text)  # fmt: skip
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act() -> Done:
        typed = {name[3:]: str(value) for name, value in request.POST.items() if name.startswith("qd-") and value}
        outcomes = {int(n): value for n, value in typed.items() if n.isascii() and n.isdigit() and len(n) < 16}
        if not outcomes:
            raise Refused("Chưa chọn đồng ý hay không đồng ý ở đề xuất nào.")
        n = verbs.judge_lines(pk, outcomes, **at_work(request))
        return Done(request.get_full_path(), gettext("Đã ghi quyết định về {n} đề xuất.").format(n=n))

    answer = acted(request, form, act) if request.method == "POST" else None
    if answer is not None:
        return answer
    context = listed(request, pk, asked) | {
        "form": form,
        "outcomes": [(value, gettext(text)) for value, text in OUTCOMES.items()],
    }
    return page(request, "review_judge.html", "procedures", context, status=422 if form.is_bound else 200)


class CloseForm(forms.Form):
    """The decision that approves a campaign, and what becomes of what is still open."""

    number = forms.CharField(label=_("Số quyết định phê duyệt"), max_length=60, help_text=_("Ví dụ 123/QĐ-UBND."))
    dated = OfficeDayField(label=_("Ngày quyết định"))
    accept_rest = forms.BooleanField(label=_("Đồng ý mọi đề xuất chưa quyết định"), required=False)
    unfinished = forms.BooleanField(label=_("Kết thúc dù còn thủ tục chưa rà soát"), required=False)


@needs("review.open")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a campaign."""
    found = one(request, pk)
    form = CloseForm(request.POST if request.method == "POST" else None)

    def act() -> Done:
        verbs.close_review(pk, **form.cleaned_data, **at_work(request))
        return Done(reverse("backoffice:review", args=[pk]), gettext("Đã kết thúc cuộc rà soát."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "found": found, "review": found.campaign}
    return answer or page(request, "review_close.html", "procedures", context, status=422 if form.is_bound else 200)
