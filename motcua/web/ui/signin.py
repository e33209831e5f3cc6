"""Signing in and out, and one's own password."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.accounts import actions
from motcua.accounts.backends import from_this_machine
from motcua.accounts.models import Account
from motcua.kernel.sentences import Refused, Sentence

from . import moments
from .absences import absences, end
from .forms import add_refusal
from .guards import is_citizen, public_always, to_sign_in
from .messages import mail, read, read_all
from .messages import messages as messages_page
from .own_tokens import own_tokens, revoke

LOCKED = Sentence("Đăng nhập sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu.")


class SignInForm(AuthenticationForm):
    """User name and password; what is wrong is never said of one of them alone."""

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    password = forms.CharField(label=_("Mật khẩu"), max_length=200, strip=False, widget=forms.PasswordInput)


@method_decorator(public_always, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in the demo, on the machine itself, with its people to try."""

    template_name = "ui/sign_in.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.redirect_authenticated_user = not is_citizen(request)  # who is a citizen too may change to their post
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | demo_entry(self.request) | {"next": self.get_redirect_url()}


def demo_entry(request: HttpRequest) -> dict[str, Any]:
    """Log-ins of the demo province, where they would be let in at all."""
    if not settings.DEMO or not from_this_machine(request) or not Account.objects.filter(demo=True).exists():
        return {}
    data = json.loads(resources.files("motcua").joinpath("demo/data/logins.json").read_text(encoding="utf-8"))
    return {"demo_logins": data["logins"], "demo_password": data["password"]}


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What axes shows after repeated failures by one user from one address."""
    context = {"form": SignInForm(request), "locked": LOCKED}
    return render(request, "ui/sign_in.html", context, status=429)


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old_password = forms.CharField(
        label=_("Mật khẩu đang dùng"), max_length=200, strip=False, widget=forms.PasswordInput
    )
    new_password1 = forms.CharField(label=_("Mật khẩu mới"), max_length=200, strip=False, widget=forms.PasswordInput)
    new_password2 = forms.CharField(
        label=_("Nhập lại mật khẩu mới"), max_length=200, strip=False, widget=forms.PasswordInput
    )

    def __init__(self, user: Account, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_password1") != data.get("new_password2"):
            self.add_error("new_password2", gettext("Hai lần nhập mật khẩu mới không giống nhau."))
        return data


def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions of the account end."""
    if not request.user.is_authenticated or request.user.citizen:
        return to_sign_in(request)
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account = actions.change_password(
                account_id=request.user.pk, current=data["old_password"], new=data["new_password1"], at=moments.now()
            )
        except Refused as refused:
            add_refusal(form, refused, {"current": "old_password", "new": "new_password1"})
        else:
            update_session_auth_hash(request, account)
            messages.success(request, gettext("Đã đổi mật khẩu."))
            return HttpResponseRedirect("/")
    return render(request, "ui/change_password.html", {"form": form, "first": request.user.must_change_password})


password.guard = "password"  # type: ignore[attr-defined]

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-xuat/", public_always(LogoutView.as_view()), name="logout"),
    path("mat-khau/", password, name="password"),
    path("thong-bao/", messages_page, name="messages"),
    path("thong-bao/da-doc/", read_all, name="read_all"),
    path("thong-bao/thu-dien-tu/", mail, name="mail"),
    path("thong-bao/<int:message_id>/", read, name="read"),
    path("vang-mat/", absences, name="absences"),
    path("vang-mat/<int:account_id>/", absences, name="absences_of"),
    path("vang-mat/<int:account_id>/<int:absence_id>/tro-lai/", end, name="absence_end"),
    path("ma-truy-cap/", own_tokens, name="tokens"),
    path("ma-truy-cap/<int:account_id>/<int:token_id>/thu-hoi/", revoke, name="token_revoke"),
]
