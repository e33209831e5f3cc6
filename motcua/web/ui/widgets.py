"""Draws the plain controls of forms in one go: Django sets two or three templates for each, and a page has eighty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData

KINDS = "checkbox date datetime email file hidden input number password search tel text time url"
OPTION = "django/forms/widgets/select_option.html"


class Renderer(DjangoTemplates):
    """Django's own, letter for letter, without its templates for inputs, lists and long texts."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        drawn = DRAWN.get(template_name)
        text = drawn(context["widget"]) if drawn else None
        return str(super().render(template_name, context, request)) if text is None else text


def _said(value: object) -> str:
    """As Django's templates write a value; what is marked as safe stays as it is."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _attributes(attrs: Mapping[str, object]) -> str:
    given = [(name, value) for name, value in attrs.items() if value is not False]
    return "".join(f" {_said(name)}" if value is True else f' {_said(name)}="{_said(value)}"' for name, value in given)


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_said(widget["value"])}"'
    return f'<input type="{_said(widget["type"])}" name="{_said(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    held = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>\n{held}</textarea>'.strip()


def _select(widget: Mapping[str, Any]) -> str | None:
    """Nothing for a list in groups or with options of its own look: Django draws those."""
    groups = widget["optgroups"]
    options = [option for _, chosen, _ in groups for option in chosen]
    if any(group for group, _, _ in groups) or any(option["template_name"] != OPTION for option in options):
        return None
    drawn = "".join(
        f'\n  <option value="{_said(o["value"])}"{_attributes(o["attrs"])}>{conditional_escape(o["label"])}</option>\n'
        for o in options
    )
    return f'<select name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>{drawn}\n</select>'


DRAWN: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS.split()},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
