"""Parts of the form that digitises: scans as they were kept, their pages, and what is known of one paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.digitise import Description
from motcua.casework.reads.digitised import Component
from motcua.dossiers.document_types import document_types
from motcua.dossiers.models import Party
from motcua.files.scans import Page, Taken
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.web.ui.forms import BirthField, DayField
from motcua.web.ui.kept import Kept

from .parts import Part, text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OUT = "bo"
TURNS: dict[str, StrOrPromise] = {
    "0": _("Để nguyên"),
    "90": _("Xoay phải"),
    "180": _("Xoay ngược"),
    "270": _("Xoay trái"),
    OUT: _("Bỏ trang này"),
}
RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.ASCII)
HOW = _("Số trang của xấp quét, theo thứ tự của giấy tờ. Ví dụ: 3, 1-2")
NOT_PAGES = gettext_noop("Không hiểu “{typed}”. Ghi số trang như 3, 1-2.")
NO_SUCH_PAGE = gettext_noop("Xấp quét không có trang {n}; có {most} trang.")


@dataclass
class Leaf:
    """A page of a kept file. `number` counts over the whole stack; 0 for a page of a paper's own file."""

    kept: Kept
    taken: Taken
    n: int
    number: int
    chosen: str

    @property
    def name(self) -> str:
        """What its list of turns is called in the form."""
        return f"xoay-{self.kept.file_id}-{self.n}"

    @property
    def is_out(self) -> bool:
        return self.chosen == OUT

    @property
    def turn(self) -> int:
        return int(self.chosen) if not self.is_out else 0

    @property
    def preview(self) -> str:
        """The address of its small picture."""
        return f"{reverse('counter:scan_preview')}?{urlencode({'tep': self.kept.token, 'n': self.n})}"

    @property
    def file(self) -> str:
        """The address of the whole file, opened at this page."""
        return f"{reverse('counter:scan_file')}?{urlencode({'tep': self.kept.token})}#page={self.n}"

    def page(self) -> Page:
        """As scans are composed of it."""
        return Page(self.kept.name, self.taken.content, self.taken.media_type, self.n, self.turn)


class PaperForm(Part):
    """The pages of one paper, and the minimum data of a digitised paper (Decree 118/2025 Art. 19.2)."""

    pages = text(_("Trang"), 200, help_text=HOW)
    reuse = forms.ChoiceField(label=_("Dùng lại"), required=False)
    type = forms.ChoiceField(label=_("Loại giấy tờ"), required=False, widget=forms.Select({"lang": "vi"}))
    name = text(_("Tên giấy tờ"), 200)
    number = text(_("Số, ký hiệu"), 80)
    issued_on = DayField(label=_("Ngày cấp"), required=False, help_text="")
    issuer = text(_("Cơ quan cấp"), 200)
    owner_name = text(_("Người có giấy tờ"), 200)
    owner_number = text(_("Số định danh của người đó"), 35)
    owner_birth = BirthField(label=_("Ngày hoặc năm sinh"), required=False, max_length=10)
    summary = text(_("Nội dung chính"), 500, help_text=_("Để trống thì lấy tên giấy tờ."))
    valid_until = DayField(label=_("Có giá trị đến"), required=False, help_text=_("Để trống: không thời hạn."))
    scope = text(_("Phạm vi có giá trị"), 200)

    def __init__(self, component: Component, applicant: Party, data: QueryDict | None) -> None:
        first = {"type": component.type, "name": component.name[:200], "owner_name": applicant.name}
        super().__init__(data, prefix=f"giay-{component.n}", initial=first)
        self.component, self.applicant = component, applicant
        types = [(one.code, one.name) for one in document_types().values()]
        self.fields["type"].choices = types  # type: ignore[attr-defined]
        offered = [(str(p.pk), p.name) for p in component.earlier]
        self.fields["reuse"].choices = [("", gettext("Không dùng lại")), *offered]  # type: ignore[attr-defined]
        self.fields["owner_number"].help_text = gettext("Của người nộp thì để trống.") if applicant.number else ""

    @property
    def is_said_wrong(self) -> bool:
        """Whether something within the fold is wrong: then it stands open."""
        return any(name not in ("pages", "reuse") for name in self.errors)

    def said(self) -> Description:
        """What the verb takes. Who handed in is known already, with number and birth."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("pages", "reuse")}
        if given["owner_name"].strip().casefold() == self.applicant.name.casefold():
            given["owner_number"] = given["owner_number"] or self.applicant.number
            given["owner_birth"] = given["owner_birth"] or self.applicant.birth_date
        return Description(**given)


@dataclass
class Line:
    """One paper of the dossier on the page: its form and the pages of its own files."""

    form: PaperForm
    leaves: list[Leaf] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def component(self) -> Component:
        return self.form.component

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)


def pages_typed(typed: str, most: int) -> list[int]:
    """`3, 1-2` as numbers in their order. Refused (field `pages`) for what is no page of a stack of `most`."""
    return list(_pages(typed, most))


def _pages(typed: str, most: int) -> Iterator[int]:
    for part in filter(None, (one.strip() for one in re.split(r"[,;]", typed))):
        found = RANGE.fullmatch(part)
        if not found:
            raise Refused(NOT_PAGES, field="pages", typed=part)
        first = int(found[1])
        last = int(found[2] or first)
        wrong = next((n for n in (first, last) if not 1 <= n <= most), None)
        if wrong is not None:
            raise Refused(NO_SUCH_PAGE, field="pages", n=wrong, most=most)
        yield from range(first, last + 1) if first <= last else range(first, last - 1, -1)
