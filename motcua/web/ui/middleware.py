"""What every request passes: who is at work, refusals as a page, unexpected errors under a number."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from motcua.journal.actions import Repeated
from motcua.kernel.sentences import Refused
from motcua.offices import queries as offices
from motcua.offices.actors import Actor

from . import moments

log = structlog.get_logger()
Answer = Callable[[HttpRequest], HttpResponse]


class ErrorNumbers:
    """An unexpected error becomes a page with a number; the log explains the number, the page tells nothing else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called for errors of views; what Django or `Refusals` answers itself is none of ours."""
        if isinstance(error, Refused | Repeated | Http404 | PermissionDenied | BadRequest | SuspiciousOperation):
            return None
        return render(request, "ui/error.html", {"number": numbered(request, error)}, status=500)


def numbered(request: HttpRequest, error: Exception) -> str:
    """Write an unexpected error into the log; the number under which it stands there."""
    number = f"E{moments.now():%y%m%d}-{secrets.token_hex(3).upper()}"
    log.error("unexpected", number=number, path=request.path, method=request.method, exc_info=error)
    return number


class CompressedPages(GZipMiddleware):
    """Pages travel compressed: over a weak line their letters are most of the waiting. Nothing else does: files and
    slips are compressed already, and programs call from near by.

    Django hides how long a page really is behind a random length, and masks its token anew in each page (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class Actors:
    """`request.actor` is the officer at work with today's posts (None when nobody signed in), `request.at` the moment.

    Who still has a one-time password is led to changing it and nowhere else.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = moments.now()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> HttpResponse | None:
        guard = getattr(view, "guard", "")
        if guard in ("password", "public-always", "token"):  # a token is not a session: its guard stands in the API
            return None
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        return HttpResponseRedirect(reverse("accounts:password"))


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated or request.user.citizen:
        return None
    return offices.actor(request.user, day=moments.today())


class Refusals:
    """The one place where an expected refusal that no form caught becomes a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Repeated):  # the same button pressed again: show what the first press led to
            return HttpResponseRedirect(error.answer or "/")
        if isinstance(error, Refused):
            back = request.META.get("HTTP_REFERER", "")
            own = f"{request.scheme}://{request.get_host()}/"
            context = {"sentence": error.sentence, "back": back if back.startswith(own) else ""}
            return render(request, "ui/refused.html", context, status=409)
        return None
