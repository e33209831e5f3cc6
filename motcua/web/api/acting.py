"""One call of one verb: done once for each Idempotency-Key, told in one shape; what is not visible is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from motcua.accounts.actions import keep_reply
from motcua.casework.reads.pointers import is_visible
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.bearers import Answered, Bearer, answered

from . import telling
from .bearing import KEPT_FOR, KEY, facts, key_of
from .told import Told

Made = TypeVar("Made")
REPLAYED = "Idempotency-Replayed"


class OtherWasFirst(Exception):
    """Another request under the same key acted while this one did; what this one did is undone."""


def acted(
    request: HttpRequest,
    verb: Callable[[], Made],
    *,
    code: str = "",
    status: int = 200,
    tell: Callable[[Made], Told] | None = None,
    place: str = "api:dossier",
) -> HttpResponse:
    """Let `verb` act and tell how the dossier stands now; or tell again what the same request was told before.

    `code` is the dossier acted on: where the verb refuses, it does so only to who may see that dossier. What is made
    and no dossier has its own `tell`, and a `place` where it can be read.
    """
    holder: Bearer = request.bearer  # type: ignore[attr-defined]
    key = key_of(request)
    if holder.answered is not None:
        return _again(request, holder.answered, place)
    try:
        if not key:
            return _answer(_told(request, verb(), tell), status, place)
        with transaction.atomic():
            body = _told(request, verb(), tell)
            _keep(request, key, status, body)
        return _answer(body, status, place)
    except (OtherWasFirst, Refused) as ended:
        if key and (earlier := _earlier(request, key)):
            return _again(request, earlier, place)
        if code and not is_visible(code, facts(request)):
            raise Http404 from None
        if isinstance(ended, OtherWasFirst):
            raise Refused("Một yêu cầu khác cùng Idempotency-Key vừa được xử lý. Hãy gửi lại.") from None
        raise


def _told(request: HttpRequest, made: Made, tell: Callable[[Made], Told] | None) -> str:
    if tell is not None:
        return tell(made).model_dump_json()
    assert isinstance(made, Dossier)
    return telling.dossier(made, facts(request).offices).model_dump_json()


def _keep(request: HttpRequest, key: str, status: int, body: str) -> None:
    at = request.at  # type: ignore[attr-defined]
    account_id = request.actor.account_id  # type: ignore[attr-defined]
    digest = _digest(request)
    if not keep_reply(
        account_id=account_id, key=key, digest=digest, status=status, body=body, at=at, over=at - KEPT_FOR
    ):
        raise OtherWasFirst


def _digest(request: HttpRequest) -> str:
    """What makes two requests the same: address and body."""
    return blake2b(f"{request.path}\n".encode() + request.body, digest_size=32).hexdigest()


def _earlier(request: HttpRequest, key: str) -> Answered | None:
    at = request.at  # type: ignore[attr-defined]
    return answered(request.actor.account_id, key=key, since=at - KEPT_FOR)  # type: ignore[attr-defined]


def _again(request: HttpRequest, earlier: Answered, place: str) -> HttpResponse:
    if earlier.digest != _digest(request):
        raise Refused(
            "Idempotency-Key này đã dùng cho một yêu cầu khác trong vòng một ngày. Hãy dùng khóa mới.", field=KEY
        )
    answer = _answer(earlier.body, earlier.status, place)
    answer[REPLAYED] = "true"
    return answer


def _answer(body: str, status: int, place: str) -> HttpResponse:
    answer = HttpResponse(body, content_type="application/json", status=status)
    if status == 201:
        answer["Location"] = reverse(place, args=[json.loads(body)["code"]])
    return answer
