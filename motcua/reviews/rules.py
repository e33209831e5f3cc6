"""What may be said of a procedure that is reviewed, and the shares that come of it; plain Python.

Three kinds of campaigns share one worksheet: decentralisation (phân cấp), the class of service online (tái cấu trúc quy
trình), simplification (đơn giản hóa). Which reasons let a service be partial is law, and so a dated file (packs/).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy

PACKS = Path(__file__).parent / "packs"
LONGEST = 2000  # letters of one text
MOST_SAVED = 10**15  # đồng a year
CENT = Decimal("0.01")
UNREADABLE = {"\x00", "\ufffd"}


class Kind(StrEnum):
    """What a campaign reviews procedures for."""

    DECENTRALISATION = "decentralisation"
    ONLINE = "online_service"
    SIMPLIFICATION = "simplification"


KINDS: dict[str, str] = {
    Kind.DECENTRALISATION.value: gettext_noop("Phân cấp giải quyết thủ tục"),
    Kind.ONLINE.value: gettext_noop("Tái cấu trúc để cung cấp trực tuyến"),
    Kind.SIMPLIFICATION.value: gettext_noop("Đơn giản hóa thủ tục"),
}


class Verdict(StrEnum):
    """What comes of reviewing one procedure."""

    KEEP = "keep"
    PROPOSE = "propose"


VERDICTS: dict[str, str] = {
    Verdict.KEEP.value: gettext_noop("Giữ nguyên"),
    Verdict.PROPOSE.value: gettext_noop("Đề xuất thay đổi"),
}
PROPOSALS: dict[str, dict[str, str]] = {
    Kind.DECENTRALISATION.value: {
        "province": gettext_noop("Phân cấp cho cấp tỉnh"),
        "department": gettext_noop("Phân cấp cho sở, ngành"),
        "district": gettext_noop("Phân cấp cho cấp huyện"),
        "commune": gettext_noop("Phân cấp cho cấp xã"),
    },
    Kind.ONLINE.value: {
        "full": gettext_noop("Toàn trình"),
        "partial": gettext_noop("Một phần"),
        "info": gettext_noop("Chỉ cung cấp thông tin"),
    },
    Kind.SIMPLIFICATION.value: {
        "amend": gettext_noop("Sửa đổi, bổ sung"),
        "simplify": gettext_noop("Đơn giản hóa"),
        "repeal": gettext_noop("Bãi bỏ"),
    },
}
REASONS: dict[str, str] = {
    "presence": gettext_noop("Người nộp phải có mặt"),
    "field": gettext_noop("Phải kiểm tra thực địa"),
    "technical": gettext_noop("Hạ tầng kỹ thuật chưa đáp ứng"),
}


class Outcome(StrEnum):
    """What who approves decided on a proposal."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


OUTCOMES: dict[str, str] = {
    Outcome.ACCEPTED.value: gettext_noop("Đồng ý"),
    Outcome.DECLINED.value: gettext_noop("Không đồng ý"),
}
LEVELS = ("ministry", "province", "district", "commune", "common", "other", "none")
_RANKS = ("ministry", "province", "department", "district", "commune")  # from the highest down


@dataclass(frozen=True, slots=True)
class Pack:
    """What the law asks of a partial service, in force from `valid_from` until a later pack begins."""

    code: str
    valid_from: date
    reasons: tuple[str, ...]
    basis: str


@lru_cache
def packs(root: Path = PACKS) -> tuple[Pack, ...]:
    """All packs of the folder, oldest first."""
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in root.glob("*.toml"))
    found = (Pack(d["code"], d["valid_from"], tuple(d["partial"]["reasons"]), d["partial"]["basis"]) for d in read)
    return tuple(sorted(found, key=lambda pack: pack.valid_from))


def partial_on(day: date) -> Pack | None:
    """What is asked of a partial service on `day`; None where nothing was yet."""
    return next((pack for pack in reversed(packs()) if pack.valid_from <= day), None)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one procedure. `reason` is one of REASONS, `saving` what it saves people in đồng a year."""

    verdict: str = ""
    proposal: str = ""
    reason: str = ""
    text: str = ""
    basis: str = ""
    saving: int | None = None

    @property
    def empty(self) -> bool:
        return self == Said()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The procedure as it was when the campaign began: the one of LEVELS, its class of service online and why."""

    level: str
    online: str = "unknown"
    online_reason: str = ""


def offered(kind: str, of: Reviewed, *, levels: Collection[str]) -> list[str]:
    """What can be proposed for a procedure; to decentralise, what lies below it, of the `levels` of government that
    there are."""
    if kind != Kind.DECENTRALISATION:
        return list(PROPOSALS[kind])
    highest = _RANKS.index(of.level) if of.level in _RANKS else 0
    below = _RANKS[highest + 1 :]
    return [rank for rank in below if rank == "department" or rank in levels]


