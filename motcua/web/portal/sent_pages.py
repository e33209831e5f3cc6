"""Pages that a citizen sends, on the page of a supplement or of a filing: kept one by one, shown, changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse

from motcua.accounts.actions import tally
from motcua.casework.sent_files import DROP, EARLIER, KEEP, TURN
from motcua.files.models import SentFile
from motcua.files.rules import check_size
from motcua.files.scan_previews import LARGE, preview
from motcua.files.scan_quality import FAULTS
from motcua.files.scans import rules_on
from motcua.files.signatures import signatures
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.web.ui.words import say

FILES = "tep"  # the field of a paper's files, followed by its point
TOO_FAST = gettext_noop(
    "Tệp “{name}” chưa được nhận: mỗi phút nhận nhiều nhất {most} tệp. Hãy đợi {wait} giây rồi chọn lại tệp này; "
    "các trang đã tải lên vẫn còn."
)
Faults = list[tuple[int | None, str]]
Send = Callable[[int, bytes, str], object]
"""Keeps one file: its point, its content and the name it was sent with."""


def kept(request: HttpRequest, points: Iterable[int], send: Send, *, of: str) -> Faults:
    """Keep every file that can be kept; what is the matter with the others.

    In a minute so many are looked at for `of`, which names a dossier or a person: each costs a part of a second.
    """
    at: datetime = request.at  # type: ignore[attr-defined]
    faults: Faults = []
    for point in points:
        for upload in request.FILES.getlist(f"{FILES}-{point}"):
            try:
                _check_pace(upload, of=of, at=at)
                _keep(upload, point, send)
            except Refused as no:
                faults.append((point, say(no)))
    return faults


def _check_pace(upload: UploadedFile[bytes], *, of: str, at: datetime) -> None:
    most = settings.FILES_SENT_PER_MINUTE
    if tally(key=f"sent:{of}", at=at) > most:
        raise Refused(TOO_FAST, field="file", name=str(upload.name or "")[-110:], most=most, wait=60 - at.second)


def _keep(upload: UploadedFile[bytes], point: int, send: Send) -> None:
    name, size = str(upload.name or "")[-110:], int(upload.size or 0)
    check_size(name=name, size=size, limit=settings.FILE_LIMIT_BYTES)
    send(point, upload.read(), name)


def change_asked(did: str) -> tuple[int, str] | None:
    """The page and the way that a button asks for (`turn-12`); None for any other button."""
    how, _, page_id = did.partition("-")
    known = page_id.isascii() and page_id.isdigit() and len(page_id) < 19
    return (int(page_id), how) if known else None


def place(request: HttpRequest, did: str) -> str:
    """Where on the page the person was: at the paper of the button, so that nobody scrolls back."""
    point = request.POST.get(f"at-{did}", "") or did.removeprefix("send-")
    return f"#giay-{point}" if point.isascii() and point.isdigit() else ""


def told(row: SentFile, *, url: str, at: datetime) -> dict[str, object]:
    """A page with its faults, its signatures, the address of its picture, and the buttons that change it."""
    found = signatures(row.file.read(), anchors=settings.SIGNATURE_ANCHORS, at=at) if row.signed else []
    return {
        "row": row,
        "id": str(row.pk),
        "url": url,
        "faults": [Sentence(FAULTS[f]) for f in row.faults],
        "ways": [f"{how}-{row.pk}" for how in (TURN, EARLIER, KEEP, DROP)],
        "signatures": [one.told() for one in found],
    }


def picture(request: HttpRequest, row: SentFile | None, *, at: datetime) -> HttpResponse:
    """One page as a picture; `?to=1` large. Not found where there is none."""
    if row is None:
        raise Http404
    side = {"side": LARGE} if "to" in request.GET else {}
    rules = rules_on(at.astimezone(VIETNAM).date())
    small = preview(row.file.read(), row.file.media_type, 1, rules=rules, **side)
    if small is None:
        raise Http404
    return HttpResponse(small, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})
