"""What stands around a list: sort links in the head, the pager, tabs, the way back, the empty state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from motcua.web.ui.words import number, say


def address_with(request: HttpRequest | None, **changes: object) -> str:
    """The query string of this page with some parameters changed; None takes one away."""
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def sort_head(context: Context, name: str, label: object, first: str = "up", param: str = "sort") -> SafeString:
    """A column head that sorts: `?sort=name` upwards, `?sort=-name` downwards; `first` (up or down) says which comes
    first. It stands inside `<tr>` and is the whole `<th>`."""
    request = context.get("request")
    now = str(request.GET.get(param, "")) if request is not None else ""
    up, down = name, f"-{name}"
    following = {up: down, down: up}.get(now, up if first == "up" else down)
    return render_to_string(
        "ui/pieces/sort_head.html",
        {
            "label": say(label),
            "direction": {up: "ascending", down: "descending"}.get(now, ""),
            "address": address_with(request, **{param: following, "page": None}),
        },
    )


def row_link(url: str, text: object, detail: object = "") -> SafeString:
    """The link of a row, in its first telling cell: it covers the whole row, and the arrow keys walk it."""
    extra = format_html('<span class="row-detail">{}</span>', say(detail)) if detail else ""
    return format_html('<a class="row-link" href="{}">{}</a>{}', url, say(text), extra)


def pager(context: Context, page: Page[Any], param: str = "page", label: object = "") -> SafeString:
    """Which rows are shown out of how many, and the way to the other pages; `label` where a page has two lists."""
    request = context.get("request")

    def address(n: int) -> str:
        return address_with(request, **{param: n if n > 1 else None})

    paginator = page.paginator
    return render_to_string(
        "ui/pieces/pager.html",
        {
            "label": say(label),
            "first": number(page.start_index()),
            "last": number(page.end_index()),
            "count": number(paginator.count),
            "page": number(page.number),
            "pages": number(paginator.num_pages),
            "several": paginator.num_pages > 1,
            "start": address(1) if page.number > 1 else "",
            "previous": address(page.number - 1) if page.has_previous() else "",
            "next": address(page.number + 1) if page.has_next() else "",
            "end": address(paginator.num_pages) if page.number < paginator.num_pages else "",
        },
    )


def tabs(items: Iterable[Mapping[str, Any]], label: object) -> SafeString:
    """Views of one thing, as links. An item has `url`, `label`, `current` and may have `count` and `key`; `label`
    names the whole for those who hear it."""
    rows = [{**item, "count": number(item.get("count"))} for item in items]
    return render_to_string("ui/pieces/tabs.html", {"rows": rows, "label": say(label)})


def empty(title: object, todo: object = "", href: str = "", label: object = "", icon: str = "inbox") -> SafeString:
    """What stands where a list has no row: what that means and what to do."""
    return render_to_string(
        "ui/pieces/empty.html",
        {"title": say(title), "todo": say(todo), "href": href, "label": say(label), "icon": icon},
    )


def way_back(url: str, label: object) -> SafeString:
    """The link to where one came from, above the heading."""
    return render_to_string("ui/pieces/way_back.html", {"url": url, "label": say(label)})


def breadcrumb(items: Iterable[tuple[str, object]]) -> SafeString:
    """Where this page is: (url, label) pairs from the top; the last may have no url."""
    return render_to_string("ui/pieces/breadcrumb.html", {"rows": [(url, say(label)) for url, label in items]})


def filters(content: str, action: str = "", label: object = "", reset: str = "?") -> SafeString:
    """A bar of fields that narrows a list by GET; with script a change submits by itself."""
    return render_to_string(
        "ui/pieces/filters.html", {"content": content, "action": action, "label": say(label), "reset": reset}
    )


def bulk(context: Context, content: str, total: int) -> SafeString:
    """The bar under a list whose rows have `<input type="checkbox" data-tick>`: choose all, how many, and actions. It
    stands inside the form that holds the list."""
    return render_to_string("ui/pieces/bulk.html", {"content": content, "total": total})
