"""Writes of proofs: each one statement that settles its own race, so that none waits for a lock."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import F

from .models import Proof
from .rules import LIFE


def ask(
    *, dossier_id: int | None, contact: str, caller: str, matched: bool, language: str, at: datetime, to: str = ""
) -> Proof:
    """Keep a request, for signing in with the contact `to` where no dossier is named; `contact`, `caller` are digests.

    Whether a limit is overstepped is asked after that, so that of many at the same moment none is missed.
    """
    return Proof.objects.create(
        dossier_id=dossier_id,
        to=to,
        contact=contact,
        caller=caller,
        matched=matched,
        language=language,
        salt=secrets.token_hex(16),
        asked_at=at,
        expires_at=at + LIFE,
    )


def refuse(proof: Proof, *, limit: str) -> None:
    """Keep that a request overstepped a limit."""
    Proof.objects.filter(pk=proof.pk).update(refused=limit)


def count_try(proof: Proof) -> None:
    """Count one code entered, right or not, before it is looked at; `proof.tries` is how many that makes.

    Of several at the same moment each finds at least itself and all before it.
    """
    Proof.objects.filter(pk=proof.pk).update(tries=F("tries") + 1)
    proof.refresh_from_db(fields=["tries", "used_at"])


def use(proof: Proof, *, at: datetime) -> bool:
    """Let the proof be good; False where its code was used or is late: once only. A contact kept is erased."""
    return bool(Proof.objects.filter(pk=proof.pk, used_at__isnull=True, expires_at__gt=at).update(used_at=at, to=""))


def close(proof_id: int, *, at: datetime) -> None:
    """Let the proof open nothing any more."""
    Proof.objects.filter(pk=proof_id, used_at__isnull=False, closed_at__isnull=True).update(closed_at=at)


def sent(proof_id: int, *, way: str, name: str = "", at: datetime) -> None:
    """A gateway has the code and calls it `name`."""
    Proof.objects.filter(pk=proof_id, state="waiting").update(state="sent", way=way, name=name, error="", ended_at=at)


def send_again(proof_id: int, *, error: str) -> None:
    """What a gateway took reached nobody; it goes another way."""
    Proof.objects.filter(pk=proof_id, state="sent").update(state="waiting", error=error[:300], name="", ended_at=None)


def reported(proof_id: int, *, delivered: bool, error: str = "", at: datetime) -> None:
    """What the gateway says later of what it took."""
    state = "delivered" if delivered else "failed"
    Proof.objects.filter(pk=proof_id, state="sent").update(state=state, error=error[:300], ended_at=at)


def failed(proof_id: int, *, error: str, way: str = "", at: datetime) -> None:
    """The code reaches nobody, for good."""
    Proof.objects.filter(pk=proof_id, state="waiting").update(state="failed", way=way, error=error[:300], ended_at=at)


def put_off(proof_id: int, *, way: str, error: str) -> None:
    """A gateway did not answer; it is tried again."""
    Proof.objects.filter(pk=proof_id, state="waiting").update(failures=F("failures") + 1, way=way, error=error[:300])


def forget_contacts(*, before: datetime) -> int:
    """Erase the contacts of requests to sign in whose codes were over before that moment; how many."""
    return Proof.objects.filter(expires_at__lt=before).exclude(to="").update(to="")


def forget(*, before: datetime) -> int:
    """Drop requests older than `before`; how many."""
    return Proof.objects.filter(asked_at__lt=before).delete()[0]
