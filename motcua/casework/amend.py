"""Amend: what was taken down wrongly is put right, from–to in the journal, and the receipt is printed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, Party, ReceivedComponent
from motcua.dossiers.parties import PartyData
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.papers.models import Slip
from motcua.workflow.queries import steps_of
from motcua.workflow.rules import Outcome

from . import slips
from .case import Case, locked
from .intake import Intake, Paper, check_papers, check_parties, for_journal, terms_for


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is put right; None leaves a thing as it is. `version_id` changes the procedure, before processing only."""

    applicant: PartyData | None = None
    owners: tuple[PartyData, ...] | None = None
    papers: tuple[Paper, ...] | None = None
    delivery: str | None = None
    request: str | None = None
    sets: int | None = None
    version_id: int | None = None


def amend(code: str, change: Amendment, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """Put a dossier right. Never moves the moment of acceptance; an issued receipt is issued again, print 2, 3, …"""
    if not reason.strip():
        raise Refused("Cần ghi lý do sửa.", field="reason")
    with locked(code, by=by, at=at, holds=True) as case:
        case.require("amend")
        case.ask("dossier.amend")
        d = case.dossier
        parties, received = list(d.parties.all()), list(d.received.all())
        before = for_journal(parties, received) | _plain(d)
        if change.version_id not in (None, d.version_id):
            _other_procedure(case, change)
        parties = _parties(case, change, parties)
        received = _papers(case, change, received)
        for name in ("delivery", "request", "sets"):
            if (value := getattr(change, name)) is not None:
                case.set(**{name: value})
        slip = _receipt_again(case, parties, received)
        after = for_journal(parties, received) | _plain(d)
        case.record(
            "dossier.amended",
            reason=reason.strip(),
            slip=slip.number if slip else "",
            changes={k: {"from": before[k], "to": after[k]} for k in after if before[k] != after[k]},
        )
        case.commit(*([slip] if slip else []))
        return d


def _plain(d: Dossier) -> dict[str, object]:
    return {
        "delivery": d.delivery,
        "request": d.request,
        "sets": d.sets,
        "procedure": d.version.procedure.code,
        "version": d.version.n,
    }


def _parties(case: Case, change: Amendment, now: list[Party]) -> list[Party]:
    if change.applicant is None and change.owners is None:
        return now
    applicant = change.applicant or _data(next(p for p in now if p.role == "applicant"))
    owners = change.owners if change.owners is not None else tuple(_data(p) for p in now if p.role == "owner")
    rows = check_parties(applicant, owners, today=case.at.astimezone(VIETNAM).date())
    dossier_actions.replace_parties(case.dossier, rows)
    return rows


def _data(row: Party) -> PartyData:
    return PartyData(**{name: getattr(row, name) for name in PartyData.__dataclass_fields__})


def _papers(case: Case, change: Amendment, now: list[ReceivedComponent]) -> list[ReceivedComponent]:
    if change.papers is None:
        return now
    rows = check_papers(change.papers, case.dossier.version_id, complete=case.dossier.accepted_at is not None)
    dossier_actions.replace_received(case.dossier, rows)
    return rows


def _other_procedure(case: Case, change: Amendment) -> None:
    """Another procedure, before processing began: the limit counts from the same acceptance, the process anew."""
    d = case.dossier
    if d.state not in (Status.FILED, Status.ACCEPTED):
        raise Refused("Chỉ đổi được thủ tục khi hồ sơ chưa bắt đầu xử lý.", field="version_id")
    if change.papers is None:
        raise Refused("Đổi thủ tục thì phải đánh dấu lại giấy tờ theo thủ tục mới.", field="papers")
    assert change.version_id is not None
    terms = terms_for(_as_intake(d, change.version_id), day=d.filed_at.astimezone(VIETNAM).date())
    steps = steps_of(terms.process_id)
    d.version = terms.version
    case.set(version_id=terms.version.pk)
    case.close(*case.items, outcome=Outcome.ENDED)
    accepted = d.accepted_at is not None
    case.items = [case.open_item(steps[1 if accepted else 0])]
    if accepted:
        case.set_due()


def _as_intake(d: Dossier, version_id: int) -> Intake:
    nobody = PartyData(name="-")
    return Intake(version_id=version_id, counter_id=d.receiving_id, competent_id=d.competent_id, applicant=nobody)


def _receipt_again(case: Case, parties: Sequence[Party], received: Sequence[ReceivedComponent]) -> Slip | None:
    last = Slip.objects.filter(dossier_id=case.dossier.pk, form=slips.RECEIPT).order_by("-edition").first()
    return slips.receipt(case, parties, received, replaces=last) if last else None
