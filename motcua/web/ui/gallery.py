"""The gallery: every piece of the design system in every state, with invented and with difficult content."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.web.ui.forms import DayField
from motcua.web.ui.pieces.badges import SHADOWS, STATUSES, TIME_STATES, time_badge

LONG_NAME = "Y Nguyễn Hoàng Phương Thảo Niê Kđăm Mlô Duôn Du Hwing Buôn Krông Ayŭn Hđơk Ê Ban"
LONG_PROCEDURE = (
    "Cấp giấy chứng nhận đủ điều kiện kinh doanh dịch vụ lưu trú du lịch đối với cơ sở của tổ chức, hộ gia đình, "
    "cá nhân đang hoạt động trên địa bàn xã biên giới, xã đảo và đặc khu"
)
DUE = datetime(2026, 11, 27, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Họ và tên người nộp"), help_text=_("Ghi như trên thẻ căn cước."), max_length=200)
    number = forms.CharField(label=_("Số định danh cá nhân"), help_text=_("12 chữ số."), min_length=12, max_length=12)
    born = DayField(label=_("Ngày sinh"), required=False)
    place = forms.ChoiceField(
        label=_("Nơi nộp"), choices=[("", _("Chọn nơi nộp")), ("1", "Phường Nghĩa Lộ"), ("2", "Xã Đăk Tờ Kan")]
    )
    content = forms.CharField(label=_("Nội dung đề nghị"), widget=forms.Textarea, required=False)
    channel = forms.ChoiceField(
        label=_("Cách nhận kết quả"),
        choices=[("1", _("Tại quầy")), ("2", _("Qua bưu chính")), ("3", _("Bản điện tử"))],
        widget=forms.RadioSelect,
    )
    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ đã nhận"),
        choices=[
            ("a", _("Tờ khai theo mẫu")),
            ("b", _("Bản sao giấy chứng sinh")),
            ("c", f"Văn bản ủy quyền của {LONG_NAME}"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    scan = forms.FileField(label=_("Bản chụp giấy tờ"), help_text=_("PDF hoặc ảnh, nhiều nhất 20 MB."), required=False)
    agreed = forms.BooleanField(label=_("Tôi cam đoan các thông tin trên là đúng"))


def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery in the face `?face=citizen|officer`."""
    face = "citizen" if request.GET.get("face") == "citizen" else "officer"
    return render(
        request,
        "ui/gallery.html",
        {
            "page": _page(face),
            "other_face": "officer" if face == "citizen" else "citizen",
            "long_name": LONG_NAME,
            "long_procedure": LONG_PROCEDURE,
            "due": DUE,
            "statuses": list(STATUSES),
            "shadow_states": list(SHADOWS),
            "time_states": list(TIME_STATES),
            "reason": Sentence(
                gettext_noop("Hồ sơ đang ở bước {step}; chỉ {post} mới chuyển được."),
                {"step": "Thẩm định", "post": "công chức thụ lý"},
            ),
            "clean_form": SampleForm(auto_id="clean_%s"),
            "wrong_form": _wrong_form(),
            "rows": _rows(),
            "page_one": Paginator(range(1234), 50).page(2),
            "page_only": Paginator(range(7), 50).page(1),
            "tabs": _tabs(),
            "steps": _steps(),
            "timeline": _timeline(),
            "lines": _lines(),
            "facts": _facts(),
            "trail": [("/", _("Trang đầu")), ("?", _("Thủ tục")), ("", _("Đăng ký khai sinh"))],
            "places": [("", _("Tất cả")), ("1", "Phường Nghĩa Lộ"), ("2", "Xã Đăk Tờ Kan")],
            "bars": [("Phường Nghĩa Lộ", 412, "plain"), ("Xã Đăk Tờ Kan", 97, "near"), ("Đặc khu Lý Sơn", 12, "bad")],
        },
    )


