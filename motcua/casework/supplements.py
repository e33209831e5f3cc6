"""The check behind a supplement request: every paper marked, and all that is missing or wrong said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from motcua.catalogue.models import Component
from motcua.kernel.sentences import Refused, gettext_noop

from .intake import components_of

ENOUGH, MISSING, WRONG = "enough", "missing", "wrong"
MARKS = {ENOUGH: gettext_noop("Đủ"), MISSING: gettext_noop("Thiếu"), WRONG: gettext_noop("Chưa hợp lệ")}
NAMED = 60  # letters of a paper's name in a refusal


@dataclass(frozen=True, slots=True)
class Item:
    """One mark of the check: a point of form 02, or a paper that is enough (then only `n` counts; see `enough`).

    `component` is the paper's name, `n` its number in the procedure (0: none); `mark` says what is the matter.
    """

    component: str
    reason: str
    guidance: str
    n: int = 0
    legal_basis: str = ""
    mark: str = MISSING


def enough(numbers: Iterable[int]) -> tuple[Item, ...]:
    """The marks of papers that are there and valid, or that this case does not need."""
    return tuple(Item("", "", "", n=n, mark=ENOUGH) for n in numbers)


def rest_enough(items: Sequence[Item], version_id: int) -> tuple[Item, ...]:
    """The points with all other papers of the procedure version marked as enough: for who has looked at them all."""
    named = {item.n for item in items}
    return (*items, *enough(c.n for c in components_of(version_id) if c.n not in named))


def checked(items: Sequence[Item], version_id: int) -> tuple[list[dict[str, object]], list[int]]:
    """The points as stored, and the numbers of the papers that are enough.

    Refused when there is no point, one without reason or guidance (NĐ 118/2025 Điều 11.2c), and as long as a paper of
    the procedure version is not marked: the applicant is told once, and everything.
    """
    points = [item for item in items if item.mark != ENOUGH]
    good = [item.n for item in items if item.mark == ENOUGH]
    if not points:
        raise Refused("Cần ghi ít nhất một nội dung phải bổ sung.", field="items")
    for i, item in enumerate(points):
        _check(item, i)
    _check_all_marked(points, good, {c.n: c for c in components_of(version_id)})
    return [asdict(item) for item in points], sorted(good)


def _check(item: Item, i: int) -> None:
    at, n = f"items.{i}", i + 1
    if item.mark not in MARKS:
        raise Refused("Nội dung {n}: hãy chọn thiếu hay chưa hợp lệ.", field=f"{at}.mark", n=n)
    if not item.component.strip():
        raise Refused("Nội dung {n}: cần ghi tên giấy tờ.", field=f"{at}.component", n=n)
    if not item.reason.strip():
        raise Refused("Nội dung {n}: cần ghi lý do.", field=f"{at}.reason", n=n)
    if not item.guidance.strip():
        raise Refused("Nội dung {n}: cần hướng dẫn cách bổ sung.", field=f"{at}.guidance", n=n)


def _check_all_marked(points: Sequence[Item], good: Collection[int], known: Mapping[int, Component]) -> None:
    asked = {item.n for item in points if item.n}
    if strange := sorted((asked | set(good)) - set(known)):
        raise Refused(
            "Giấy tờ số {lines} không có trong thủ tục của hồ sơ.", field="items", lines=", ".join(map(str, strange))
        )
    if both := sorted(asked & set(good)):
        raise Refused(
            "Giấy tờ số {lines} vừa được đánh dấu là đủ, vừa phải bổ sung. Hãy chọn một.",
            field="enough",
            lines=", ".join(map(str, both)),
        )
    if unmarked := [c for n, c in known.items() if n not in asked and n not in good]:
        raise Refused(
            "Còn {count} giấy tờ chưa kiểm tra, từ số {n} “{name}”. Hãy đánh dấu từng giấy tờ là đủ, thiếu hay chưa "
            "hợp lệ trước khi gửi yêu cầu: người nộp chỉ được yêu cầu một lần.",
            field="enough",
            count=len(unmarked),
            n=unmarked[0].n,
            name=short(unmarked[0].name),
        )


def short(name: str) -> str:
    """The beginning of a paper's name: some are a page long."""
    return name if len(name) <= NAMED else f"{name[:NAMED].rstrip()}…"


def usual_guidance(component: Component) -> str:
    """How a missing paper is usually brought: "Nộp 01 bản chính và 02 bản sao."; to be changed by who writes."""
    parts = [f"{n:02d} {what}" for n, what in ((component.originals, "bản chính"), (component.copies, "bản sao")) if n]
    return f"Nộp {' và '.join(parts) or '01 bản chính'}."


def check_came(numbers: Iterable[int], items: Sequence[Mapping[str, Any]]) -> None:
    """Refused when a paper comes that was not asked for: only what was faulty opens again; the rest stands as it was.

    `numbers` are those of the papers that came (0: one that the procedure does not list), `items` the points asked.
    """
    asked = {item.get("n") or 0 for item in items}
    if strange := sorted(set(numbers) - asked):
        names = "; ".join(short(str(item["component"])) for item in items)
        if strange == [0]:
            raise Refused("Chỉ nhận những giấy tờ đã yêu cầu bổ sung: {names}.", field="papers", names=names)
        raise Refused(
            "Giấy tờ số {lines} không nằm trong yêu cầu bổ sung nên không nhận lại; chỉ nhận: {names}.",
            field="papers",
            lines=", ".join(str(n) for n in strange if n),
            names=names,
        )
