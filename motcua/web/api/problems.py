"""Answers that say what is wrong, as RFC 9457 has them: one sentence, in the language that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.web.ui.words import say

MEDIA_TYPE = "application/problem+json"
KINDS: dict[int, tuple[str, Any]] = {
    400: ("unreadable", _("Không đọc được yêu cầu")),
    401: ("token", _("Không có mã truy cập dùng được")),
    403: ("scope", _("Ngoài phạm vi của mã truy cập")),
    404: ("not-found", _("Không tìm thấy")),
    405: ("method", _("Không nhận cách gọi này")),
    409: ("refused", _("Chưa làm được")),
    413: ("too-large", _("Quá lớn")),
    422: ("invalid", _("Nội dung chưa đúng")),
    429: ("too-often", _("Gọi quá nhiều")),
    500: ("fault", _("Lỗi của hệ thống")),
}
"""Status → the kind of the problem, at which the documentation explains it, and its title."""

DOCUMENTATION = "/api/v1/"


class Fault(BaseModel):
    """What is wrong with one field of what was sent."""

    field: str = Field(description=gettext_noop("Tên của mục, nối bằng dấu chấm: `owners.0.name`."))
    detail: str


class Problem(BaseModel):
    """RFC 9457. `detail` is a sentence for a person, the same as on the pages."""

    type: str = Field(description=gettext_noop("Nơi tài liệu giải thích loại lỗi này."))
    title: str
    status: int
    detail: str
    field: str | None = Field(None, description=gettext_noop("Mục chưa đúng, nếu chỉ có một."))
    errors: list[Fault] | None = Field(None, description=gettext_noop("Mọi mục chưa đúng."))
    number: str | None = Field(None, description=gettext_noop("Số của lỗi ngoài dự kiến trong nhật ký máy chủ."))


def problem(
    status: int,
    detail: str | Sentence,
    *,
    field: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
    number: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer; members that say nothing are left out."""
    kind, title = KINDS[status]
    members = {
        "type": f"{DOCUMENTATION}#{kind}",
        "title": str(title),
        "status": status,
        "detail": say(detail),
        "field": field,
        "errors": list(errors) or None,
        "number": number,
    }
    said = {name: value for name, value in members.items() if value is not None}
    answer = JsonResponse(said, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False}, status=status)
    answer["Content-Type"] = MEDIA_TYPE
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def unauthorised(detail: str | Sentence) -> HttpResponse:
    """No token, or none that is good."""
    return problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="motcua"'})


def not_found() -> HttpResponse:
    """There is no such thing, or this actor may not know of it."""
    return problem(404, gettext("Không tìm thấy, hoặc không thuộc phạm vi của tài khoản này."))
