"""Who takes a result, on the forms of all faces: the applicant, an owner or an authorised person; a drawn signature."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.return_result import Taken
from motcua.files.actions import store
from motcua.kernel.sentences import Refused
from motcua.returning.rules import TAKERS, WAYS, Taker, Way
from motcua.web.ui.forms import DayField

PICTURE, LARGEST = "data:image/png;base64,", 200_000
FIELDS = {"signature": "signature"}


class ReceiverFields(forms.Form):
    """The fields; `taken` makes of them what the verb takes."""

    taker = forms.ChoiceField(
        label=_("Người nhận"),
        choices=[(t.value, _(label)) for t, label in TAKERS.items()],
        widget=forms.RadioSelect,
        initial=Taker.APPLICANT.value,
    )
    name = forms.CharField(
        label=_("Họ tên người nhận"),
        max_length=200,
        required=False,
        help_text=_("Để trống nếu là người nộp, hoặc là chủ hồ sơ duy nhất."),
    )
    number = forms.CharField(label=_("Số giấy tờ tùy thân"), max_length=35, required=False)
    authority_document = forms.CharField(label=_("Số văn bản ủy quyền"), max_length=80, required=False)
    authority_date = DayField(label=_("Ngày văn bản ủy quyền"), required=False)
    way = forms.ChoiceField(
        label=_("Cách trả"),
        choices=[(w.value, _(label)) for w, label in WAYS.items()],
        widget=forms.RadioSelect,
        initial=Way.COUNTER.value,
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LARGEST * 2)

    def taken(self, *, at: datetime) -> Taken:
        """What was typed. The signature is stored now; Refused when it is no picture."""
        said: dict[str, Any] = self.cleaned_data
        drawn = said.get("signature") or ""
        return Taken(
            way=said["way"],
            taker=said["taker"],
            name=said.get("name") or "",
            number=said.get("number") or "",
            authority_document=said.get("authority_document") or "",
            authority_date=said.get("authority_date"),
            signature=store(name="chu-ky.png", content=_picture(drawn), at=at) if drawn else None,
        )


def _picture(drawn: str) -> bytes:
    try:
        content = base64.b64decode(drawn.removeprefix(PICTURE), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not drawn.startswith(PICTURE) or not content or len(content) > LARGEST:
        raise Refused(
            "Không đọc được chữ ký trên màn hình. Hãy ký lại, hoặc ký trên giấy biên nhận.", field="signature"
        )
    return content