def check(kind: str, of: Reviewed, said: Said, *, levels: Collection[str], law: Pack | None) -> Said:
    """What was said, tidied; Refused, at its field, where it says nothing or contradicts itself or the law."""
    said = replace(said, text=_text(said.text, "text"), basis=_text(said.basis, "basis"))
    if said.verdict not in VERDICTS:
        raise Refused("Hãy chọn giữ nguyên hay đề xuất thay đổi.", field="verdict")
    if said.verdict == Verdict.KEEP and said.proposal:
        raise Refused("Giữ nguyên thì không chọn đề xuất nào; hãy chọn một trong hai.", field="proposal")
    if said.verdict == Verdict.PROPOSE and not said.proposal:
        raise Refused("Hãy chọn đề xuất thay đổi gì.", field="proposal")
    if said.proposal and said.proposal not in offered(kind, of, levels=levels):
        raise Refused("Không đề xuất được như vậy cho thủ tục này; hãy chọn trong danh sách.", field="proposal")
    if said.saving is not None and not 0 <= said.saving <= MOST_SAVED:
        raise Refused("Chi phí tiết kiệm phải là số đồng mỗi năm, không âm.", field="saving")
    if kind == Kind.ONLINE:
        return _check_online(of, said, law)
    if kind == Kind.SIMPLIFICATION and said.verdict == Verdict.PROPOSE and not said.text:
        raise Refused("Hãy ghi nội dung đề xuất.", field="text")
    saved = said.saving if kind == Kind.SIMPLIFICATION and said.verdict == Verdict.PROPOSE else None
    return replace(said, reason="", saving=saved)


def _check_online(of: Reviewed, said: Said, law: Pack | None) -> Said:
    """NĐ 224/2026 Điều 14: whole is the rule, partial needs one of the reasons that it names."""
    if said.verdict == Verdict.KEEP and of.online not in PROPOSALS[Kind.ONLINE]:
        raise Refused("Thủ tục chưa có mức độ cung cấp; hãy đề xuất một mức.", field="verdict")
    if said.proposal and said.proposal == of.online:
        raise Refused("Thủ tục đã ở mức này; hãy chọn giữ nguyên.", field="proposal")
    partial = (said.proposal or of.online) == "partial"
    if partial and law is not None and not (said.verdict == Verdict.KEEP and of.online_reason):
        if said.reason not in law.reasons:
            raise Refused(
                "Chỉ cung cấp một phần khi có lý do ({basis}); hãy chọn lý do.", field="reason", basis=law.basis
            )
    elif said.reason and said.reason not in REASONS:
        raise Refused("Hãy chọn lý do trong danh sách.", field="reason")
    return replace(said, reason=said.reason if partial else "", saving=None)


def _text(typed: str, field: str) -> str:
    text = tidy(typed)
    if UNREADABLE & set(text):
        raise Refused("Có ký tự không đọc được (�). Hãy xóa và gõ lại.", field=field)
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field=field, most=LONGEST)
    return text


@dataclass(frozen=True, slots=True)
class Count:
    """Of some lines: how many were asked for, reviewed, proposed to change, decided on, filled after the due day."""

    asked: int = 0
    reviewed: int = 0
    proposed: int = 0
    accepted: int = 0
    declined: int = 0
    late: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.asked + other.asked,
            self.reviewed + other.reviewed,
            self.proposed + other.proposed,
            self.accepted + other.accepted,
            self.declined + other.declined,
            self.late + other.late,
        )

    @property
    def left(self) -> int:
        """Lines not reviewed yet."""
        return self.asked - self.reviewed

    @property
    def unjudged(self) -> int:
        """Proposals on which nothing is decided yet."""
        return self.proposed - self.accepted - self.declined

    @property
    def ratio(self) -> Decimal | None:
        """Proposed of those reviewed, in percent to two decimals."""
        return ratio(self.proposed, self.reviewed)

    def reached(self, target: Decimal | None) -> bool | None:
        """Whether at least `target` percent of those reviewed are proposed to change; None without a target, and where
        nothing is reviewed. By the exact share: 19,996 % is printed as 20,00 % and has not reached 20."""
        return None if target is None or not self.reviewed else 100 * self.proposed >= target * self.reviewed


def ratio(part: int, whole: int) -> Decimal | None:
    """A share in percent to two decimals, halves up; None (not applicable, neither 0 nor 100) where `whole` is 0."""
    return (Decimal(100 * part) / whole).quantize(CENT, ROUND_HALF_UP) if whole else None


def total(counts: Iterable[Count]) -> Count:
    """All of them together."""
    return sum(counts, Count())
