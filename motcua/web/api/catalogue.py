"""Procedures and agencies: what can be handed in, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query

from motcua.casework.reads import catalogue as reads
from motcua.casework.reads.catalogue import ProcedurePage, Process
from motcua.casework.reads.offices import Question as AgencyQuestion
from motcua.casework.reads.offices import tree
from motcua.casework.reads.procedure_list import Listed, Question, listing
from motcua.catalogue.search import search
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.models import Agency
from motcua.web.ui.words import say

from . import paging, telling
from . import told_catalogue as told
from .bearing import Token, facts
from .door import api
from .dossiers import Asked, Limit, PageToken, answer
from .told import CaseTold, HoldGroundTold


@api.get(
    "/procedures",
    auth=Token("catalogue:read"),
    response=told.ProceduresTold,
    operation_id="list_procedures",
    tags=["catalogue"],
    url_name="procedures",
)
@paging.asked_only
def procedures(
    request: HttpRequest,
    text: Annotated[
        Asked,
        Query("", max_length=200, description=gettext_noop("Từ trong tên, có dấu hay không, hoặc chữ đầu: dkks.")),
    ],
    field: Annotated[Asked, Query("", max_length=200)],
    level: Annotated[Literal["", "ministry", "province", "commune"], Query("")],
    receivable: Annotated[Literal["", "yes", "no"], Query("")],
    limit: Limit,
    page: PageToken,
) -> HttpResponse:
    """The procedures in force today, in order of code."""
    asked = Question(text=text, field=field, level=level, receivable=receivable)
    after = paging.after(request, page, str) or ""
    found = listing(asked, day=facts(request).day, after=after)
    rows, last = paging.cut(found[: limit + 1], limit)
    following = paging.token(request, (last.code,)) if last else None
    return answer(told.ProceduresTold(items=[told.ProcedureRow(**_listed(row)) for row in rows], next=following))


def _listed(row: Listed) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "field": row.field,
        "agency": row.agency,
        "limit": say(row.limit),
        "fee": row.fee,
        "receivable": row.receivable,
        "version": row.n,
    }


@api.get(
    "/procedure-search",
    auth=Token("catalogue:read"),
    response=told.ProcedureHits,
    operation_id="search_procedures",
    tags=["catalogue"],
    url_name="procedure_search",
)
@paging.asked_only
def procedure_search(
    request: HttpRequest,
    text: Annotated[
        str,
        Query(
            ...,
            min_length=1,
            max_length=200,
            description=gettext_noop("Cách gọi thường ngày, có dấu hay không, gõ sai chút cũng được: so do, dkks."),
        ),
    ],
    limit: Limit,
) -> HttpResponse:
    """The procedures in force today that answer a text, the best first: the search of the portal and the counter."""
    hits = search(text, day=facts(request).day)[:limit]
    items = [
        told.ProcedureHit(code=hit.row.code, name=hit.row.name, field=hit.row.field, score=round(hit.score, 4))
        for hit in hits
    ]
    return answer(told.ProcedureHits(items=items))


@api.get(
    "/procedures/{code}",
    auth=Token("catalogue:read"),
    response=told.ProcedureTold,
    operation_id="read_procedure",
    tags=["catalogue"],
    url_name="procedure",
)
def procedure(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """A procedure as it is in force today."""
    who = facts(request)
    found = reads.procedure_page(code, who.offices, day=who.day)
    if found is None:
        raise Http404
    return answer(_procedure(found))


def _procedure(found: ProcedurePage) -> told.ProcedureTold:
    v = found.version
    return told.ProcedureTold(
        code=found.code,
        name=v.name,
        field=v.field,
        agency=v.agency,
        limit=say(found.limit),
        fee=v.fee_text,
        receivable=v.receivable,
        version=v.n,
        valid_from=v.valid_from,
        result=v.result,
        requirements=v.requirements,
        channels=v.channels,
        legal_bases=[str(basis) for basis in v.legal_bases],
        limit_channels=v.limit_channels,
        limit_basis=v.limit_basis,
        cases=[
            CaseTold(n=case.n, name=case.name, limit=say(case.limit), channels=list(case.ways), legal_basis=case.basis)
            for case in found.cases
        ],
        hold_grounds=[HoldGroundTold(n=g.n, name=g.name, basis=g.basis, kind=g.kind) for g in found.hold_grounds],
        components=[
            told.ComponentTold(**{name: getattr(c, name) for name in told.ComponentTold.model_fields})
            for c in found.components
        ],
        missing=[say(Sentence(name)) for name in v.missing],
        agencies=[telling.agency(a) for a in found.agencies],
        kinds=list(found.kinds),
        counters=[telling.agency(a) for a in found.counters],
        processes=[_steps(process) for process in found.processes if process.version.process.agency is None],
        variants=[
            told.VariantTold(agency=telling.agency(agency), steps=_steps(process))
            for process in found.processes
            if (agency := process.version.process.agency) is not None
        ],
    )


def _steps(process: Process) -> list[told.StepTold]:
    return [
        told.StepTold(n=s.n, name=s.name, kind=s.kind, role=s.role, at=s.at, hours=float(s.hours))
        for s in process.steps
    ]


@api.get(
    "/agencies",
    auth=Token("offices:read"),
    response=told.AgenciesTold,
    operation_id="list_agencies",
    tags=["offices"],
    url_name="agencies",
)
@paging.asked_only
def agencies(
    request: HttpRequest,
    text: Annotated[Asked, Query("", max_length=100, description=gettext_noop("Từ trong tên, hoặc mã định danh."))],
    kind: Annotated[Asked, Query("", max_length=30, description=gettext_noop("`one_stop` là nơi tiếp nhận."))],
    level: Annotated[Asked, Query("", max_length=20)],
    limit: Limit,
    page: PageToken,
) -> HttpResponse:
    """The agencies in force today, in order of code; answered from memory."""
    who = facts(request)
    after = paging.after(request, page, str) or ""
    found = tree(who.offices, AgencyQuestion(text=text, kind=kind, level=level, state="all"), day=who.day)
    mine = sorted((r.agency for r in found if who.offices.in_force(r.agency.pk, who.day)), key=lambda a: a.code)
    rows, last = paging.cut([a for a in mine if a.code > after][: limit + 1], limit)
    following = paging.token(request, (last.code,)) if last else None
    items = [told.AgencyRow(**_agency(a, who.offices.agencies)) for a in rows]
    return answer(told.AgenciesTold(items=items, next=following))


def _agency(a: Agency, known: Mapping[int, Agency]) -> dict[str, Any]:
    parent = known[a.parent_id] if a.parent_id else None
    return {
        "code": a.code,
        "name": a.name,
        "short_name": a.short_name,
        "kind": a.kind,
        "level": a.level.code,
        "parent": parent.code if parent else None,
        "is_counter": a.is_counter,
    }


@api.get(
    "/agencies/{code}",
    auth=Token("offices:read"),
    response=told.AgencyTold,
    operation_id="read_agency",
    tags=["offices"],
    url_name="agency",
)
def agency(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """An agency with its place in the tree; answered from memory."""
    who = facts(request)
    offices, found = who.offices, who.offices.coded(code, who.day)
    if found is None:
        raise Http404
    below = (offices.agency(a) for a in offices.children.get(found.pk, ()) if offices.in_force(a, who.day))
    served = offices.served_by(found.pk) if found.is_counter else ()
    serves = (offices.agency(a) for a in served if offices.in_force(a, who.day))
    return answer(
        told.AgencyTold(
            **_agency(found, offices.agencies),
            address=found.address,
            phone=found.phone,
            valid_from=found.valid_from,
            children=[telling.agency(a) for a in sorted(below, key=lambda a: a.code)],
            serves=[telling.agency(a) for a in sorted(serves, key=lambda a: a.code)],
        )
    )
