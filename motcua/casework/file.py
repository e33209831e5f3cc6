"""File: a dossier comes into being with its code; and the counter's verbs that file and decide in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers import states
from motcua.dossiers.models import Dossier, Party, ReceivedComponent
from motcua.dossiers.states import Status
from motcua.journal.rules import instant
from motcua.kernel.dossier_code import format_code
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import LIVE, Actor
from motcua.papers.packs import pack_on
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.workflow.queries import steps_of

from .accept import accept_new
from .alerts import ONLINE, promise_alerts
from .ask_supplement import ask_supplement
from .backdating import Claim, admit, beside
from .books import books, in_one_go
from .case import Case
from .emergency import emergency_number, use_emergency_number
from .intake import (
    UNKNOWN,
    Intake,
    Member,
    Terms,
    check_elsewhere,
    check_papers,
    check_parties,
    for_journal,
    new_dossier,
    terms_for,
)
from .limit_cases import case_asked_for
from .refuse import refuse
from .route import await_routing
from .slips import RECEIPT, series_key
from .supplements import Item


@in_one_go()
def file(intake: Intake, *, by: Actor, at: datetime, claim: Claim | None = None) -> Dossier:
    """Take a dossier down without deciding on it yet (state 1). Refused when the procedure or a party cannot be."""
    case, parties, received, _ = opened(intake, by=by, at=at, complete=False, claim=claim)
    insert(case, intake, parties, received)
    if intake.channel == ONLINE and by.origin == LIVE:
        promise_alerts(case)
    case.finish()
    return case.dossier


@in_one_go()
def file_and_accept(
    intake: Intake, *, by: Actor, at: datetime, receipt: bool = True, claim: Claim | None = None
) -> Dossier:
    """Take a complete dossier in: its code, its due date and its receipt (form 01) come from one transaction.

    NĐ 118/2025 Điều 17.1–17.3. `receipt` False is for results given at once, where none need be printed (Điều 17.4).
    """
    if intake.competent_id == UNKNOWN:
        raise Refused("Chưa rõ cơ quan giải quyết thì chưa hẹn trả được: hãy chỉ ghi nhận hồ sơ.", field="competent")
    case, parties, received, serial = opened(intake, by=by, at=at, complete=True, receipt=receipt, claim=claim)
    case.ask("dossier.accept")
    slip = accept_new(case, parties, received, serial=serial)
    insert(case, intake, parties, received)
    case.finish(*([slip] if slip else []))
    return case.dossier


@in_one_go()
def file_and_ask(
    intake: Intake, *, by: Actor, at: datetime, items: Sequence[Item], basis: str = "", claim: Claim | None = None
) -> Dossier:
    """Take an incomplete dossier down and hand out form 02 with everything that is missing, once (Điều 17.2)."""
    dossier = file(intake, by=by, at=at, claim=beside(claim))
    return ask_supplement(dossier.code, by=by, at=at, items=items, basis=basis, claim=claim)


@in_one_go()
def file_and_refuse(
    intake: Intake, *, by: Actor, at: datetime, reasons: Sequence[str], basis: str = "", claim: Claim | None = None
) -> Dossier:
    """Take a request down that is not accepted, and hand out form 03 with the reasons."""
    dossier = file(intake, by=by, at=at, claim=beside(claim))
    return refuse(dossier.code, by=by, at=at, reasons=reasons, basis=basis, claim=claim)


def opened(
    intake: Intake,
    *,
    by: Actor,
    at: datetime,
    complete: bool,
    receipt: bool = False,
    claim: Claim | None = None,
    member: Member | None = None,
    since: datetime | None = None,
) -> tuple[Case, list[Party], list[ReceivedComponent], int]:
    """Ask, check everything, and only then raise the counters: a refusal leaves no gap.

    `member` says which place the dossier has in a linked declaration; one that waits begins without work.
    `since` is when it was accepted in the system from which it is taken over.
    """
    if member is not None and intake.competent_id == UNKNOWN:
        raise Refused("Thủ tục liên thông cần rõ cơ quan giải quyết.", field="competent")
    day = at.astimezone(VIETNAM).date()
    terms = terms_of(intake, day=day)
    ask("dossier.file", Facts(by=by, day=day, offices=terms.offices, counter_id=intake.counter_id))
    parties = check_parties(intake.applicant, intake.owners, today=day)
    received = check_papers(intake.papers, intake.version_id, complete=complete)
    case_asked_for(terms.version, intake.case, channel=intake.channel)
    if since is None:  # whoever takes over many has asked of all at once
        check_elsewhere(intake)
    coded_id = intake.counter_id if member else intake.competent_id or intake.counter_id  # design §3; ADR 19
    code, serial = _numbers(intake, terms, at=at, receipt=receipt, coded_id=coded_id)
    dossier = new_dossier(intake, terms, code=code, by_id=by.account_id, origin=by.origin, at=since or at)
    case = Case(dossier=dossier, by=by, at=at, offices=terms.offices, happened_at=since)
    admit(case, claim)
    if claim is not None:
        counter = terms.offices.agency(intake.counter_id)
        case.emergency = emergency_number(claim.paper, counter=counter, claimed=claim.happened_at)
    dossier.status = Status.FILED
    case.set(status=int(Status.FILED))
    if terms.transfer:
        case.set(transfer=terms.transfer.value)
    if not terms.process_id:
        await_routing(case)
    elif member is None or member.after is None:
        # Whoever files online stands at no counter: what comes in is for everybody there.
        holder = None if intake.channel == ONLINE else by.account_id
        case.items = [case.open_item(steps_of(terms.process_id)[0], assignee_id=holder)]
    filed = states.move(None, "file", Status.FILED)
    case.note(
        procedure=terms.version.procedure.code,
        version=terms.version.n,
        receiving=terms.offices.agency(intake.counter_id).code,
        competent=terms.offices.agency(terms.competent_id).code,
        channel=intake.channel,
    )
    if dossier.case_id is not None:
        case.note(case=case_number(case_of(dossier)))
    if case.emergency:
        case.note(emergency=case.emergency)
    if member is not None:
        case.note(declaration=member.declaration or code, member=member.n, member_after=member.after or 0)
    if since is not None:
        case.note(accepted_at=instant(since))
    declared = {"declaration": dict(intake.declaration)} if intake.declaration else {}
    case.record(filed.kind, code=code, **for_journal(parties, received), **declared)
    return case, parties, received, serial


def terms_of(intake: Intake, *, day: date) -> Terms:
    """What `terms_for` tells, once for many in books that nobody else writes in."""
    asked = ("terms", intake.version_id, intake.counter_id, intake.competent_id, intake.transfer, books().era(day))
    return books().once(asked, lambda: terms_for(intake, day=day))


def _numbers(intake: Intake, terms: Terms, *, at: datetime, receipt: bool, coded_id: int) -> tuple[str, int]:
    """The dossier's code, in the series of the agency that stands in it, and the receipt's serial, by one statement."""
    local = at.astimezone(VIETNAM)
    agency = terms.offices.agency(coded_id).code
    codes = f"code:{agency}:{local:%Y%m%d}"
    keys = [codes]
    if receipt:
        form = pack_on(local.date()).form(RECEIPT)
        keys.append(series_key(intake.counter_id, form.book, local.year))
    numbers = books().numbers(keys)
    code = format_code(terms.pattern, agency=agency, day=local.date(), n=numbers[codes])
    return code, numbers[keys[-1]] if receipt else 0


def insert(case: Case, intake: Intake, parties: list[Party], received: list[ReceivedComponent]) -> None:
    case.seal()
    case.books.open_dossier(case.dossier, parties, received)
    if case.emergency:
        use_emergency_number(case.emergency, case.dossier)
    dossier_actions.attach_papers(
        case.dossier,
        [(paper.n, paper.name, file) for paper in intake.papers for file in paper.files],
        by_id=None if case.by.citizen else case.by.account_id,
        at=case.at,
    )
