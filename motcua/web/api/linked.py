"""Linked procedures: what a group asks for, one declaration taken in, and how its dossiers stand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Path, Query

from motcua.casework.file_linked import file_linked
from motcua.casework.linked import LinkedIntake
from motcua.casework.reads import linked as reads
from motcua.casework.reads import linked_offers as offers
from motcua.casework.reads.linked import Linked
from motcua.casework.reads.linked_offers import GroupOffer
from motcua.dossiers.models import Declaration
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.web.ui.words import say

from . import given_linked as g
from . import paging, telling
from . import told_linked as told
from .acting import acted
from .bearing import Token, facts
from .door import api
from .dossiers import READS, WRITES, Asked, answer, at_the_desk
from .files import papers


@api.get(
    "/linked-groups/{code}",
    auth=Token(READS),
    response=told.GroupTold,
    operation_id="read_linked_group",
    tags=["dossiers"],
    url_name="linked_group",
)
@paging.asked_only
def group(
    request: HttpRequest,
    code: Annotated[str, Path(...)],
    counter: Annotated[Asked, Query(..., max_length=64, description=gettext_noop("Mã định danh của nơi tiếp nhận."))],
) -> HttpResponse:
    """A group of linked procedures as a counter would take a declaration for it in now."""
    who = at_the_desk(request)
    if not offers.is_group(code, day=who.day):
        raise Http404
    counter_id = counter_called(counter, who)
    return answer(_group(offers.offer(code, counter_id=counter_id, offices=who.offices, at=request.at)))  # type: ignore[attr-defined]


@api.post(
    "/linked-declarations",
    auth=Token(WRITES),
    response={201: told.DeclarationTold},
    operation_id="file_linked",
    tags=["dossiers"],
    url_name="declarations",
)
def declare(request: HttpRequest, given: Annotated[g.DeclarationGiven, Body(...)]) -> HttpResponse:
    """File one declaration for a group of linked procedures: several dossiers, one receipt, one appointment."""
    by, at, who = request.actor, request.at, facts(request)  # type: ignore[attr-defined]

    def tell(made: Declaration) -> told.DeclarationTold:
        return declaration(reads.of_declaration(made.pk, who))

    return acted(request, lambda: _filed(given, who, by=by, at=at), status=201, tell=tell, place="api:declaration")


def _filed(given: g.DeclarationGiven, who: Facts, *, by: Actor, at: datetime) -> Declaration:
    counter_id = counter_called(given.counter, who)
    chosen = {}
    for i, member in enumerate(given.members):
        found = who.offices.coded(member.competent, who.day) if member.competent else None
        if member.competent and found is None:
            raise Refused("Cơ quan giải quyết đã chọn không còn hoạt động.", field=f"members.{i}.competent")
        chosen[member.n] = found.pk if found else None
    cases = {member.n: member.case for member in given.members}
    offered = offers.offer(given.group, counter_id=counter_id, offices=who.offices, at=at, competents=chosen)
    known = {member.n for member in offered.members}
    if strange := [i for i, member in enumerate(given.members) if member.n not in known]:
        raise Refused("Nhóm không có thủ tục mang số thứ tự này.", field=f"members.{strange[0]}.n")
    intake = LinkedIntake(
        group=given.group,
        counter_id=counter_id,
        applicant=given.applicant.party(),
        owners=tuple(owner.party() for owner in given.owners),
        papers=papers(given.papers, by=by),
        competents=offered.competents | {n: pk for n, pk in chosen.items() if pk is not None},
        cases=cases,
        channel=given.channel,
        delivery=given.delivery,
        sets=given.sets,
        request=given.request,
    )
    return file_linked(intake, by=by, at=at)


def counter_called(code: str, who: Facts) -> int:
    """The key of the counter with that code. Refused where it is not in force."""
    counter = who.offices.coded(code, who.day)
    if counter is None:
        raise Refused("Nơi tiếp nhận không hoạt động.", field="counter")
    return counter.pk


@api.get(
    "/linked-declarations/{code}",
    auth=Token(READS),
    response=told.DeclarationTold,
    operation_id="read_linked_declaration",
    tags=["dossiers"],
    url_name="declaration",
)
def one(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """The declaration that a dossier belongs to, by the code of any of its dossiers."""
    found = reads.linked(code, at_the_desk(request))
    if found is None:
        raise Http404
    return answer(declaration(found))


def declaration(found: Linked) -> told.DeclarationTold:
    """A declaration as it stands."""
    return told.DeclarationTold(
        code=found.code,
        group=found.group_code,
        group_name=found.group,
        decision=found.decision,
        filed_at=telling.here(found.filed_at),
        appointment_at=telling.here(found.appointment_at),
        dossiers=[
            told.LinkedDossierTold(
                n=row.n,
                code=row.code,
                procedure=row.procedure_code,
                status=row.status,
                status_text=telling.status_text(row.status),
                voided=row.voided,
                after=row.after,
                link=row.link,
                due_at=telling.here(row.due_at),
            )
            for row in found.rows
        ],
    )


def _group(found: GroupOffer) -> told.GroupTold:
    return told.GroupTold(
        code=found.code,
        name=found.group.name,
        decision=found.group.decision,
        appointment_at=telling.here(found.appointment),
        critical_path=list(found.path),
        members=[
            told.MemberTold(
                n=m.n,
                procedure=m.code,
                name=m.name,
                after=m.after,
                limit=say(m.limit),
                competents=[telling.agency(a) for a in m.competents],
                due_at=telling.here(m.due),
            )
            for m in found.members
        ],
        papers=[
            told.JointPaperTold(
                n=p.n, name=p.name, originals=p.originals, copies=p.copies, required=p.required, note=p.note
            )
            for p in found.papers
        ],
    )
