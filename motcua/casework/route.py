"""Route: find the agency that decides a dossier which a counter took down without knowing it (design §4, ADR 19).

Until then it is filed, not accepted: nothing is promised to the applicant, no internal process runs, and the counter's
head has one piece of work with a clock of its own.
"""

from __future__ import annotations

from datetime import datetime

from motcua.deadlines.transfers import routing_due
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.workflow.queries import steps_of
from motcua.workflow.rules import Outcome, StepKind

from .case import Case, locked
from .intake import Intake, Terms, terms_for

KNOWN = gettext_noop("Hồ sơ {code} đã rõ cơ quan giải quyết: {agency}.")
LONGEST = 500


def await_routing(case: Case) -> None:
    """Part of filing: the clock of routing begins, and the head of the counter is to find the agency."""
    d = case.dossier
    case.set(routing_by=routing_due(case.at, case.calendar(d.receiving_id)))
    item = case.open_side_item(kind=StepKind.ROUTE, role=Role.COUNTER_HEAD.value, agency_id=d.receiving_id)
    item.due_at = d.routing_by
    case.items = [item]


def route(code: str, *, by: Actor, at: datetime, to: int, reason: str, transfer: str = "") -> Dossier:
    """Send a dossier to the agency `to` that decides it; the counter then accepts it as any other.

    `reason` says why that one is competent, `transfer` how the dossier gets there where it has another counter. Refused
    for an agency that does not decide the procedure, and for a dossier whose agency is known already.
    """
    text = why(reason)
    with locked(code, by=by, at=at) as case:
        case.require("route")
        case.ask("dossier.route")
        d = case.dossier
        if no := cannot_route(d, case.offices.agency(d.competent_id).name):
            raise Refused(no)
        terms = terms_at(case, to, transfer=transfer)
        case.close(*case.items, outcome=Outcome.FORWARD)
        case.set(routed_at=at)
        agency = send_to(case, terms)
        case.record("dossier.routed", to=agency.name, reason=text)
        case.commit()
        return d


def why(reason: str) -> str:
    """The reason of a routing, without blanks around it; Refused when there is none or it is too long."""
    text = reason.strip()
    if not text:
        raise Refused("Cần ghi lý do: vì sao cơ quan này có thẩm quyền.", field="reason")
    if len(text) > LONGEST:
        raise Refused("Chỉ ghi nhiều nhất {most} ký tự.", field="reason", most=LONGEST)
    return text


def terms_at(case: Case, to: int, *, transfer: str = "") -> Terms:
    """What holds for the dossier at the agency `to`; Refused when that does not decide its procedure.

    A version that ended meanwhile hinders nothing here: acceptance asks for the one in force, and only a dossier of
    which it is known who decides can be amended to it.
    """
    d = case.dossier
    intake = Intake(d.version_id, d.receiving_id, to or -1, PartyData(name="-"), transfer=transfer)
    return terms_for(intake, day=case.at.astimezone(VIETNAM).date(), stays=True)


def send_to(case: Case, terms: Terms) -> Agency:
    """Make the agency of `terms` the competent one, with its process, of a dossier not accepted yet; that agency."""
    case.set(competent_id=terms.competent_id)
    if terms.transfer.value != case.dossier.transfer:
        case.set(transfer=terms.transfer.value)
    agency = case.offices.agency(terms.competent_id)
    case.note(competent=agency.code)
    case.items = [case.open_item(steps_of(terms.process_id)[0])]
    return agency


def cannot_route(dossier: Dossier, agency: str) -> Sentence | None:
    """Why there is nothing to find out, `agency` being the name of the competent one; None where there is."""
    return None if dossier.is_unrouted else Sentence(KNOWN, {"code": dossier.code, "agency": agency})
