"""Fields of forms: one look for Django's bound fields and for single entries without a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from motcua.kernel.sentences import Refused
from motcua.web.ui.words import say

from .icons import icon

WIDTHS = ("short", "medium", "long", "full")


def field(bound: BoundField, label: object = "", help: object = "", width: str = "long", **attrs: object) -> SafeString:
    """A bound field with its label, help and error. `width` is short, medium, long or full; further keywords are
    attributes of the control (`inputmode="numeric"`, `data_scan=""`; an underscore is a hyphen)."""
    widget = bound.field.widget
    group = widget.use_fieldset
    bound.help_text = say(help) or bound.help_text
    given: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if isinstance(widget, forms.Textarea):
        given = {"rows": 4, **given}
    return _drawn(
        id=bound.auto_id if group else bound.id_for_label,
        frame_id=bound.auto_id,
        label=say(label) or bound.label,
        help=bound.help_text,
        errors=list(bound.errors),
        required=bound.field.required,
        control=bound.as_widget(attrs=given),
        kind="group" if group else "tick" if isinstance(widget, forms.CheckboxInput) else "line",
        width=width,
    )


def fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form one after another, hidden ones first."""
    hidden = "".join(str(bound) for bound in form.hidden_fields())
    shown = "".join(field(bound) for bound in form.visible_fields())
    return mark_safe(hidden + shown)  # noqa: S308 - both are drawn by forms


def entry(
    name: str,
    label: object,
    value: object = "",
    *,
    type: str = "text",
    options: Iterable[tuple[object, object]] | None = None,
    help: object = "",
    error: object = None,
    required: bool = False,
    width: str = "long",
    id: str = "",
    **attrs: object,
) -> SafeString:
    """A field that needs no form: `type` is any input type, `textarea`, `select`, `radio` or `checkbox`; `options`
    are (value, label) pairs for select and radio, where `value` is the chosen one; a checkbox is ticked if `value`."""
    own = id or f"id_{name}"
    errors = [say(error)] if error else []
    given = {key.replace("_", "-"): item for key, item in attrs.items()}
    described = " ".join(f"{own}_{part}" for part, there in (("helptext", help), ("error", errors)) if there)
    if required and type != "radio":
        given["required"] = True
    if errors:
        given["aria-invalid"] = "true"
    if described and type != "radio":
        given["aria-describedby"] = described
    return _drawn(
        id=own,
        frame_id=own,
        label=say(label),
        help=say(help),
        errors=errors,
        required=required,
        control=_widget(type, options, given).render(name, value, {"id": own}),
        kind={"radio": "group", "checkbox": "tick"}.get(type, "line"),
        width=width,
    )


def _widget(type: str, options: Iterable[tuple[object, object]] | None, attrs: dict[str, Any]) -> forms.Widget:
    if type == "select":
        return Select(attrs=attrs, choices=list(options or ()))
    if type == "radio":
        return forms.RadioSelect(attrs=attrs, choices=list(options or ()))
    if type == "checkbox":
        return forms.CheckboxInput(attrs=attrs)
    if type == "textarea":
        return forms.Textarea(attrs={"rows": 4, **attrs})
    return forms.TextInput(attrs={**attrs, "type": type})


class Select(forms.Select):
    """A list to choose from, drawn in one go: Django sets a template for each option, and some lists have hundreds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(v) for v in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        given = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


def _drawn(
    *,
    id: str,
    frame_id: str,
    label: Any,
    help: Any,
    errors: Sequence[Any],
    required: bool,
    control: SafeString,
    kind: str,
    width: str,
) -> SafeString:
    """Label, help, error and control, in this order so that all is heard before typing. Without a template: a page has
    eighty fields. Ids are names of fields, ours; text is escaped."""
    if width not in WIDTHS:
        raise ValueError(f"field: width {width!r} is none of {', '.join(WIDTHS)}")
    wrong = " wrong" if errors else ""
    named = str(conditional_escape(label))
    if required:
        needed = gettext("bắt buộc")
        named += f' <span class="need">({escape(needed)})</span>'
    told = f'<div class="help" id="{frame_id}_helptext">{conditional_escape(help)}</div>' if help else ""
    fault = _fault(frame_id, errors) if errors else ""
    if kind == "group":
        parts = " ".join(f"{frame_id}_{part}" for part, there in (("helptext", help), ("error", errors)) if there)
        begun = f'<fieldset class="field group{wrong}" id="{frame_id}_frame"'
        begun += f' aria-describedby="{parts}">' if parts else ">"
        drawn = f"{begun}<legend>{named}</legend>{told}{fault}{control}</fieldset>"
    else:
        before, after = (control, "") if kind == "tick" else ("", control)
        begun = f'<div class="field {kind} width-{width}{wrong}">{before}<label for="{id}">{named}</label>'
        drawn = f"{begun}{told}{fault}{after}</div>"
    return mark_safe(drawn)  # noqa: S308 - what is not ours was escaped above


def _fault(frame_id: str, errors: Sequence[Any]) -> str:
    said = " ".join(conditional_escape(error) for error in errors)
    fault = gettext("Lỗi")
    unseen = f'<span class="unseen">{escape(fault)}: </span>'
    seen = icon("exclamation-circle", 16, "micro")
    return f'<div class="error" id="{frame_id}_error">{seen}<span>{unseen}{said}</span></div>'


def error_summary(*sources: object) -> SafeString:
    """What is wrong, with a link to each field; it takes the focus. Sources are forms, refusals, or (id, text)
    pairs in a list; without any error nothing is drawn."""
    lines = [line for source in sources for line in _errors_of(source)]
    return render_to_string("ui/pieces/error_summary.html", {"lines": lines}) if lines else SafeString("")


def _errors_of(source: Any) -> Sequence[tuple[str, object]]:
    """Pairs of the id of the field at fault (or nothing) and the sentence."""
    if not source:
        return []
    if isinstance(source, Refused):
        return [(f"id_{source.field}" if source.field else "", say(source))]
    if isinstance(source, forms.BaseForm):
        lines: list[tuple[str, object]] = [("", text) for text in source.non_field_errors()]
        for bound in source:
            target = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.id_for_label
            lines += [(target, format_html("{}: {}", bound.label, text)) for text in bound.errors]
        return lines
    return [(target, say(text)) for target, text in source]
