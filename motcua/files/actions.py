"""Writes of files: content first, its row after it, so that a row never points to nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Manager, Max

from . import rules
from .models import SentFile, StoredFile

TRIES = 5
Page = TypeVar("Page", bound=SentFile)


def store(*, name: str, content: bytes, at: datetime) -> StoredFile:
    """Keep `content`, called `name` by whoever sent it. Equal content is kept once.

    Refused when it is too large, of a kind that is not taken, or not what its name says.
    """
    kind = rules.media_type(name=name, content=content, limit=settings.FILE_LIMIT_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    row = StoredFile(sha256=digest, size=len(content), media_type=kind, stored_at=at)
    _put(row, content)
    row = _row(row)
    _put(row, content)  # again: `forget` may have taken it away between our look and our claim of the row
    return row


def _row(new: StoredFile) -> StoredFile:
    """The row of this content, marked as wanted now; it waits for a `forget` that is about to drop it."""
    with transaction.atomic():
        if StoredFile.objects.filter(sha256=new.sha256).update(stored_at=new.stored_at):
            return StoredFile.objects.get(sha256=new.sha256)
    kept = {"size": new.size, "media_type": new.media_type, "stored_at": new.stored_at}
    return StoredFile.objects.get_or_create(sha256=new.sha256, defaults=kept)[0]


def forget(*, before: datetime) -> int:
    """Drop contents last stored earlier than `before` that no row refers to, as of forms never sent; how many."""
    gone = 0
    for row in StoredFile.objects.unreferenced().filter(stored_at__lt=before).iterator():
        with transaction.atomic():
            # locked before it is asked: `delete` looks first and drops by key later, and `store` marks in between
            still = StoredFile.objects.select_for_update().filter(pk=row.pk, stored_at__lt=before).first()
            if still and StoredFile.objects.unreferenced().filter(pk=row.pk).delete()[0]:
                storages["default"].delete(row.path)  # inside the transaction: who stores it again waits and then looks
                gone += 1
    return gone


def _put(row: StoredFile, content: bytes) -> None:
    """Write `content` to its place unless it is there whole."""
    storage = storages["default"]
    for _ in range(TRIES):
        try:
            if storage.exists(row.path):
                if storage.size(row.path) == row.size:
                    return
                storage.delete(row.path)  # a process was killed while it wrote
            written = storage.save(row.path, ContentFile(content))
        except FileNotFoundError:
            continue  # forgotten while we looked, or taken for a half one while we wrote: look again
        if written == row.path:
            return
        storage.delete(written)  # another process began with the same content in this moment: see whether it ends
    raise OSError(f"{row.path} is there in parts only")


# Pages that citizens send, until they hand them in; `sent` are those of one supplement or one filing.


def add_page(
    sent: Manager[Page], point: int, file: StoredFile, *, name: str, pages: int, signed: bool, faults: Collection[str],
    at: datetime,
) -> Page:  # fmt: skip
    """Put a page after those of its point. What is there already, sent again, is not put twice."""
    mine = sent.filter(point=point)
    if there := mine.filter(file=file).first():
        return there
    last = mine.aggregate(last=Max("position"))["last"] or 0
    return sent.create(
        point=point,
        position=last + 1,
        file=file,
        name=name[:200],
        pages=pages,
        signed=signed,
        faults=sorted(faults),
        sent_at=at,
    )


def change_page(page: SentFile, **changes: object) -> None:
    type(page)._default_manager.filter(pk=page.pk).update(**changes)


def swap_pages(page: SentFile, other: SentFile) -> None:
    """Let two pages change places."""
    change_page(page, position=other.position)
    change_page(other, position=page.position)


def drop_page(page: SentFile) -> None:
    type(page)._default_manager.filter(pk=page.pk).delete()


def take_pages(sent: Manager[Page]) -> set[int]:
    """Take all of them away, for they were handed in; their ids."""
    ids = set(sent.values_list("pk", flat=True))
    sent.all().delete()
    return ids
