"""Let people in: accounts, their one-time passwords, their posts. There is always one administrator left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.accounts import actions as account_actions
from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.accounts.rules import read_email, read_username
from motcua.kernel import names, phone
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import actions as office_actions
from motcua.offices.actors import Actor
from motcua.offices.models import Agency, Post, Unit, in_force
from motcua.offices.roles import Role

from .asking import allowed, local_day

LAST = gettext_noop("Đây là quản trị hệ thống cuối cùng còn hoạt động. Hãy giao vị trí này cho người khác trước.")


@dataclass(frozen=True, slots=True)
class PostData:
    """A post as given: `until` is the first day no longer in it."""

    agency_id: int
    role: str
    day: date
    unit_id: int | None = None
    until: date | None = None
    stand_in_for: str = ""


@transaction.atomic
def open_account(person: NewAccount, post: PostData, *, by: Actor, at: datetime) -> tuple[Account, str]:
    """A new account with its first post; the one-time password is told this once and nowhere kept.

    A machine has none: its keys are access tokens.
    """
    allowed("accounts.change", by=by, at=at)
    username = read_username(person.username)
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused("Tên đăng nhập {username} đã có người dùng.", field="username", username=username)
    name, email, telephone = _contact(person.full_name, person.email, person.phone, machine=person.machine)
    checked = NewAccount(username, name, email, telephone, person.machine)
    passwords = account_actions.open_accounts([checked], by=by.ref, at=at, origin=by.origin)
    account = Account.objects.get(username=username)
    give_post(account_id=account.pk, post=post, by=by, at=at)
    return account, passwords.get(username, "")


def _contact(full_name: str, email: str, telephone: str, *, machine: bool) -> tuple[str, str, str]:
    name = (names.parse_body if machine else names.parse)(full_name, field="full_name")
    if len(name) > 120:
        raise Refused("Họ tên dài quá 120 ký tự.", field="full_name")
    number = phone.parse(telephone, field="phone").e164 if telephone.strip() else ""
    return name, read_email(email), number


def change_account(*, account_id: int, full_name: str, email: str, telephone: str, by: Actor, at: datetime) -> Account:
    """Put a person's name, e-mail or telephone right."""
    allowed("accounts.change", by=by, at=at)
    machine = Account.objects.filter(pk=account_id, machine=True).exists()
    name, address, number = _contact(full_name, email, telephone, machine=machine)
    return account_actions.change_contact(
        account_id=account_id, full_name=name, email=address, phone=number, by=by.ref, at=at
    )


@transaction.atomic
def give_post(*, account_id: int, post: PostData, by: Actor, at: datetime) -> Post:
    """Give a person one more post. Refused when the agency is not open then, or the division not of it."""
    allowed("accounts.change", by=by, at=at)
    agency = Agency.objects.filter(pk=post.agency_id).first()
    if agency is None or (agency.valid_to is not None and agency.valid_to <= post.day):
        raise Refused("Hãy chọn cơ quan đang hoạt động.", field="agency")
    if post.role not in set(Role):
        raise Refused("Hãy chọn vị trí công tác.", field="role")
    unit = Unit.objects.filter(pk=post.unit_id, agency=agency).first() if post.unit_id else None
    if post.unit_id and unit is None:
        raise Refused("Phòng này không thuộc cơ quan đã chọn.", field="unit")
    return office_actions.give_post(
        account=Account.objects.get(pk=account_id),
        agency=agency,
        role=Role(post.role),
        day=post.day,
        unit=unit,
        until=post.until,
        stand_in_for=_stand_in(post.stand_in_for, account_id),
        by=by.ref,
        at=at,
        origin=by.origin,
    )


def _stand_in(username: str, account_id: int) -> Account | None:
    if not username.strip():
        return None
    other = Account.objects.filter(username__iexact=username.strip()).first()
    if other is None:
        raise Refused("Không có người “{username}” để thay.", field="stand_in_for", username=username.strip()[:60])
    if other.pk == account_id:
        raise Refused("Không ai thay chính mình.", field="stand_in_for")
    return other


@transaction.atomic
def end_post(*, post_id: int, day: date, by: Actor, at: datetime) -> None:
    """Take a post from `day` on; one that has not begun by then never was."""
    allowed("accounts.change", by=by, at=at)
    if day < local_day(at):
        raise Refused(
            "Ngày thôi giữ vị trí sớm nhất là hôm nay: việc đã làm trước đó vẫn thuộc vị trí này.", field="day"
        )
    post = Post.objects.get(pk=post_id)
    if post.valid_to is not None and post.valid_to <= day:
        raise Refused("Vị trí này đã có ngày kết thúc.", field="day")
    if post.role == Role.ADMINISTRATOR:
        _keep_another(day, than=post.account_id, or_post=post_id)
    office_actions.end_post(post_id=post_id, day=day, by=by.ref, at=at)


def _keep_another(day: date, *, than: int, or_post: int | None = None) -> None:
    """Refused unless an active administrator is left on `day`: without one nobody could let anybody in any more."""
    posts = in_force(Post.objects, day).filter(role=Role.ADMINISTRATOR, account__is_active=True, account__machine=False)
    # Locked, so that two administrators who end each other's posts come one after the other.
    left = list(posts.select_for_update(of=("self",)).values_list("pk", "account_id"))
    if all(pk == or_post if or_post else account_id == than for pk, account_id in left):
        raise Refused(LAST)


@transaction.atomic
def reset_password(*, account_id: int, by: Actor, at: datetime) -> str:
    """A one-time password, told this once; the person's open sessions end. A machine has no password."""
    allowed("accounts.change", by=by, at=at)
    if Account.objects.filter(pk=account_id, machine=True).exists():
        raise Refused("Tài khoản máy không có mật khẩu; hãy cấp mã truy cập bằng lệnh motcua token.")
    return account_actions.reset_password(account_id=account_id, by=by.ref, at=at)


@transaction.atomic
def shut_out(*, account_id: int, by: Actor, at: datetime) -> None:
    """Lock an account from its next request on. Nobody locks themselves out, nor the last administrator."""
    allowed("accounts.change", by=by, at=at)
    if account_id == by.account_id:
        raise Refused("Không tự khóa tài khoản của chính mình.")
    _keep_another(local_day(at), than=account_id)
    account_actions.set_active(account_id=account_id, active=False, by=by.ref, at=at)


def let_in(*, account_id: int, by: Actor, at: datetime) -> None:
    """Unlock an account."""
    allowed("accounts.change", by=by, at=at)
    account_actions.set_active(account_id=account_id, active=True, by=by.ref, at=at)
