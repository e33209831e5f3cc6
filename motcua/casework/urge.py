"""Urge and answer: a leader presses who holds a dossier, and gets a sentence back (NĐ 118/2025 Điều 8.1.d; S11, B-78).

The journal is the only record: what waits for an answer is read from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.notifications.actions import Notice, tell
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.presence import present_on
from motcua.workflow.queries import open_items

from .case import locked
from .places import at_hand

URGED, ANSWERED = "urging.asked", "urging.answered"
TELL = "urging.tell"
NOTHING = gettext_noop("Không có lần đôn đốc nào đang chờ trả lời.")
LONGEST = 500


def urge(code: str, *, by: Actor, at: datetime, note: str) -> Dossier:
    """Press whoever holds the dossier to go on; `note` says what is expected. They are told and asked to answer."""
    with locked(code, by=by, at=at) as case:
        case.require("urge")
        case.ask("dossier.urge")
        case.record(URGED, note=_text(note, "note", gettext_noop("Cần ghi nội dung đôn đốc.")))
        n = case.dossier.chain_n + 1
        case.promise(TELL, key=f"{code}:{n}", code=code, n=n, what=URGED, by=by.account_id, name=by.name)
        case.commit()
        return case.dossier


def answer_urging(code: str, *, by: Actor, at: datetime, answer: str) -> Dossier:
    """Answer every urging that waits: what keeps the dossier, and until when it will be done."""
    with locked(code, by=by, at=at) as case:
        case.require("answer_urging")
        case.ask("dossier.answer_urging")
        waiting = waiting_among(case.books.said(case.dossier, URGED, ANSWERED))
        if not waiting:
            raise Refused(NOTHING)
        case.record(ANSWERED, answer=_text(answer, "answer", gettext_noop("Cần ghi câu trả lời.")))
        n, to = case.dossier.chain_n + 1, sorted({int(ref.removeprefix("account:")) for ref in waiting})
        case.promise(TELL, key=f"{code}:{n}", code=code, n=n, what=ANSWERED, by=by.account_id, name=by.name, to=to)
        case.commit()
        return case.dossier


def _text(typed: str, field: str, missing: str) -> str:
    text = typed.strip()
    if not text:
        raise Refused(missing, field=field)
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field=field, most=LONGEST)
    return text


def waiting_among(said: list[tuple[str, str]]) -> list[str]:
    """Who urged since the last answer, from the (kind, by) of a dossier's urgings and answers in order."""
    waiting: list[str] = []
    for kind, by in said:
        waiting = [*waiting, by] if kind == URGED else []
    return waiting


def tell_of(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `urging.tell`: an urging to who has the work or may take it, an answer to who urged."""
    dossier = Dossier.objects.get(code=payload["code"])
    presence, offices = present_on(at.astimezone(VIETNAM).date()), snapshot.present()
    if payload["what"] == ANSWERED:
        people = frozenset(payload["to"])
    else:
        people = frozenset[int]()
        for item in open_items(dossier.pk):
            people |= at_hand(item, presence, offices)
    key = f"{payload['code']}:{payload['n']}"
    tell([Notice(payload["what"], key, people - {payload["by"]}, payload["code"], {"name": payload["name"]})], at=at)


HANDLERS = {TELL: tell_of}
