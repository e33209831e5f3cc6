"""A limit on how often one address may ask, counted in the database so that it holds across processes and machines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motcua.accounts.actions import tally

View = Callable[..., HttpResponse]


def limited(thing: str, *, most: str, refusal: Callable[[HttpRequest, int], HttpResponse]) -> Callable[[View], View]:
    """Answer by `refusal(request, seconds to wait)` when an address asks oftener than the setting `most` a minute."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            at = request.at  # type: ignore[attr-defined]
            if tally(key=f"{thing}:{caller(request)}", at=at) > getattr(settings, most):
                return _wait(refusal(request, 60 - at.second), 60 - at.second)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _wait(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer.status_code = 429
    answer["Retry-After"] = str(seconds)
    return answer


def caller(request: HttpRequest) -> str:
    """A digest of the caller's address: it tells callers apart and tells nobody who they are."""
    return blake2b(_address(request).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()


def _address(request: HttpRequest) -> str:
    """The address as the last proxy in front of us saw it. One household has a whole IPv6 network: it counts as one."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", said).rpartition(",")[2].strip()
    try:
        address = ip_address(said)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
