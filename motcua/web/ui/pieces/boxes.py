"""Boxes and marks of content: callouts, explanations, steps, figures, progress and what is kept covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.web.ui.words import number, say

TONES = {
    "info": ("information-circle", _("Thông tin")),
    "good": ("check-circle", _("Đã xong")),
    "warning": ("exclamation-triangle", _("Lưu ý")),
    "danger": ("exclamation-circle", _("Cảnh báo")),
}


def callout(content: str, tone: str = "info", title: object = "") -> SafeString:
    """A boxed word aside: `tone` is info, good, warning or danger."""
    picture, word = TONES[tone]
    return render_to_string(
        "ui/pieces/callout.html",
        {"content": content, "tone": tone, "icon": picture, "word": word, "title": say(title)},
    )


def explanation(lines: Iterable[object], title: object = "", opened: bool = False) -> SafeString:
    """The lines that make a due date or a figure, behind "vì sao?": sentences, text, or what has a `sentence`
    (the lines of `Due`)."""
    rows = [say(line) for line in lines]
    return render_to_string("ui/pieces/explanation.html", {"rows": rows, "title": say(title), "opened": opened})


def steps(items: Iterable[Mapping[str, object]], label: object = "", upright: bool = False) -> SafeString:
    """The way of a dossier, ① ② ③. An item has `label`, `state` (done, current or next) and may have `detail`,
    `aside` (a moment, a badge) and `url`. Upright it is a timeline; lying it turns upright on a narrow page."""
    rows = [{**item, "number": n} for n, item in enumerate(items, 1)]
    return render_to_string("ui/pieces/steps.html", {"rows": rows, "label": say(label), "upright": upright})


def tile(figure: object, label: object, url: str = "", tone: str = "plain", hint: object = "") -> SafeString:
    """One figure with its name; `tone` is plain, good, near, bad or paused; None is "no data yet", never 0."""
    shown = number(figure) if isinstance(figure, int) else say(figure)
    return render_to_string(
        "ui/pieces/tile.html",
        {"figure": shown, "missing": figure is None, "label": say(label), "url": url, "tone": tone, "hint": say(hint)},
    )


def facts(items: Iterable[tuple[object, object]]) -> SafeString:
    """A definition list of (term, value) pairs; an empty value says so."""
    rows = [(say(term), say(value) if value not in ("", None) else "") for term, value in items]
    return render_to_string("ui/pieces/facts.html", {"rows": rows})


def progress(done: int, total: int | None, label: object, detail: object = "") -> SafeString:
    """How far work has come; a `total` of None is work of unknown length."""
    percent = None if total is None else 100 if total == 0 else min(100, done * 100 // total)
    return render_to_string(
        "ui/pieces/progress.html",
        {"done": done, "total": total, "percent": percent, "label": say(label), "detail": say(detail)},
    )


def bar(value: int, most: int, tone: str = "plain") -> SafeString:
    """A bar of a chart beside its figure; silent, since the figure says it."""
    width = 0 if most <= 0 else max(0, min(100, round(value * 100 / most)))
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar-ground" width="100" height="8"/><rect width="{}" height="8"/></svg>',
        tone,
        width,
    )


def masked(value: object, what: object = "") -> SafeString:
    """Text with stars in it (made by the mask filters), read aloud as "partly covered"."""
    word = say(what) or gettext("đã che một phần")
    return format_html('<span class="masked" title="{}">{}<span class="unseen"> ({})</span></span>', word, value, word)
