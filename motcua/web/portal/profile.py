"""What a citizen says of themselves, what of it is proven, and by which contacts they sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.casework.prove import LONGEST_CONTACT, ways
from motcua.casework.sign_in import add_contact, ask_to_sign_in, code_pending
from motcua.citizens.actions import change_profile, drop_contact
from motcua.citizens.queries import citizen
from motcua.citizens.rules import LABELS, MEANINGS, covered
from motcua.kernel import citizen as numbers
from motcua.kernel import names
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.web.ui.forms import DayField, add_refusal
from motcua.web.ui.guards import citizen_id, citizens

from .limiting import caller, limited
from .sign_in import going_to, private
from .tracking import LONGEST_TYPED, too_often

ASKED = "contact_asked"


class ProfileForm(forms.Form):
    """What the person says; only the name must be there."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, help_text=_("Như trên thẻ căn cước."))
    number = forms.CharField(
        label=_("Số định danh cá nhân"),
        max_length=30,
        required=False,
        help_text=_("12 chữ số trên thẻ căn cước. Có thể để trống."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = DayField(label=_("Ngày sinh"), required=False)
    address = forms.CharField(label=_("Nơi ở hiện nay"), max_length=300, required=False)


@citizens
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Shows and changes it."""
    person = citizen(citizen_id(request))
    first = not person.account.full_name
    form = ProfileForm(request.POST or None, initial=_said(person))
    if person.identity_at is not None:
        for name in ("full_name", "number", "birth_date"):
            form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, gettext("Đã lưu thông tin của Anh/Chị."))
        after = reverse("portal:own" if first else "portal:profile")
        return HttpResponseRedirect(going_to(request) or after)
    return _shown(request, form, status=422 if form.errors else 200)


def _said(person: Any) -> dict[str, object]:
    return {
        "full_name": person.account.full_name,
        "number": person.number,
        "birth_date": person.birth_date,
        "address": person.address,
    }


def _saved(request: HttpRequest, form: ProfileForm) -> bool:
    data, today = form.cleaned_data, request.at.date()  # type: ignore[attr-defined]
    try:
        number = data["number"].strip()
        change_profile(
            citizen_id(request),
            full_name=names.parse(data["full_name"], field="full_name"),
            number=numbers.parse(number, today=today, field="number").number if number else "",
            birth_date=data["birth_date"],
            address=tidy(data["address"]),
            at=request.at,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True


@citizens
@sensitive_post_parameters("contact")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code to another contact."""
    typed = request.POST.get("contact", "")[: LONGEST_CONTACT + 1]
    try:
        request.session[ASKED] = ask_to_sign_in(
            typed,
            caller=caller(request),
            language=get_language() or "vi",
            at=request.at,  # type: ignore[attr-defined]
            before=request.session.get(ASKED),
        )
    except Refused as refusal:
        return _refused(request, refusal, typed)
    return HttpResponseRedirect(reverse("portal:profile"))


@citizens
@sensitive_post_parameters("code")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the code of the other contact."""
    typed, asked = request.POST.get("code", "")[:LONGEST_TYPED], request.session.get(ASKED)
    try:
        add_contact(citizen_id(request), proof_id=asked, typed=typed, at=request.at)  # type: ignore[attr-defined]
    except Refused as refusal:
        return _refused(request, refusal)
    request.session.pop(ASKED, None)
    messages.success(request, gettext("Đã xác nhận liên hệ."))
    return HttpResponseRedirect(reverse("portal:profile"))


@citizens
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take a contact away."""
    drop_contact(citizen_id(request), request.POST.get("way", ""), at=request.at)  # type: ignore[attr-defined]
    messages.success(request, gettext("Đã bỏ liên hệ."))
    return HttpResponseRedirect(reverse("portal:profile"))


def _refused(request: HttpRequest, refusal: Refused, typed: str = "") -> HttpResponse:
    form = ProfileForm(initial=_said(citizen(citizen_id(request))))
    return _shown(request, form, refusal=refusal, typed=typed, status=422)


def _shown(
    request: HttpRequest, form: ProfileForm, *, refusal: Refused | None = None, typed: str = "", status: int = 200
) -> HttpResponse:
    person = citizen(citizen_id(request))
    contacts = [(c.way, covered(c.value), c.proven_at) for c in person.account.contacts.all()]
    shown = {
        "form": form,
        "next": going_to(request),
        "person": person,
        "level": gettext(LABELS[person.level]),
        "meaning": gettext(MEANINGS[person.level]),
        "contacts": contacts,
        "asked": code_pending(request.session.get(ASKED), at=request.at),  # type: ignore[attr-defined]
        "typed": typed,
        "errors": {refusal.field or "contact": refusal.sentence} if refusal else {},
        "demo": "log" in ways(),
    }
    return private(render(request, "portal/profile.html", shown, status=status))
