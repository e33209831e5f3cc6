"""The counter's morning: which counter, find a procedure, drafts to go on with, what lies here now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.reads import changes, heaps, linked, linked_offers, procedures, shadows
from motcua.casework.reads import counter as reads
from motcua.casework.reads.heaps import Heap
from motcua.casework.reads.scanning import of_another_province
from motcua.dossiers.actions import drop_draft
from motcua.kernel.dossier_code import scanned
from motcua.kernel.sentences import gettext_noop
from motcua.web.ui.guards import facts, needs

from . import here

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS = 20
ELSEWHERE = gettext_noop(
    "Hồ sơ {code} do nơi khác cấp mã ({province}), không thuộc tỉnh này nên không mở được ở đây. Người nộp tra cứu "
    "trên Cổng Dịch vụ công quốc gia; nếu hồ sơ được nhận tiếp ở đây thì ghi mã này vào ô “Mã hồ sơ ở hệ thống đó”."
)


@dataclass(frozen=True)
class Words:
    """How a heap is called, what to do with it, what its emptiness means, and what its moment is."""

    label: StrOrPromise
    todo: StrOrPromise
    nothing: StrOrPromise
    since: StrOrPromise


WORDS = {
    Heap.UNROUTED: Words(
        _("Chưa rõ cơ quan"),
        _("Chưa rõ cơ quan nào giải quyết: người đứng đầu Bộ phận Một cửa mở hồ sơ để xác định, đúng giờ ghi."),
        _("Không có hồ sơ nào chưa rõ cơ quan giải quyết."),
        _("Nộp lúc"),
    ),
    Heap.TRAVELLING: Words(
        _("Giấy chuyển đến"),
        _("Nơi khác trong tỉnh đã nhận hộ, hồ sơ giấy đang chuyển về: khi giấy đến, mở hồ sơ để ghi nhận."),
        _("Không có hồ sơ giấy nào đang chuyển đến."),
        _("Nộp lúc"),
    ),
    Heap.READY: Words(
        _("Chờ trả kết quả"),
        _("Kết quả đã có tại quầy: mở hồ sơ để trả cho người nộp."),
        _("Không có kết quả nào chờ trả."),
        _("Có kết quả"),
    ),
    Heap.ARRIVING: Words(
        _("Kết quả sắp về"),
        _("Kết quả giấy đang chuyển về quầy: khi đã nhận, mở hồ sơ để xác nhận."),
        _("Không có kết quả nào đang chuyển về."),
        _("Chuyển lúc"),
    ),
    Heap.PROPOSED: Words(
        _("Chờ phát hành bổ sung"),
        _("Người thụ lý đề xuất yêu cầu bổ sung: mở hồ sơ để phát hành phiếu, hoặc trả lại đề xuất."),
        _("Không có đề xuất bổ sung nào."),
        _("Đề xuất"),
    ),
    Heap.FILED: Words(
        _("Chờ quyết định"),
        _("Đã ghi nhận, chưa tiếp nhận: mở hồ sơ để tiếp nhận, yêu cầu bổ sung hoặc từ chối."),
        _("Không có hồ sơ nào chờ quyết định."),
        _("Nộp lúc"),
    ),
    Heap.UNANSWERED: Words(
        _("Quá 15 ngày chưa bổ sung"),
        _("Người nộp không bổ sung trong thời hạn: mở từng hồ sơ để dừng giải quyết. Không hồ sơ nào tự đóng."),
        _("Không có hồ sơ nào quá hạn bổ sung."),
        _("Yêu cầu lúc"),
    ),
    Heap.AWAITED: Words(
        _("Chờ người dân bổ sung"),
        _("Đã gửi phiếu yêu cầu bổ sung: khi người dân mang giấy tờ đến, mở hồ sơ để nhận."),
        _("Không có hồ sơ nào chờ bổ sung."),
        _("Yêu cầu lúc"),
    ),
    Heap.TODAY: Words(
        _("Tôi nhận hôm nay"),
        _("Hồ sơ anh/chị nhận hôm nay; có thể in lại phiếu."),
        _("Hôm nay anh/chị chưa nhận hồ sơ nào."),
        _("Nhận lúc"),
    ),
}


@needs("counter.use")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What lies at the counter, one heap at a time; who receives at several counters chooses one first."""
    asked = facts(request)
    mine = here.choices(request, asked)
    counter = here.chosen(request, mine)
    if counter is None:
        return render(request, "counter/choose.html", {"counters": mine})
    at = request.at  # type: ignore[attr-defined]
    heights = heaps.counts(asked, counter.pk, at=at)
    which = _which(request, heights)
    found = heaps.heap(which, asked, counter.pk, at=at)
    groups = linked_offers.groups(counter_id=counter.pk, offices=asked.offices, day=asked.day)
    return render(
        request,
        "counter/home.html",
        {
            "counter": counter,
            "counters": mine,
            "tabs": [_tab(heap, heights[heap], which) for heap in Heap],
            "which": which.value,
            "words": WORDS[which],
            "rows": Paginator(found, ROWS).get_page(request.GET.get("trang")),
            "drafts": reads.drafts(asked.by, counter.pk),
            "usual": procedures.usual(counter_id=counter.pk),
            "groups": groups,
            "changed": changes.how_many(asked.by, asked.offices, at=at),
            "followed": shadows.followed(asked, counter.pk),
            "declared": linked.declared(counter.pk, asked.day, asked.day) if groups else 0,
        },
    )


