"""Supplement in place: the applicant sends the papers that were asked for, page by page, and hands them in at once.

Pages are kept as they come, so that another browser goes on where this one stopped; nothing of the dossier changes
before `hand_in`, which is `receive_supplement` by the applicant (Decree 118/2025 Art. 19.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from motcua.dossiers.models import Dossier, SentPage, SupplementRequest
from motcua.dossiers.states import Status
from motcua.files import actions
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .ask_supplement import open_among
from .case import locked
from .reads.supplying import Owed, papers_of, supplying
from .receive_supplement import receive_supplement
from .sent_files import CHANGED, GONE, as_paper, change, check_pages, check_room, taken

CLOSED = gettext_noop("Hồ sơ này không còn chờ giấy tờ bổ sung, nên không nhận thêm. Trang vừa gửi không được ghi vào.")
MISSING = gettext_noop("Chưa có trang nào cho “{name}”. Hãy chụp hoặc chọn tệp.")


def send_page(code: str, point: int, content: bytes, *, name: str, by: Actor, at: datetime) -> SentPage:
    """Keep a photo (upright, as JPEG) or a PDF for the paper at `point`; sent again it is there once.

    Refused (field `file`) when it cannot be read or kept, and when the request is not open any more.
    """
    new = taken(content, name=name, point=point, at=at)
    with _open(code, by=by, at=at) as request:
        paper = next((one for one in papers_of(request) if one.point == point), None)
        if paper is None:
            raise Refused(GONE)
        check_room(paper.pages, new)
        return actions.add_page(request.sent_pages, point, new.file, **new.said, at=at)


def change_page(code: str, page_id: int, how: str, *, by: Actor, at: datetime) -> None:
    """Turn a page to the right, put it before the one above, keep it in spite of its faults, or drop it."""
    with _open(code, by=by, at=at) as request:
        paper, page = _found(request, page_id)
        change(page, how, among=paper.pages)


def check_whole(papers: Sequence[Owed]) -> None:
    """Refused (field: the point) for the first paper without a page, or with one that was asked about."""
    for paper in papers:
        if not paper.pages:
            raise Refused(MISSING, field=str(paper.point), name=paper.name)
        check_pages(paper.pages, field=str(paper.point))


def hand_in(code: str, *, by: Actor, at: datetime) -> Dossier:
    """Hand in what was sent: each paper one PDF, signed files as they are; then the clock runs again.

    Refused while a paper is missing, when the request was answered meanwhile, or when a page changed while it was made.
    """
    found = supplying(code)
    if found is None:
        raise Refused(CLOSED)
    check_whole(found.papers)
    papers = [as_paper(paper.pages, n=paper.n, name=paper.name, at=at) for paper in found.papers]
    ready = {page.pk for paper in found.papers for page in paper.pages}
    with transaction.atomic():
        dossier = receive_supplement(code, by=by, at=at, papers=papers)
        if actions.take_pages(found.request.sent_pages) != ready:
            raise Refused(CHANGED)
        return dossier


@contextmanager
def _open(code: str, *, by: Actor, at: datetime) -> Iterator[SupplementRequest]:
    """The open request of a dossier, locked with it."""
    with locked(code, by=by, at=at, items=False) as case:
        case.ask("dossier.receive_supplement")
        request = open_among(case.requests)
        if request is None or case.dossier.state is not Status.SUPPLEMENT:
            raise Refused(CLOSED)
        yield request


def _found(request: SupplementRequest, page_id: int) -> tuple[Owed, SentPage]:
    for paper in papers_of(request):
        for page in paper.pages:
            if page.pk == page_id:
                return paper, page
    raise Refused(GONE)
