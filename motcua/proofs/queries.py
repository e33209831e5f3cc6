"""Reads of proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from .models import Proof
from .rules import LIMITS, OPEN, TRIES


def counts(proof: Proof) -> dict[int, int]:
    """How many requests there were of the same contact, dossier and caller, itself among them, by number of the limit.

    What was refused counts for nothing, so that who presses on is not kept out for ever: one statement.
    """
    found = {}
    longest = max(limit.within for limit in LIMITS)
    for n, limit in enumerate(LIMITS):
        value = getattr(proof, _COLUMNS[limit.by])
        same = Q(**{_COLUMNS[limit.by]: 0 if value is None else value})  # signing in is of no dossier: it counts none
        found[f"n{n}"] = Count("pk", filter=same & Q(asked_at__gt=proof.asked_at - limit.within))
    any_same = Q(dossier_id=proof.dossier_id or 0) | Q(contact=proof.contact) | Q(caller=proof.caller)
    rows = Proof.objects.filter(any_same, refused="", asked_at__gt=proof.asked_at - longest)
    return {int(name[1:]): n for name, n in rows.aggregate(**found).items()}


_COLUMNS = {"contact": "contact", "dossier": "dossier_id", "caller": "caller"}


def to_send(proof_id: int) -> Proof | None:
    """The proof whose code has to be sent still, with its dossier; None where there is none to send."""
    waiting = Proof.objects.filter(pk=proof_id, matched=True, refused="", state="waiting", used_at__isnull=True)
    return waiting.select_related("dossier").first()


def taken(proof_id: int) -> Proof | None:
    """The proof whose code a gateway took, until it says what became of it; with its dossier."""
    return Proof.objects.filter(pk=proof_id, state="sent").exclude(name="").select_related("dossier").first()


def asked(proof_id: int, dossier_id: int | None) -> Proof | None:
    """A request for this dossier, or for signing in, by its number, unless it was refused."""
    rows = Proof.objects.filter(pk=proof_id, refused="")
    mine = rows.filter(dossier__isnull=True) if dossier_id is None else rows.filter(dossier_id=dossier_id)
    return mine.first()


def opened(proof_id: int, code: str, *, at: datetime) -> Proof | None:
    """The proof, if its right code was entered and it opens the dossier of `code` at this moment."""
    good = Proof.objects.filter(pk=proof_id, dossier__code=code, used_at__lte=at, used_at__gt=at - OPEN, refused="")
    return good.filter(closed_at__isnull=True, dossier__voided_at__isnull=True).first()


def had_opened(proof_id: int, code: str) -> bool:
    """Whether the right code of this proof was entered for the dossier of `code` at any time, and not closed since."""
    good = Proof.objects.filter(pk=proof_id, dossier__code=code, used_at__isnull=False, closed_at__isnull=True)
    return good.filter(refused="", dossier__voided_at__isnull=True).exists()


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened to requests since a moment."""

    asked: int
    refused: int
    guessed: int
    failed: int


def seen(*, since: datetime) -> Seen:
    """Requests since then: refused for a limit, with all tries used up and none right, not delivered."""
    rows = Proof.objects.filter(asked_at__gt=since)
    found = rows.aggregate(
        asked=Count("pk"),
        refused=Count("pk", filter=~Q(refused="")),
        guessed=Count("pk", filter=Q(tries__gte=TRIES, used_at__isnull=True)),
        failed=Count("pk", filter=Q(matched=True, state="failed")),
    )
    return Seen(**found)
