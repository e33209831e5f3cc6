"""Dossiers of other systems at our counters: note one, tell where it stands, void one noted by mistake (ADR 23).

No code of ours, no slip, no clock, no step: the system that the procedure names as authoritative does all that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.journal.actions import Entry
from motcua.journal.rules import instant
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask
from motcua.shadows import actions
from motcua.shadows.actions import Change
from motcua.shadows.models import Shadow
from motcua.shadows.states import LABELS, MOVES, OVER, State

from .intake import OURS, check_in_force

NOT_A_CODE = gettext_noop("Mã hồ sơ của hệ thống kia phải có chữ số, dài từ 4 đến 64 ký tự, không dấu.")
THERE = gettext_noop("Hồ sơ {code} của hệ thống {system} đã có ở đây. Hãy tra cứu theo mã đó.")
LONGEST_NAME, LONGEST_REASON = 200, 500


@dataclass(frozen=True, slots=True)
class Noted:
    """What the counter takes down of a dossier that another system handles: its code there and its appointment."""

    version_id: int
    counter_id: int
    foreign_code: str
    appointment_at: datetime | None = None
    applicant: str = ""


@transaction.atomic
def note_shadow(noted: Noted, *, by: Actor, at: datetime) -> Shadow:
    """Follow a dossier of the system that its procedure names. Refused when that is Motcua itself, or it is followed.

    Eight statements.
    """
    day, offices = at.astimezone(VIETNAM).date(), snapshot.present()
    ask("shadow.note", Facts(by=by, day=day, offices=offices, counter_id=noted.counter_id))
    version = ProcedureVersion.objects.select_related("procedure").filter(pk=noted.version_id).first()
    if version is None:
        raise Refused("Không có thủ tục này trong danh mục.", field="procedure")
    procedure, system = version.procedure.code, version.authority_system
    check_in_force(version, day, code=procedure, valid_to=version.valid_to)
    if system == OURS:
        raise Refused("Thủ tục {code} được giải quyết ngay trên hệ thống này.", field="procedure", code=procedure)
    code = foreign_code(noted.foreign_code)
    _check_new(code, system)
    row = Shadow(
        version=version,
        counter_id=noted.counter_id,
        system=system,
        foreign_code=code,
        appointment_at=_appointment(noted.appointment_at, at),
        applicant=_fitting(noted.applicant, LONGEST_NAME, "applicant"),
        state=State.NOTED.value,
        state_at=at,
        noted_at=at,
        noted_by_id=by.account_id,
    )
    facts = {"procedure": procedure, "counter": offices.agency(row.counter_id).code, **_standing(row)}
    entry = Entry(actions.NOTED, {"system": system, "code": code, "applicant": row.applicant}, facts)
    return actions.open_shadow(row, entry, by=by.ref, at=at, origin=by.origin)


@transaction.atomic
def tell_shadow(pk: int, state: State, *, by: Actor, at: datetime) -> Shadow:
    """Take down that the dossier has come to stand so in its own system, as the officer sees there. Four statements."""
    row = _locked(pk)
    ask("shadow.tell", _facts(row, by, at))
    _check_alive(row)
    if state not in MOVES[row.stands]:
        raise Refused(
            "Hồ sơ {code} đang ở trạng thái “{state}” nên không ghi “{wanted}” được.",
            code=row.foreign_code,
            state=Sentence(LABELS[row.stands]),
            wanted=Sentence(LABELS[state]),
        )
    entry = Entry(actions.TOLD, {"pressed": True}, {"state": state.value, "state_at": instant(at)})
    changes = {"state": state.value, "state_at": at}
    return actions.change_shadow(row, entry, by=by.ref, at=at, origin=by.origin, **changes)


@transaction.atomic
def void_shadow(pk: int, *, reason: str, by: Actor, at: datetime) -> Shadow:
    """Take back what was noted by mistake; its code may be noted again. Four statements."""
    row = _locked(pk)
    ask("shadow.void", _facts(row, by, at))
    _check_alive(row)
    reason = _fitting(reason, LONGEST_REASON, "reason")
    if not reason:
        raise Refused("Cần ghi lý do hủy.", field="reason")
    entry = Entry(actions.VOIDED, {"reason": reason}, {"voided_at": instant(at)})
    return actions.change_shadow(row, entry, by=by.ref, at=at, origin=by.origin, voided_at=at, void_reason=reason)


def open_shadows(counter_id: int) -> QuerySet[Shadow]:
    """What a counter still follows."""
    return Shadow.objects.filter(counter_id=counter_id, voided_at=None).exclude(state__in=sorted(OVER))


def pass_shadows(counter: Agency, successor: Agency, *, by: str, at: datetime, origin: str) -> int:
    """Let the successor of a counter that closes follow what it followed; how many."""
    rows = list(open_shadows(counter.pk).select_for_update(of=("self",)).order_by("pk"))
    told = Entry(actions.PASSED_ON, {"from": counter.name, "to": successor.name}, {"counter": successor.code})
    for row in rows:
        row.counter = successor
    actions.change_many([Change(row, [told]) for row in rows], by=by, at=at, origin=origin)
    return len(rows)


def foreign_code(typed: str) -> str:
    """The code of another system as it is kept and looked up. Refused when it cannot be one."""
    code = looks_like_code(typed)
    if code is None:
        raise Refused(NOT_A_CODE, field="foreign_code")
    return code


def _check_new(code: str, system: str) -> None:
    """One dossier of another system is here once: as a shadow, or taken over as a dossier of ours."""
    if (
        Shadow.objects.filter(foreign_code=code, system=system, voided_at=None).exists()
        or Dossier.objects.filter(foreign_code__iexact=code, foreign_source=system, voided_at=None).exists()
    ):
        raise Refused(THERE, field="foreign_code", code=code, system=system)


def _appointment(moment: datetime | None, at: datetime) -> datetime | None:
    if moment is not None and moment.astimezone(VIETNAM).date() < at.astimezone(VIETNAM).date():
        raise Refused("Ngày hẹn trả đã qua. Hãy xem lại giấy hẹn của hệ thống kia.", field="appointment_at")
    return moment


def _fitting(text: str, most: int, field: str) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refused(
            "“{beginning}…” dài quá {most} ký tự. Hãy ghi ngắn lại.", field=field, beginning=text[:30], most=most
        )
    return text


def _standing(row: Shadow) -> dict[str, object]:
    """Facts of where it stands and what was promised; nothing personal."""
    told: dict[str, object] = {"state": row.state, "state_at": instant(row.state_at)}
    return told | ({"appointment_at": instant(row.appointment_at)} if row.appointment_at else {})


def _locked(pk: int) -> Shadow:
    row = Shadow.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused("Không tìm thấy hồ sơ theo dõi hộ này.")
    return row


def _facts(row: Shadow, by: Actor, at: datetime) -> Facts:
    return Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=snapshot.present(), counter_id=row.counter_id)


def _check_alive(row: Shadow) -> None:
    if row.voided_at is not None:
        raise Refused("Hồ sơ {code} đã bị hủy do ghi nhầm.", code=row.foreign_code)
