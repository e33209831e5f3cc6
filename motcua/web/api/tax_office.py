"""A duty to pay: what officers record of it by hand, and the door at which the tax office's system brings messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from motcua.casework.reads.tax import is_taxed_here
from motcua.casework.tax import ask_tax, refuse_message, take_notice, take_proof, withdraw_notice
from motcua.correspondence.rules import Kind
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import LABELS, Status
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices.actors import Actor
from motcua.web.ui.words import say

from . import given_tax as g
from . import told
from .acts import act
from .bearing import Token, facts
from .door import api
from .files import scan_of

SCOPE = "tax-office"


@act("ask_tax")
def slip(code: str, given: g.SlipGiven, *, by: Actor, at: datetime) -> Dossier:
    """Send the information transfer slip to the tax office, or record that it went on paper."""
    by_hand = not settings.TAX_OFFICE_URL
    return ask_tax(code, by=by, at=at, parcel=given.parcel, note=given.note, by_hand=by_hand)


@act("take_notice")
def notice(code: str, given: g.TypedNoticeGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record a notice that came on paper: the clock stands until it is paid."""
    return take_notice(code, given.notice(), by=by, at=at, scan=scan_of(given.scan, field="scan", by=by))


@act("withdraw_notice")
def notice_withdrawal(code: str, given: g.NoticeWithdrawalGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record on paper that the tax office took a notice back."""
    return withdraw_notice(code, given.notice, by=by, at=at, reason=given.reason)


@act("take_proof")
def proof(code: str, given: g.TypedProofGiven, *, by: Actor, at: datetime) -> Dossier:
    """Record a receipt that came on paper: once everything is paid the clock runs again."""
    return take_proof(code, given.proof(), by=by, at=at, scan=scan_of(given.scan, field="scan", by=by))


@api.post(
    "/tax-office/messages",
    auth=Token(SCOPE),
    response=told.TaxMessageTold,
    operation_id="tax_message",
    tags=["tax"],
    url_name="tax_message",
)
def message(request: HttpRequest, given: g.TaxMessageGiven) -> HttpResponse:
    """Take one message of the tax office's system. The same again changes nothing and is answered alike."""
    given.check()
    who = facts(request)
    if not is_taxed_here(given.dossier, who):
        raise Http404
    kind, take = _reading(given)
    try:
        dossier = take(request.actor, request.at)  # type: ignore[attr-defined]
    except Refused as refused:
        body = given.model_dump(mode="json", exclude_none=True)[kind.value]
        why = {"reason": str(refused.sentence), "by": request.actor, "at": request.at}  # type: ignore[attr-defined]
        refuse_message(given.dossier, kind=kind, message=given.message, body=body, **why)
        raise
    state = Status(dossier.status)
    answer = told.TaxMessageTold(
        message=given.message,
        dossier=dossier.code,
        status=int(state),
        status_text=say(Sentence(LABELS[state])),
        waiting=state is Status.FINANCIAL,
    )
    return HttpResponse(answer.model_dump_json(), content_type="application/json")


def _reading(given: g.TaxMessageGiven) -> tuple[Kind, Callable[[Actor, datetime], Dossier]]:
    """What kind of message it is, and the verb that takes it."""
    code, name = given.dossier, given.message.strip()
    if (withdrawal := given.withdrawal) is not None:
        number, reason = withdrawal.notice, withdrawal.reason
        return Kind.WITHDRAWAL, lambda by, at: withdraw_notice(code, number, by=by, at=at, reason=reason, message=name)
    if given.proof is not None:
        paid = given.proof.proof()
        return Kind.PROOF, lambda by, at: take_proof(code, paid, by=by, at=at, message=name)
    assert given.notice is not None
    due = given.notice.notice()
    return Kind.NOTICE, lambda by, at: take_notice(code, due, by=by, at=at, message=name)
