"""The points of a supplement request: everything that is missing, at once, each with reason and guidance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from motcua.kernel.sentences import Refused


@dataclass(frozen=True, slots=True)
class Item:
    """One point of form 02. `component` is the paper's name, `n` its number in the procedure (0: none)."""

    component: str
    reason: str
    guidance: str
    n: int = 0
    legal_basis: str = ""


def checked(items: Sequence[Item]) -> list[dict[str, object]]:
    """The points as stored. Refused when there is none, or one without reason or guidance (NĐ 118/2025 Điều 11.2c)."""
    if not items:
        raise Refused("Cần ghi ít nhất một nội dung phải bổ sung.", field="items")
    for i, item in enumerate(items, 1):
        if not item.component.strip():
            raise Refused("Nội dung {n}: cần ghi tên giấy tờ.", field=f"items.{i - 1}.component", n=i)
        if not item.reason.strip():
            raise Refused("Nội dung {n}: cần ghi lý do.", field=f"items.{i - 1}.reason", n=i)
        if not item.guidance.strip():
            raise Refused("Nội dung {n}: cần hướng dẫn cách bổ sung.", field=f"items.{i - 1}.guidance", n=i)
    return [asdict(item) for item in items]
