"""What the person at work was told: the list behind the bell, marking as read, and what comes by e-mail too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as said
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account
from motcua.notifications import actions
from motcua.notifications.kinds import KINDS, Letter, letter
from motcua.notifications.models import Message
from motcua.notifications.queries import choices_of, messages_of

from .guards import signed_in

ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One message as the list shows it."""

    pk: int
    at: datetime
    read: bool
    letter: Letter


def _row(message: Message) -> Row:
    said_in = letter(message.kind, code=message.code, params=message.params)
    return Row(message.pk, message.at, message.read_at is not None, said_in)


@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """The messages, the latest first; `?xem=tat-ca` those that were read too."""
    who, everything = request.actor.account_id, request.GET.get("xem") == "tat-ca"  # type: ignore[attr-defined]
    page = Paginator(messages_of(who, unread=not everything), ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(message) for message in page],
        "page_of": page,
        "everything": everything,
        "tabs": [
            {"url": "?", "label": gettext("Chưa đọc"), "current": not everything},
            {"url": "?xem=tat-ca", "label": gettext("Tất cả"), "current": everything},
        ],
        "here": request.get_full_path(),
    }
    return render(request, "ui/messages.html", context)


@signed_in
@require_POST
def read(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark one message as read and go where it leads; those of others do not exist here."""
    who, at = request.actor.account_id, request.at  # type: ignore[attr-defined]
    message = messages_of(who).filter(pk=message_id).first()
    if message is None:
        raise Http404
    actions.mark_read(who, at=at, message_id=message_id)
    return HttpResponseRedirect(_row(message).letter.address)


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of them as read."""
    actions.mark_read(request.actor.account_id, at=request.at)  # type: ignore[attr-defined]
    said.success(request, gettext("Đã đánh dấu đọc hết."))
    return HttpResponseRedirect(reverse("accounts:messages"))


class _Languages(forms.Select):
    """Each language by its own name, which a screen reader is told (WCAG 2.1, 3.1.2)."""

    def create_option(self, name: str, value: Any, *args: Any, **rest: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **rest)
        return option | {"attrs": option["attrs"] | {"lang": str(value)}}


class MailForm(forms.Form):
    """Which messages come by e-mail too, and in which language."""

    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ của thư"), choices=settings.LANGUAGES, widget=_Languages)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Gửi cả thư điện tử khi"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["kinds"].choices = [(name, gettext(kind.label)) for name, kind in KINDS.items()]  # type: ignore[attr-defined]


@signed_in
def mail(request: HttpRequest) -> HttpResponse:
    """Choose what comes by e-mail."""
    who = Account.objects.get(pk=request.actor.account_id)  # type: ignore[attr-defined]
    chosen = [kind for kind, wanted in choices_of(who.pk).items() if wanted]
    form = MailForm(request.POST or None, initial={"language": who.language, "kinds": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose(who.pk, email=form.cleaned_data["kinds"])
        accounts.choose_language(who.pk, language=form.cleaned_data["language"])
        said.success(request, gettext("Đã ghi cách nhận thư điện tử."))
        return HttpResponseRedirect(reverse("accounts:mail"))
    context = {"form": form, "address": who.email, "served": settings.MAIL}
    return render(request, "ui/mail.html", context, status=422 if request.method == "POST" else 200)
