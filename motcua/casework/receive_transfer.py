"""Receive what travelled: paper that another counter took in is at the competent agency, and its clock starts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from motcua.deadlines import queries as deadlines
from motcua.deadlines.transfers import Transfer, begins, latest_transfer
from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor

from .case import Case, locked

OWN = gettext_noop("Hồ sơ được nhận tại quầy của chính cơ quan giải quyết nên không có việc chuyển.")
AT_ONCE = gettext_noop("Hồ sơ chuyển điện tử: cơ quan giải quyết đã nhận ngay khi tiếp nhận.")
NOT_YET = gettext_noop("Hồ sơ chưa được tiếp nhận nên chưa có hồ sơ giấy chuyển đến.")
TWICE = gettext_noop("Hồ sơ giấy đã được ghi nhận chuyển đến lúc {moment}.")


def send_off(case: Case) -> None:
    """Part of acceptance: the dossier goes to the competent agency where that has another counter (design §4).

    Electronically it is there in the same moment. Paper is on its way, and the limit counts from the latest lawful
    transfer: what the receipt prints can only come nearer.
    """
    if case.dossier.transfer == Transfer.ELECTRONIC:
        case.set(transferred_at=case.at)
    elif case.dossier.transfer == Transfer.PAPER:
        latest = latest_transfer(case.at, case.calendar(case.dossier.receiving_id))
        case.set(transfer_by=latest, clock_from=latest)


def receive_transfer(code: str, *, by: Actor, at: datetime) -> Dossier:
    """Record that the paper has reached the competent agency. Its limit begins now, if that is before it would have.

    By the counter of that agency, or who works there. The due date is counted by the calendar that the receipt was
    printed by, so that it can only come nearer.
    """
    with locked(code, by=by, at=at) as case:
        case.require("receive_transfer")
        case.ask("dossier.receive_transfer")
        if no := cannot_receive(case.dossier):
            raise Refused(no)
        _check_order(case)
        d, latest = case.dossier, case.dossier.transfer_by
        assert latest is not None and d.accepted_at is not None
        case.set(transferred_at=at)
        paused = [hold.begun_at for hold in case.holds if hold.begun_at >= d.accepted_at]
        start = begins(latest, at, paused)
        if start != latest:
            _bring_nearer(case, start)
        case.record("transfer.received", late=at > latest)
        case.commit()
        return d


def _check_order(case: Case) -> None:
    accepted = case.dossier.accepted_at
    if accepted is not None and case.at < accepted:
        raise Refused(
            "Hồ sơ giấy không thể chuyển đến lúc {moment}, trước khi tiếp nhận lúc {accepted}.",
            moment=_said(case.at),
            accepted=_said(accepted),
        )


def _bring_nearer(case: Case, start: datetime) -> None:
    d = case.dossier
    case.set(clock_from=start)
    case.set(due_at=deadlines.due_of(d, [], case.offices).moment)
    steps = [item for item in case.items if item.step is not None]
    for item in steps:
        hours = item.step.hours if item.step else Decimal(0)
        item.due_at = deadlines.step_due(
            opened_at=max(start, item.opened_at), hours=hours, calendar=case.calendar(item.agency_id)
        )
    case.books.set_due(steps)


def cannot_receive(dossier: Dossier) -> Sentence | None:
    """Why no paper can be on its way to the competent agency; None where it is."""
    if dossier.transfer == Transfer.NONE:
        return Sentence(OWN)
    if dossier.transfer == Transfer.ELECTRONIC:
        return Sentence(AT_ONCE)
    if dossier.transferred_at is not None:
        return Sentence(TWICE, {"moment": _said(dossier.transferred_at)})
    return None if dossier.accepted_at is not None else Sentence(NOT_YET)


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
