"""What an administrator does to accounts: open, put right, posts, one-time passwords, lock and unlock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.casework.office import staff as verbs
from motcua.casework.office.staff import PostData
from motcua.casework.office.tokens import revoke_token
from motcua.casework.reads.tokens import tokens_of
from motcua.kernel import phone
from motcua.kernel.spelling import tidy
from motcua.offices import snapshot
from motcua.offices.models import Post, Unit, in_force
from motcua.web.ui.guards import needs

from . import words
from .fields import AgencyField, OfficeDayField, offer
from .pages import Done, acted, at_work, moment, page, pressed, today

REFUSED_AT = {"to": "until", "unit_id": "unit"}


class ContactForm(forms.Form):
    """Who somebody is and how they are reached; the telephone stands on slips."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    phone = forms.CharField(
        label=_("Điện thoại"), max_length=30, required=False, help_text=_("In trên phiếu để người dân hỏi.")
    )
    email = forms.CharField(label=_("Thư điện tử"), max_length=254, required=False)


class PostForm(forms.Form):
    """One post."""

    agency = AgencyField(label=_("Cơ quan"))
    unit = forms.CharField(
        label=_("Phòng"),
        max_length=200,
        required=False,
        help_text=_("Ghi đúng tên phòng đã lập ở trang cơ quan, hoặc để trống."),
    )
    role = forms.ChoiceField(label=_("Vị trí công tác"))
    day = OfficeDayField(label=_("Từ ngày"))
    until = OfficeDayField(label=_("Thôi từ ngày"), required=False, help_text=_("Để trống: đến khi có thay đổi."))
    stand_in_for = forms.CharField(
        label=_("Làm thay"), max_length=60, required=False, help_text=_("Tên đăng nhập của người được thay, nếu có.")
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, agency=(a for a in snapshot.present().agencies.values() if a.valid_to is None))
        offer(self, role=[("", _("Chọn vị trí")), *words.roles()])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name, agency, day = tidy(data.get("unit", "")), data.get("agency"), data.get("day")
        data["unit_id"] = None
        if name and agency and day:
            unit = in_force(Unit.objects, day).filter(agency=agency, name__iexact=name).first()
            if unit is None:
                self.add_error("unit", gettext("Cơ quan này không có phòng tên như vậy vào ngày đó."))
            else:
                data["unit_id"] = unit.pk
        return data

    def post(self) -> PostData:
        said = self.cleaned_data
        return PostData(
            agency_id=said["agency"].pk,
            role=said["role"],
            day=said["day"],
            unit_id=said["unit_id"],
            until=said["until"],
            stand_in_for=said["stand_in_for"],
        )


class AccountForm(ContactForm, PostForm):
    """A new account with its first post."""

    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=60, help_text=_("Chữ không dấu, chữ số, dấu chấm; ví dụ thu.ha.")
    )
    machine = forms.BooleanField(
        label=_("Tài khoản của một phần mềm"),
        required=False,
        help_text=_("Không đăng nhập bằng trang; chỉ dùng mã truy cập API, cấp bằng lệnh motcua token."),
    )
    field_order = [
        "full_name", "username", "machine", "phone", "email", "agency", "unit", "role", "day", "until", "stand_in_for",
    ]  # fmt: skip


def address(pk: int) -> str:
    return reverse("backoffice:account", args=[pk])


def _person(pk: int) -> Account:
    found = Account.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def _sheet(request: HttpRequest, person: Account, password: str) -> HttpResponse:
    """The printable sheet with a one-time password: shown by the answer to the very press, kept nowhere."""
    context = {"person": person, "password": password, "sign_in": request.build_absolute_uri(reverse("accounts:login"))}
    answer = page(request, "one_time_password.html", "staff", context)
    answer["Cache-Control"] = "no-store"
    return answer


