"""The first set-up: an empty house leads every page here, from the machine itself only, and only once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.accounts.backends import from_this_machine
from motcua.casework.set_up import FIRST_KINDS, Installation, empty, set_up
from motcua.kernel import folding
from motcua.kernel.sentences import Refused
from motcua.offices.provinces import provinces
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import public_always

from .fields import offer
from .pages import moment

OPEN_WHEN_EMPTY = {"setup", "set_language", "health"}


class FirstSetUp:
    """Leads every page to the set-up as long as the house is empty. A demo is never empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if settings.DEMO or (match is not None and match.view_name in OPEN_WHEN_EMPTY):
            return None
        if getattr(view, "guard", "") == "token":  # in an empty house there is none
            return None
        if request.user.is_authenticated or not empty():
            return None
        return HttpResponseRedirect(reverse("setup"))


class SetUpForm(forms.Form):
    """Province, first agency, administrator."""

    province = forms.ChoiceField(label=_("Tỉnh, thành phố"))
    kind = forms.ChoiceField(label=_("Cơ quan đầu tiên là"), widget=forms.RadioSelect, initial="commune_committee")
    agency_name = forms.CharField(
        label=_("Tên cơ quan đầu tiên"), max_length=200, required=False,
        help_text=_("Ghi đầy đủ, ví dụ Ủy ban nhân dân xã Ba Tơ. Không cần nếu là chính Ủy ban nhân dân tỉnh."),
    )  # fmt: skip
    agency_code = forms.CharField(
        label=_("Mã định danh của cơ quan đó"),
        max_length=40,
        required=False,
        help_text=_("Bắt đầu bằng mã của tỉnh, ví dụ H48.148."),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ không dấu, chữ số, dấu chấm."))
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("Ít nhất 10 ký tự, không phải mật khẩu ai cũng đoán được."),
    )
    password_again = forms.CharField(
        label=_("Nhập lại mật khẩu"), max_length=200, strip=False, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        known = sorted(provinces().values(), key=lambda p: folding.sort_key(p.name))
        offer(
            self,
            province=[("", _("Chọn tỉnh, thành phố")), *((p.code, f"{p.name} ({p.kind}, {p.code})") for p in known)],
            kind=[(code, _(text)) for code, text in FIRST_KINDS.items()],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") != "province_committee":
            for name in ("agency_name", "agency_code"):
                if not data.get(name):
                    self.add_error(name, gettext("Hãy nhập mục này."))
        if data.get("password") and data.get("password_again") and data["password"] != data["password_again"]:
            self.add_error("password_again", gettext("Hai lần nhập mật khẩu không giống nhau."))
        return data

    def installation(self) -> Installation:
        return Installation(**{name: self.cleaned_data[name] for name in self.fields if name != "password_again"})


@public_always
def setup(request: HttpRequest) -> HttpResponse:
    """Ask once; afterwards this page does not exist."""
    if settings.DEMO or not empty():
        raise Http404
    if not from_this_machine(request):
        return render(request, "backoffice/setup_elsewhere.html", {"port": settings.PORT}, status=403)
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_up(form.installation(), at=moment(request))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, gettext("Đã cài đặt xong. Hãy đăng nhập bằng tài khoản vừa đặt."))
            return HttpResponseRedirect(reverse("accounts:login"))
    return render(request, "backoffice/setup.html", {"form": form}, status=422 if form.is_bound else 200)
