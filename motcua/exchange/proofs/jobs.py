"""Jobs `proofs.send`, `proofs.ask`: hand a one-time code to a gateway, and ask later what became of it.

A code that cannot be handed over is tried again by the outbox as long as it lives (after 5, 15, 45, 135 seconds) under
the same key; a gateway that refuses it, or twice does not answer, leaves it to the next way to the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings

from motcua.casework.prove import SEND, Address, addresses
from motcua.exchange.sms.client import Gateway, NotTaken, RefusedForGood, hand_over, report
from motcua.notifications import mail
from motcua.outbox.actions import Promise, promise
from motcua.proofs import actions as book
from motcua.proofs import queries
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from motcua.proofs.rules import TRIES_OF_A_WAY

from .letters import key_of, letter, text_message

Ending = Callable[[datetime], None]
ASK = "proofs.ask"
ASK_AFTER = timedelta(seconds=20)
log = structlog.get_logger()


def send(payload: Mapping[str, Any], at: datetime) -> Ending:
    """Send the code of a proof by the first way that takes it; raises what the outbox tries again."""
    proof = queries.to_send(payload["proof"])
    if proof is None:
        return _nothing
    if proof.expires_at <= at:
        return _failed(proof, proof.error or "late")
    return _by_one_of(proof, addresses(proof), without=payload.get("without", ""))


def _by_one_of(proof: Proof, found: list[Address], *, without: str = "") -> Ending:
    """Try one way after the other. One that does not answer is left only when it was tried enough, or is the last."""
    said = proof.error
    left = [address for address in found if address.way != without]
    for n, address in enumerate(left, 1):
        try:
            return _sent(proof, address, _hand_over(proof, address))
        except RefusedForGood as refused:
            said = _hidden(str(refused), address)
            log.warning("code refused by the gateway", proof=proof.pk, way=address.way, error=said)
        except (NotTaken, OSError, SMTPException) as away:
            said = _hidden(f"{type(away).__name__}: {away}", address)
            book.put_off(proof.pk, way=address.way, error=said)
            proof.failures += 1
            if n == len(left) or proof.failures < TRIES_OF_A_WAY:
                raise NotTaken(said) from None  # the reason without the contact: it stands in the outbox for long
    return _failed(proof, said or "no way")


def _hand_over(proof: Proof, address: Address) -> str:
    """The gateway's own name of the message, empty where it has none."""
    code = code_of(proof)
    if address.way == "sms":
        return hand_over(_gateway(), to=address.to, text=text_message(proof, code), key=key_of(proof))
    if address.way == "email":
        if refused := mail.hand_over(letter(proof, code, to=address.to)):
            raise RefusedForGood(refused)
        return ""
    log.info("demo code", dossier=proof.dossier.code if proof.dossier else "", code=code)
    return ""


def _gateway() -> Gateway:
    if not settings.SMS_URL:
        raise NotTaken("MOTCUA_SMS_URL is not set any more")
    return Gateway(settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TIMEOUT)


def _sent(proof: Proof, address: Address, name: str) -> Ending:
    def ending(at: datetime) -> None:
        book.sent(proof.pk, way=address.way, name=name, at=at)
        if name:
            promise([Promise(ASK, {"proof": proof.pk}, key=str(proof.pk), after=ASK_AFTER)], at=at)

    return ending


def ask(payload: Mapping[str, Any], at: datetime) -> Ending:
    """Ask the gateway whether the message reached its telephone; where it did not, take the next way in time."""
    proof = queries.taken(payload["proof"])
    if proof is None:
        return _nothing
    if proof.expires_at <= at:
        return _nothing  # it stays "sent": the gateway never said more
    told = report(_gateway(), proof.name)
    if told.state == "waiting":
        raise NotTaken("the gateway does not know yet")
    if told.state == "delivered":
        return lambda now: book.reported(proof.pk, delivered=True, at=now)

    def lost(now: datetime) -> None:
        others = [address for address in addresses(proof) if address.way != proof.way]
        if others and proof.used_at is None:
            book.send_again(proof.pk, error=told.reason)
            promise([Promise(SEND, {"proof": proof.pk, "without": proof.way}, key=str(proof.pk))], at=now)
        else:
            book.reported(proof.pk, delivered=False, error=told.reason, at=now)

    return lost


def _failed(proof: Proof, said: str) -> Ending:
    return lambda now: book.failed(proof.pk, error=said, way=proof.way, at=now)


def _hidden(said: str, address: Address) -> str:
    """What a gateway said, without the contact that it may repeat."""
    for text in (address.to, address.to.removeprefix("+"), address.to.removeprefix("+84")):
        said = said.replace(text, "…") if text else said
    return said


def _nothing(at: datetime) -> None:
    """There is nothing to write."""


SPEAKING = {SEND: send, ASK: ask}
LANES = {SEND: 16, ASK: 4}
"""Codes wait for nobody and nobody waits for them, nor for asking after them."""
