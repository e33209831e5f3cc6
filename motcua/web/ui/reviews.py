"""What both faces of a review say alike: names of kinds, levels and states, and a share that may not apply."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.reviews import Carried, Shown
from motcua.kernel.sentences import gettext_noop
from motcua.reviews.rules import OUTCOMES, PROPOSALS, REASONS, VERDICTS, Count
from motcua.web.ui.words import share

LEVELS = {
    "ministry": _("Cấp bộ"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "common": _("Dùng chung nhiều cấp"),
    "other": _("Khác"),
    "none": _("Không ghi cấp"),
}
ONLINE = {
    "full": gettext_noop("Toàn trình"),
    "partial": gettext_noop("Một phần"),
    "info": gettext_noop("Chỉ cung cấp thông tin"),
    "unknown": gettext_noop("Chưa phân loại"),
}
CARRIED = {
    Carried.WAITING: gettext_noop("Chờ thực hiện"),
    Carried.CHANGED: gettext_noop("Danh mục đã đổi"),
    Carried.DONE: gettext_noop("Đã thực hiện"),
}
NAMES = {proposal: text for kind in PROPOSALS.values() for proposal, text in kind.items()}


def ratio(of: Count) -> str:
    """Proposed of those reviewed, as the language writes it; a share of nothing is not applicable."""
    return share(of.proposed, of.reviewed) or gettext("không tính")


def told(row: Shown) -> dict[str, str]:
    """What is said of a line, in words."""
    line = row.line
    return {
        "level": str(LEVELS.get(line.level, line.level)),
        "verdict": gettext(VERDICTS[line.verdict]) if line.verdict else "",
        "proposal": gettext(NAMES[line.proposal]) if line.proposal else "",
        "reason": gettext(REASONS[line.reason]) if line.reason else "",
        "outcome": gettext(OUTCOMES[line.outcome]) if line.outcome else "",
        "online": gettext(ONLINE[line.version.online]),
        "carried": gettext(CARRIED[row.followed.state]) if row.followed else "",
    }