@needs("accounts.change")
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; `?co-quan=ID` names the agency of its first post."""
    chosen = request.GET.get("co-quan", "")
    agencies = snapshot.present().agencies
    first = {
        "agency": agencies.get(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None,
        "day": today(request),
    }
    form = AccountForm(request.POST or None, initial=first)

    def act() -> Done:
        said = form.cleaned_data
        person = NewAccount(said["username"], said["full_name"], said["email"], said["phone"], said["machine"])
        account, password = verbs.open_account(person, form.post(), **at_work(request))
        if account.machine:
            return Done(address(account.pk), gettext("Đã mở tài khoản cho phần mềm."))
        return Done(address(account.pk), answer=_sheet(request, account, password))

    answer = acted(request, form, act, REFUSED_AT) if request.method == "POST" else None
    return answer or page(request, "account_new.html", "staff", {"form": form}, status=_status(form))


@needs("accounts.change")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put name, telephone or e-mail right."""
    person = _person(pk)
    now = {
        "full_name": person.full_name,
        "phone": phone.shown(person.phone) if person.phone else "",
        "email": person.email,
    }
    form = ContactForm(request.POST or None, initial=now)

    def act() -> Done:
        said = form.cleaned_data
        verbs.change_account(
            account_id=pk, full_name=said["full_name"], email=said["email"], telephone=said["phone"],
            **at_work(request),
        )  # fmt: skip
        return Done(address(pk), gettext("Đã ghi thông tin liên hệ."))

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(request, "account_edit.html", "staff", {"form": form, "person": person}, status=_status(form))


@needs("accounts.change")
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more post for somebody."""
    person = _person(pk)
    form = PostForm(request.POST or None, initial={"day": today(request)})

    def act() -> Done:
        verbs.give_post(account_id=pk, post=form.post(), **at_work(request))
        return Done(address(pk), gettext("Đã giao vị trí công tác."))

    answer = acted(request, form, act, REFUSED_AT) if request.method == "POST" else None
    return answer or page(request, "post_new.html", "staff", {"form": form, "person": person}, status=_status(form))


class EndForm(forms.Form):
    """The first day on which somebody no longer holds the post."""

    day = OfficeDayField(label=_("Thôi giữ vị trí từ ngày"))


@needs("accounts.change")
def post_end(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Take a post from a day on."""
    held = Post.objects.filter(pk=post, account_id=pk).select_related("account", "agency").first()
    if held is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"day": today(request)})

    def act() -> Done:
        verbs.end_post(post_id=post, day=form.cleaned_data["day"], **at_work(request))
        return Done(address(pk), gettext("Đã ghi ngày thôi giữ vị trí."))

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(request, "post_end.html", "staff", {"form": form, "post": held}, status=_status(form))


@needs("accounts.change")
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A one-time password, shown by this answer and never again."""
    person = _person(pk)

    def act() -> Done:
        given = verbs.reset_password(account_id=pk, **at_work(request))
        return Done(address(pk), answer=_sheet(request, person, given))

    return pressed(request, act)


@needs("accounts.change")
@require_POST
def token_revoke(request: HttpRequest, pk: int, token: int) -> HttpResponse:
    """Take the key of a program away."""
    if all(row.token.pk != token for row in tokens_of(pk, at=moment(request))):
        raise Http404

    def act() -> Done:
        revoke_token(token, **at_work(request))
        return Done(address(pk), gettext("Đã thu hồi mã truy cập."))

    return pressed(request, act)


@needs("accounts.change")
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut an account out."""
    person = _person(pk)

    def act() -> Done:
        verbs.shut_out(account_id=pk, **at_work(request))
        return Done(address(pk), gettext("Đã khóa tài khoản của {name}.").format(name=person.full_name))

    return pressed(request, act)


@needs("accounts.change")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account in again."""
    person = _person(pk)

    def act() -> Done:
        verbs.let_in(account_id=pk, **at_work(request))
        return Done(address(pk), gettext("Đã mở khóa tài khoản của {name}.").format(name=person.full_name))

    return pressed(request, act)
