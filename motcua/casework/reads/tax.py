"""What pages and programs ask of the hand-shake with the tax office: messages with time waited, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from motcua.casework.tax import SEND
from motcua.correspondence.models import Exchanged
from motcua.correspondence.queries import messages_of, paid
from motcua.correspondence.rules import Kind, State
from motcua.dossiers.models import Dossier
from motcua.kernel.folding import fold
from motcua.outbox.queries import open_job
from motcua.policy.facts import Facts, taxed_from

FIELDS = ("dat dai",)  # whose procedures end in a duty to pay that the tax office sets (Luật Đất đai 2024)


@dataclass(frozen=True, slots=True)
class Duty:
    """A notice that waits for payment, as the applicant needs it: money in đồng."""

    number: str
    issued_on: date
    left: int
    amount: int
    pay_by: date | None
    office: str
    pay_at: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """That a slip could not be sent so far: how often it was tried, when next; `given_up` when for good."""

    attempts: int
    next_at: datetime
    given_up: bool


def is_taxed_here(code: str, facts: Facts) -> bool:
    """Whether the actor is the system of the tax office for the dossier of `code`: one statement."""
    return Dossier.objects.filter(code=code, competent_id__in=taxed_from(facts)).exists()


def concerns_tax(field: str) -> bool:
    """Whether procedures of this field (lĩnh vực) usually end in a duty that the tax office sets."""
    folded = fold(field)
    return any(name in folded for name in FIELDS)


def duties(messages: list[Exchanged]) -> list[Duty]:
    """The notices that wait for payment, with what is left of each."""
    waiting = [m for m in messages if m.kind == Kind.NOTICE and m.state == State.OPEN]
    return [_duty(m, paid(messages, m)) for m in waiting]


def duties_of(dossier_id: int) -> list[Duty]:
    """The same of one dossier: one statement."""
    return duties(messages_of(dossier_id))


def _duty(notice: Exchanged, already: int) -> Duty:
    said, amount = notice.body, notice.amount or 0
    return Duty(
        number=notice.number,
        issued_on=date.fromisoformat(said["issued_on"]),
        left=amount - already,
        amount=amount,
        pay_by=date.fromisoformat(said["pay_by"]) if said.get("pay_by") else None,
        office=said.get("office", ""),
        pay_at=said.get("pay_at", ""),
        since=notice.at,
    )


def trouble(messages: list[Exchanged]) -> Trouble | None:
    """What keeps a slip from being sent; one statement where one is waiting, None where nothing was tried yet."""
    slip = next((m for m in messages if m.kind == Kind.SLIP and m.state == State.PROMISED), None)
    job = open_job(SEND, slip.message_id) if slip is not None else None
    if job is None or not job.attempts or not job.error:
        return None
    return Trouble(job.attempts, job.due_at, job.dead_at is not None)
