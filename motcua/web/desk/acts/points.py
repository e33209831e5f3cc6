"""The check behind a supplement request on a form: every paper marked, and lines for what no paper of the list is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.intake import components_of
from motcua.casework.supplements import ENOUGH, MARKS, MISSING, Item, usual_guidance
from motcua.dossiers.models import ReceivedComponent
from motcua.kernel.sentences import Refused

FIRST, MORE, MOST = 1, 2, 30
PARTS = ("component", "reason", "guidance", "legal_basis")
REST = "rest"  # the button that marks all papers not marked yet as enough


@dataclass(frozen=True, slots=True)
class Checked:
    """One paper of the check as the template draws it."""

    mark: BoundField
    parts: Sequence[BoundField]


class PointFields(forms.Form):
    """Fields `check.<n>.mark` for each paper, and `items.<i>.component` … for further points."""

    papers: Mapping[int, str] = {}
    points = 0

    def add_points(self, version_id: int, received: Sequence[ReceivedComponent]) -> None:
        """A line for each paper; as many further lines as were sent, and more where the clerk asked for them."""
        components = components_of(version_id)
        self.papers = {c.n: c.name for c in components}
        came = {r.n: _came(r) for r in received}
        if self.data.get("more") == REST:
            self._mark_rest()
        for c in components:
            self.fields[f"check.{c.n}.mark"] = forms.ChoiceField(
                label=f"{c.n}. {c.name}",
                help_text=came.get(c.n, gettext("Chưa nhận.")),
                choices=list(_marks()),
                widget=forms.RadioSelect,
                required=False,
            )
            self._add_parts(f"check.{c.n}", guidance=usual_guidance(c))
        sent = len({name.split(".")[1] for name in self.data if name.startswith("items.")})
        self.points = min(MOST, (sent or FIRST) + (MORE if self.data.get("more") == "1" else 0))
        for i in range(self.points):
            self.fields[f"items.{i}.component"] = forms.CharField(
                label=_("Nội dung khác"), max_length=500, required=False
            )
            self._add_parts(f"items.{i}")

    @property
    def wants_more(self) -> bool:
        """Whether a button was pressed that only draws the page again: then nothing is acted on."""
        return "more" in self.data

    def _mark_rest(self) -> None:
        sent = cast("QueryDict", self.data).copy()
        for n in self.papers:
            if not sent.get(f"check.{n}.mark"):
                sent[f"check.{n}.mark"] = ENOUGH
        self.data = sent

    def _add_parts(self, line: str, *, guidance: str = "") -> None:
        # Nothing is required here: the verb says what is missing of a point, and an empty line is none.
        long = forms.Textarea(attrs={"rows": 2})
        self.fields[f"{line}.reason"] = forms.CharField(
            label=_("Vì sao chưa được"), max_length=1000, required=False, widget=long
        )
        self.fields[f"{line}.guidance"] = forms.CharField(
            label=_("Hướng dẫn bổ sung"), max_length=1000, required=False, widget=long, initial=guidance
        )
        self.fields[f"{line}.legal_basis"] = forms.CharField(
            label=_("Căn cứ của nội dung này"), max_length=300, required=False
        )

    def checks(self) -> Iterator[Checked]:
        """The papers of the procedure, for the template."""
        for n in self.papers:
            yield Checked(self[f"check.{n}.mark"], [self[f"check.{n}.{part}"] for part in PARTS[1:]])

    def rows(self) -> Iterator[Sequence[BoundField]]:
        """The fields of each further point, for the template."""
        for i in range(self.points):
            yield [self[f"items.{i}.{part}"] for part in PARTS]

    def items(self) -> list[Item]:
        """The whole check: points in the order of the page, then what is enough."""
        found = [self._item(line) for line in self._lines()]
        return found + [Item("", "", "", n=n, mark=ENOUGH) for n in self.papers if self._mark(n) == ENOUGH]

    def refuse(self, refused: Refused) -> None:
        """Say the refusal at its line: the verb counts points, the page counts papers."""
        head, _dot, rest = (refused.field or "").partition(".")
        index, _dot, part = rest.partition(".")
        lines = self._lines()
        if head == "items" and index.isdigit() and int(index) < len(lines):
            refused.field = f"{lines[int(index)]}.{part}"
        elif head == "enough":
            unmarked = (n for n in self.papers if not self._mark(n))
            refused.field = next((f"check.{n}.mark" for n in unmarked), None)
        super().refuse(refused)  # type: ignore[misc] # every act has it

    def _mark(self, n: int) -> str:
        return self.cleaned_data.get(f"check.{n}.mark") or ""

    def _lines(self) -> list[str]:
        """The lines that are points, by their prefix; lines left empty are none."""
        faulty = [f"check.{n}" for n in self.papers if self._mark(n) not in ("", ENOUGH)]
        further = (f"items.{i}" for i in range(self.points))
        return faulty + [line for line in further if any(self._typed(line, part) for part in PARTS)]

    def _typed(self, line: str, part: str) -> str:
        return self.cleaned_data.get(f"{line}.{part}") or ""

    def _item(self, line: str) -> Item:
        reason, guidance, basis = (self._typed(line, part) for part in PARTS[1:])
        if line.startswith("items."):
            return Item(self._typed(line, "component"), reason, guidance, legal_basis=basis)
        n = int(line.removeprefix("check."))
        return Item(self.papers[n], reason, guidance, n=n, legal_basis=basis, mark=self._mark(n) or MISSING)


def _marks() -> Iterator[tuple[str, Any]]:
    for mark, label in MARKS.items():
        yield mark, _("Đủ, hoặc không cần") if mark == ENOUGH else _(label)


def _came(row: ReceivedComponent) -> str:
    if row.not_needed:
        return gettext("Đã ghi là không cần trong trường hợp này.")
    parts = [(row.originals, gettext("{n} bản chính")), (row.copies, gettext("{n} bản sao"))]
    return gettext("Đã nhận {papers}.").format(papers=", ".join(text.format(n=n) for n, text in parts if n))
