"""Buttons and what goes with them: the reason of a disabled one, its shortcut, its question before it acts."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from motcua.web.ui.words import say

KINDS = ("main", "secondary", "quiet", "destructive")


def stable_id(context: Context, *parts: object) -> str:
    """An id that is the same whenever the same page is drawn: from what it names, counted when that repeats."""
    key = crc32("|".join(map(str, parts)).encode())
    whole_page: dict[Any, Any] = context.render_context.dicts[0]
    seen: dict[int, int] = whole_page.setdefault("ui_ids", {})
    seen[key] = seen.get(key, 0) + 1
    return f"u{key:08x}" + (f"-{seen[key]}" if seen[key] > 1 else "")


def token(context: Context) -> SafeString:
    """The hidden field against forged requests; nothing where a page is drawn without a request."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


def act(
    context: Context,
    label: object,
    kind: str = "secondary",
    *,
    href: str = "",
    post: str = "",
    name: str = "",
    value: object = "",
    form: str = "",
    formaction: str = "",
    icon: str = "",
    key: str = "",
    why_not: object = None,
    small: bool = False,
    new_window: bool = False,
    hidden: str = "",
) -> SafeString:
    """One action. With `href` a link that looks like a button; with `post` a form of its own that posts there (its
    field `name`=`value` too); else the submit button of the form it stands in, or of the form with the id `form`.
    `why_not` (a sentence, text or None) disables it and says why in place. `hidden` is a describing text for those
    who cannot see what the button stands beside ("hồ sơ H48…")."""
    if kind not in KINDS:
        raise ValueError(f"act: kind {kind!r} is none of {', '.join(KINDS)}")
    reason = say(why_not)
    return render_to_string(
        "ui/pieces/act.html",
        {
            "label": say(label),
            "kind": kind,
            "href": href,
            "post": post,
            "name": name,
            "value": value,
            "form": form,
            "formaction": formaction,
            "icon": icon,
            "key": key,
            "reason": reason,
            "reason_id": stable_id(context, label, reason, name, value, href, post, formaction) if reason else "",
            "small": small,
            "new_window": new_window,
            "hidden": hidden,
            "token": token(context) if post and not reason else "",
        },
    )


def confirm(
    context: Context,
    content: str,
    label: object,
    post: str,
    *,
    question: object = "",
    yes: object = "",
    kind: str = "destructive",
    icon: str = "",
    key: str = "",
    why_not: object = None,
) -> SafeString:
    """A destructive or weighty action that asks first, in place: the button opens the question, any fields between
    `{% confirm %}` and `{% endconfirm %}`, and the button that really posts."""
    if say(why_not):
        return act(context, label, kind, icon=icon, key=key, why_not=why_not)
    return render_to_string(
        "ui/pieces/confirm.html",
        {
            "content": content,
            "label": say(label),
            "post": post,
            "question": say(question),
            "yes": say(yes) or say(label),
            "kind": kind,
            "icon": icon,
            "key": key,
            "token": token(context),
        },
    )


def keys(*names: str) -> SafeString:
    """Keys of the keyboard as they are printed on it: `{% keys "Ctrl" "P" %}`."""
    return format_html('<span class="keys">{}</span>', format_html_join(" + ", "<kbd>{}</kbd>", ((n,) for n in names)))


def copyable(value: object, label: object = "") -> SafeString:
    """A code in tabular figures with a button that copies it where there is script."""
    return render_to_string("ui/pieces/code.html", {"value": value, "label": say(label)})
