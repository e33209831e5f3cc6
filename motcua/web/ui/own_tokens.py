"""One's own access tokens: which programs act in one's name, and taking the keys away from them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from motcua.casework.office.tokens import revoke_token
from motcua.casework.reads.tokens import tokens_of

from .guards import signed_in
from .submit import new_key, submitted


@signed_in
def own_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of who is signed in."""
    rows = tokens_of(request.actor.account_id, at=request.at)  # type: ignore[attr-defined]
    return render(request, "ui/own_tokens.html", {"tokens": rows, "key": new_key(), "manual": reverse("api:manual")})


@signed_in
@require_POST
def revoke(request: HttpRequest, account_id: int, token_id: int) -> HttpResponse:
    """Revoke one of them; those of others do not exist here."""
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    if account_id != by.account_id or all(row.token.pk != token_id for row in tokens_of(account_id, at=at)):
        raise Http404
    with submitted(request) as done:
        revoke_token(token_id, by=by, at=at)
        done.url = reverse("accounts:tokens")
    messages.success(request, gettext("Đã thu hồi mã truy cập."))
    return HttpResponseRedirect(done.url)
