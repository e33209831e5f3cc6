"""Papers lost or damaged in the hands of the office: recorded, with an apology (NĐ 118/2025 Điều 23.2; B-67).

The letter is of form 04, with the appointment as it stands: what moves it is the letter for a delay (apologise.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.roles import LABELS, Role
from motcua.papers.models import Slip
from motcua.returning import actions as returning
from motcua.returning.models import Loss
from motcua.returning.rules import Harm

from . import slips
from .case import Case, locked

LOST = "papers.lost"
NOT_APPOINTED = "chưa hẹn ngày trả kết quả"
SAID_OF = {Harm.LOST: "bị mất", Harm.DAMAGED: "bị hư hỏng"}


@dataclass(frozen=True, slots=True)
class LossData:
    """Which papers, what happened, who answers for it, and what the applicant is asked for again (may be empty)."""

    harm: str
    papers: str
    cause: str
    responsible: str
    asked_again: str = ""


def record_loss(code: str, loss: LossData, *, by: Actor, at: datetime) -> Dossier:
    """Record the loss and issue the letter of apology, signed by who records it: a leader or the counter's head."""
    said = _checked(loss)
    with locked(code, by=by, at=at, items=False) as case:
        case.require("record_loss")
        case.ask("dossier.record_loss")
        slip = _letter(case, said)
        case.note(loss=said.harm)
        case.record(
            LOST,
            harm=said.harm,
            lost=said.papers,
            reason=said.cause,
            responsible=said.responsible,
            asked_again=said.asked_again,
            slip=slip.number,
        )
        case.commit(slip)
        returning.add(
            Loss(
                dossier=case.dossier,
                harm=said.harm,
                papers=said.papers,
                cause=said.cause,
                responsible=said.responsible,
                asked_again=said.asked_again,
                letter=slip,
                recorded_at=at,
                recorded_by_id=by.account_id,
            )
        )
        return case.dossier


def _checked(loss: LossData) -> LossData:
    if loss.harm not in set(Harm):
        raise Refused("Chọn giấy tờ bị mất hay bị hư hỏng.", field="harm")
    for field, value, what in (
        ("papers", loss.papers, gettext_noop("giấy tờ nào")),
        ("cause", loss.cause, gettext_noop("vì sao")),
        ("responsible", loss.responsible, gettext_noop("ai chịu trách nhiệm")),
    ):
        if not value.strip():
            raise Refused("Cần ghi {what}.", field=field, what=Sentence(what))
    return LossData(
        loss.harm, loss.papers.strip(), loss.cause.strip(), loss.responsible.strip(), loss.asked_again.strip()
    )


def _letter(case: Case, loss: LossData) -> Slip:
    """Issued by where the signer stands: the counter of the dossier, or the agency that decides."""
    d = case.dossier
    at_counter = case.by.holds(Role.COUNTER_HEAD, d.receiving_id)
    told = slips.spoken(d.appointment) if d.appointment else NOT_APPOINTED
    return slips.make(
        case,
        slips.APOLOGY,
        case.parties,
        issuer_id=d.receiving_id if at_counter else d.competent_id,
        received_at=(d.accepted_at or d.filed_at).astimezone(VIETNAM).isoformat(),
        apology={
            "ground": "loss",
            "due": told,
            "cause": loss.cause,
            "appointment": told,
            "papers": loss.papers,
            "harm": SAID_OF[Harm(loss.harm)],
            "asked_again": loss.asked_again,
        },
        signer=slips.leader(case, name=case.by.name, post=LABELS[Role.COUNTER_HEAD if at_counter else Role.SIGNER]),
    )
