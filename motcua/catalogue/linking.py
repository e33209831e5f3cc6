"""A linked group as its decision lists it: which member waits for whose result, and how long the whole takes.

Plain Python. Each member waits for one other at most, so that the members of a group are trees: what can begin at once
stands at their roots, and the longest chain of limits is the appointment of the whole declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.kernel.procedure_code import parse as parse_code
from motcua.kernel.sentences import Refused

MOST_MEMBERS = 12
LONGEST = {"code": 40, "name": 300, "decision": 300}


@dataclass(frozen=True, slots=True)
class Member:
    """One procedure of a group. `after` is the number of the member whose result it needs, None where it begins at
    once; `agency` the code of the agency that decides it, empty where the counter chooses as for any reception."""

    n: int
    procedure: str
    after: int | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of linked procedures (nhóm thủ tục hành chính liên thông) with the decision that made it.

    `until` is the first day on which no declaration can be filed for it any more, None until further notice.
    """

    code: str
    name: str
    decision: str
    members: tuple[Member, ...]
    until: date | None = None


def read(line: Mapping[str, Any]) -> Group:
    """One line of the import format (docs/import-formats.md). Refused, with the row of the member at fault."""
    code, name, decision = (_text(line, key) for key in ("code", "name", "decision"))
    if not name:
        raise Refused("Thiếu tên nhóm thủ tục.", field="name")
    if not decision:
        raise Refused("Thiếu quyết định công bố nhóm thủ tục.", field="decision")
    rows = line.get("members")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Refused("Mục “{key}” phải là danh sách đối tượng.", field="members", key="members")
    members = tuple(_member(n, row) for n, row in enumerate(rows, 1))
    group = Group(parse_code(code, field="code").code, name, decision, members, _day(_text(line, "to")))
    check(group.members)
    return group


def _text(line: Mapping[str, Any], key: str) -> str:
    value = line.get(key) or ""
    if not isinstance(value, str):
        raise Refused("Mục “{key}” phải là chữ.", field=key, key=key)
    value = " ".join(value.split())
    if len(value) > (most := LONGEST.get(key, 40)):
        raise Refused(
            "“{beginning}…” dài quá {most} ký tự. Hãy ghi ngắn lại.", field=key, beginning=value[:30], most=most
        )
    return value


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Ngày “{typed}” không đọc được; hãy ghi như 2026-12-31.", field="to", typed=text) from None


def _member(n: int, row: Mapping[str, Any]) -> Member:
    after = row.get("after")
    if after is not None and (not isinstance(after, int) or isinstance(after, bool)):
        raise Refused(
            "Thành phần {n}: “after” phải là số thứ tự của một thành phần, hoặc để trống.", field="members", n=n
        )
    try:
        procedure = parse_code(_text(row, "procedure"), field="procedure").code
    except Refused as no:
        raise Refused("Thành phần {n}: {why}", field="members", n=n, why=no.sentence) from None
    return Member(n, procedure, after, _text(row, "agency"))


def check(members: Sequence[Member]) -> None:
    """Refused, naming the row, for fewer than two members, a procedure named twice, or an order that never begins."""
    if not 2 <= len(members) <= MOST_MEMBERS:
        raise Refused("Nhóm liên thông phải có từ 2 đến {most} thủ tục.", field="members", most=MOST_MEMBERS)
    numbers = {member.n: member for member in members}
    seen: dict[str, int] = {}
    for member in members:
        if member.procedure in seen:
            raise Refused(
                "Thành phần {n}: thủ tục {code} đã có ở thành phần {other}.",
                field="members",
                n=member.n,
                code=member.procedure,
                other=seen[member.procedure],
            )
        seen[member.procedure] = member.n
        if member.after is not None and member.after not in numbers:
            raise Refused(
                "Thành phần {n}: chờ kết quả của thành phần {after}, nhưng nhóm không có thành phần đó.",
                field="members",
                n=member.n,
                after=member.after,
            )
    for member in members:
        if circle := _circle(member, numbers):
            raise Refused(
                "Thành phần {n}: chờ vòng quanh ({way}), nên không thành phần nào bắt đầu được.",
                field="members",
                n=member.n,
                way=" → ".join(map(str, circle)),
            )


def _circle(member: Member, numbers: Mapping[int, Member]) -> list[int]:
    """The way from a member back to itself; empty where it leads to one that begins at once."""
    way = [member.n]
    while (after := numbers[way[-1]].after) is not None:
        if after in way:
            return [*way[way.index(after) :], after]
        way.append(after)
    return []


def in_order(members: Sequence[Member]) -> Iterator[Member]:
    """The members, each behind the one that it waits for; else by their numbers."""
    left = sorted(members, key=lambda member: member.n)
    done: set[int | None] = {None}
    while left:
        first = next(member for member in left if member.after in done)
        left.remove(first)
        done.add(first.n)
        yield first


def ends(
    members: Sequence[Member], begin: datetime, end_of: Callable[[int, datetime], datetime | None]
) -> dict[int, datetime | None]:
    """When each member is due, if each result comes at the last moment of its limit.

    `end_of(n, since)` is the due moment of member `n` accepted at `since`, None for a limit without one; what waits for
    such a member has none either.
    """
    found: dict[int, datetime | None] = {}
    for member in in_order(members):
        since = begin if member.after is None else found[member.after]
        found[member.n] = None if since is None else end_of(member.n, since)
    return found


def appointment(found: Mapping[int, datetime | None]) -> datetime | None:
    """The end of the critical path: when the last result is due. None where one of them has no due moment."""
    moments = [moment for moment in found.values() if moment is not None]
    return max(moments) if len(moments) == len(found) and moments else None


def critical(members: Sequence[Member], found: Mapping[int, datetime | None]) -> list[int]:
    """The members of the longest chain, in order; empty where the whole has no due moment."""
    last = appointment(found)
    if last is None:
        return []
    by_number = {member.n: member for member in members}
    way = [next(n for n in sorted(found) if found[n] == last)]
    while (after := by_number[way[0]].after) is not None:
        way.insert(0, after)
    return way
