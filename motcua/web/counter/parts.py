"""What all parts of the reception form share: a part, a line of text, a choice already made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

P = TypeVar("P", bound=forms.Form)
UNREADABLE = "\ufffd"
"""What stands where the bytes that were sent are no UTF-8."""


class Part(forms.Form):
    """A part of a page-long form. What is no readable text is refused field by field."""

    use_required_attribute = False

    def full_clean(self) -> None:
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if isinstance(value, str) and UNREADABLE in value:
                self.add_error(name, gettext("Có ký tự không đọc được (�). Hãy xóa và gõ lại."))

    def typed(self, name: str) -> str:
        """What was typed into a field, checked or not."""
        return str(self[name].value() or "").strip()

    def label_of(self, name: str) -> str:
        """What a field is called in the summary of errors."""
        return str(self[name].label)


def shown(kind: type[P], data: QueryDict, prefix: str, *, fresh: Mapping[str, Any] | None = None, **rest: Any) -> P:
    """A part that shows what was typed into it and checks nothing; `fresh` is what stands there before anything was."""
    blank = kind(prefix=prefix, **rest)
    if not any(key.startswith(f"{prefix}-") for key in data):
        return kind(prefix=prefix, initial=dict(fresh or {}), **rest)
    typed = {name: f.widget.value_from_datadict(data, {}, blank.add_prefix(name)) for name, f in blank.fields.items()}
    return kind(prefix=prefix, initial=typed, **rest)


def text(label: Any, longest: int, **rest: Any) -> forms.CharField:
    """A line of text of at most `longest` characters, which may stay empty: the verbs say what may not."""
    return forms.CharField(label=label, max_length=longest, required=False, **rest)


class PresetField(forms.ChoiceField):
    """A choice that is always made already: left out, it is the first."""

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **rest: Any) -> None:
        super().__init__(choices=choices, required=False, **rest)
        self.preset = choices[0][0]

    def clean(self, value: Any) -> Any:
        return super().clean(value) or self.preset
