"""Dossiers: take one in, find them, look at one, and ask why it is due when it is due."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Path, Query

from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.intake import UNKNOWN, Intake
from motcua.casework.reads import dossier as reads
from motcua.casework.reads import search
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.pointers import version_on
from motcua.casework.reads.procedures import offer
from motcua.casework.resolve import result_at_once
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import why_not

from . import given_acts as g
from . import paging, telling, told, told_dossier
from .acting import acted
from .bearing import Token, facts
from .door import api
from .files import claim, papers
from .given import Day, Readable

READS, WRITES = "dossiers:read", "dossiers:write"
Limit = Annotated[int, Query(50, ge=1, le=100, description=gettext_noop("Số dòng của một trang."))]
PageToken = Annotated[
    str, Query("", max_length=400, description=gettext_noop("`next` của trang trước, trong cùng một câu hỏi."))
]
Asked = Annotated[str, Readable]


@api.post(
    "/dossiers",
    auth=Token(WRITES),
    response={201: told.DossierTold},
    operation_id="file_dossier",
    tags=["dossiers"],
    url_name="dossiers",
)
def take_in(request: HttpRequest, given: Annotated[g.DossierGiven, Body(...)]) -> HttpResponse:
    """File a dossier, and with `accept`, `ask`, `refuse` or `at_once` decide on it in the same act."""
    by, at, who = request.actor, request.at, facts(request)  # type: ignore[attr-defined]
    return acted(request, lambda: _taken_in(given, who, by=by, at=at), status=201)


def _taken_in(given: g.DossierGiven, who: Facts, *, by: Actor, at: datetime) -> Dossier:
    decided = [name for name in ("accept", "ask", "refuse", "at_once") if getattr(given, name)]
    if len(decided) > 1:
        raise Refused("Chỉ chọn một trong: accept, ask, refuse, at_once.", field=decided[1])
    intake = _intake(given, who, by=by, at=at)
    late = claim(given.claim, by=by)
    if given.ask is not None:
        return file_and_ask(intake, by=by, at=at, items=given.ask.check(), basis=given.ask.basis, claim=late)
    if given.refuse is not None:
        if given.refuse.competent:
            raise Refused("Nơi có thẩm quyền chỉ ghi được khi từ chối hồ sơ đã ghi nhận.", field="refuse.competent")
        reasons, basis = given.refuse.reasons, given.refuse.basis
        return file_and_refuse(intake, by=by, at=at, reasons=reasons, basis=basis, claim=late)
    if given.at_once is not None:
        once = given.at_once
        result, receipt, to = once.result.result(), once.receipt, once.returned_to
        return result_at_once(intake, by=by, at=at, result=result, receipt=receipt, returned_to=to, claim=late)
    if given.accept:
        return file_and_accept(intake, by=by, at=at, claim=late)
    return file(intake, by=by, at=at, claim=late)


def _intake(given: g.DossierGiven, who: Facts, *, by: Actor, at: datetime) -> Intake:
    counter = who.offices.coded(given.counter, who.day)
    if counter is None:
        raise Refused("Nơi tiếp nhận không hoạt động.", field="counter")
    version_id, competent_id = _asked_for(given, counter.pk, who, at=at)
    return Intake(
        version_id=version_id,
        counter_id=counter.pk,
        competent_id=competent_id,
        applicant=given.applicant.party(),
        owners=tuple(owner.party() for owner in given.owners),
        papers=papers(given.papers, by=by),
        channel=given.channel,
        delivery=given.delivery,
        sets=given.sets,
        request=given.request,
        foreign_code=given.foreign_code,
        foreign_source=given.foreign_source,
        case=given.case,
        transfer=given.transfer,
    )


def _asked_for(given: g.DossierGiven, counter_id: int, who: Facts, *, at: datetime) -> tuple[int, int]:
    """The version of the procedure and the agency that decides: one statement where both are named, else five."""
    if given.competent_unknown:
        if given.competent:
            raise Refused("Chưa rõ cơ quan giải quyết thì không ghi mã cơ quan.", field="competent")
        return version_on(given.procedure, who.day), UNKNOWN
    if not given.competent:
        offered = offer(given.procedure, counter_id=counter_id, offices=who.offices, at=at, channel=given.channel)
        if offered.competent is None:
            raise Refused(
                "Nhiều cơ quan giải quyết thủ tục này: hãy ghi mã của cơ quan có thẩm quyền.", field="competent"
            )
        return offered.version.pk, offered.competent.pk
    competent = who.offices.coded(given.competent, who.day)
    if competent is None:
        raise Refused("Cơ quan giải quyết đã chọn không còn hoạt động.", field="competent")
    return version_on(given.procedure, who.day), competent.pk


@api.get(
    "/dossiers",
    auth=Token(READS),
    response=told.DossiersTold,
    operation_id="list_dossiers",
    tags=["dossiers"],
    url_name="dossiers",
)
@paging.asked_only
def listing(
    request: HttpRequest,
    text: Annotated[
        Asked, Query("", max_length=100, description=gettext_noop("Từ trong tên, mã hồ sơ, số giấy tờ, số điện thoại."))
    ],
    procedure: Annotated[Asked, Query("", max_length=100, description=gettext_noop("Mã hoặc từ trong tên thủ tục."))],
    status: Annotated[
        Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "open", "void"],
        Query("", description=gettext_noop("Mã trạng thái, `open` là chưa xong, `void` là đã hủy.")),
    ],
    filed_from: Annotated[Day | None, Query(None)],
    filed_to: Annotated[Day | None, Query(None, description=gettext_noop("Tính cả ngày này."))],
    late: Annotated[bool, Query(False)],
    limit: Limit,
    page: PageToken,
) -> HttpResponse:
    """The dossiers that this account may see, the latest first."""
    who, at = at_the_desk(request), request.at  # type: ignore[attr-defined]
    asked = search.Question(
        text=text, procedure=procedure, status=status, filed_from=filed_from, filed_to=filed_to, late=late
    )
    after = paging.after(request, page, lambda moment, last: (datetime.fromisoformat(moment), int(last)))
    rows, last = paging.cut(search.dossiers(who, asked, at=at, after=after)[: limit + 1], limit)
    following = paging.token(request, (last.filed_at, last.id)) if last else None
    return answer(told.DossiersTold(items=[telling.row(row) for row in rows], next=following))


@api.get(
    "/dossiers/{code}",
    auth=Token(READS),
    response=told_dossier.WholeTold,
    operation_id="read_dossier",
    tags=["dossiers"],
    url_name="dossier",
)
def one(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """A dossier with all that belongs to it, and what this account can do with it now."""
    return answer(telling.whole(whole_of(request, code)))


@api.get(
    "/dossiers/{code}/explanation",
    auth=Token(READS),
    response=told.ExplanationTold,
    operation_id="explain_dossier",
    tags=["dossiers"],
    url_name="explanation",
)
def explanation(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """Why a dossier is due when it is due, line by line."""
    return answer(telling.explanation(whole_of(request, code)))


def whole_of(request: HttpRequest, code: str) -> Whole:
    """A dossier with all that belongs to it; 404 for who does not see it."""
    found = reads.whole(code, at_the_desk(request), at=request.at, journal=False)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def at_the_desk(request: HttpRequest) -> Facts:
    """Who asks; for who has no desk there are no dossiers and no work, as on the pages."""
    who = facts(request)
    if why_not("desk.use", who) is not None:
        raise Http404
    return who


def answer(said: told.Told) -> HttpResponse:
    """A read as JSON."""
    return HttpResponse(said.model_dump_json(), content_type="application/json")
