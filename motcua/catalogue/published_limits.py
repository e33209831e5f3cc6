"""The limits that a line gives: the procedure's own, and those of its cases (trường hợp)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.kernel import folding
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused, Sentence, gettext_noop, listed

LONGEST_NAME = 300
LONGEST_BASIS = 500
MOST_CASES = 60  # a published table has at most 39 rows that say different things
CHANNELS = {
    "direct": gettext_noop("trực tiếp"),
    "online": gettext_noop("trực tuyến"),
    "post": gettext_noop("qua dịch vụ bưu chính công ích"),
}


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A case with a limit of its own; `name` says which dossiers it is for, `channels` which ways of handing in (none:
    all of them), `basis` cites what gives it."""

    name: str
    limit: Limit
    channels: tuple[str, ...] = ()
    basis: str = ""


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
        case = PublishedCase(name, limit, channels_of(row, field="cases"), basis_of(row, field="cases"))
        if found.setdefault(folding.fold(name), case) is not case:
            raise Refused("Trường hợp “{name}” được ghi hai lần.", field="cases", name=name)
    if len(found) > MOST_CASES:
        raise Refused("Thủ tục có quá {most} trường hợp.", field="cases", most=MOST_CASES)
    return tuple(found.values())


def channels_of(data: Mapping[str, Any], *, field: str) -> tuple[str, ...]:
    """The ways of handing in that a limit is for, in their order; none for all. Refused for an unknown one."""
    given = data.get("channels") or []
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise Refused("Cách nộp của thời hạn phải là danh sách chữ.", field=field)
    if unknown := [name for name in given if name not in CHANNELS]:
        raise Refused("Không có cách nộp “{name}”.", field=field, name=unknown[0][:40])
    found = tuple(name for name in CHANNELS if name in given)
    return () if len(found) == len(CHANNELS) else found


def basis_of(data: Mapping[str, Any], *, field: str) -> str:
    """What gives a limit: its `legal_basis`; of the limits supplement, its `source`, as far as there is room. Refused
    when a legal basis is too long."""
    given = data.get("legal_basis") or ""
    if not isinstance(given, str):
        raise Refused("Căn cứ của thời hạn phải là chữ.", field=field)
    if len(text := _plain(given)) > LONGEST_BASIS:
        raise Refused("Căn cứ của thời hạn dài quá {most} ký tự.", field=field, most=LONGEST_BASIS)
    return text or _plain(data.get("source"))[:LONGEST_BASIS]


def channel_words(channels: Sequence[str]) -> Sentence:
    """ "trực tuyến, qua dịch vụ bưu chính công ích"; empty for all ways of handing in."""
    return listed(CHANNELS[name] for name in channels)


def check_every_channel(own: Sequence[str], cases: Sequence[PublishedCase], channels: Sequence[str]) -> None:
    """Refused where the limit of the procedure itself is for some ways of handing in alone, and another way that the
    procedure has is named by no case: such a dossier would have no limit."""
    for channel in channels:
        named = channel in own or any(channel in case.channels for case in cases)
        if own and channel in CHANNELS and not named:
            raise Refused("Hồ sơ nộp {channel} chưa có thời hạn nào.", field="limit", channel=CHANNELS[channel])


@dataclass(frozen=True, slots=True)
class Table:
    """What a published table of limits comes to: its cases, and for which ways of handing in the limit of the procedure
    itself is (none: all)."""

    cases: tuple[PublishedCase, ...] = ()
    own: tuple[str, ...] = ()


def table(rows: Sequence[Mapping[str, Any]], own: Limit | None) -> Table:
    """The cases in a published table of limits: rows with another limit than the procedure's `own`.

    What distinguishes a row is its note; where it has none, or the same note stands at several limits, the way of
    handing in: those cases come first. Rows that say the same are one case, for the ways of handing in of these rows;
    for all where those are all that the table has. Nothing without a limit of the procedure's own; where the table has
    that too, it is not for a way of handing in that has another limit without a word when, and not this one.
    """
    if own is None:
        return Table()
    read = [(str(row.get("channel")), _plain(row.get("note")), readable_limit(row)) for row in rows]
    limits_of: dict[str, set[Limit]] = {}
    for _, note, limit in read:
        if limit is not None:
            limits_of.setdefault(folding.fold(note), set()).add(limit)
    names: dict[tuple[str, Limit], str] = {}
    channels: dict[tuple[str, Limit], list[str]] = {}
    for channel, note, limit in sorted(read, key=lambda line: line[0] != "direct"):
        if limit is None or limit == own:
            continue
        key = (folding.fold(note) if len(limits_of[folding.fold(note)]) == 1 else "", limit)
        names.setdefault(key, note)
        channels.setdefault(key, []).append(channel)
    known = [name for name in CHANNELS if any(channel == name for channel, _, _ in read)]
    ordered = sorted(names, key=lambda key: bool(key[0]))
    cases = [_case(names[key] if key[0] else "", key[1], channels[key], known) for key in ordered]
    mine = {channel for channel, _, limit in read if limit == own}
    named = {channel for key, case in zip(ordered, cases, strict=True) if not key[0] for channel in case.channels}
    elsewhere = named - mine if mine else set()
    own_for = tuple(name for name in CHANNELS if name not in elsewhere)
    return Table(tuple(cases[:MOST_CASES]), own_for if len(own_for) < len(CHANNELS) else ())


def _case(name: str, limit: Limit, channels: Sequence[str], known: Sequence[str]) -> PublishedCase:
    whole = set(channels) >= set(known if name else CHANNELS) or not set(channels) <= CHANNELS.keys()
    some = () if whole else tuple(channel for channel in known if channel in channels)
    return PublishedCase(_cut(name or _by_channel(channels)), limit, some)


def _plain(text: object) -> str:
    """A note on one line, without the dash of a list before it."""
    return " ".join(text.split()).lstrip("-–+•* ") if isinstance(text, str) else ""


def _by_channel(channels: Sequence[str]) -> str:
    known = list(dict.fromkeys(CHANNELS[c] for c in channels if c in CHANNELS))
    return f"Nộp {', '.join(known)}" if known else "Trường hợp khác"


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
