"""The books of certifications: a request entered, the rows listed and read, a mistaken one voided."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Path, Query

from motcua.casework.certify import certify, void_certified
from motcua.casework.reads import certified as reads
from motcua.casework.reads.counter import counters
from motcua.certification.models import Certified
from motcua.kernel.masking import mask_name
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts

from . import given_counter as g
from . import paging, telling
from . import told_counter as told
from .acting import acted
from .bearing import Token, facts
from .door import api
from .dossiers import READS, WRITES, Asked, Limit, PageToken, answer, at_the_desk
from .linked import counter_called


@api.post(
    "/certifications",
    auth=Token(WRITES),
    response={201: told.CertificationTold},
    operation_id="certify",
    tags=["counter"],
    url_name="certifications",
)
def certification(request: HttpRequest, given: Annotated[g.CertificationGiven, Body(...)]) -> HttpResponse:
    """Enter a request: the next row of its book, a dossier returned at once, what is due and its payment."""
    by, at, who = request.actor, request.at, facts(request)  # type: ignore[attr-defined]
    return acted(request, lambda: _entered(given, who, by=by, at=at), status=201, tell=row, place="api:certification")


def _entered(given: g.CertificationGiven, who: Facts, *, by: Actor, at: datetime) -> Certified:
    counter_id = counter_called(given.counter, who)
    try:
        return certify(given.request(), counter_id=counter_id, by=by, at=at)
    except Refused as no:
        no.field = no.field.replace("applicant", "requester", 1) if no.field else no.field
        raise


@api.get(
    "/certifications",
    auth=Token(READS),
    response=told.CertificationsTold,
    operation_id="list_certifications",
    tags=["counter"],
    url_name="certifications",
)
@paging.asked_only
def listing(
    request: HttpRequest,
    counter: Annotated[Asked, Query(..., max_length=64, description=gettext_noop("Mã định danh của nơi tiếp nhận."))],
    kind: Annotated[Asked, Query("", max_length=20)],
    year: Annotated[int, Query(0, ge=0, le=9999)],
    text: Annotated[Asked, Query("", max_length=100)],
    limit: Limit,
    page: PageToken,
) -> HttpResponse:
    """The rows of the books of the agency of a counter at which this account receives, the latest first."""
    who = at_the_desk(request)
    found = who.offices.coded(counter, who.day)
    mine = {a.pk for a in counters(who.by, who.offices, day=who.day)}
    if found is None or found.pk not in mine or found.parent_id is None:
        raise Http404
    after = paging.after(request, page, lambda moment, last: (datetime.fromisoformat(moment), int(last)))
    asked = reads.rows(who, agency_id=found.parent_id, kind=kind, year=year, text=text)
    rows, last = paging.cut(reads.latest(asked, after=after, most=limit + 1), limit)
    following = paging.token(request, (last.at, last.pk)) if last else None
    items = [row(each, requester=mask_name(each.requester)) for each in rows]
    return answer(told.CertificationsTold(items=items, next=following))


@api.get(
    "/certifications/{code}",
    auth=Token(READS),
    response=told.CertificationTold,
    operation_id="read_certification",
    tags=["counter"],
    url_name="certification",
)
def one(request: HttpRequest, code: Annotated[str, Path(...)]) -> HttpResponse:
    """A row by the code of its dossier."""
    return answer(row(_row(code, at_the_desk(request))))


@api.post(
    "/certifications/{code}/void",
    auth=Token(WRITES),
    response=told.CertificationTold,
    operation_id="void_certification",
    tags=["counter"],
    url_name="certification_void",
)
def voiding(
    request: HttpRequest, code: Annotated[str, Path(...)], given: Annotated[g.CertificationVoidGiven, Body(...)]
) -> HttpResponse:
    """Void a row with its dossier and its payment; its number stays used."""
    by, at, who = request.actor, request.at, at_the_desk(request)  # type: ignore[attr-defined]

    def verb() -> Certified:
        return void_certified(_row(code, who).pk, reason=given.reason, by=by, at=at)

    return acted(request, verb, code=code, tell=row)


def _row(code: str, who: Facts) -> Certified:
    found = reads.row_of(code, who)
    if found is None:
        raise Http404
    return found


def row(found: Certified, *, requester: str = "") -> told.CertificationTold:
    """A row of a book; `requester` in place of the name where that is masked."""
    same = ("kind", "year", "number", "content", "documents", "copies", "pages", "fee", "signer", "void_reason")
    return told.CertificationTold(
        code=found.dossier.code,
        requester=requester or found.requester,
        at=telling.here(found.at),
        by=found.by.full_name,
        voided_at=telling.here(found.voided_at),
        **{name: getattr(found, name) for name in same},
    )
