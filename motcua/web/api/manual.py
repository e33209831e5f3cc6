"""The documentation: a page of our own design that needs no network, beside the OpenAPI document."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.web.ui.guards import public

from . import words
from .document import chapters, document, endings, scopes


@public
@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """Every operation with an example of what is sent and answered, and the line that sends it."""
    address = request.build_absolute_uri("/")[:-1]
    context = {
        "address": address,
        "about": gettext(words.ABOUT),
        "chapters": chapters(address),
        "scopes": scopes(),
        "endings": endings(),
        "idempotency": gettext(words.IDEMPOTENCY),
        "language": gettext(words.LANGUAGE),
        "most": settings.API_CALLS_PER_MINUTE,
    }
    return render(request, "api/manual.html", context)


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document, in the language that was asked for."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
