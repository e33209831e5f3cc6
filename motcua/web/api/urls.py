"""Addresses of the face: its operations under their guard, its documentation, and a problem for all others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext

from motcua.web.ui.guards import public

from . import manual
from .door import api
from .problems import not_found, problem

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """An operation: its token is asked for inside, for each method its own scope. No answer is kept by anybody."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        answer = view(request, *args, **rest)
        if isinstance(answer, HttpResponseNotAllowed):
            allowed = answer["Allow"]
            said = gettext("Địa chỉ này nhận: {methods}.").format(methods=allowed)
            answer = problem(405, said, headers={"Allow": allowed})
        answer["Cache-Control"] = "no-store"
        return answer

    answered.guard = "token"  # type: ignore[attr-defined]
    answered.csrf_exempt = True  # type: ignore[attr-defined] # it takes no cookies
    return answered


@public
def unknown(request: HttpRequest) -> HttpResponse:
    """An address that is none of ours."""
    return not_found()


unknown.csrf_exempt = True  # type: ignore[attr-defined]


def _operations() -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = guarded(pattern.callback)
            found.append(pattern)
    return found


app_name = "api"
urlpatterns = [
    path("", manual.manual, name="manual"),
    path("openapi.json", manual.openapi, name="openapi"),
    *_operations(),
    re_path(r"^.*$", unknown),
]
