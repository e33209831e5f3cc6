"""The grounds on which a line lets the limit of its dossiers stand, each with its citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.kernel import folding
from motcua.kernel.sentences import Refused

from .rules import HoldKind

LONGEST = 300
MOST = 20


@dataclass(frozen=True, slots=True)
class PublishedHold:
    """A ground (căn cứ tạm dừng): what is waited for, by which article, and whether it is a duty to pay."""

    name: str
    basis: str
    kind: HoldKind


def given_holds(rows: Sequence[Mapping[str, Any]]) -> tuple[PublishedHold, ...]:
    """The grounds of a line. Refused for one without a name or a citation, of an unknown kind, or named twice."""
    found: dict[str, PublishedHold] = {}
    for row in rows:
        name, basis = _text(row, "name"), _text(row, "basis")
        if not name:
            raise Refused("Căn cứ tạm dừng phải có tên.", field="holds")
        if not basis:
            raise Refused("Căn cứ tạm dừng “{name}” phải dẫn điều, khoản và văn bản.", field="holds", name=name)
        hold = PublishedHold(name, basis, _kind(row, name))
        if found.setdefault(folding.fold(name), hold) is not hold:
            raise Refused("Căn cứ tạm dừng “{name}” được ghi hai lần.", field="holds", name=name)
    if len(found) > MOST:
        raise Refused("Thủ tục có quá {most} căn cứ tạm dừng.", field="holds", most=MOST)
    return tuple(found.values())


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str):
        raise Refused("Mục “{key}” phải là chữ.", field="holds", key=key)
    text = " ".join(value.split())
    if len(text) > LONGEST:
        raise Refused("Căn cứ tạm dừng dài quá {most} ký tự.", field="holds", most=LONGEST)
    return text


def _kind(row: Mapping[str, Any], name: str) -> HoldKind:
    try:
        return HoldKind(row.get("kind") or HoldKind.OTHER)
    except ValueError:
        raise Refused("Loại của căn cứ tạm dừng “{name}” không hợp lệ.", field="holds", name=name) from None
