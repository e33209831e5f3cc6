"""People: the list to search, and the page of one with all posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import staff as reads
from motcua.casework.reads.tokens import tokens_of
from motcua.kernel import phone
from motcua.offices import snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs

from . import words
from .fields import AgencyField, offer
from .pages import ROWS, moment, page, today

STATES = [
    ("", _("Tất cả")),
    ("in", _("Đăng nhập được")),
    ("first", _("Chưa đổi mật khẩu dùng một lần")),
    ("out", _("Đang khóa")),
]


class StaffFilter(forms.Form):
    """What narrows the list; whatever cannot be read counts as not asked."""

    text = forms.CharField(label=_("Họ tên hoặc tên đăng nhập"), max_length=100, required=False)
    agency = AgencyField(label=_("Cơ quan"), required=False)
    role = forms.ChoiceField(label=_("Vị trí"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), choices=STATES, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offices = snapshot.present()
        offer(self, agency=(a for a in offices.agencies.values() if a.valid_to is None))
        self.fields["agency"].help_text = ""
        offer(self, role=[("", _("Mọi vị trí")), *words.roles()])

    def question(self) -> reads.Question:
        self.is_valid()
        said = self.cleaned_data
        agency = said.get("agency")
        return reads.Question(
            text=said.get("text", ""),
            agency_id=agency.pk if agency else None,
            role=said.get("role", ""),
            state=said.get("state", ""),
        )


@needs("backoffice.use")
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, by name."""
    day = today(request)
    form = StaffFilter(request.GET)
    rows = Paginator(reads.people(form.question(), day=day), ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page_of": rows, "rows": reads.with_posts(list(rows), day=day)}
    return page(request, "staff.html", "staff", context)


@needs("backoffice.use")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One person."""
    found = reads.person_page(pk, day=today(request))
    if found is None:
        raise Http404
    context = {
        "found": found,
        "person": found.account,
        "phone": phone.shown(found.account.phone) if found.account.phone else "",
        "today": today(request),
        "may_revoke": why_not("accounts.change", facts(request)) is None,
        "tokens": tokens_of(pk, at=moment(request)),
        "no_account_change": why_not("accounts.change", facts(request)),
        "self": found.account.pk == request.user.pk,
    }
    return page(request, "account.html", "staff", context)
