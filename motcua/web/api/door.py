"""The API itself: how bodies are read, and how everything that goes wrong becomes a problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic_core import from_json

from motcua.kernel.sentences import Refused
from motcua.web.ui.middleware import numbered

from .bearing import NotLetIn
from .problems import not_found, problem, unauthorised


class StrictJson(Parser):
    """JSON as RFC 8259 has it: UTF-8, no NaN; whatever else is refused before anything looks at it."""

    def parse_body(self, request: HttpRequest) -> Any:
        return from_json(request.body, allow_inf_nan=False)


api = NinjaAPI(
    title="Motcua",
    version="1",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictJson(),
)

NOT_JSON = _("Nội dung gửi lên không phải JSON đọc được (RFC 8259, mã UTF-8).")
# What pydantic calls a fault, and how we say it; {…} are its values.
SAYINGS: dict[str, Any] = {
    "missing": _("Thiếu mục này."),
    "extra_forbidden": _("Không có mục nào tên như vậy."),
    "unreadable": _("Có ký tự không đọc được (�) hoặc ký tự điều khiển. Hãy xóa và gõ lại."),
    "email": _("Địa chỉ thư điện tử không hợp lệ."),
    "string_too_long": _("Dài quá {max_length} ký tự."),
    "too_long": _("Nhiều quá {max_length} mục."),
    "too_short": _("Cần ít nhất {min_length} mục."),
    "greater_than_equal": _("Phải từ {ge} trở lên."),
    "less_than_equal": _("Không được quá {le}."),
    "literal_error": _("Phải là một trong: {expected}."),
    "enum": _("Phải là một trong: {expected}."),
    "timezone_aware": _("Thời điểm phải kèm múi giờ, ví dụ 2026-11-27T08:30:00+07:00."),
}
# The same by the beginning of its name.
KINDS: dict[str, Any] = {
    "string": _("Phải là chữ."),
    "int": _("Phải là số nguyên."),
    "bool": _("Phải là true hoặc false."),
    "list": _("Phải là một danh sách."),
    "model": _("Phải là một đối tượng JSON."),
    "datetime": _("Phải là thời điểm ISO 8601 có múi giờ, ví dụ 2026-11-27T08:30:00+07:00."),
    "date": _("Phải là ngày ISO 8601, ví dụ 2026-11-27."),
}
OTHERWISE = _("Giá trị này không dùng được.")


def sentence_of(fault: Mapping[str, Any]) -> str:
    """What is wrong, in the language that was asked for."""
    kind = str(fault["type"])
    text = SAYINGS.get(kind) or next((said for name, said in KINDS.items() if kind.startswith(name)), OTHERWISE)
    return str(text).format_map(fault.get("ctx", {}))


def _field(fault: Mapping[str, Any]) -> str:
    """The name of a field as it was sent: without where it was looked for, and without our name for the body."""
    place = [str(part) for part in fault["loc"]]
    return ".".join(place[2:] if place[0] in ("body", "form") else place[1:])


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has not the form that the operation asks for."""
    errors = [{"field": _field(fault), "detail": sentence_of(fault)} for fault in error.errors]
    first = errors[0]
    said = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return problem(422, said, field=first["field"] or None, errors=errors)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """An expected refusal: 422 where a field is at fault, else 409; in the same words as on the pages."""
    return problem(422 if error.field else 409, error.sentence, field=error.field)


@api.exception_handler(NotLetIn)
def not_let_in(request: HttpRequest, error: NotLetIn) -> HttpResponse:
    """No good token, not the right scope, or too many calls."""
    if error.status == 401:
        return unauthorised(error.sentence)
    headers = {"Retry-After": str(error.wait)} if error.wait else {}
    return problem(error.status, error.sentence, headers=headers)


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """There is none, or none that this actor may see."""
    return not_found()


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The one thing of which ninja itself complains: a body that cannot be parsed."""
    cause = error.__cause__
    if isinstance(cause, RequestDataTooBig):
        return too_big(request, cause)
    return problem(400, str(NOT_JSON))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """More than any body of an act can be."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
    said = gettext("Nội dung quá {limit} MB. Tệp gửi riêng bằng POST /api/v1/files.")
    return problem(413, said.format(limit=most))


def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """What no operation gets to see: a broken form, a name that could be an attack, a line that broke off."""
    return problem(400, gettext("Không đọc được yêu cầu này."))


for kind in (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
    api.add_exception_handler(kind, unreadable)  # type: ignore[arg-type]


@api.exception_handler(Exception)
def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: the log explains the number, the answer tells nothing else."""
    said = gettext("Đã có lỗi ngoài dự kiến. Hãy báo số lỗi {number} cho người quản trị.")
    number = numbered(request, error)
    return problem(500, said.format(number=number), number=number)
