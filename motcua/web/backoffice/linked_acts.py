"""Groups of linked procedures put in force from a file, after a look at what it would do; and ended by a decision."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.imports.linked import LinkedReport
from motcua.casework.office import groups as verbs
from motcua.casework.reads import linked_groups as reads
from motcua.casework.reads.linked_groups import State
from motcua.kernel.sentences import Refused
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import needs
from motcua.web.ui.words import day as written

from .fields import OfficeDayField
from .pages import Done, acted, at_work, page, today

MOST_BYTES = 1024 * 1024
MOST_SHOWN = 100


class FileForm(forms.Form):
    """A file, and from when what it says holds."""

    file = forms.FileField(label=_("Tệp"), help_text=_("JSON mỗi dòng một nhóm, mã hóa UTF-8."))
    day = OfficeDayField(label=_("Có hiệu lực từ ngày"))


class SeenForm(FileForm):
    """The same once it was looked at: the page itself holds the lines."""

    file = forms.FileField(label=_("Tệp"), required=False)
    lines = forms.CharField(strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput)


@needs("catalogue.publish")
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file, see what each line would do, and put all of it in force in one press; or none of it."""
    if request.POST.get("lines"):
        return _apply(request)
    form = FileForm(request.POST or None, request.FILES or None, initial={"day": today(request)})
    report, lines = _looked(request, form) if form.is_valid() else (None, "")
    return _page(request, form, report, lines, status=422 if form.is_bound and not lines else 200)


def _looked(request: HttpRequest, form: forms.Form) -> tuple[LinkedReport | None, str]:
    """What the file would do, and its lines where none is wrong."""
    sent = form.cleaned_data["file"]
    try:
        if sent.size > MOST_BYTES:
            raise Refused("Tệp lớn hơn {most} MB.", field="file", most=MOST_BYTES // 2**20)
        content = sent.read()
        report = verbs.put(content, day=form.cleaned_data["day"], dry=True, **at_work(request))
    except Refused as refused:
        add_refusal(form, refused, {"": "file"})
        return None, ""
    return report, "" if report.refused else content.decode("utf-8-sig")


def _apply(request: HttpRequest) -> HttpResponse:
    form, reports = SeenForm(request.POST), list[LinkedReport]()

    def act() -> Done:
        said = form.cleaned_data
        reports.append(report := verbs.put(said["lines"].encode(), day=said["day"], **at_work(request)))
        if report.refused:
            raise Refused("Tệp có {n} dòng sai nên chưa nhập gì.", n=len(report.refused))
        told = gettext("Đã đưa vào áp dụng {n} nhóm liên thông từ {day}.")
        there = reverse("backoffice:linked_groups")
        if said["day"] > today(request):
            there += f"?state={State.COMING.value}"
        return Done(there, told.format(n=report.new + report.changed, day=written(said["day"])))

    return acted(request, form, act) or _page(request, form, reports[0] if reports else None, "", status=422)


def _page(
    request: HttpRequest, form: forms.Form, report: LinkedReport | None, lines: str, *, status: int
) -> HttpResponse:
    refused = report.refused if report else []
    context = {
        "form": form,
        "report": report,
        "lines": lines,
        "day": form.cleaned_data.get("day") if report else None,
        "applies": bool(lines and report and report.new + report.changed),
        "refused": refused[:MOST_SHOWN],
        "more": len(refused) - MOST_SHOWN,
    }
    return page(request, "linked_upload.html", "procedures", context, status=status)


class EndForm(forms.Form):
    """From when on, and by what."""

    day = OfficeDayField(label=_("Không nhận tờ khai từ ngày"))
    decision = forms.CharField(
        label=_("Quyết định"), max_length=verbs.MOST_LETTERS, help_text=_("Số, ngày và cơ quan ban hành.")
    )


@needs("catalogue.publish")
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End a group; 404 for an unknown one."""
    found = reads.page(code, today(request))
    if found is None:
        raise Http404
    form = EndForm(request.POST or None)

    def act() -> Done:
        row = verbs.end(code, **form.cleaned_data, **at_work(request))
        told = gettext("Nhóm liên thông kết thúc từ {day}.")
        return Done(reverse("backoffice:linked_group", args=[code]), told.format(day=written(row.valid_to)))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "found": found, "row": found.now}
    return answer or page(request, "linked_end.html", "procedures", context, status=422 if form.is_bound else 200)
