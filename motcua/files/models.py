"""One row for each distinct content that was ever stored."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """Content by its sha256. Who may see it is said by the rows that refer to it, never by this one."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty")]

    @property
    def path(self) -> str:
        """Where the content lies in the storage: `ab/cd/abcd…`."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    def read(self) -> bytes:
        """The whole content."""
        with storages["default"].open(self.path, "rb") as content:
            data: bytes = content.read()
            return data
