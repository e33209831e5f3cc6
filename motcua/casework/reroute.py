"""Reroute: a dossier that came to an agency which does not decide it goes on to the one that does (design §4, ADR 19).

The applicant notices nothing: acceptance, limit and appointment stay as they are, and so does the door that took the
dossier in, to which the result comes back. The time in the wrong place is that of who sent it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.deadlines.models import Hold
from motcua.deadlines.transfers import Transfer
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.calendars import share_calendar
from motcua.offices.roles import Role
from motcua.policy.permissions import why_not
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import Outcome, StepKind

from .alerts import ONLINE
from .case import Case, locked
from .intake import Terms
from .route import send_to, terms_at, why
from .walking import begin_after_reception

HELD = gettext_noop("Thời hạn của hồ sơ đang tạm dừng. Hãy cho tính tiếp trước khi chuyển hồ sơ đi.")
DECIDED = gettext_noop("Hồ sơ đã có kết quả nên không chuyển sang cơ quan khác được nữa.")
MENDED = gettext_noop("Hồ sơ được mở lại để sửa kết quả: cơ quan đã ra kết quả sửa, không chuyển đi được.")
THE_SAME = gettext_noop("Hồ sơ đang ở chính {agency}. Hãy chọn cơ quan khác.")


def reroute(code: str, *, by: Actor, at: datetime, to: int, reason: str) -> Dossier:
    """Hand a dossier on to the agency `to`, which decides it; `reason` says why that one is competent.

    By the agency where it lies, its counter, or the head of the counter that took it in. All work at the wrong agency
    ends, and the process of the right one begins after reception. Refused for an agency that does not decide the
    procedure, while the clock stands, and once there is a result.
    """
    text = why(reason)
    with locked(code, by=by, at=at) as case:
        case.require("reroute")
        case.ask("dossier.reroute")
        d, before = case.dossier, case.dossier.competent_id
        if no := cannot_reroute(d, case.items, holds=case.holds):
            raise Refused(no)
        if to == before:
            raise Refused(THE_SAME, field="to", agency=case.offices.agency(before).name)
        terms = terms_at(case, to)
        _charge(case, text)
        case.end_work(outcome=Outcome.MISROUTED)
        if d.accepted_at is None:
            send_to(case, terms)
        else:
            _go_on_at(case, terms)
        names = [case.offices.agency(pk).name for pk in (before, to)]
        case.record("dossier.rerouted", before_agency=names[0], to=names[1], reason=text)
        case.commit()
        return d


def cannot_reroute(dossier: Dossier, items: Sequence[WorkItem], *, holds: Sequence[Hold]) -> Sentence | None:
    """Why a dossier stays where it is, `items` being its open work; None where it may go on to another agency."""
    if dossier.corrections:
        return Sentence(MENDED)
    if any(item.kind == StepKind.RETURN for item in items):
        return Sentence(DECIDED)
    return Sentence(HELD) if any(hold.ended_at is None for hold in holds) else None


def _go_on_at(case: Case, terms: Terms) -> None:
    """Let an accepted dossier go on at the agency of `terms`. Its limit counts from when it did."""
    d, before = case.dossier, case.dossier.competent_id
    case.set(competent_id=terms.competent_id)
    case.note(competent=case.offices.agency(terms.competent_id).code)
    if terms.transfer and not d.transfer:
        case.set(transfer=Transfer.ELECTRONIC.value)  # its counter took it in for itself; now it is for another
    runs = d.due_at is not None and case.at < d.due_at
    if runs and not share_calendar(case.offices, before, terms.competent_id):
        case.set_due()  # the same limit from the same moment, by the days on which the right agency works
    case.items = []
    begin_after_reception(case, terms.process_id)


def _charge(case: Case, reason: str) -> None:
    """Put the time in the wrong place down to who sent the dossier there, and the new routing to who does it now."""
    d, sent = case.dossier, case.books.last_routing(case.dossier)
    if sent is not None:
        agency_id, account_id, since = sent.agency_id, sent.closed_by_id, sent.closed_at
    else:
        sender = None if d.channel == ONLINE else d.received_by_id  # who filed online stands at no counter
        agency_id, account_id, since = d.receiving_id, sender, d.filed_at
    lay = case.open_side_item(kind=StepKind.ROUTE, role=Role.COUNTER_HEAD.value, agency_id=agency_id)
    lay.assignee_id = account_id
    lay.opened_at = lay.taken_at = min(max(m for m in (since, d.accepted_at) if m is not None), case.at)
    case.close(lay, outcome=Outcome.MISROUTED, note=reason)
    case.close(
        case.open_side_item(kind=StepKind.ROUTE, role=Role.COUNTER_HEAD.value, agency_id=_moved_from(case)),
        outcome=Outcome.FORWARD,
    )


def _moved_from(case: Case) -> int:
    """Where who acts belongs: to the agency that has the dossier, or to the counter that took it in."""
    theirs = why_not("dossier.receive_transfer", case.facts()) is None
    return case.dossier.competent_id if theirs else case.dossier.receiving_id
