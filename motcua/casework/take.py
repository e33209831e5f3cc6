"""Take a piece of work, or give it to a colleague. Taking the first after reception begins processing (state 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.deadlines.clocks import Clock
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.offices.models import Post, in_force
from motcua.policy.permissions import ask
from motcua.workflow.actions import keep_turn
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind
from motcua.workflow.sharing import Way

from .backdating import Claim, admit
from .by_area import who_by_area
from .case import Case, locked
from .punctual import is_late
from .sharing import who_has_least, whose_turn


def enter_process(case: Case) -> None:
    """Part of every act on the first step after reception: 2 becomes 4, once (rules.md 1.10).

    Paper has reached the unit that decides with it; whether too late is noted (NĐ 118/2025 Điều 18.2).
    """
    d = case.dossier
    if d.state is Status.ACCEPTED and d.accepted_at is not None:
        kind = case.move("take", Status.IN_PROCESS)
        if d.channel != "online" and not d.transfer:
            case.note(transfer_late=int(is_late(case, Clock.TRANSFER, d.accepted_at)))
        case.record(kind)


def chosen(case: Case, item_id: int | None) -> WorkItem:
    """The open piece of work that the actor means. One that was closed meanwhile is said so."""
    item = case.item if item_id is None else next((i for i in case.items if i.pk == item_id), None)
    if item is None:
        raise Refused("Việc này đã được hoàn thành. Hãy tải lại trang để thấy bước hiện tại.")
    return item


def take(code: str, *, by: Actor, at: datetime, item_id: int | None = None, claim: Claim | None = None) -> Dossier:
    """Take an open piece of work that nobody has taken, or that somebody holds who is away and left it to the actor."""
    with locked(code, by=by, at=at) as case:
        case.require("take")
        item = chosen(case, item_id)
        case.ask("dossier.take", item)
        if item.assignee_id == by.account_id:
            raise Refused("Anh/Chị đang giữ việc này rồi.")
        admit(case, claim)
        case.books.assign(item, account_id=by.account_id, was=item.assignee_id, at=at)
        if item.kind not in (StepKind.RECEIVE, StepKind.SUPPLEMENT, StepKind.CONSULT):
            enter_process(case)
        case.record("work.taken", account=by.ref, item=case.signature(item))
        case.commit()
        return case.dossier


FINDERS = {Way.LEAST: who_has_least, Way.TURN: whose_turn, Way.AREA: who_by_area}


def hand_over(
    code: str,
    *,
    by: Actor,
    at: datetime,
    to: int | None,
    way: Way | None = None,
    item_id: int | None = None,
    note: str = "",
    claim: Claim | None = None,
    undoing: bool = False,
) -> Dossier:
    """Give an open piece of work to a colleague of the same post, or back to all of them (`to` None).

    `way` says that it is shared out: to `to` if that was decided already, else to whom the rule finds now. `undoing`
    gives back what the actor handed over last, while nothing has happened to the dossier since.
    """
    with locked(code, by=by, at=at) as case:
        case.require("hand_over")
        item = chosen(case, item_id)
        handed = undoing and _handed_last(case)
        ask("dossier.hand_over", replace(case.facts(item), handed=handed))
        if undoing and not handed:
            raise Refused("Sau khi bàn giao hồ sơ đã có việc khác ghi vào nên không hoàn tác được.")
        if way is not None and claim is not None:
            raise Refused("Chia việc tính theo lúc này nên không ghi lùi ngày được.", field="happened_at")
        if way is not None and to is None:
            to = FINDERS[way](item, case.offices, at=at)
        if to is not None and not _can_do(item, to, case):
            raise Refused("Người nhận bàn giao không có vị trí này tại nơi đang giữ việc.", field="to")
        if to == item.assignee_id:
            raise Refused("Việc đã ở đúng người này rồi.", field="to")
        admit(case, claim)
        case.books.assign(item, account_id=to, was=item.assignee_id, at=at)
        if way is Way.TURN and to is not None:
            keep_turn(agency_id=item.agency_id, role=item.role, account_id=to)
        shared = {"shared": way.value} if way is not None else {}
        person = f"account:{to}" if to else ""
        case.record("work.handed_over", to=person, item=case.signature(item), note=note.strip(), **shared)
        case.commit()
        return case.dossier


def _handed_last(case: Case) -> bool:
    """Whether the last event of the dossier is a handing over by the actor: one statement."""
    d = case.dossier
    last = Event.objects.filter(stream=d.stream, n=d.chain_n, kind="work.handed_over", by=case.by.ref)
    return last.exists()


def _can_do(item: WorkItem, account_id: int, case: Case) -> bool:
    day = case.at.astimezone(VIETNAM).date()
    posts = in_force(Post.objects, day).filter(account_id=account_id, agency_id=item.agency_id, role=item.role)
    units = posts.filter(account__is_active=True).values_list("unit_id", flat=True)
    return any(case.offices.covers(unit, item.unit_id) for unit in units)
