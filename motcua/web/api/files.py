"""Files: sent once under a name that only their account can use, and read only through the row that refers to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, UploadedFile

from motcua.casework.backdating import Claim
from motcua.casework.intake import Paper
from motcua.casework.reads.counter import slip as slip_of
from motcua.casework.reads.pointers import attachment_of
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.papers.actions import note_print
from motcua.papers.rendering import render
from motcua.web.ui.kept import Kept, keep, kept, stored

from . import told
from .bearing import Token, facts
from .door import api
from .given import ClaimGiven, FileGiven, PaperGiven

SCOPE = "files"


@api.post(
    "/files",
    auth=Token(SCOPE),
    response={201: told.StoredTold},
    operation_id="send_file",
    tags=["files"],
    url_name="files",
)
def send(request: HttpRequest, file: Annotated[UploadedFile, File(...)]) -> HttpResponse:
    """Send a file; what is answered names it in `papers.files` or in `attachments`, within two months."""
    row = keep(file, account_id=request.actor.account_id, at=request.at)  # type: ignore[attr-defined]
    media_type = stored([row])[row.file_id].media_type
    answer = told.StoredTold(file=row.token, name=row.name, size=row.size, media_type=media_type)
    return HttpResponse(answer.model_dump_json(), content_type="application/json", status=201)


@api.get(
    "/dossiers/{code}/files/{id}",
    auth=Token(SCOPE),
    response={200: bytes},
    operation_id="read_file",
    tags=["files"],
    url_name="file",
)
def content(request: HttpRequest, code: str, id: int) -> HttpResponse:
    """The content of a file of a dossier."""
    found = attachment_of(code, id, facts(request)) if 0 < id < 2**63 else None
    if found is None:
        raise Http404
    return _content(found.file.read(), found.file.media_type)


@api.get(
    "/dossiers/{code}/slips/{id}",
    auth=Token(SCOPE),
    response={200: bytes},
    operation_id="read_slip",
    tags=["files"],
    url_name="slip",
)
def slip(request: HttpRequest, code: str, id: int) -> HttpResponse:
    """A statutory form as PDF on the paper that it prescribes; each look counts as a print."""
    found = slip_of(facts(request), id) if 0 < id < 2**63 else None
    if found is None or found.dossier.code != code:
        raise Http404
    pdf = found.archived.read() if found.archived else render(found.pack, found.form, found.content)
    note_print(found, by_id=facts(request).by.account_id, at=request.at)  # type: ignore[attr-defined]
    return _content(pdf, "application/pdf")


def _content(content: bytes, media_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "attachment"})


def papers(lines: Sequence[PaperGiven], *, by: Actor) -> tuple[Paper, ...]:
    """The checklist as a verb takes it; one statement if there are files."""
    tokens = {f"papers.{i}.files.{j}": token for i, line in enumerate(lines) for j, token in enumerate(line.files)}
    rows = _rows(tokens, by=by)
    return tuple(
        Paper(
            n=line.n,
            name=line.name,
            originals=line.originals,
            copies=line.copies,
            not_needed=line.not_needed,
            note=line.note,
            files=tuple(rows[f"papers.{i}.files.{j}"][1] for j in range(len(line.files))),
        )
        for i, line in enumerate(lines)
    )


def files_of(given: Sequence[FileGiven], *, by: Actor) -> list[tuple[str, StoredFile]]:
    """Files to attach, each under its name."""
    rows = _rows({f"files.{i}.file": one.file for i, one in enumerate(given)}, by=by)
    return [(one.name or rows[f"files.{i}.file"][0].name, rows[f"files.{i}.file"][1]) for i, one in enumerate(given)]


def claim(given: ClaimGiven | None, *, by: Actor) -> Claim | None:
    """What a late entry claims; one statement if it comes with a scan."""
    if given is None:
        return None
    return Claim(given.happened_at, given.reason, given.paper, scan_of(given.scan, field="claim.scan", by=by))


def scan_of(token: str | None, *, field: str, by: Actor) -> StoredFile | None:
    """A scan that was sent before, named in `field`; one statement if there is one."""
    return _rows({field: token}, by=by)[field][1] if token else None


def _rows(tokens: dict[str, str], *, by: Actor) -> dict[str, tuple[Kept, StoredFile]]:
    """The stored files by the field that names them. Refused for a name that is not this account's own."""
    if not tokens:
        return {}
    named = {field: next(iter(kept([token], account_id=by.account_id)), None) for field, token in tokens.items()}
    rows = stored(file for file in named.values() if file)
    for field, file in named.items():
        if file is None or file.file_id not in rows:
            raise Refused("Không có tệp này, hoặc tệp do tài khoản khác gửi. Hãy gửi lại tệp.", field=field)
    return {field: (file, rows[file.file_id]) for field, file in named.items() if file}
