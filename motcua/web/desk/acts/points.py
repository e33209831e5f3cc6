"""The points of a supplement request on a form: paper, what is wrong, what to do; lines can be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from motcua.casework.intake import components_of
from motcua.casework.supplements import Item

FIRST, MORE, MOST = 2, 2, 30
PARTS = ("component", "reason", "guidance", "legal_basis")


class PointFields(forms.Form):
    """Fields `items.<i>.component` and so on: the names by which the verb refuses them."""

    def add_points(self, version_id: int) -> None:
        """As many lines as were sent, and two more where the clerk asked for them."""
        self.known = {c.name.strip(): c.n for c in components_of(version_id)}
        sent = len({name.split(".")[1] for name in self.data if name.startswith("items.")})
        self.points = min(MOST, (sent or FIRST) + (MORE if self.wants_more else 0))
        for i in range(self.points):
            self._add(i)

    @property
    def wants_more(self) -> bool:
        """Whether the button for more lines was pressed: then nothing is acted on."""
        return "more" in self.data

    def _add(self, i: int) -> None:
        # Nothing is required here: the verb says what is missing of a point, and an empty line is none.
        long = forms.Textarea(attrs={"rows": 2})
        self.fields[f"items.{i}.component"] = forms.CharField(
            label=_("Giấy tờ, nội dung"),
            max_length=500,
            required=False,
            widget=forms.TextInput(attrs={"list": "components", "autocomplete": "off"}),
        )
        self.fields[f"items.{i}.reason"] = forms.CharField(
            label=_("Vì sao chưa được"), max_length=1000, required=False, widget=long
        )
        self.fields[f"items.{i}.guidance"] = forms.CharField(
            label=_("Hướng dẫn bổ sung"), max_length=1000, required=False, widget=long
        )
        self.fields[f"items.{i}.legal_basis"] = forms.CharField(
            label=_("Căn cứ của nội dung này"), max_length=300, required=False
        )

    def rows(self) -> Iterator[Sequence[BoundField]]:
        """The fields of each point, for the template."""
        for i in range(self.points):
            yield [self[f"items.{i}.{part}"] for part in PARTS]

    def items(self) -> list[Item]:
        """The points in order; lines left empty before the last filled one stay, so that refusals name the line."""
        found = [self._item(i) for i in range(self.points)]
        while found and not any((found[-1].component, found[-1].reason, found[-1].guidance)):
            found.pop()
        return found

    def _item(self, i: int) -> Item:
        data: dict[str, Any] = self.cleaned_data
        component, reason, guidance, basis = (data.get(f"items.{i}.{part}") or "" for part in PARTS)
        return Item(component, reason, guidance, n=self.known.get(component.strip(), 0), legal_basis=basis)
