"""The limits that a line gives: the procedure's own, and those of its cases (trường hợp)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.kernel import folding
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused

LONGEST_NAME = 300
MOST_CASES = 60  # a published table has at most 39 rows that say different things
CHANNELS = {"direct": "trực tiếp", "online": "trực tuyến", "post": "qua dịch vụ bưu chính công ích"}


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A case with a limit of its own; `name` says which dossiers it is for."""

    name: str
    limit: Limit


def readable_limit(data: Any) -> Limit | None:
    """The limit if amount and unit can be counted, else None; a fraction of a working day becomes working hours."""
    try:
        return limit_from(data) if isinstance(data, Mapping) else None
    except Refused:
        return None


def limit_from(data: Mapping[str, Any]) -> Limit | None:
    """The limit that a row gives, None where it gives none; Refused when what it gives cannot be counted."""
    if not data.get("unit"):
        return None
    unit = data["unit"]
    if unit in ("none", "by_agreement"):
        return Limit(None, Unit(unit))
    if unit == "fixed_date":
        return _fixed(data)
    if data.get("amount") in (None, ""):
        return None
    try:
        return Limit.from_published(Decimal(str(data["amount"])), unit)
    except (InvalidOperation, TypeError):
        raise Refused("Thời hạn “{amount}” không phải là số.", field="limit", amount=data["amount"]) from None


def _fixed(data: Mapping[str, Any]) -> Limit:
    try:
        return Limit(None, Unit.FIXED_DATE, date.fromisoformat(str(data.get("date"))))
    except ValueError:
        raise Refused("Thời hạn theo ngày ấn định cần có ngày.", field="limit") from None


def given_cases(rows: Sequence[Mapping[str, Any]]) -> tuple[PublishedCase, ...]:
    """The cases that a line names itself. Refused for one without a name or a limit, or named twice."""
    found: dict[str, PublishedCase] = {}
    for row in rows:
        name = _plain(row.get("name"))
        if not name or len(name) > LONGEST_NAME:
            raise Refused("Trường hợp phải có tên, dài không quá {most} ký tự.", field="cases", most=LONGEST_NAME)
        limit = limit_from(row)
        if limit is None:
            raise Refused("Trường hợp “{name}” thiếu thời hạn hoặc đơn vị.", field="cases", name=name)
        if found.setdefault(folding.fold(name), case := PublishedCase(name, limit)) is not case:
            raise Refused("Trường hợp “{name}” được ghi hai lần.", field="cases", name=name)
    if len(found) > MOST_CASES:
        raise Refused("Thủ tục có quá {most} trường hợp.", field="cases", most=MOST_CASES)
    return tuple(found.values())


def cases_of_table(rows: Sequence[Mapping[str, Any]], own: Limit | None) -> tuple[PublishedCase, ...]:
    """The cases in a published table of limits: rows with another limit than the procedure's `own`.

    What distinguishes a row is its note; where it has none, or the same note stands at several limits, the way of
    handing in. Rows that say the same are one case. Nothing without a limit of the procedure's own.
    """
    if own is None:
        return ()
    read = [(row, _plain(row.get("note")), readable_limit(row)) for row in rows]
    limits_of: dict[str, set[Limit]] = {}
    for _, note, limit in read:
        if limit is not None:
            limits_of.setdefault(folding.fold(note), set()).add(limit)
    cases: dict[tuple[str, Limit], str] = {}
    channels: dict[Limit, list[str]] = {}
    for row, note, limit in sorted(read, key=lambda line: line[0].get("channel") != "direct"):
        if limit is None or limit == own:
            continue
        if note and len(limits_of[folding.fold(note)]) == 1:
            cases.setdefault((folding.fold(note), limit), note)
        else:
            cases.setdefault(("", limit), "")
            channels.setdefault(limit, []).append(str(row.get("channel")))
    found = [PublishedCase(_cut(name or _by_channel(channels[limit])), limit) for (_, limit), name in cases.items()]
    return tuple(found[:MOST_CASES])


def _plain(text: object) -> str:
    """A note on one line, without the dash of a list before it."""
    return " ".join(text.split()).lstrip("-–+•* ") if isinstance(text, str) else ""


def _by_channel(channels: Sequence[str]) -> str:
    known = list(dict.fromkeys(CHANNELS[c] for c in channels if c in CHANNELS))
    return f"Nộp {', '.join(known)}" if known else "Trường hợp khác"


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
