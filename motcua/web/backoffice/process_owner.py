"""Whose process a page is about: the addresses are the same for a procedure, for its variants and for a level."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from motcua.casework.reads.process_drafts import Whose, of_level, of_procedure


def owned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets `whose` in place of the code of the procedure or level in its address; 404 for an unknown one."""

    @wraps(view)
    def found(request: HttpRequest, *, code: str = "", level: str = "", agency: str = "", **rest: Any) -> HttpResponse:
        whose = of_procedure(code, agency) if code else of_level(level)
        if whose is None:
            raise Http404
        return view(request, whose, **rest)

    return found


def address(whose: Whose, name: str, **rest: Any) -> str:
    """The address of a page about the process of `whose`: "processes", "process", "process_edit", …"""
    if whose.agency is not None:
        return reverse(f"backoffice:variant_{name}", kwargs={"code": whose.code, "agency": whose.agency.code, **rest})
    if whose.procedure is not None:
        return reverse(f"backoffice:{name}", kwargs={"code": whose.code, **rest})
    return reverse(f"backoffice:level_{name}", kwargs={"level": whose.code, **rest})


def called(whose: Whose) -> str:
    """What people call the owner: the code of a procedure, with the agency of a variant; the name of a level."""
    return gettext(whose.level.name) if whose.level else whose.name


def frame(whose: Whose, **rest: Any) -> dict[str, Any]:
    """What every page about the process of `whose` shows: its name and the ways to its other pages."""
    return {
        "whose": whose,
        "called": called(whose),
        "all_url": address(whose, "processes"),
        "edit_url": address(whose, "process_edit"),
        **rest,
    }
