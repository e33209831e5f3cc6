"""Pages of long lists by keyset: a page token says where the last page ended, and of which question it was a page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse

from motcua.kernel.sentences import Refused

SALT = "api.page"
NOT_OF_THE_QUESTION = ("page", "limit")
Row = TypeVar("Row")
Key = Sequence[Any]


View = TypeVar("View", bound=Callable[..., HttpResponse])


def asked_only(view: View) -> View:
    """Refuse a question with a filter that there is not: passed over, it would be answered by too much."""
    signature = inspect.signature(view, eval_str=True)
    known = set(signature.parameters) - {"request"}

    @wraps(view)
    def asked(request: HttpRequest, **values: Any) -> HttpResponse:
        if strange := sorted(set(request.GET) - known):
            raise Refused("Không có bộ lọc nào tên “{name}”.", field=strange[0][:60], name=strange[0][:60])
        return view(request, **values)

    asked.__signature__ = signature  # type: ignore[attr-defined] # for ninja, which reads names in this module else
    return cast(View, asked)


def cut(rows: Sequence[Row], limit: int) -> tuple[list[Row], Row | None]:
    """The rows of the page, and its last one if there are more: `rows` holds one more than the page, if there is."""
    page = list(rows[:limit])
    return page, page[-1] if len(rows) > limit else None


def token(request: HttpRequest, key: Key) -> str:
    """The page token after the row with this key, good for this very question of this account."""
    said = [part.isoformat() if isinstance(part, datetime) else part for part in key]
    return signing.dumps([_question(request), said], salt=SALT, compress=True)


def after(request: HttpRequest, page: str, read: Callable[..., Row]) -> Row | None:
    """Where the page begins that `page` names, made by `read` from the key; None for the first page.

    Refused when the token is none of ours, or of another question.
    """
    if not page:
        return None
    try:
        question, key = signing.loads(page, salt=SALT)
        found = read(*key)
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("Mã trang không đọc được. Hãy lấy mã ở “next” của trang trước.", field="page") from None
    if question != _question(request):
        raise Refused("Mã trang này thuộc một câu hỏi khác. Hãy hỏi lại từ trang đầu.", field="page")
    return found


def _question(request: HttpRequest) -> str:
    """A digest of address, filters and account."""
    asked = sorted((k, v) for k, vs in request.GET.lists() if k not in NOT_OF_THE_QUESTION for v in vs)
    said = repr([request.path, asked, request.actor.account_id])  # type: ignore[attr-defined]
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def moment(text: str | None) -> datetime | None:
    """A moment of a key."""
    return datetime.fromisoformat(text) if text is not None else None
