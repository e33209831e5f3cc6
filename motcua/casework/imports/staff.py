"""Staff from a CSV: a line for each post; new people get an account with a one-time password."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from motcua.accounts import actions as accounts
from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.kernel import agency_code, names, phone
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices import actions as offices
from motcua.offices.models import Agency, Post, Unit
from motcua.offices.roles import Role

from .reading import Line, RefusedLine, csv_lines
from .report import Report
from .values import day_of, fitting

COLUMNS = (
    *("username", "full_name", "email", "phone", "agency_code"),
    *("division", "role", "from", "to", "stand_in_for"),
)
LONGEST = {"full_name": 120, "email": 254, "division": 200}
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.]{0,58}[a-z0-9])?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Held = dict[tuple[str, int, str], dict[date, date | None]]


@dataclass(frozen=True, slots=True)
class PostLine:
    """A line as read; `key` names what one person can hold only once at a time."""

    n: int
    person: NewAccount
    agency: Agency
    division: str
    role: Role
    valid_from: date
    valid_to: date | None
    stand_in_for: str

    @property
    def key(self) -> tuple[str, int, str]:
        return self.person.username, self.agency.pk, self.role.value


@dataclass(slots=True)
class StaffReport(Report):
    """Posts counted as lines, and what is printed on the sheet: one-time passwords of the accounts opened.

    `passwords` is shown once, on the sheet; neither `as_json` nor the representation of the report holds it.
    """

    opened: list[NewAccount] = field(default_factory=list)
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def as_json(self) -> dict[str, object]:
        return Report.as_json(self) | {"accounts": [person.username for person in self.opened]}


@transaction.atomic
def import_staff(
    content: bytes,
    *,
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
    password: str | None = None,
    demo: bool = False,
) -> StaffReport:
    """Import the posts of a file. Existing accounts get posts only; their names and passwords stay as they are.

    With `password` (the demo) all new accounts get that one. Refused when the file cannot be read.
    """
    sheet = csv_lines(content, columns=COLUMNS)
    report = StaffReport()
    report.refuse(sheet.refused)
    people = {account.username: account for account in Account.objects.all()}
    lines = _agreeing(_read_all(sheet.lines, report), people, report)
    report.opened = _strangers(lines, people)
    report.passwords = accounts.open_accounts(report.opened, by=by, at=at, password=password, demo=demo, origin=origin)
    people |= {a.username: a for a in Account.objects.filter(username__in=[p.username for p in report.opened])}
    for line in lines:
        offices.give_post(
            account=people[line.person.username],
            agency=line.agency,
            role=line.role,
            day=line.valid_from,
            until=line.valid_to,
            unit=_unit(line),
            stand_in_for=people[line.stand_in_for] if line.stand_in_for else None,
            by=by,
            at=at,
            origin=origin,
        )
        report.new += 1
    return report


def _unit(line: PostLine) -> Unit | None:
    """The division named, opened from the first day of the first post in it."""
    if not line.division:
        return None
    return offices.open_unit(agency_id=line.agency.pk, name=line.division, day=line.valid_from)


def _read_all(lines: Sequence[Line], report: Report) -> list[PostLine]:
    agencies = {a.code: a for a in Agency.objects.filter(valid_to__isnull=True)}
    posts, first = [], dict[str, PostLine]()
    for line in lines:
        try:
            post = _read(line, agencies)
            before = first.setdefault(post.person.username, post)
            if before.person != post.person:
                raise Refused("Người “{username}” ghi khác với dòng {n}.", username=post.person.username, n=before.n)
            posts.append(post)
        except Refused as no:
            report.refuse([RefusedLine(line.n, no.sentence)])
    return posts


def _read(line: Line, agencies: Mapping[str, Agency]) -> PostLine:
    values = line.values
    if not USERNAME.fullmatch(values["username"]):
        raise Refused(
            "Tên đăng nhập “{given}” chỉ được gồm chữ thường không dấu, chữ số và dấu chấm, dài từ 1 đến 60.",
            given=values["username"][:60],
        )
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        raise Refused("Địa chỉ thư điện tử “{given}” không hợp lệ.", given=values["email"][:60])
    person = NewAccount(
        username=values["username"],
        full_name=names.parse(fitting(values, "full_name", LONGEST)),
        email=fitting(values, "email", LONGEST),
        phone=phone.parse(values["phone"]).e164 if values["phone"] else "",
    )
    code = agency_code.parse(values["agency_code"]).code
    if code not in agencies:
        raise Refused("Không có cơ quan {code}, hoặc cơ quan đã kết thúc hoạt động.", code=code)
    if values["role"] not in set(Role):
        raise Refused("Vị trí “{role}” không có trong danh mục.", role=values["role"][:40])
    begins, ends = day_of(values, "from"), day_of(values, "to")
    if begins is None:
        raise Refused("Thiếu ngày bắt đầu (cột from).")
    if ends is not None and ends <= begins:
        raise Refused("Ngày thôi giữ vị trí phải sau ngày bắt đầu.")
    if values["stand_in_for"] == person.username:
        raise Refused("Không ai thay chính mình.")
    return PostLine(
        n=line.n,
        person=person,
        agency=agencies[code],
        division=fitting(values, "division", LONGEST),
        role=Role(values["role"]),
        valid_from=begins,
        valid_to=ends,
        stand_in_for=values["stand_in_for"],
    )


def _agreeing(posts: list[PostLine], people: Mapping[str, Account], report: StaffReport) -> list[PostLine]:
    """The posts that are new and fit to those held and to each other; refusing one may unsettle another."""
    held = _held()
    while True:
        known = people.keys() | {p.person.username for p in posts}
        good: list[PostLine] = []
        refused = []
        for post in posts:
            if reason := _clash(post, good, held) or _unknown(post, known):
                refused.append(RefusedLine(post.n, reason))
            else:
                good.append(post)
        report.refuse(refused)
        if not refused:
            break
        posts = good
    fresh = [p for p in good if p.valid_from not in held.get(p.key, {})]
    report.unchanged += len(good) - len(fresh)
    return fresh


def _held() -> Held:
    """The posts in the database: by person, agency and role, the first day with the day they end."""
    held: Held = {}
    rows = Post.objects.values_list("account__username", "agency_id", "role", "valid_from", "valid_to")
    for username, agency_id, role, begins, ends in rows:
        held.setdefault((username, agency_id, role), {})[begins] = ends
    return held


def _unknown(post: PostLine, known: Collection[str]) -> Sentence | None:
    if post.stand_in_for and post.stand_in_for not in known:
        return Sentence("Không có người “{username}” để thay.", {"username": post.stand_in_for[:60]})
    return None


def _clash(post: PostLine, others: Sequence[PostLine], held: Held) -> Sentence | None:
    """Why the post cannot stand beside those held and those of the lines before."""
    mine = held.get(post.key, {})
    if post.valid_from in mine:
        if mine[post.valid_from] != post.valid_to:
            return Sentence("Vị trí này đã có với ngày thôi giữ khác; thay đổi ấy phải làm ở trang quản trị.")
    elif any(_overlap(post.valid_from, post.valid_to, begins, ends) for begins, ends in mine.items()):
        return Sentence("Người này đang giữ vị trí ấy trong thời gian đó rồi.")
    for other in others:
        if other.key == post.key and _overlap(post.valid_from, post.valid_to, other.valid_from, other.valid_to):
            return Sentence("Vị trí này đã có ở dòng {n}.", {"n": other.n})
    return None


def _overlap(begins: date, ends: date | None, other_begins: date, other_ends: date | None) -> bool:
    return (other_ends is None or begins < other_ends) and (ends is None or other_begins < ends)


def _strangers(posts: Sequence[PostLine], people: Mapping[str, Account]) -> list[NewAccount]:
    """The people of the lines who have no account yet, once each."""
    return list({p.person.username: p.person for p in posts if p.person.username not in people}.values())
