"""Adding a scan or a paper to a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.attach import attach
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.offices.actors import Actor

from .base import Act
from .papers import FilesField

KINDS = [("component", _("Giấy tờ của người nộp")), ("result", _("Kết quả")), ("evidence", _("Tài liệu khác"))]


class Attach(Act):
    """Files are added to the dossier; none is ever replaced."""

    verb, noun = "attach", "them-tep"
    label, icon = _("Thêm tệp"), "paper-clip"
    done = _("Đã thêm tệp.")

    scans = FilesField(label=_("Tệp"), help_text=_("PDF, ảnh, DOCX hoặc XLSX; chọn được nhiều tệp."))
    kind = forms.ChoiceField(label=_("Là gì"), choices=KINDS, widget=forms.RadioSelect, initial="component")
    name = forms.CharField(label=_("Tên"), max_length=200, required=False, help_text=_("Để trống thì lấy tên tệp."))
    places: ClassVar[Mapping[str, str]] = {"file": "scans"}

    def consequences(self) -> Sequence[object]:
        return [_("Tệp nằm trong hồ sơ, chỉ người được xem hồ sơ mở được; không xóa và không thay được.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        sent = self.cleaned_data["scans"]
        files = [(self._name(one.name, len(sent)), store(name=one.name, content=one.read(), at=at)) for one in sent]
        return attach(self.code, by=by, at=at, files=files, kind=self.text("kind"))

    def _name(self, file_name: str, of: int) -> str:
        named = self.text("name")
        return (f"{named} ({file_name})" if of > 1 else named) if named else file_name
