"""The verbs of the play: those that file a dossier, those on a dossier, and those of an office's own books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework import (
    accept,
    advance,
    ask_supplement,
    certify,
    close_till,
    digitise,
    end,
    file,
    hold,
    list_slips,
    receive_supplement,
    remind,
    reopen,
    resolve,
    result_receipt,
    return_result,
    take,
    void,
)
from motcua.dossiers.models import Dossier
from motcua.files import actions as files
from motcua.kernel.moments import VIETNAM
from motcua.offices.actors import Actor
from motcua.papers.models import ListSlip
from motcua.payments.models import Closing
from motcua.payments.queries import entries_on
from motcua.payments.rules import Entered, Money, Way, signed

from .scans import scan


@dataclass(frozen=True, slots=True)
class AskedAt:
    """A request for a certification at the counter of this id."""

    request: certify.Request
    counter_id: int


def certified(intake: AskedAt, *, by: Actor, at: datetime) -> Dossier:
    """A request of the certification counter, as the dossier that it is."""
    return certify.certify(intake.request, counter_id=intake.counter_id, by=by, at=at).dossier


def receipt(code: str, *, by: Actor, at: datetime) -> ListSlip:
    """The receipt of one result, made when it was handed out."""
    return result_receipt.result_receipt([code], by=by, at=at)


def scanned(code: str, *, by: Actor, at: datetime, n: int, said: digitise.Description) -> Dossier:
    """One paper of one page, drawn as a scanner would give it."""
    kept = files.store(name=f"{n}.pdf", content=scan(said.name, said.owner_name, said.owner_number), at=at)
    return digitise.digitise(code, by=by, at=at, scans=[digitise.Scan(n, kept, 1, said)])


def closed(*, by: Actor, at: datetime, counter: int) -> Closing | None:
    """An officer counts their till at the end of a day, and it is right; None when nothing came in."""
    day = at.astimezone(VIETNAM).date()
    rows = entries_on(day, counter_id=counter).filter(by_id=by.account_id).values_list("kind", "way", "fee", "charge")
    if not rows:
        return None
    cash = sum(signed(Entered(kind), Money(fee, charge)).total for kind, way, fee, charge in rows if way == Way.CASH)
    return close_till.close_till(counter_id=counter, account_id=by.account_id, day=day, counted=cash, by=by, at=at)


def handed(*, by: Actor, at: datetime, counter: int, codes: Sequence[str], to: str) -> ListSlip | None:
    """The paper on what the counter hands over to a division; None when none of it was received after all."""
    if not codes:
        return None
    return list_slips.hand_over_slip(codes, by=by, at=at, agency_id=counter, receiver_unit=to)


FILING: dict[str, Callable[..., Dossier]] = {
    "certify": certified,
    "file": file.file,
    "file_and_accept": file.file_and_accept,
    "file_and_ask": file.file_and_ask,
    "file_and_refuse": file.file_and_refuse,
    "result_at_once": resolve.result_at_once,
}
VERBS: dict[str, Callable[..., Any]] = {
    "accept": accept.accept,
    "advance": advance.advance,
    "ask_supplement": ask_supplement.ask_supplement,
    "digitise": scanned,
    "drop_supplement": ask_supplement.drop_supplement,
    "hand_over": take.hand_over,
    "hold": hold.hold,
    "propose_supplement": ask_supplement.propose_supplement,
    "receive_supplement": receive_supplement.receive_supplement,
    "release": hold.release,
    "remind": remind.remind,
    "reopen": reopen.reopen,
    "resolve": resolve.resolve,
    "result_receipt": receipt,
    "return_result": return_result.return_result,
    "send_back": advance.send_back,
    "stop": end.stop,
    "take": take.take,
    "void": void.void,
    "withdraw": end.withdraw,
}
OFFICE: dict[str, Callable[..., object]] = {"close_till": closed, "hand_over_slip": handed}
"""On no single dossier: their acts have number 0."""
