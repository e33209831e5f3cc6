"""What one version of a procedure says otherwise than another, part by part (Decree 63/2010 article 8.2), in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from motcua.kernel import folding
from motcua.kernel.sentences import Sentence, gettext_noop

from .charges import sentences
from .models import Component, HoldGround, LimitCase, ProcedureVersion
from .published_limits import channel_words
from .queries import cases_of, charges_of, hold_grounds_of, own_limit
from .rules import HOLD_KINDS, HoldKind

ALIKE = 0.6  # papers whose names share so much are one paper with another name
# The parts in the order of the decree, then what concerns how the procedure is provided. Keys are columns.
PARTS: Mapping[str, str] = {
    "name": gettext_noop("Tên thủ tục"),
    "field": gettext_noop("Lĩnh vực"),
    "steps": gettext_noop("Trình tự thực hiện"),
    "channels": gettext_noop("Cách thức thực hiện"),
    "components": gettext_noop("Thành phần hồ sơ"),
    "sets": gettext_noop("Số lượng hồ sơ"),
    "limit": gettext_noop("Thời hạn giải quyết"),
    "limit_text": gettext_noop("Thời hạn ghi trong văn bản"),
    "limit_basis": gettext_noop("Căn cứ của thời hạn"),
    "limit_channels": gettext_noop("Cách nộp mà thời hạn áp dụng"),
    "cases": gettext_noop("Thời hạn theo trường hợp"),
    "holds": gettext_noop("Căn cứ tạm dừng thời hạn"),
    "subjects": gettext_noop("Đối tượng thực hiện"),
    "agency": gettext_noop("Cơ quan thực hiện"),
    "result": gettext_noop("Kết quả"),
    "fee_text": gettext_noop("Phí, lệ phí"),
    "charges": gettext_noop("Mức thu"),
    "requirements": gettext_noop("Yêu cầu, điều kiện"),
    "legal_bases": gettext_noop("Căn cứ pháp lý"),
    "levels": gettext_noop("Cấp thực hiện"),
    "online": gettext_noop("Mức độ trực tuyến"),
    "online_level": gettext_noop("Mức độ dịch vụ công (2011)"),
    "online_reason": gettext_noop("Lý do chưa toàn trình"),
    "authority_system": gettext_noop("Hệ thống quản lý chính"),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "channels": {
        "direct": gettext_noop("trực tiếp"),
        "online": gettext_noop("trực tuyến"),
        "post": gettext_noop("qua dịch vụ bưu chính công ích"),
    },
    "levels": {
        "ministry": gettext_noop("cấp bộ"),
        "province": gettext_noop("cấp tỉnh"),
        "district": gettext_noop("cấp huyện"),
        "commune": gettext_noop("cấp xã"),
    },
    "online": {
        "full": gettext_noop("toàn trình"),
        "partial": gettext_noop("một phần"),
        "info": gettext_noop("cung cấp thông tin"),
        "unknown": gettext_noop("chưa phân loại"),
    },
}
LISTS = ("channels", "limit_channels", "subjects", "legal_bases", "levels")
OF_CASE: Mapping[str, str] = {"limit_basis": gettext_noop("căn cứ"), "limit_channels": gettext_noop("cách nộp")}
OF_HOLD: Mapping[str, str] = {"basis": gettext_noop("căn cứ"), "kind": gettext_noop("loại")}
OF_PAPER: Mapping[str, str] = {
    "name": gettext_noop("tên"),
    "originals": gettext_noop("số bản chính"),
    "copies": gettext_noop("số bản sao"),
    "form": gettext_noop("mẫu"),
    "result_of": gettext_noop("là kết quả của thủ tục"),
    "note": gettext_noop("ghi chú"),
    "group": gettext_noop("nhóm"),
}


class How(StrEnum):
    """What happened to a part, or to one entry of it."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Says:
    """What a version says: its row, and its papers, cases and grounds to hold in order. Rows that are not saved will
    do."""

    version: ProcedureVersion
    components: Sequence[Component] = field(default_factory=list)
    cases: Sequence[LimitCase] = field(default_factory=list)
    holds: Sequence[HoldGround] = field(default_factory=list)


