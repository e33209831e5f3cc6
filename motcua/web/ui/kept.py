"""Files that came before their verb: stored at once and kept as signed names, so that no error loses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from motcua.files.actions import store
from motcua.files.models import StoredFile
from motcua.files.rules import check_size

SALT = "counter.kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file as a form or a program names it. `token` is for the account that sent it, and for nobody else."""

    file_id: int
    name: str
    size: int
    token: str


def keep(upload: UploadedFile[bytes], *, account_id: int, at: datetime) -> Kept:
    """Store what was sent; Refused when it is too large, of no accepted kind, or not what its name says."""
    name, size = str(upload.name or "")[-120:], int(upload.size or 0)
    check_size(name=name, size=size, limit=settings.FILE_LIMIT_BYTES)
    row = store(name=name, content=upload.read(), at=at)
    token = signing.dumps([row.pk, name, size, account_id], salt=SALT, compress=True)
    return Kept(row.pk, name, size, token)


def kept(tokens: Iterable[str], *, account_id: int) -> list[Kept]:
    """The files that a form names; a token that is forged or another's is left out."""
    found = []
    for token in tokens:
        try:
            file_id, name, size, owner = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError):
            continue
        if owner == account_id:
            found.append(Kept(file_id, name, size, token))
    return found


def stored(files: Iterable[Kept]) -> dict[int, StoredFile]:
    """The rows of kept files: one statement."""
    return StoredFile.objects.in_bulk([f.file_id for f in files])
