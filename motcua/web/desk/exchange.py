"""What was exchanged with the tax office about a dossier, in words: what went, what came, what is awaited how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.tax import Trouble, duties, trouble
from motcua.correspondence.models import Exchanged
from motcua.correspondence.queries import paid
from motcua.correspondence.rules import KINDS, STATES, Kind, State
from motcua.web.ui.words import duration, moment, money

LOOKS: dict[State, tuple[str, str]] = {
    State.PROMISED: ("ring", "paused"),
    State.SENT: ("half", "near"),
    State.OPEN: ("half", "near"),
    State.REJECTED: ("cross", "bad"),
    State.REFUSED: ("cross", "bad"),
    State.PAID: ("tick", "good"),
    State.ANSWERED: ("tick", "good"),
    State.NOTHING_DUE: ("tick", "good"),
    State.DONE: ("tick", "good"),
}
"""State → shape and tone of its badge; the others are quiet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message as the page shows it; `waited` is empty where nothing is or was awaited of it."""

    title: str
    state: str
    shape: str
    tone: str
    at: str
    by_hand: bool
    said: list[str]
    waited: str
    awaited: bool
    reason: str


def rows(whole: Whole) -> list[Row]:
    """The messages in order."""
    return [_row(m, whole) for m in whole.exchanged]


def troubled(whole: Whole) -> Trouble | None:
    """What keeps the slip from being sent, where it was tried already."""
    return trouble(list(whole.exchanged))


def waits_for_payment(whole: Whole) -> bool:
    """Whether a notice is still to be paid."""
    return bool(duties(list(whole.exchanged)))


def _row(m: Exchanged, whole: Whole) -> Row:
    state = State(m.state)
    shape, tone = LOOKS.get(state, ("", ""))
    title = gettext(KINDS[Kind(m.kind)])
    return Row(
        title=gettext("{title} số {number}").format(title=title, number=m.number) if m.number else title,
        state=gettext(STATES[state]),
        shape=shape,
        tone=tone,
        at=moment(m.at),
        by_hand=m.by_hand,
        said=_said(m, whole),
        waited=_waited(m.waited(at=whole.at)) if _waits(m) else "",
        awaited=m.is_awaited,
        reason=m.reason,
    )


def _waits(m: Exchanged) -> bool:
    return m.kind in (Kind.SLIP, Kind.NOTICE) and m.state not in (State.REFUSED, State.NOTHING_DUE)


def _waited(length: timedelta) -> str:
    """Days where there are any, else hours and minutes: of days and nights, for another office has its own hours."""
    return ngettext("{n} ngày", "{n} ngày", length.days).format(n=length.days) if length.days else duration(length)


def _said(m: Exchanged, whole: Whole) -> list[str]:
    said, kind = m.body, Kind(m.kind)
    if kind is Kind.SLIP:
        return [str(said["parcel"]), *([str(said["note"])] if said.get("note") else [])]
    if m.state == State.REFUSED:
        return []
    if kind is Kind.WITHDRAWAL:
        return [str(said["reason"])]
    if kind is Kind.PROOF:
        notice = gettext("theo thông báo số {number}").format(number=said["notice"])
        return [money(m.amount), notice]
    return _notice(m, paid(whole.exchanged, m))


def _notice(m: Exchanged, already: int) -> list[str]:
    said, amount = m.body, m.amount or 0
    lines = [money(amount)]
    if said.get("pay_by"):
        lines.append(gettext("hạn nộp {day}").format(day="/".join(reversed(said["pay_by"].split("-")))))
    if already and already < amount:
        text = gettext("đã nộp {paid}, còn thiếu {left}")
        lines.append(text.format(paid=money(already), left=money(amount - already)))
    elif already > amount:
        lines.append(gettext("nộp thừa {more}").format(more=money(already - amount)))
    return lines + [str(said[name]) for name in ("office", "pay_at") if said.get(name)]
