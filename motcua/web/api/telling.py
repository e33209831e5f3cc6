"""From rows and reads to what programs are told; names masked in lists and numbers for supervisors, as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, overload

from django.urls import reverse

from motcua.casework.reads.clock import Clock
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.search import DossierRow
from motcua.casework.reads.verbs import possible
from motcua.casework.reads.worklist import WorkRow
from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers.models import Attachment, Dossier, Party, Result, SupplementRequest
from motcua.dossiers.states import LABELS, Status
from motcua.kernel import phone
from motcua.kernel.explanation_lines import Line
from motcua.kernel.masking import mask_name, mask_number, mask_phone
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.words import say
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import open_items

from . import told, told_dossier
from .nouns import NOUNS


@overload
def here(moment: datetime) -> datetime: ...
@overload
def here(moment: None) -> None: ...
def here(moment: datetime | None) -> datetime | None:
    """A moment on the clocks of the office."""
    return None if moment is None else moment.astimezone(VIETNAM)


def agency(row: Agency) -> told.AgencyRef:
    """An agency by its code."""
    return told.AgencyRef(code=row.code, name=row.name)


def status_text(status: int) -> str:
    """What a state is called."""
    return say(Sentence(LABELS[Status(status)]))


def clock(known: Clock) -> told.ClockTold:
    """How it stands to the limit."""
    return told.ClockTold(state=known.state.value, text=say(known.sentence))


def dossier(d: Dossier, offices: Snapshot) -> told.DossierTold:
    """A dossier as an act left it: one statement, for its open work."""
    return told.DossierTold(**_plain(d, offices, open_items(d.pk)))


def _plain(d: Dossier, offices: Snapshot, work: list[WorkItem]) -> dict[str, Any]:
    return {
        "code": d.code,
        "status": d.status,
        "status_text": status_text(d.status),
        "procedure": d.version.procedure.code,
        "case": case_number(case_of(d)),
        "receiving": offices.agency(d.receiving_id).code,
        "competent": offices.agency(d.competent_id).code,
        "filed_at": here(d.filed_at),
        "accepted_at": here(d.accepted_at),
        "due_at": here(d.due_at),
        "appointment_at": here(d.appointment_at),
        "finished_at": here(d.finished_at),
        "returned_at": here(d.returned_at),
        "ended_at": here(d.ended_at),
        "voided_at": here(d.voided_at),
        "outcome": d.outcome,
        "events": d.chain_n,
        "work": [_work(item, offices) for item in work],
    }


def _work(item: WorkItem, offices: Snapshot) -> told.WorkTold:
    return told.WorkTold(
        id=item.pk,
        kind=item.kind,
        step=item.step.n if item.step else 0,
        name=item.step.name if item.step else "",
        agency=offices.agency(item.agency_id).code,
        unit=offices.units[item.unit_id].name if item.unit_id else "",
        role=item.role,
        taken=item.assignee_id is not None,
        opened_at=here(item.opened_at),
        due_at=here(item.due_at),
    )


def row(found: DossierRow) -> told.RowTold:
    """A dossier in a list."""
    return told.RowTold(
        code=found.code,
        status=found.status,
        status_text=status_text(found.status),
        procedure=told.ProcedureRef(code=found.procedure_code, name=found.procedure),
        applicant=mask_name(found.applicant),
        filed_at=here(found.filed_at),
        due_at=here(found.due_at),
        voided=found.voided,
        clock=clock(found.clock),
    )


def item(found: WorkRow, offices: Snapshot) -> told.ItemTold:
    """A piece of work in the worklist."""
    return told.ItemTold(
        id=found.item_id,
        code=found.code,
        status=found.status,
        status_text=status_text(found.status),
        procedure=told.ProcedureRef(code=found.procedure_code, name=found.procedure),
        applicant=mask_name(found.applicant),
        kind=found.kind,
        step=found.step,
        agency=agency(offices.agency(found.agency_id)),
        unit=found.unit,
        role=found.role,
        holder=found.holder,
        mine=found.is_mine,
        opened_at=here(found.opened_at),
        step_due_at=here(found.step_due_at),
        step_late=found.step_late,
        due_at=here(found.due_at),
        paused=found.held,
        clock=clock(found.clock),
    )


def whole(found: Whole) -> told_dossier.WholeTold:
    """A dossier with all that belongs to it."""
    d, offices = found.dossier, found.facts.offices
    in_full = why_not("dossier.see_numbers", found.facts) is None
    can = possible(found)
    return told_dossier.WholeTold(
        **_plain(d, offices, [i for i in found.work if i.closed_at is None]),
        procedure_name=d.version.name,
        limit=say(found.limit.sentence()),
        case_name=found.case.name if found.case else "",
        case_changes=_case_changes(found),
        clock=clock(found.clock),
        channel=d.channel,
        delivery=d.delivery,
        sets=d.sets,
        request=d.request,
        foreign_code=d.foreign_code,
        foreign_source=d.foreign_source,
        parties=[_party(p, in_full) for p in found.parties],
        papers=[
            told_dossier.PaperTold(
                n=r.n, name=r.name, originals=r.originals, copies=r.copies, not_needed=r.not_needed, note=r.note
            )
            for r in found.received
        ],
        files=[_file(a, d.code) for a in found.attachments],
        done=[_done(i, offices) for i in found.work if i.closed_at is not None],
        holds=[
            told_dossier.HoldTold(
                ground=h.ground,
                name=h.name,
                reason=h.reason,
                basis=h.basis,
                begun_at=here(h.begun_at),
                ended_at=here(h.ended_at),
            )
            for h in found.holds
        ],
        requests=[_request(r) for r in found.requests],
        result=_result(found.result) if found.result else None,
        slips=[
            told_dossier.SlipTold(
                id=s.pk,
                form=s.form,
                number=s.number,
                edition=s.edition,
                issued_at=here(s.issued_at),
                url=reverse("api:slip", args=[d.code, s.pk]),
            )
            for s in found.slips
        ],
        acts={noun: say(can[verb].why_not) or None for verb, noun in NOUNS.items()},
    )


def _case_changes(found: Whole) -> list[told.CaseChangeTold]:
    return [
        told.CaseChangeTold(
            from_case=case_number(change.before),
            to_case=case_number(change.after),
            ground=change.ground,
            paper=change.paper,
            due_before=here(change.due_before),
            due_after=here(change.due_after),
            changed_at=here(change.changed_at),
            by=change.by.full_name,
        )
        for change in found.changes
    ]


def _party(p: Party, in_full: bool) -> told_dossier.PartyTold:
    number = phone.shown(p.phone) if p.phone else ""
    return told_dossier.PartyTold(
        role=p.role,
        kind=p.kind,
        capacity=p.capacity,
        name=p.name,
        number=p.number if in_full else mask_number(p.number),
        no_number_reason=p.no_number_reason,
        birth_date=p.birth_date,
        sex=p.sex,
        nationality=p.nationality,
        representative=p.representative,
        address=p.address,
        phone=number if in_full else mask_phone(number),
        email=p.email if in_full else "",
    )


def _file(a: Attachment, code: str) -> told_dossier.FileTold:
    return told_dossier.FileTold(
        id=a.pk,
        name=a.name,
        kind=a.kind,
        paper=a.component_n,
        media_type=a.file.media_type,
        size=a.file.size,
        added_at=here(a.added_at),
        url=reverse("api:file", args=[code, a.pk]),
    )


def _done(i: WorkItem, offices: Snapshot) -> told_dossier.DoneTold:
    assert i.closed_at is not None
    return told_dossier.DoneTold(
        kind=i.kind,
        name=i.step.name if i.step else "",
        agency=offices.agency(i.agency_id).code,
        role=i.role,
        by=i.closed_by.full_name if i.closed_by else "",
        opened_at=here(i.opened_at),
        closed_at=here(i.closed_at),
        outcome=i.outcome,
        note=i.note,
    )


def _request(r: SupplementRequest) -> told_dossier.RequestTold:
    points = [{"n": 0, "legal_basis": "", "mark": "missing", **point} for point in r.items]
    return told_dossier.RequestTold(
        n=r.n,
        items=[told_dossier.PointTold(**point) for point in points],
        enough=r.enough,
        basis=r.basis,
        leader_reason=r.leader_reason,
        proposed_at=here(r.proposed_at),
        issued_at=here(r.issued_at),
        dropped_at=here(r.dropped_at),
        answered_at=here(r.answered_at),
        restarts=r.restarts,
    )


def _result(r: Result) -> told_dossier.ResultTold:
    return told_dossier.ResultTold(**{name: getattr(r, name) for name in told_dossier.ResultTold.model_fields})


def explanation(found: Whole) -> told.ExplanationTold:
    """Why a dossier is due when it is due."""
    return told.ExplanationTold(
        code=found.dossier.code,
        limit=say(found.limit.sentence()),
        case=case_number(found.case),
        case_name=found.case.name if found.case else "",
        case_changes=_case_changes(found),
        due_at=here(found.due.moment),
        paused=found.due.paused is not None,
        clock=clock(found.clock),
        lines=[_line(line) for line in found.due.lines],
    )


def _line(line: Line) -> told.LineTold:
    return told.LineTold(
        kind=line.kind.value,
        text=say(line.sentence),
        begins=_iso(line.from_),
        ends=_iso(line.to),
        days=line.days,
        minutes=line.minutes,
        dates=list(line.dates),
    )


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None
