"""One row for each distinct content that was ever stored; and what a page that a citizen sent has."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.reverse_related import ForeignObjectRel


class StoredFiles(models.QuerySet["StoredFile"]):
    """Questions about stored contents."""

    def unreferenced(self) -> StoredFiles:
        """Those that no row of any table refers to, be it by a relation that has no name on this side."""
        found = self
        for relation in StoredFile._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ForeignObjectRel):
                continue
            uses = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(uses))
        return found


class StoredFile(models.Model):
    """Content by its sha256. Who may see it is said by the rows that refer to it, never by this one."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()  # the last time, if it came more than once

    objects = StoredFiles.as_manager()

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


class SentFile(models.Model):
    """A photo or PDF that a citizen sent for a paper and has not handed in yet; its table says for which.

    `point` is the paper; `faults` are words of files/scan_quality.py that wait for an answer.
    """

    point = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    pages = models.PositiveSmallIntegerField(default=1)
    turn = models.PositiveSmallIntegerField(default=0)
    signed = models.BooleanField(default=False)
    faults = models.JSONField(default=list)
    sent_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["point", "position", "id"]
