"""Pages that citizens send for papers, of a supplement or of a filing: what is taken, changed, and made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.files import actions
from motcua.files.models import SentFile, StoredFile
from motcua.files.rules import check_size
from motcua.files.scan_quality import faults_of
from motcua.files.scans import JPEG, Page, Rules, compose, rules_on, take
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop

from .intake import Paper

TURN, EARLIER, KEEP, DROP = "turn", "earlier", "keep", "drop"
MOST_PAGES = 60  # of one paper: what is composed while a person waits
NOTE = "Bản điện tử, người nộp gửi qua mạng"  # on the paper's line, in the language of the dossier

GONE = gettext_noop("Trang này không còn: có thể đã bỏ ở một cửa sổ khác. Hãy xem lại danh sách.")
TOO_MANY = gettext_noop("Giấy tờ này đã có {has} trang; nhận nhiều nhất {most} trang. Tệp “{name}” chưa được nhận.")
ASKED = gettext_noop("“{name}”: hãy chụp lại, hoặc chọn giữ nguyên.")
CHANGED = gettext_noop("Vừa có thay đổi ở một cửa sổ khác. Hãy xem lại các trang rồi gửi.")


@dataclass(frozen=True, slots=True)
class New:
    """A file that was taken: its content as it is kept, and what its row says."""

    file: StoredFile
    said: dict[str, Any]


def taken(content: bytes, *, name: str, point: int, at: datetime) -> New:
    """A photo, upright and as JPEG, or a PDF. Refused (field `file`) when it cannot be read or kept."""
    rules = _rules(at)
    check_size(name=name, size=len(content), limit=settings.FILE_LIMIT_BYTES)
    found = take(content, name=name, limit=settings.FILE_LIMIT_BYTES, rules=rules)
    photo = found.media_type == JPEG
    faults = faults_of(found.content, rules) if photo else []
    file = actions.store(name=f"{point}.{'jpg' if photo else 'pdf'}", content=found.content, at=at)
    return New(file, {"name": name, "pages": found.pages, "signed": found.signed, "faults": faults})


def check_room(pages: Sequence[SentFile], new: New) -> None:
    """Refused when a paper with these pages would have too many with the new ones."""
    has = sum(page.pages for page in pages)
    if has + new.said["pages"] > MOST_PAGES:
        raise Refused(TOO_MANY, field="file", has=has, most=MOST_PAGES, name=new.said["name"])


def change(page: SentFile, how: str, *, among: Sequence[SentFile]) -> None:
    """Turn a page to the right, put it before the one above, keep it in spite of its faults, or drop it."""
    if how == TURN and not page.signed:
        actions.change_page(page, turn=(page.turn + 90) % 360)
    elif how == EARLIER and (before := _before(among, page)):
        actions.swap_pages(page, before)
    elif how == KEEP:
        actions.change_page(page, faults=[])
    elif how == DROP:
        actions.drop_page(page)


def _before(pages: Sequence[SentFile], page: SentFile) -> SentFile | None:
    place = next(i for i, one in enumerate(pages) if one.pk == page.pk)
    return pages[place - 1] if place else None


def check_pages(pages: Sequence[SentFile], *, field: str) -> None:
    """Refused for the first page that its sender was asked about and did not answer for."""
    if asked := next((page for page in pages if page.faults), None):
        raise Refused(ASKED, field=field, name=asked.name)


def as_paper(pages: Sequence[SentFile], *, n: int, name: str, at: datetime) -> Paper:
    """One paper as verbs take it: its pages as one PDF, and each signed file whole."""
    rules, loose, files = _rules(at), [], []
    for page in pages:
        if page.signed:
            files.append(page.file)
        else:
            content = page.file.read()
            loose += [Page(page.name, content, page.file.media_type, k, page.turn) for k in range(1, page.pages + 1)]
    if loose:
        files.insert(0, actions.store(name=f"{n}.pdf", content=compose(loose, rules=rules), at=at))
    return Paper(n=n, name=name, copies=1, note=NOTE, files=tuple(files))


def _rules(at: datetime) -> Rules:
    return rules_on(at.astimezone(VIETNAM).date())
