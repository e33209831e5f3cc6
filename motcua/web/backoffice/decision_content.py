"""What a decision says of a procedure, as a form: the parts of Decree 63/2010 article 8.2 from and to a published line.

A part that is not touched keeps the words of the line before it, also those that the form does not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.differences import WORDS
from motcua.catalogue.published import Published, read
from motcua.catalogue.published_limits import LONGEST_BASIS
from motcua.kernel.sentences import Refused

from .charge_forms import Amounts, Reductions, amount_rows, gathered, reduction_rows
from .fields import OfficeDayField
from .limit_forms import (
    BASIS_HELP,
    BLANK,
    CHANNELS_HELP,
    UNITS,
    AmountField,
    Cases,
    ChannelsField,
    Holds,
    case_rows,
    hold_rows,
    kept,
    limit_said,
    tidied,
)

TEXTS = ("name", "field", "agency", "steps", "fee_text", "result", "requirements", "online_reason")
LISTS = ("subjects", "legal_bases")
OF_LIMIT = ("amount", "unit", "date", "limit_text", "limit_basis", "limit_channels")
MOST_PAPERS = 200


def _words(part: str) -> list[tuple[str, Any]]:
    return [(code, _(text)) for code, text in WORDS[part].items()]


class LinesField(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000, **rest)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]


class ContentForm(forms.Form):
    """The parts that are one value each."""

    name = forms.CharField(label=_("Tên thủ tục"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field = forms.CharField(label=_("Lĩnh vực"), max_length=200)
    levels = forms.MultipleChoiceField(
        label=_("Cấp thực hiện"), choices=_words("levels"), widget=forms.CheckboxSelectMultiple, required=False
    )
    agency = forms.CharField(label=_("Cơ quan thực hiện"), max_length=1000, required=False)
    channels = forms.MultipleChoiceField(
        label=_("Cách thức thực hiện"), choices=_words("channels"), widget=forms.CheckboxSelectMultiple, required=False
    )
    amount = AmountField(label=_("Thời hạn"))
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=UNITS, required=False)
    date = OfficeDayField(label=_("Ngày ấn định"), required=False, help_text=_("Chỉ khi đơn vị là ngày ấn định."))
    limit_text = forms.CharField(
        label=_("Thời hạn ghi trong văn bản"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    limit_basis = forms.CharField(
        label=_("Căn cứ của thời hạn"), max_length=LONGEST_BASIS, required=False, help_text=BASIS_HELP
    )
    limit_channels = ChannelsField(label=_("Thời hạn chung áp dụng cho hồ sơ nộp"), help_text=CHANNELS_HELP)
    sets = forms.IntegerField(label=_("Số bộ hồ sơ"), min_value=1, max_value=99, initial=1)
    steps = forms.CharField(
        label=_("Trình tự thực hiện"), max_length=100_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    fee_text = forms.CharField(
        label=_("Phí, lệ phí"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    result = forms.CharField(
        label=_("Kết quả"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    requirements = forms.CharField(
        label=_("Yêu cầu, điều kiện"), max_length=100_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    subjects = LinesField(label=_("Đối tượng thực hiện"), help_text=_("Mỗi dòng một đối tượng."))
    legal_bases = LinesField(label=_("Căn cứ pháp lý"), help_text=_("Mỗi dòng một văn bản."))
    online = forms.ChoiceField(label=_("Mức độ trực tuyến"), choices=_words("online"))
    online_reason = forms.CharField(
        label=_("Lý do chưa toàn trình"), max_length=2000, required=False, help_text=_("Bắt buộc khi chỉ một phần.")
    )

    def clean_unit(self) -> str:
        unit: str = self.cleaned_data["unit"]
        amount = self.cleaned_data.get("amount")
        if amount is not None and not unit and "amount" not in self.errors:
            raise ValidationError(_("Chọn đơn vị của thời hạn."))
        return unit


class PaperForm(forms.Form):
    """One row of the list of papers; one without a name is no row."""

    name = forms.CharField(
        label=_("Giấy tờ"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=999, required=False)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=999, required=False)
    form = forms.CharField(label=_("Mẫu"), max_length=300, required=False)
    group = forms.CharField(label=_("Nhóm, trường hợp"), max_length=2000, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=2000, required=False)
    remark = forms.BooleanField(label=_("Chỉ là lời dẫn"), required=False)
    result_of = forms.CharField(label=_("Là kết quả của thủ tục (mã)"), max_length=40, required=False)


Papers = forms.formset_factory(PaperForm, extra=BLANK, can_delete=True, max_num=MOST_PAPERS, validate_max=True)


class Content:
    """The form of a whole line: bound to what was sent, or showing `base`."""

    def __init__(self, base: Mapping[str, Any] | None, data: QueryDict | None = None) -> None:
        self.base = dict(base or {})
        self._line = _readable(self.base)
        self.main = ContentForm(data, initial=_main(self._line))
        self.papers = Papers(data, prefix="giay", initial=_papers(self._line))
        self.cases = Cases(data, prefix="th", initial=case_rows(self._line))
        self.holds = Holds(data, prefix="td", initial=hold_rows(self._line))
        charges = self._line.charges if self._line is not None else ()
        self.amounts = Amounts(data, prefix="thu", initial=amount_rows(charges))
        self.reductions = Reductions(data, prefix="giam", initial=reduction_rows(charges))

    def is_valid(self) -> bool:
        parts = (self.main, self.papers, self.cases, self.holds, self.amounts, self.reductions)
        return all(part.is_valid() for part in parts)

    def with_more(self, data: QueryDict, part: str) -> Content:
        """The same as typed, with blank rows added to a part."""
        more = data.copy()
        name = f"{part}-TOTAL_FORMS"
        sent = str(more.get(name, ""))
        now = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0
        more[name] = str(min(now + BLANK, MOST_PAPERS))
        return Content(self.base, more)

    @property
    def line(self) -> dict[str, Any]:
        """The line of the import format; after `is_valid`. Refused for charges that do not fit together."""
        said, was = self.main.cleaned_data, _main(self._line)
        found = dict(self.base)
        for key in (*TEXTS, *LISTS, "levels", "channels", "sets", "online"):
            if said[key] != tidied(was[key]):
                found[key] = said[key]
        another = any(said[name] != tidied(was[name]) for name in OF_LIMIT)
        if another:
            found["limit"] = limit_said(said) | {"text": said["limit_text"]}
        papers = kept(self.papers)
        if papers != [_row(row) for row in _papers(self._line)]:
            found["components"] = papers
        cases = kept(self.cases)
        # beside another limit the rows of the published table of limits would make cases that nobody wrote
        if another or cases != [_row(row) for row in case_rows(self._line)]:
            found["cases"] = [{"name": row["name"], **limit_said(row)} for row in cases]
        holds = kept(self.holds)
        if holds != [_row(row) for row in hold_rows(self._line)]:
            found["holds"] = holds
        charges = gathered(self.amounts, self.reductions)
        if charges or found.get("charges"):
            found["charges"] = charges
        return found


def _readable(base: Mapping[str, Any]) -> Published | None:
    try:
        return read(base)
    except Refused:
        return None


def _main(line: Published | None) -> dict[str, Any]:
    if line is None:
        return dict.fromkeys(TEXTS, "") | {
            "subjects": [], "legal_bases": [], "levels": [], "channels": [], "sets": 1, "online": "unknown",
            "amount": None, "unit": "", "date": None, "limit_text": "", "limit_basis": "", "limit_channels": [],
        }  # fmt: skip
    raw, limit = line.raw, line.limit
    return {
        "name": line.name,
        "field": line.field,
        "agency": line.agency,
        **{name: raw.get(name) or "" for name in ("steps", "fee_text", "result", "requirements", "online_reason")},
        "subjects": list(raw.get("subjects") or []),
        "legal_bases": list(raw.get("legal_bases") or []),
        "levels": list(line.levels),
        "channels": list(line.channels),
        "sets": line.sets,
        "online": line.online,
        "amount": Decimal(limit.amount) if limit is not None and limit.amount is not None else None,
        "unit": limit.unit.value if limit is not None else "",
        "date": limit.date if limit is not None else None,
        "limit_text": line.limit_text,
        "limit_basis": line.limit_basis,
        "limit_channels": list(line.limit_channels),
    }


def _papers(line: Published | None) -> list[dict[str, Any]]:
    return [
        {
            "name": c.name, "originals": c.originals, "copies": c.copies, "form": c.form, "group": c.group,
            "note": c.note, "remark": c.remark, "result_of": c.result_of,
        }
        for c in (line.components if line is not None else ())
    ]  # fmt: skip


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tidied(value) for key, value in row.items()}
