"""Guards of views: every route carries one, told by its attribute `guard` (a test asks each).

`@public` is open to all; `@signed_in` asks for an account; `@needs("counter.use")` asks the page of policy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public(view: View) -> View:
    """Open to everybody; the view itself shows nothing personal."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def public_always(view: View) -> View:
    """Open even to who must change a one-time password first: signing out, language, health, static texts."""
    view.guard = "public-always"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to every officer."""
    return _guarded(view, "signed-in", lambda request: None)


def citizens(view: View) -> View:
    """Open to a citizen who signed in; others are led to the citizens' own sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_citizen(request):
            return to_sign_in(request, "portal:sign_in")
        return view(request, *args, **kwargs)

    guarded.guard = "citizens"  # type: ignore[attr-defined]
    return cast(View, guarded)


def is_citizen(request: HttpRequest) -> bool:
    """Whether a citizen has signed in here."""
    user = getattr(request, "user", None)  # none where a middleware before it answers
    return bool(user is not None and user.is_authenticated and user.citizen)


def citizen_id(request: HttpRequest) -> int:
    """The account of the citizen who signed in, on a page that `citizens` guards."""
    return cast(int, request.user.pk)


def needs(permission: str) -> Callable[[View], View]:
    """Open to officers to whom policy grants `permission`; for all others the page does not exist."""

    def check(request: HttpRequest) -> None:
        if why_not(permission, facts(request)) is not None:
            raise Http404

    def guard(view: View) -> View:
        return _guarded(view, permission, check)

    return guard


def facts(request: HttpRequest) -> Facts:
    """Who asks, today, for questions of policy without a dossier; the same for guard, page and frame."""
    known: Facts | None = getattr(request, "known_facts", None)
    if known is None:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        known = Facts(by=actor, day=request.at.date(), offices=snapshot.present())  # type: ignore[attr-defined]
        request.known_facts = known  # type: ignore[attr-defined]
    return known


def _guarded(view: View, name: str, check: Callable[[HttpRequest], None]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if request.user.citizen:  # for them the pages of officers do not exist
            raise Http404
        check(request)
        return view(request, *args, **kwargs)

    guarded.guard = name  # type: ignore[attr-defined]
    return cast(View, guarded)


def to_sign_in(request: HttpRequest, page: str = settings.LOGIN_URL) -> HttpResponse:
    """To the sign-in page and back; a form that was sent meanwhile starts from its page again."""
    back = request.get_full_path() if request.method == "GET" else "/"
    target = f"{resolve_url(page)}?{urlencode({'next': back})}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
