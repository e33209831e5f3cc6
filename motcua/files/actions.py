"""Writes of files: content first, its row after it, so that a row never points to nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from . import rules
from .models import StoredFile


def store(*, name: str, content: bytes, at: datetime) -> StoredFile:
    """Keep `content`, called `name` by whoever sent it. Equal content is kept once.

    Refused when it is too large, of a kind that is not taken, or not what its name says.
    """
    kind = rules.media_type(name=name, content=content, limit=settings.FILE_LIMIT_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    row = StoredFile(sha256=digest, size=len(content), media_type=kind, stored_at=at)
    storage = storages["default"]
    if storage.exists(row.path) and storage.size(row.path) != row.size:
        storage.delete(row.path)  # the process was killed while it wrote
    if not storage.exists(row.path):
        storage.save(row.path, ContentFile(content))
    return StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": row.size, "media_type": kind, "stored_at": at}
    )[0]
