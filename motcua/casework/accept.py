"""Accept: the dossier is complete; the clock starts and the receipt is written (NĐ 118/2025 Điều 17.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers.models import Dossier, Party, ReceivedComponent
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.offices.actors import Actor
from motcua.papers.models import Slip

from . import slips
from .backdating import Claim, admit
from .case import Case, locked
from .intake import Paper, check_papers, check_version
from .limit_cases import limit_words
from .links import ask_not_waiting
from .receive_transfer import send_off
from .walking import go_on


def accept_new(
    case: Case,
    parties: Sequence[Party],
    received: Sequence[ReceivedComponent],
    *,
    serial: int,
    printed: Mapping[str, object] | None = None,
) -> Slip | None:
    """Acceptance inside the transaction that files: moves the case, starts the clock, hands it to the next step.

    `printed` is what the receipt says in place of the dossier's own: of a whole declaration.
    """
    item = case.item
    assert item is not None
    kind = case.move("accept", Status.ACCEPTED)
    case.holds = []  # no clock ran before, so none could stand
    case.set(accepted_at=case.at, clock_from=case.at)
    send_off(case)
    case.set_due()
    go_on(case, item)
    slip = slips.receipt(case, parties, received, serial=serial, instead=printed) if serial else None
    case.record(kind, limit=_limit(case.dossier), slip=slip.number if slip else "")
    return slip


def _limit(dossier: Dossier) -> str:
    """The limit in words: as published, or of the case."""
    case = case_of(dossier)
    return f"{limit_words(case)} – {case.name}" if case else dossier.version.limit_text


def accept(
    code: str,
    *,
    by: Actor,
    at: datetime,
    papers: Sequence[Paper] | None = None,
    case_n: int | None = None,
    receipt: bool = True,
    claim: Claim | None = None,
) -> Dossier:
    """Accept a dossier that was filed before (state 1). `papers` replaces its checklist where given, and `case_n` the
    case by whose limit it is judged (0: the version's own).

    Refused as long as a required component is neither received nor marked as not needed, and when the procedure has
    changed since: a dossier is judged by the version in force when it is accepted (design §3).
    """
    with locked(code, by=by, at=at) as case:
        case.require("accept")
        case.ask("dossier.accept")
        ask_not_waiting(case)
        admit(case, claim)
        d = case.dossier
        today, version = at.astimezone(VIETNAM).date(), d.version
        check_version(version, today, code=version.procedure.code, valid_to=case.books.version_ends(d))
        if papers is not None:
            received = check_papers(papers, d.version_id, complete=True)
            case.books.put_received(d, received)
        else:
            received = case.received
            check_papers(as_papers(received), d.version_id, complete=True)
        if case_n is not None and case_n != case_number(case_of(d)):
            case.judge_by(case_n)
        serial = slips.next_serial(case, slips.RECEIPT) if receipt else 0
        slip = accept_new(case, case.parties, received, serial=serial)
        case.commit(*([slip] if slip else []))
        return d


def as_papers(received: Sequence[ReceivedComponent]) -> list[Paper]:
    """Rows that were checked before, as the check takes them."""
    return [
        Paper(
            n=r.n if r.component_id else 0, name=r.name, originals=r.originals, copies=r.copies, not_needed=r.not_needed
        )
        for r in received
    ]
