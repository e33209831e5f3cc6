"""One review of the demo province under way: procedures of the province to be simplified, partly filled already."""

from __future__ import annotations

from datetime import datetime, timedelta

from motcua.accounts.models import Account
from motcua.casework.office.review_lines import fill_lines
from motcua.casework.office.reviews import Chosen, open_review
from motcua.kernel.moments import VIETNAM
from motcua.offices import queries
from motcua.offices.actors import Actor
from motcua.offices.models import Post, in_force
from motcua.policy.predicates import REVIEWERS
from motcua.reviews.actions import CampaignData
from motcua.reviews.models import ReviewCampaign, ReviewLine
from motcua.reviews.rules import Kind, Said

from .province import ORIGIN

SUPERVISOR = "tam"
NAME = "Rà soát, đơn giản hóa thủ tục hành chính cấp tỉnh"
OPENED_BEFORE, DUE_AFTER = timedelta(days=20), timedelta(days=25)
LEFT = 3  # every third line is still to be reviewed
PROPOSED = (
    ("amend", "Rút ngắn thời hạn giải quyết một ngày làm việc.", 12_000_000),
    ("simplify", "Bỏ bản sao giấy tờ đã có trong cơ sở dữ liệu dùng chung.", 45_000_000),
)
KEPT = Said("keep", text="Thủ tục đang thực hiện ổn định, chưa có phản ánh, kiến nghị.")


def review(*, at: datetime) -> ReviewCampaign:
    """Open it some weeks before `at` and let officers of each agency fill a part, by the verbs of every officer."""
    then = (at - OPENED_BEFORE).astimezone(VIETNAM).replace(hour=9, minute=0, second=0, microsecond=0)
    day = then.date()
    data = CampaignData(
        kind=Kind.SIMPLIFICATION.value,
        name=NAME,
        order_number="21/KH-UBND",
        order_dated=day,
        taken_on=day,
        due=at.astimezone(VIETNAM).date() + DUE_AFTER,
    )
    opened = open_review(data, Chosen(levels=["province"]), by=_officer(SUPERVISOR, then), at=then)
    lines: dict[int, list[ReviewLine]] = {}
    for line in opened.lines.exclude(agency=None).order_by("n"):
        lines.setdefault(line.agency_id or 0, []).append(line)
    for n, (agency_id, some) in enumerate(sorted(lines.items()), 1):
        if username := _reviewer(agency_id, then):
            when = then + timedelta(days=n % 9 + 1, minutes=7 * n % 60)
            said = {line.pk: (line.edition, _said(line.n)) for line in some if line.n % LEFT}
            fill_lines(opened.pk, said, by=_officer(username, when), at=when)
    return opened


def _said(n: int) -> Said:
    if n % 4:
        return KEPT
    proposal, text, saving = PROPOSED[n // 4 % len(PROPOSED)]
    return Said("propose", proposal, text=text, saving=saving)


def _reviewer(agency_id: int, at: datetime) -> str | None:
    posts = in_force(Post.objects, at.date()).filter(agency_id=agency_id, role__in=REVIEWERS)
    return posts.order_by("account__username").values_list("account__username", flat=True).first()


def _officer(username: str, at: datetime) -> Actor:
    return queries.actor(Account.objects.get(username=username), day=at.date(), origin=ORIGIN)