Text = str | Sentence


def says(version: ProcedureVersion) -> Says:
    """What a published version says: three statements."""
    components = list(Component.objects.filter(version=version).order_by("n"))
    return Says(version, components, cases_of(version.pk), hold_grounds_of(version.pk))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `entry` names the paper, case or list entry that it is about, "" where it is the whole part;
    `aspect` what of a paper is another. A text that is not there is ""."""

    part: str
    how: How
    entry: str = ""
    aspect: str = ""
    before: Text = ""
    after: Text = ""

    @property
    def label(self) -> str:
        """The name of the part, to be translated."""
        return PARTS[self.part]

    @property
    def sentence(self) -> Sentence:
        """The whole difference: "Thời hạn giải quyết: từ 5 ngày làm việc thành 3 ngày làm việc."."""
        values: dict[str, object] = {"part": Sentence(self.label), "entry": self.entry}
        values |= {"before": self.before or "–", "after": self.after or "–"}
        if self.how is How.ADDED:
            return Sentence("{part}: thêm “{entry}”.", values)
        if self.how is How.REMOVED:
            return Sentence("{part}: bỏ “{entry}”.", values)
        if self.entry:
            values["aspect"] = Sentence(self.aspect) if self.aspect else ""
            text = "{part}: “{entry}”, {aspect} từ “{before}” thành “{after}”."
            return Sentence(text if self.aspect else "{part}: “{entry}” từ {before} thành {after}.", values)
        return Sentence("{part}: từ “{before}” thành “{after}”.", values)


def differences(before: Says, after: Says) -> list[Change]:
    """Everything that `after` says otherwise, in the order of the parts; empty when both say the same."""
    return [change for part in PARTS for change in _of_part(part, before, after)]


def _of_part(part: str, before: Says, after: Says) -> Iterator[Change]:
    old, new = before.version, after.version
    if part == "components":
        yield from _of_papers(before.components, after.components)
    elif part == "cases":
        yield from _of_cases(before.cases, after.cases)
    elif part == "holds":
        yield from _of_holds(before.holds, after.holds)
    elif part == "limit":
        if _limit(old) != _limit(new):
            yield Change(part, How.CHANGED, before=_limit_words(old), after=_limit_words(new))
    elif part == "charges":
        yield from _of_list(part, *([str(said) for said in sentences(charges_of(v))] for v in (old, new)))
    elif part in LISTS:
        yield from _of_list(part, getattr(old, part), getattr(new, part))
    elif (was := _plain(part, old)) != (now := _plain(part, new)):
        yield Change(part, How.CHANGED, before=was, after=now)


def _plain(part: str, version: ProcedureVersion) -> Text:
    value = getattr(version, part)
    if value is None:
        return ""
    if part in WORDS:
        return Sentence(WORDS[part].get(value, value))
    return "\n".join(" ".join(line.split()) for line in str(value).splitlines() if line.strip())


def _of_list(part: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    was, now = ({folding.fold(text): text for text in texts} for texts in (old, new))
    words = WORDS["channels"] if part == "limit_channels" else WORDS.get(part, {})
    for key, text in was.items():
        if key not in now:
            yield Change(part, How.REMOVED, words.get(text, text), before=words.get(text, text))
    for key, text in now.items():
        if key not in was:
            yield Change(part, How.ADDED, words.get(text, text), after=words.get(text, text))


def _limit(of: ProcedureVersion | LimitCase) -> tuple[object, ...]:
    amount = of.limit_amount
    return (Decimal(amount) if amount is not None else None, of.limit_unit, of.limit_date)


def _limit_words(of: ProcedureVersion | LimitCase) -> Text:
    return own_limit(of).sentence() if of.limit_unit else ""


def _of_cases(old: Sequence[LimitCase], new: Sequence[LimitCase]) -> Iterator[Change]:
    was, now = ({folding.fold(case.name): case for case in cases} for cases in (old, new))
    for key, case in was.items():
        if key not in now:
            yield Change("cases", How.REMOVED, case.name, before=_limit_words(case))
            continue
        after = now[key]
        if _limit(case) != _limit(after):
            yield Change("cases", How.CHANGED, after.name, "", _limit_words(case), _limit_words(after))
        yield from _aspects("cases", OF_CASE, case, after)
    for key, case in now.items():
        if key not in was:
            yield Change("cases", How.ADDED, case.name, after=_limit_words(case))


def _of_holds(old: Sequence[HoldGround], new: Sequence[HoldGround]) -> Iterator[Change]:
    was, now = ({folding.fold(hold.name): hold for hold in holds} for holds in (old, new))
    for key, hold in was.items():
        if key not in now:
            yield Change("holds", How.REMOVED, hold.name, before=hold.basis)
        else:
            yield from _aspects("holds", OF_HOLD, hold, now[key])
    for key, hold in now.items():
        if key not in was:
            yield Change("holds", How.ADDED, hold.name, after=hold.basis)


def _aspects(part: str, aspects: Mapping[str, str], was: Any, now: Any) -> Iterator[Change]:
    """What of an entry that both have is another."""
    for aspect, label in aspects.items():
        before, after = (_worded(aspect, getattr(row, aspect)) for row in (was, now))
        if str(before) != str(after):
            yield Change(part, How.CHANGED, now.name, label, before, after)


def _worded(aspect: str, value: Any) -> Text:
    if aspect == "limit_channels":
        return channel_words(value)
    return Sentence(HOLD_KINDS[HoldKind(value)]) if aspect == "kind" else _said(value)


def _of_papers(old: Sequence[Component], new: Sequence[Component]) -> Iterator[Change]:
    """Papers of one name are the same paper; of the rest those that are most alike, if they are alike enough."""
    left, came = list(old), list(new)
    pairs = list(_pairs(left, came))
    for was, now in sorted(pairs, key=lambda pair: pair[1].n):
        for aspect, label in OF_PAPER.items():
            before, after = (_said(getattr(paper, aspect)) for paper in (was, now))
            if before != after:
                yield Change("components", How.CHANGED, was.name, label, before, after)
    for paper in left:
        yield Change("components", How.REMOVED, paper.name, before=paper.name)
    for paper in came:
        yield Change("components", How.ADDED, paper.name, after=paper.name)


def _said(value: Any) -> str:
    return " ".join(str(value).split())


def _pairs(left: list[Component], came: list[Component]) -> Iterator[tuple[Component, Component]]:
    """Which papers are the same; what is left of both lists afterwards is gone, or new."""
    for exact in (lambda p: (folding.fold(p.name), folding.fold(p.group)), lambda p: (folding.fold(p.name),)):
        keyed: dict[Any, list[Component]] = {}
        for paper in left:
            keyed.setdefault(exact(paper), []).append(paper)
        for paper in list(came):
            if same := keyed.get(exact(paper)):
                was = same.pop(0)
                left.remove(was)
                came.remove(paper)
                yield was, paper
    scores = sorted(
        ((_alike(was, now), -was.n, -now.n, was, now) for was in left for now in came),
        key=lambda row: row[:3],
        reverse=True,
    )
    for score, _, _, was, now in scores:
        if score >= ALIKE and was in left and now in came:
            left.remove(was)
            came.remove(now)
            yield was, now


def _alike(was: Component, now: Component) -> float:
    matcher = difflib.SequenceMatcher(None, folding.fold(was.name).split(), folding.fold(now.name).split())
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def words(before: str, after: str) -> list[tuple[How | None, str]]:
    """Both texts in one, in pieces of whole words: None for what both say, REMOVED, ADDED. Joined by spaces."""
    old, new = before.split(), after.split()
    found: list[tuple[How | None, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((None, " ".join(old[a:b])))
        else:
            found += [(how, " ".join(some)) for how, some in ((How.REMOVED, old[a:b]), (How.ADDED, new[c:d])) if some]
    return found
