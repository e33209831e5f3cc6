"""The checklist of papers on a form: for each how many came, or that this case needs none, and its scans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.intake import Paper, components_of
from motcua.dossiers.models import ReceivedComponent
from motcua.files.actions import store

SPARE = 2  # lines for papers that the procedure does not list
EXTRA = "extra"


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads; one that is too large is refused before it is read."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data] if data else []
        cleaned = [super(FilesField, self).clean(one, initial) for one in chosen]
        most = settings.FILE_LIMIT_BYTES
        for one in cleaned:
            if one.size > most:
                said = gettext("Tệp “{name}” nặng {size} MB, quá giới hạn {limit} MB.")
                size, limit = -(-one.size // 2**20), most // 2**20
                raise forms.ValidationError(said.format(name=one.name, size=size, limit=limit), code="size")
        return cleaned


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist as the template draws it."""

    name: str
    hint: str
    asked: bool
    own_name: BoundField | None
    originals: BoundField
    copies: BoundField
    not_needed: BoundField | None
    files: BoundField | None


class PaperFields(forms.Form):
    """Fields `paper.<n>.originals` and so on for each component of a procedure, and lines for further papers.

    A subclass calls `add_papers` in `prepare`. Files are stored when the verb is called, in its transaction.
    """

    names: Mapping[int, str]
    asked_for: frozenset[int] = frozenset()
    with_files = True
    may_skip = True

    def add_papers(
        self,
        version_id: int,
        received: Iterable[ReceivedComponent] = (),
        *,
        only: Collection[int] | None = None,
    ) -> None:
        """The lines of the procedure version, filled with what was received; then the further papers.

        With `only`, just the lines of these numbers, and further papers where 0 is one of them.
        """
        self.names = {c.n: c.name for c in components_of(version_id) if only is None or c.n in only}
        self._hints = {c.n: _hint(c.originals, c.copies) for c in components_of(version_id)}
        self._required = {c.n: c.required for c in components_of(version_id)}
        before = {r.n: r for r in received}
        for n in self.names:
            self._add_line(str(n), before.get(n))
        further = [r for r in before.values() if r.n not in self.names]
        self._extras = len(further) + (SPARE if only is None or 0 in only else 0)
        for i in range(self._extras):
            row = further[i] if i < len(further) else None
            name = forms.CharField(label=_("Giấy tờ khác"), max_length=300, required=False)
            self.fields[f"paper.{EXTRA}{i}.name"] = name
            self.initial[f"paper.{EXTRA}{i}.name"] = row.name if row else ""
            self._add_line(f"{EXTRA}{i}", row)

    def _add_line(self, line: str, row: ReceivedComponent | None) -> None:
        for name, label in (("originals", _("Bản chính")), ("copies", _("Bản sao"))):
            self.fields[f"paper.{line}.{name}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=999
            )
            self.initial[f"paper.{line}.{name}"] = getattr(row, name) if row else None
        if self.may_skip and not line.startswith(EXTRA):
            self.fields[f"paper.{line}.not_needed"] = forms.BooleanField(label=_("Không cần"), required=False)
            self.initial[f"paper.{line}.not_needed"] = bool(row and row.not_needed)
        if self.with_files:
            self.fields[f"paper.{line}.files"] = FilesField(label=_("Bản chụp"), required=False)

    def lines(self) -> Iterator[Line]:
        """The checklist for the template; papers that were asked for come first."""
        for n in sorted(self.names, key=lambda n: (n not in self.asked_for, n)):
            yield self._line(str(n), self.names[n], self._hints[n], asked=n in self.asked_for)
        for i in range(self._extras):
            yield self._line(f"{EXTRA}{i}", "", "", asked=False)

    def _line(self, line: str, name: str, hint: str, *, asked: bool) -> Line:
        def bound(what: str) -> BoundField | None:
            field = f"paper.{line}.{what}"
            return self[field] if field in self.fields else None

        return Line(
            name=name,
            hint=hint,
            asked=asked,
            own_name=bound("name"),
            originals=self[f"paper.{line}.originals"],
            copies=self[f"paper.{line}.copies"],
            not_needed=bound("not_needed"),
            files=bound("files"),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for i in range(self._extras):
            given = any(data.get(f"paper.{EXTRA}{i}.{what}") for what in ("originals", "copies", "files"))
            if given and not data.get(f"paper.{EXTRA}{i}.name"):
                self.add_error(f"paper.{EXTRA}{i}.name", gettext("Ghi tên giấy tờ."))
        return data

    def papers(self, *, at: datetime) -> tuple[Paper, ...]:
        """What came, as a verb takes it; scans are stored now. Raises Refused for a file that cannot be kept."""
        lines = [(str(n), n, name) for n, name in self.names.items()]
        lines += [(f"{EXTRA}{i}", 0, self.cleaned_data[f"paper.{EXTRA}{i}.name"]) for i in range(self._extras)]
        return tuple(self._paper(line, n, name, at=at) for line, n, name in lines if name)

    def _paper(self, line: str, n: int, name: str, *, at: datetime) -> Paper:
        data: Mapping[str, Any] = self.cleaned_data
        files: Sequence[Any] = data.get(f"paper.{line}.files") or ()
        return Paper(
            n=n,
            name=name,
            originals=data.get(f"paper.{line}.originals") or 0,
            copies=data.get(f"paper.{line}.copies") or 0,
            not_needed=bool(data.get(f"paper.{line}.not_needed")),
            files=tuple(store(name=one.name, content=one.read(), at=at) for one in files),
        )


def _hint(originals: int, copies: int) -> str:
    parts = []
    if originals:
        parts.append(gettext("{n} bản chính").format(n=originals))
    if copies:
        parts.append(gettext("{n} bản sao").format(n=copies))
    return ", ".join(parts)
