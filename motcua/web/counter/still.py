"""Whether the server is there and who is signed in: asked by a form before it is sent, to lose nothing typed."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from motcua.web.ui.guards import facts, needs


@needs("counter.use")
@require_GET
@never_cache
def still(request: HttpRequest) -> JsonResponse:
    """The account and the token against forged forms that holds now: another sign-in meanwhile has changed it."""
    return JsonResponse({"account": facts(request).by.account_id, "token": get_token(request)})