def _which(request: HttpRequest, heights: dict[Heap, int]) -> Heap:
    """The heap asked for, else the first with something in it."""
    wanted = request.GET.get("viec", "")
    named = next((heap for heap in Heap if heap.value == wanted), None)
    return named or next((heap for heap in Heap if heights[heap]), Heap.TODAY)


def _tab(heap: Heap, height: int, which: Heap) -> dict[str, object]:
    url = f"{reverse('counter:home')}?viec={heap.value}#viec"
    return {"url": url, "label": WORDS[heap].label, "count": height, "current": heap is which}


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Sit down at another counter for this session."""
    asked = facts(request)
    mine = here.choices(request, asked)
    if request.method == "GET":
        return render(request, "counter/choose.html", {"counters": mine, "current": here.chosen(request, mine)})
    wanted = next((a for a in mine if str(a.pk) == request.POST.get("counter")), None)
    if wanted is None:
        raise Http404
    request.session[here.CHOSEN] = wanted.pk
    return redirect("counter:home")


@needs("counter.use")
@require_GET
def open_code(request: HttpRequest) -> HttpResponse:
    """What can be done with the dossier whose code was typed or scanned: the bar code says it, the QR its address."""
    asked, typed = facts(request), request.GET.get("ma", "")
    found = scanned(typed)
    code = reads.code_of(asked, found) if found else None
    if code:
        return redirect(f"{reverse('desk:scan')}?{urlencode({'ma': code})}")
    if found and (keys := shadows.keys_of(asked, found)):
        if len(keys) == 1:
            return redirect("counter:shadow", keys[0])
        return redirect(f"{reverse('counter:shadows')}?{urlencode({'q': found})}")
    if found and (province := of_another_province(found, asked.offices)):
        messages.warning(request, gettext(ELSEWHERE).format(code=found, province=province))
        return redirect("counter:home")
    said = gettext("Không tìm thấy hồ sơ “{typed}” trong phạm vi của anh/chị. Hãy kiểm tra lại mã trên phiếu.")
    messages.warning(request, said.format(typed=typed.strip()[:60] or "…"))
    return redirect("counter:home")


@needs("counter.use")
@require_POST
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Forget a draft of one's own."""
    drop_draft(draft_id=draft_id, account_id=request.actor.account_id)  # type: ignore[attr-defined]
    messages.success(request, gettext("Đã bỏ bản nháp."))
    return HttpResponseRedirect(reverse("counter:home"))
