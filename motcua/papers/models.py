"""Slips that were issued. Their content is frozen; their books count without gaps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.offices.models import Agency


class Slip(models.Model):
    """One statutory form issued for a dossier (TT 03/2025/TT-VPCP annex I), printable again for ever."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="slips")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    form = models.CharField(max_length=4)
    book = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    content = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    prints = models.PositiveIntegerField(default=0)
    archived = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "book", "year", "serial", "edition"], name="slip_serial_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="slip_edition"),
        ]
