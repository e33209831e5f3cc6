"""Supplement in place: the applicant sends the papers that were asked for, page by page, and hands them in at once.

Pages are kept as they come, so that another browser goes on where this one stopped; nothing of the dossier changes
before `hand_in`, which is `receive_supplement` by the applicant (Decree 118/2025 Art. 19.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, SentPage, SupplementRequest
from motcua.dossiers.states import Status
from motcua.files.actions import store
from motcua.files.rules import check_size
from motcua.files.scan_quality import faults_of
from motcua.files.scans import JPEG, Page, Rules, Taken, compose, rules_on, take
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .ask_supplement import open_among
from .case import locked
from .intake import Paper
from .reads.supplying import Owed, papers_of, supplying
from .receive_supplement import receive_supplement

TURN, EARLIER, KEEP, DROP = "turn", "earlier", "keep", "drop"
MOST_PAGES = 60  # of one paper: what is composed while a person waits
NOTE = "Bản điện tử, người nộp gửi qua mạng"  # on the paper's line, in the language of the dossier

CLOSED = gettext_noop("Hồ sơ này không còn chờ giấy tờ bổ sung, nên không nhận thêm. Trang vừa gửi không được ghi vào.")
GONE = gettext_noop("Trang này không còn: có thể đã bỏ ở một cửa sổ khác. Hãy xem lại danh sách.")
TOO_MANY = gettext_noop("Giấy tờ này đã có {has} trang; nhận nhiều nhất {most} trang. Tệp “{name}” chưa được nhận.")
MISSING = gettext_noop("Chưa có trang nào cho “{name}”. Hãy chụp hoặc chọn tệp.")
ASKED = gettext_noop("“{name}”: hãy chụp lại, hoặc chọn giữ nguyên.")
CHANGED = gettext_noop("Vừa có thay đổi ở một cửa sổ khác. Hãy xem lại các trang rồi gửi.")


def send_page(code: str, point: int, content: bytes, *, name: str, by: Actor, at: datetime) -> SentPage:
    """Keep a photo (upright, as JPEG) or a PDF for the paper at `point`; sent again it is there once.

    Refused (field `file`) when it cannot be read or kept, and when the request is not open any more.
    """
    check_size(name=name, size=len(content), limit=settings.FILE_LIMIT_BYTES)
    rules = _rules(at)
    taken = take(content, name=name, limit=settings.FILE_LIMIT_BYTES, rules=rules)
    faults = faults_of(taken.content, rules) if taken.media_type == JPEG else []
    file = store(name=f"{point}.jpg" if taken.media_type == JPEG else f"{point}.pdf", content=taken.content, at=at)
    with _open(code, by=by, at=at) as request:
        _check_room(request, point, taken, name)
        return actions.add_page(
            request, point, file, name=name, pages=taken.pages, signed=taken.signed, faults=faults, at=at
        )


def change_page(code: str, page_id: int, how: str, *, by: Actor, at: datetime) -> None:
    """Turn a page to the right, put it before the one above, keep it in spite of its faults, or drop it."""
    with _open(code, by=by, at=at) as request:
        paper, page = _found(request, page_id)
        if how == TURN and not page.signed:
            actions.change_page(page, turn=(page.turn + 90) % 360)
        elif how == EARLIER and (before := _before(paper.pages, page)):
            actions.swap_pages(page, before)
        elif how == KEEP:
            actions.change_page(page, faults=[])
        elif how == DROP:
            actions.drop_page(page)


def check_whole(papers: Sequence[Owed]) -> None:
    """Refused (field: the point) for the first paper without a page, or with one that was asked about."""
    for paper in papers:
        if not paper.pages:
            raise Refused(MISSING, field=str(paper.point), name=paper.name)
        if asked := next((page for page in paper.pages if page.faults), None):
            raise Refused(ASKED, field=str(paper.point), name=asked.name)


def hand_in(code: str, *, by: Actor, at: datetime) -> Dossier:
    """Hand in what was sent: each paper one PDF, signed files as they are; then the clock runs again.

    Refused while a paper is missing, when the request was answered meanwhile, or when a page changed while it was made.
    """
    found = supplying(code)
    if found is None:
        raise Refused(CLOSED)
    check_whole(found.papers)
    papers = [_paper(paper, at=at) for paper in found.papers]
    ready = {page.pk for paper in found.papers for page in paper.pages}
    with transaction.atomic():
        dossier = receive_supplement(code, by=by, at=at, papers=papers)
        if actions.take_pages(found.request) != ready:
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


def _check_room(request: SupplementRequest, point: int, taken: Taken, name: str) -> None:
    paper = next((one for one in papers_of(request) if one.point == point), None)
    if paper is None:
        raise Refused(GONE)
    has = sum(page.pages for page in paper.pages)
    if has + taken.pages > MOST_PAGES:
        raise Refused(TOO_MANY, field="file", has=has, most=MOST_PAGES, name=name)


def _found(request: SupplementRequest, page_id: int) -> tuple[Owed, SentPage]:
    for paper in papers_of(request):
        for page in paper.pages:
            if page.pk == page_id:
                return paper, page
    raise Refused(GONE)


def _before(pages: Sequence[SentPage], page: SentPage) -> SentPage | None:
    place = next(i for i, one in enumerate(pages) if one.pk == page.pk)
    return pages[place - 1] if place else None


def _paper(paper: Owed, *, at: datetime) -> Paper:
    """One paper as the verb takes it: its pages as one PDF, and each signed file whole."""
    rules, loose, files = _rules(at), [], []
    for page in paper.pages:
        if page.signed:
            files.append(page.file)
        else:
            content = page.file.read()
            loose += [Page(page.name, content, page.file.media_type, n, page.turn) for n in range(1, page.pages + 1)]
    if loose:
        files.insert(0, store(name=f"{paper.n}.pdf", content=compose(loose, rules=rules), at=at))
    return Paper(n=paper.n, name=paper.name, copies=1, note=NOTE, files=tuple(files))


def _rules(at: datetime) -> Rules:
    return rules_on(at.astimezone(VIETNAM).date())
