"""Form 06, Phiếu kiểm soát quá trình giải quyết hồ sơ: the hand-overs of a dossier at any moment.

Read from the pieces of work, which the journal rebuilds: nothing is written to the dossier. Each print of a changed
trail is a new edition under the same number; what an earlier edition said stays for ever (ADR 26; rules.md 1.12).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.states import LABELS
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import ListSlip
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to
from motcua.policy.predicates import CASE_ROLES
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import KIND_LABELS, Outcome, StepKind

from .list_slips import UNKNOWN, make
from .slips import party, spoken

CONTROL = "06"
EARLY, ON_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"
OUTCOMES = {
    Outcome.BACK: "Trả lại bước trước",
    Outcome.ENDED: "Kết thúc cùng hồ sơ",
    Outcome.RECALLED: "Người giao rút lại",
    Outcome.MISROUTED: "Chuyển nhầm nơi giải quyết",
    Outcome.REOPENED: "Mở lại để giải quyết tiếp",
}
NOT_RECEIVED = gettext_noop("Hồ sơ {code} chưa được tiếp nhận nên chưa có phiếu kiểm soát.")
NO_POST = gettext_noop("Chỉ người làm việc tại cơ quan nhận hoặc giải quyết hồ sơ lập được phiếu kiểm soát.")
AS_IT_STANDS = ("dossier", "lead_agency", "assisting", "due", "state", "handovers", "applicant", "procedure")


@transaction.atomic
def control_slip(code: str, *, by: Actor, at: datetime) -> ListSlip:
    """The control slip of the dossier at `at`: the last edition where nothing has changed since, else the next one.

    Refused for a dossier that the actor may not see, and for one that was never accepted.
    """
    offices = snapshot.present()
    facts = Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices)
    known = Dossier.objects.select_for_update(of=("self",)).select_related("version__procedure")
    dossier = known.filter(open_to(facts), code=code).first()
    if dossier is None:
        raise Refused(UNKNOWN, code=code)
    if dossier.accepted_at is None:
        raise Refused(NOT_RECEIVED, code=code)
    said = content(dossier, offices, by=by, at=at)
    last = ListSlip.objects.filter(form=CONTROL, listed__dossier=dossier).order_by("-edition").first()
    if last is not None and all(last.content.get(name, "") == said.get(name, "") for name in AS_IT_STANDS):
        return last
    issuer = last.agency_id if last else dossier.receiving_id
    if issuer not in by.agencies(*CASE_ROLES) and dossier.competent_id not in by.agencies(*CASE_ROLES):
        raise Refused(NO_POST)
    return make(CONTROL, [dossier], said, by=by, at=at, agency_id=issuer, offices=offices, before=last)


def content(d: Dossier, offices: Snapshot, *, by: Actor, at: datetime) -> dict[str, object]:
    """What the slip says of the dossier at `at`, in words: two statements."""
    people = list(Party.objects.filter(dossier=d))
    work = WorkItem.objects.filter(dossier=d).select_related("step", "closed_by", "assignee", "agency", "unit")
    applicant = next(p for p in people if p.role == "applicant")
    items = [i for i in work.order_by("opened_at", "pk") if i.opened_at <= at]
    lead = offices.agency(d.competent_id).name
    others = {i.agency.name for i in items if i.agency_id not in (d.competent_id, d.receiving_id)}
    return {
        "dossier": d.code,
        "applicant": party(applicant),
        "procedure": {"name": d.version.name, "code": d.version.procedure.code},
        "lead_agency": lead,
        "assisting": "; ".join(sorted(others)),
        "received_at": (d.accepted_at or d.filed_at).astimezone(VIETNAM).isoformat(),
        "due": spoken(d.appointment) if d.appointment else "",
        "as_of": at.astimezone(VIETNAM).isoformat(),
        "state": LABELS[d.state],
        "handovers": handovers(items, filer=applicant.name, at=at),
        "officer": {"name": by.name, "phone": by.phone},
    }


def handovers(items: Sequence[WorkItem], *, filer: str, at: datetime) -> list[dict[str, str]]:
    """Row after row: who gave, who took, when, and how the work that was taken ended by the clock of its own step."""
    rows, giver = [], f"{filer} (người nộp hồ sơ)"
    for item in items:
        receiver = _place(item)
        rows.append(
            {
                "giver": giver,
                "receiver": receiver,
                "work": item.step.name if item.step else KIND_LABELS[StepKind(item.kind)],
                "at": spoken(item.opened_at),
                "result": result(item, at=at),
                "note": _note(item),
            }
        )
        giver = receiver
    return rows


def result(item: WorkItem, *, at: datetime) -> str:
    """Early, on time (on the very day of the limit) or late; nothing while it is open in time, or knows no limit."""
    if item.due_at is None:
        return ""
    if item.closed_at is None:
        return LATE if at > item.due_at else ""
    if item.closed_at > item.due_at:
        return LATE
    same_day = item.closed_at.astimezone(VIETNAM).date() == item.due_at.astimezone(VIETNAM).date()
    return ON_TIME if same_day else EARLY


def _place(item: WorkItem) -> str:
    where = f"{item.unit.name}, {item.agency.name}" if item.unit else item.agency.name
    who = item.closed_by or item.assignee
    return f"{who.full_name} – {where}" if who else where


def _note(item: WorkItem) -> str:
    if item.closed_at is None:
        return "Đang giải quyết"
    return OUTCOMES.get(Outcome(item.outcome), "")
