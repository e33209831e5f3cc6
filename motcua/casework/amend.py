"""Amend: what was taken down wrongly is put right, from–to in the journal, and the receipt is printed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, Party
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
from .intake import Intake, Paper, check_papers, check_parties, check_plain, for_journal, terms_for
from .limit_cases import case_asked_for


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is put right; None leaves a thing as it is. One act mends people or papers, not both.

    `version_id` changes the procedure, before processing only, and then needs `papers` by the new checklist; `case` is
    the number of the case of the new version whose limit counts, 0 its own.
    """

    applicant: PartyData | None = None
    owners: tuple[PartyData, ...] | None = None
    papers: tuple[Paper, ...] | None = None
    delivery: str | None = None
    request: str | None = None
    sets: int | None = None
    version_id: int | None = None
    case: int = 0


@dataclass(frozen=True, slots=True)
class Mended:
    """What changed: from–to for the journal, and the places of the receipt that say it differently now."""

    before: Mapping[str, object]
    after: Mapping[str, object]
    on_receipt: Mapping[str, object]


def amend(code: str, change: Amendment, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """Put a dossier right. Never moves the moment of acceptance; an issued receipt is issued again, print 2, 3, …"""
    people = change.applicant is not None or change.owners is not None
    if people and change.papers is not None:
        raise Refused("Hãy sửa người nộp và sửa giấy tờ thành hai lần riêng.", field="papers")
    if not reason.strip():
        raise Refused("Cần ghi lý do sửa.", field="reason")
    with locked(code, by=by, at=at, items=change.version_id is not None) as case:
        case.require("amend")
        case.ask("dossier.amend")
        d, was = case.dossier, _plain(case.dossier)
        if change.version_id not in (None, d.version_id):
            _other_procedure(case, change)
        mended = _people(case, change) if people else _papers(case, change)
        for name in ("delivery", "request", "sets"):
            if (value := getattr(change, name)) is not None:
                case.set(**{name: value})
        check_plain(d.sets, d.channel, d.delivery)
        dossier_actions.check_lengths(d)
        before, after = {**was, **mended.before}, {**_plain(d), **mended.after}
        changes = {k: {"from": before[k], "to": after[k]} for k in after if before[k] != after[k]}
        if not changes:
            raise Refused("Không có gì thay đổi so với hồ sơ hiện tại.")
        slip = _receipt_again(case, mended)
        case.record("dossier.amended", reason=reason.strip(), slip=slip.number if slip else "", changes=changes)
        case.commit(*([slip] if slip else []))
        return d


def _plain(d: Dossier) -> dict[str, object]:
    version = {"procedure": d.version.procedure.code, "version": d.version.n}
    return {"delivery": d.delivery, "request": d.request, "sets": d.sets, **version}


def _people(case: Case, change: Amendment) -> Mended:
    now = case.parties
    applicant = change.applicant or _data(next(p for p in now if p.role == "applicant"))
    owners = change.owners if change.owners is not None else _owners(now, applicant)
    rows = check_parties(applicant, owners, today=case.at.astimezone(VIETNAM).date())
    before = {"parties": for_journal(now, [])["parties"]}
    dossier_actions.change_parties(case.dossier, was=now, parties=rows)
    on_receipt = {"applicant": slips.party(rows[0]), "owners": [slips.party(p) for p in rows[1:]]}
    return Mended(before, {"parties": for_journal(rows, [])["parties"]}, on_receipt)


def _owners(now: list[Party], applicant: PartyData) -> tuple[PartyData, ...]:
    """The owners as they are; where the applicant is the only one, what was mended of them is mended of the owner."""
    filer = next(p for p in now if p.role == "applicant")
    owners = [p for p in now if p.role == "owner"]
    if len(owners) == 1 and filer.capacity == "self":
        return (replace(applicant, capacity=_data(owners[0]).capacity),)
    return tuple(_data(p) for p in owners)


def _data(row: Party) -> PartyData:
    return PartyData(**{name: getattr(row, name) for name in PartyData.__dataclass_fields__})


def _papers(case: Case, change: Amendment) -> Mended:
    if change.papers is None:
        return Mended({}, {}, {})
    rows = check_papers(change.papers, case.dossier.version_id, complete=case.dossier.accepted_at is not None)
    dossier_actions.replace_received(case.dossier, rows)
    after = for_journal([], rows)["papers"]
    return Mended({"papers": None}, {"papers": after}, {"components": slips.components(rows)})


def _other_procedure(case: Case, change: Amendment) -> None:
    """Another procedure, before processing began: the limit counts from the same acceptance, the process anew."""
    d = case.dossier
    if d.state not in (Status.FILED, Status.ACCEPTED):
        raise Refused("Chỉ đổi được thủ tục khi hồ sơ chưa bắt đầu xử lý.", field="version_id")
    if change.papers is None:
        raise Refused("Đổi thủ tục thì phải đánh dấu lại giấy tờ theo thủ tục mới.", field="papers")
    assert change.version_id is not None
    terms = terms_for(_as_intake(d, change.version_id), day=judged_on(d, at=case.at))
    steps = steps_of(terms.process_id)
    d.version = terms.version
    in_a_case = d.case_id is not None or case_asked_for(d.version, change.case, channel=d.channel) is not None
    case.set(version_id=terms.version.pk)
    if in_a_case:
        case.judge_by(change.case)
    case.drop_promise()
    case.note(procedure=terms.version.procedure.code, version=terms.version.n)
    case.end_work(outcome=Outcome.ENDED)
    accepted = d.accepted_at is not None
    case.items = [case.open_item(steps[1 if accepted else 0])]
    if accepted:
        case.set_due()


def judged_on(dossier: Dossier, *, at: datetime) -> date:
    """The day whose version of a procedure counts: that of acceptance, or today for what is not accepted yet."""
    return (dossier.accepted_at or at).astimezone(VIETNAM).date()


def _as_intake(d: Dossier, version_id: int) -> Intake:
    nobody = PartyData(name="-")
    return Intake(version_id=version_id, counter_id=d.receiving_id, competent_id=d.competent_id, applicant=nobody)


def _receipt_again(case: Case, mended: Mended) -> Slip | None:
    last = case.books.last_slip(case.dossier, slips.RECEIPT)
    return slips.receipt_again(case, last, mended.on_receipt) if last else None
