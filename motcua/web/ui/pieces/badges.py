"""Badges: the time state and the national status of a dossier, always a shape, a word and a colour."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.states import LABELS, Status
from motcua.shadows.states import LABELS as SHADOW_LABELS
from motcua.shadows.states import State
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

# A shape, and the tone that groups the states by who has to act.
STATUSES = {
    Status.FILED: ("ring", "waiting"),
    Status.ACCEPTED: ("dot", "working"),
    Status.NOT_ACCEPTED: ("cross", "ended"),
    Status.IN_PROCESS: ("dot", "working"),
    Status.SUPPLEMENT: ("half", "asking"),
    Status.FINANCIAL: ("half", "asking"),
    Status.WITHDRAWN: ("cross", "ended"),
    Status.STOPPED: ("cross", "ended"),
    Status.FINISHED: ("tick", "finished"),
    Status.RETURNED: ("ticks", "finished"),
}


def time_badge(state: str, text: object = "") -> SafeString:
    """A key of TIME_STATES with its own word, or with `text` instead (`quá hạn 2 giờ`)."""
    form, word = TIME_STATES[str(state)]
    return _time_badge(str(state), form, say(text) or str(word))


@lru_cache(maxsize=1024)
def _time_badge(state: str, form: str, word: str) -> SafeString:
    # A list says "còn 3 ngày làm việc" on many of its rows.
    return format_html('<span class="badge time-{}">{}<span>{}</span></span>', state, shape(form), word)


def status_badge(status: int) -> SafeString:
    """The national status 1–10."""
    return _status_badge(Status(status), get_language())


@lru_cache(maxsize=64)
def _status_badge(national: Status, language: str | None) -> SafeString:
    # Lists draw the same ten words a hundred times; the language is that of the words, so it is part of the key.
    form, tone = STATUSES[national]
    word = gettext(LABELS[national])
    return format_html('<span class="badge status status-{}">{}<span>{}</span></span>', tone, shape(form), word)


# The same tones for where a dossier stands in the system of others.
SHADOWS = {
    State.NOTED: ("ring", "waiting"),
    State.RECEIVED: ("dot", "working"),
    State.SUPPLEMENT: ("half", "asking"),
    State.RESULT: ("tick", "finished"),
    State.RETURNED: ("ticks", "finished"),
    State.ENDED: ("cross", "ended"),
}


def shadow_badge(state: str) -> SafeString:
    """Where a dossier stands that another system handles."""
    form, tone = SHADOWS[State(state)]
    word = gettext(SHADOW_LABELS[State(state)])
    return format_html('<span class="badge status status-{}">{}<span>{}</span></span>', tone, shape(form), word)


def badge(text: object, form: str = "", tone: str = "plain") -> SafeString:
    """Any other short label; `form` is a shape, `tone` one of plain, good, near, bad, paused."""
    return format_html(
        '<span class="badge tone-{}">{}<span>{}</span></span>', tone, shape(form) if form else "", say(text)
    )