def _page(face: str) -> SimpleNamespace:
    """What ui.context gives to real pages, with long words in it."""
    here = _("Thư viện giao diện")
    names = {_("Tiếp nhận"): "g t", _("Việc của tôi"): "g v", _("Tra cứu"): "", _("Quản trị"): "g q", here: ""}
    return SimpleNamespace(
        face=face,
        nav=[{"url": f"?face={face}", "label": n, "key": key, "current": n is here} for n, key in names.items()],
        place="Trung tâm Phục vụ hành chính công xã Đăk Tờ Kan, tỉnh Quảng Ngãi",
        actor=SimpleNamespace(name=LONG_NAME, posts_label=_("Công chức tiếp nhận, kiêm thủ quỹ"))
        if face == "officer"
        else None,
        version="",
        demo=True,
    )


def _wrong_form() -> SampleForm:
    return SampleForm({"name": LONG_NAME, "number": "05109000", "born": "31/02/2026", "place": ""}, auto_id="wrong_%s")


def _tabs() -> list[dict[str, object]]:
    labels = [
        (_("Cần làm ngay"), 7),
        (_("Sắp đến hạn"), 12),
        (_("Chờ người dân"), 5),
        (_("Cả phòng"), 1084),
        (_("Nhật ký"), None),
    ]
    return [
        {"url": f"?tab={n}", "label": label, "count": count, "current": n == 0}
        for n, (label, count) in enumerate(labels)
    ]


def _steps() -> list[dict[str, object]]:
    return [
        {"label": _("Tiếp nhận"), "state": "done", "aside": "08:12 21/11/2026"},
        {"label": _("Thẩm định"), "state": "current", "detail": _("Phòng Văn hóa – Xã hội")},
        {"label": _("Phê duyệt"), "state": "next"},
        {"label": _("Trả kết quả"), "state": "next", "aside": _("hẹn 17:00 27/11/2026")},
    ]


def _timeline() -> list[dict[str, object]]:
    return [
        {"label": _("Tiếp nhận"), "state": "done", "detail": "Y Rỗi", "aside": "08:12 21/11/2026"},
        {
            "label": _("Thẩm định"),
            "state": "current",
            "detail": LONG_NAME,
            "aside": time_badge("near", _("còn 6 giờ")),
        },
        {"label": _("Phê duyệt"), "state": "next", "detail": _("Phó Chủ tịch Ủy ban nhân dân xã")},
    ]


def _lines() -> list[Sentence]:
    return [
        Sentence(gettext_noop("Tiếp nhận lúc {moment}."), {"moment": "08:12 21/11/2026"}),
        Sentence(gettext_noop("Thời hạn {limit} ngày làm việc, không tính ngày tiếp nhận."), {"limit": 3}),
        Sentence(gettext_noop("Thứ Bảy và Chủ nhật {days} không làm việc."), {"days": "21–22/11/2026"}),
        Sentence(gettext_noop("Hẹn trả {due}."), {"due": "17:00 27/11/2026"}),
    ]


def _facts() -> list[tuple[object, object]]:
    return [
        (_("Người nộp"), LONG_NAME),
        (_("Thủ tục"), LONG_PROCEDURE),
        (_("Hẹn trả"), DUE.strftime("%H:%M %d/%m/%Y")),
        (_("Số điện thoại"), ""),
    ]


def _rows() -> list[dict[str, object]]:
    """Rows of a work list: common ones, and one with too much in it."""
    names = ["A Nhất", LONG_NAME, "Y Rỗi", "Nguyễn Thị Thu Hà", "Công ty TNHH Một thành viên Sông Trà"]
    procedures = [
        "Đăng ký khai sinh",
        LONG_PROCEDURE,
        "Chứng thực bản sao",
        "Đăng ký kết hôn",
        "Cấp giấy phép xây dựng",
    ]
    states = ["late", "near", "in_time", "paused", "done"]
    lefts = [_("quá hạn 2 giờ"), _("còn 6 giờ làm việc"), _("còn 2 ngày 3 giờ làm việc"), _("tạm dừng, còn 3 ngày"), ""]
    statuses = [4, 4, 2, 5, 9]
    return [
        {
            "n": n,
            "code": f"H48.14-261121-00{n + 12}",
            "name": name,
            "procedure": procedure,
            "state": state,
            "left": left,
            "status": status,
            "fee": 8000 * n,
            "due": DUE,
        }
        for n, (name, procedure, state, left, status) in enumerate(
            zip(names, procedures, states, lefts, statuses, strict=True)
        )
    ]
