"""What keeps a publishing decision from being published: asked of a draft, and once more when it is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.kernel.sentences import Refused, Sentence

from .models import DecisionItem, ProcedureVersion
from .published import Published, read
from .queries import results_needed
from .references import needs, told, ways_round
from .rules import KIND_NAMES, ItemKind

ONLINE_NEEDS_REASON = "partial"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with the item of which procedure; "" where it is the decision itself."""

    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Last:
    """The latest version of a procedure: from when to when it is in force, and the digest of what it says."""

    valid_from: date
    valid_to: date | None
    digest: str


def lasts(versions: Iterable[ProcedureVersion]) -> dict[int, Last]:
    """The latest of each procedure's versions, by the procedure's id."""
    found: dict[int, ProcedureVersion] = {}
    for version in versions:
        if version.procedure_id not in found or found[version.procedure_id].n < version.n:
            found[version.procedure_id] = version
    return {pk: Last(v.valid_from, v.valid_to, v.digest) for pk, v in found.items()}


def problems(items: Sequence[DecisionItem], last: Mapping[str, Last], *, day: date) -> list[Problem]:
    """Everything that is wrong with these items if they come into force on `day`; `last` by the procedure's code.

    One statement where papers are results of other procedures, else none.
    """
    if not items:
        return [Problem("", Sentence("Quyết định chưa có thủ tục nào."))]
    found: dict[str, Sentence] = {}
    lines: dict[str, Published | None] = {}
    for item in items:
        try:
            lines[item.code] = line = read(item.content) if item.content is not None else None
            sentence = wrong(ItemKind(item.kind), line, last.get(item.code), day=day)
        except Refused as no:
            sentence = no.sentence
        if sentence is not None:
            found[item.code] = sentence
    round_about = _round(lines)
    return [
        Problem(item.code, sentence)
        for item in items
        if (sentence := found.get(item.code) or round_about.get(item.code)) is not None
    ]


def _round(lines: Mapping[str, Published | None]) -> dict[str, Sentence]:
    """Which procedures would need their own result in the end, by these lines (None: repealed) and what is in force."""
    new = {code: needs(line) if line is not None else set() for code, line in lines.items()}
    if not any(new.values()):
        return {}
    return {code: told(way) for code, way in ways_round(results_needed() | new, among=new).items()}


def wrong(kind: ItemKind, line: Published | None, last: Last | None, *, day: date) -> Sentence | None:
    """Why a decision cannot say this of a procedure whose latest version is `last`; None when it can."""
    said = {"kind": Sentence(KIND_NAMES[kind])}
    if last is None and kind is not ItemKind.NEW:
        return Sentence("Chưa có thủ tục này nên không có gì để {kind}.", said)
    if last is not None:
        if last.valid_to is not None and kind is not ItemKind.NEW:
            ended = {"day": f"{last.valid_to:%d/%m/%Y}", **said}
            return Sentence("Thủ tục đã bị bãi bỏ từ ngày {day} nên không thể {kind}.", ended)
        if kind is ItemKind.NEW and (last.valid_to is None or day < last.valid_to):
            return Sentence("Thủ tục đang có hiệu lực: chọn “sửa đổi, bổ sung” hoặc “chuẩn hóa”.")
        if day < last.valid_from:
            begins = {"day": f"{last.valid_from:%d/%m/%Y}"}
            return Sentence("Đã có bản có hiệu lực từ ngày {day}, sau ngày hiệu lực của quyết định này.", begins)
    if line is None:
        return None
    if line.online == ONLINE_NEEDS_REASON and not str(line.raw.get("online_reason") or "").strip():
        return Sentence("Dịch vụ công một phần phải công bố lý do chưa toàn trình (Nghị định 224/2026 Điều 14).")
    if last is not None and last.valid_to is None and last.digest == line.digest:
        return Sentence("Nội dung giống bản đang có hiệu lực.")
    return None
