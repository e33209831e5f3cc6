"""Badges: the time state and the national status of a dossier, always a shape, a word and a colour."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from motcua.web.ui.pieces.icons import shape
from motcua.web.ui.words import say

TIME_STATES = {
    "in_time": ("dot", _("còn hạn")),
    "near": ("triangle", _("sắp đến hạn")),
    "late": ("square", _("quá hạn")),
    "paused": ("bars", _("tạm dừng")),
    "done": ("tick", _("đã xong")),
    "none": ("dash", _("không tính hạn")),
}

# The national codes (rules of the national portal); the tone groups them by who has to act.
STATUSES = {
    1: ("ring", "waiting", _("Mới đăng ký")),
    2: ("dot", "working", _("Được tiếp nhận")),
    3: ("cross", "ended", _("Không được tiếp nhận")),
    4: ("dot", "working", _("Đang xử lý")),
    5: ("half", "asking", _("Yêu cầu bổ sung giấy tờ")),
    6: ("half", "asking", _("Yêu cầu thực hiện nghĩa vụ tài chính")),
    7: ("cross", "ended", _("Công dân yêu cầu rút hồ sơ")),
    8: ("cross", "ended", _("Dừng xử lý")),
    9: ("tick", "finished", _("Đã xử lý xong")),
    10: ("ticks", "finished", _("Đã trả kết quả")),
}


def time_badge(state: str, text: object = "") -> SafeString:
    """A key of TIME_STATES with its own word, or with `text` instead (`quá hạn 2 giờ`)."""
    form, word = TIME_STATES[str(state)]
    return format_html('<span class="badge time-{}">{}<span>{}</span></span>', state, shape(form), say(text) or word)


def status_badge(status: int) -> SafeString:
    """The national status 1–10."""
    form, tone, word = STATUSES[int(status)]
    return format_html('<span class="badge status status-{}">{}<span>{}</span></span>', tone, shape(form), word)


def badge(text: object, form: str = "", tone: str = "plain") -> SafeString:
    """Any other short label; `form` is a shape, `tone` one of plain, good, near, bad, paused."""
    return format_html(
        '<span class="badge tone-{}">{}<span>{}</span></span>', tone, shape(form) if form else "", say(text)
    )
