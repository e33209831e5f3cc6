"""The worklist: open pieces of work, what burns first."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query

from motcua.casework.reads import worklist as reads
from motcua.casework.reads.worklist import Place, Tab
from motcua.kernel.sentences import gettext_noop
from motcua.workflow.rules import StepKind

from . import paging, telling, told
from .bearing import Token
from .door import api
from .dossiers import Asked, Limit, PageToken, answer, at_the_desk


@api.get(
    "/worklist",
    auth=Token("worklist"),
    response=told.WorklistTold,
    operation_id="list_work",
    tags=["worklist"],
    url_name="worklist",
)
@paging.asked_only
def worklist(
    request: HttpRequest,
    tab: Annotated[
        Tab,
        Query(
            Tab.MINE,
            description=gettext_noop("Việc của tôi, sắp đến hạn, chờ người dân, chờ trả kết quả, hoặc cả cơ quan."),
        ),
    ],
    text: Annotated[Asked, Query("", max_length=100)],
    procedure: Annotated[Asked, Query("", max_length=100)],
    kind: Annotated[StepKind | Literal[""], Query("", description=gettext_noop("Loại bước."))],
    holder: Annotated[Literal["", "me", "nobody", "others"], Query("")],
    late: Annotated[
        Literal["", "dossier", "step"], Query("", description=gettext_noop("Quá hạn của hồ sơ hoặc của bước."))
    ],
    limit: Limit,
    page: PageToken,
) -> HttpResponse:
    """Open pieces of work, mine or my agency's; first those whose dossier is due soonest."""
    who, at = at_the_desk(request), request.at  # type: ignore[attr-defined]
    asked = reads.Question(tab=tab, text=text, procedure=procedure, kind=str(kind), late=late, holder=holder)
    after = paging.after(request, page, _place)
    rows, last = paging.cut(reads.worklist(who, asked, at=at, after=after)[: limit + 1], limit)
    following = paging.token(request, reads.place_of(last)) if last else None
    return answer(told.WorklistTold(items=[telling.item(row, who.offices) for row in rows], next=following))


def _place(runs_to: str | None, due_at: str | None, item_id: int) -> Place:
    return paging.moment(runs_to), paging.moment(due_at), int(item_id)
