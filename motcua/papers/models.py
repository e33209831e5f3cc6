"""Slips that were issued. Their content is frozen; their books count without gaps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.offices.models import Agency

from .listed import ClosedRegister as ClosedRegister
from .listed import ListedDossier as ListedDossier
from .listed import ListSlip as ListSlip
from .listed import Print as Print
from .listed import RegisterRow as RegisterRow
from .made import RegisterSheet as RegisterSheet


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
        indexes = [models.Index(fields=["agency", "form", "year", "serial"], name="slip_in_register")]


class EmergencyBlock(models.Model):
    """Numbered blank receipts of a counter, printed ahead for when there is no power or no network.

    Numbers `first` to `last` of the agency's block of `year`, one row each in EmergencyNumber. A closed block has no
    free number left: what was not used is void.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-year", "-first"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "first"], name="emergency_block_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="emergency_block_in_order"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="emergency_block_closed_by_somebody",
            ),
        ]


class EmergencyNumber(models.Model):
    """One blank receipt: free, used for the dossier that was typed in from it, or void with a reason."""

    block = models.ForeignKey(EmergencyBlock, on_delete=models.PROTECT, related_name="numbers")
    number = models.CharField(max_length=60, unique=True)
    dossier = models.OneToOneField(
        Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="emergency_number"
    )
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, dossier__isnull=True) & ~Q(void_reason=""),
                name="emergency_number_used_or_void",
            ),
        ]
