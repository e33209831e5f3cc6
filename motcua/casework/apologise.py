"""Apologise: a letter with a new appointment (form 04), once for a delay (NĐ 118/2025 Điều 19.9; B-55).

It moves what the applicant was told, never the legal due date: the dossier counts as late with a letter (design §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from motcua.deadlines import actions as deadline_actions
from motcua.deadlines.actions import APOLOGISED
from motcua.deadlines.models import Apology
from motcua.deadlines.queries import limit_of
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier
from motcua.kernel.limits import Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.roles import LABELS, Role
from motcua.papers.models import Slip

from . import slips
from .case import Case, locked

DELAY, ERROR = "delay", "error"
STANDS = gettext_noop("Thời hạn của hồ sơ đang tạm dừng nên chưa có ngày hẹn nào để dời.")
NEVER_LATE = gettext_noop("Thủ tục không có ngày hẹn trả kết quả nên không cần hẹn lại.")


def apologise(code: str, *, by: Actor, at: datetime, cause: str, appointment_on: date) -> Dossier:
    """Send the letter: `cause` is what the applicant reads; the result is promised for the close of `appointment_on`.

    After the agency's own error was found (`reopen`) it is the letter for that error; otherwise the one for the delay,
    before the due date or after it (then marked as late). Refused for a second one, for an appointment that is no
    working day or not after both now and what was told before, while the clock stands, and where there is no due date.
    """
    with locked(code, by=by, at=at, items=False) as case:
        case.require("apologise")
        case.ask("dossier.apologise")
        sent = list(Apology.objects.filter(dossier_id=case.dossier.pk).values_list("ground", flat=True))
        if reason := nothing_to_move(case.dossier, sent):
            raise Refused(reason)
        if not cause.strip():
            raise Refused("Cần ghi lý do để người nộp hồ sơ hiểu vì sao chậm.", field="cause")
        appointment_at = _appointment(case, appointment_on)
        ground = ground_of(case.dossier)
        due_at = case.dossier.due_at
        late = due_at is not None and at > due_at
        slip = _letter(case, ground, cause.strip(), appointment_at, late=late)
        case.set(appointment_at=appointment_at)
        case.note(apology=ground, apology_late=int(late))
        case.record("apology.sent", cause=cause.strip(), slip=slip.number)
        case.commit(slip)
        deadline_actions.apologise(
            Apology(
                dossier=case.dossier,
                ground=ground,
                cause=cause.strip(),
                due_at=due_at,
                appointment_at=appointment_at,
                sent_at=at,
                late=late,
                slip=slip,
            )
        )
        return case.dossier


def ground_of(dossier: Dossier) -> str:
    """What a letter of now apologises for: the error that is being mended, else the delay."""
    return ERROR if dossier.corrections else DELAY


def nothing_to_move(dossier: Dossier, sent: Sequence[str]) -> Sentence | None:
    """Why no letter can be sent for this dossier, or None; `sent` are the grounds of those that were."""
    if limit_of(dossier).unit in (Unit.BY_AGREEMENT, Unit.NONE):
        return Sentence(NEVER_LATE)
    if dossier.due_at is None:
        return Sentence(STANDS)
    ground = ground_of(dossier)
    return Sentence(APOLOGISED) if sent.count(ground) >= (dossier.corrections or 1) else None


def _appointment(case: Case, day: date) -> datetime:
    """The close of office hours of the day."""
    calendar, told = case.calendar(), case.dossier.appointment
    if not calendar.is_working_day(day):
        raise Refused("Ngày hẹn lại là ngày nghỉ; hãy chọn một ngày làm việc.", field="appointment_on")
    closes = calendar.close_on_or_after(day)
    if closes <= case.at or (told is not None and closes <= told):
        raise Refused("Ngày hẹn lại phải sau lúc này và sau ngày đã hẹn trước.", field="appointment_on")
    return closes


def _letter(case: Case, ground: str, cause: str, appointment_at: datetime, *, late: bool) -> Slip:
    d = case.dossier
    assert d.accepted_at is not None and d.due_at is not None
    return slips.make(
        case,
        slips.APOLOGY,
        case.parties,
        received_at=d.accepted_at.astimezone(VIETNAM).isoformat(),
        legal_basis=pack_on(case.at.astimezone(VIETNAM).date()).apology_basis if ground == DELAY else "",
        apology={
            "ground": ground,
            "due": slips.spoken(d.appointment or d.due_at),
            "cause": cause,
            "appointment": slips.spoken(appointment_at),
            "late": "true" if late else "",
        },
        signer=slips.leader(case, name=case.by.name, post=LABELS[Role.SIGNER]),
    )
