"""Money of a dossier for programs: what is due, payments into the till of the account, what was mended."""

from __future__ import annotations

from datetime import datetime

from motcua.casework.fees import assess, cancel_payment, pay, refund
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.payments.rules import Way

from . import given_fees as g
from .acts import act


@act("assess")
def assessment(code: str, given: g.AssessmentGiven, *, by: Actor, at: datetime) -> Dossier:
    """Say what is due, where more is to be said than the procedure does."""
    return assess(code, given.said(), by=by, at=at)


@act("pay")
def payment(code: str, given: g.PaymentGiven, *, by: Actor, at: datetime) -> Dossier:
    """Enter a payment in the till of the account."""
    return pay(code, given.paid(), by=by, at=at)


@act("cancel_payment")
def payment_cancellation(code: str, given: g.PaymentCancellationGiven, *, by: Actor, at: datetime) -> Dossier:
    """Cancel a payment that was entered wrongly; what is right may come with it."""
    instead = given.instead.paid() if given.instead else None
    return cancel_payment(code, given.n, by=by, at=at, reason=given.reason, instead=instead)


@act("refund")
def refunding(code: str, given: g.RefundGiven, *, by: Actor, at: datetime) -> Dossier:
    """Give money of a payment back."""
    way = Way(given.way)
    return refund(code, given.n, by=by, at=at, amount=given.amount, reason=given.reason, way=way)
