"""Tables of the papers that speak of several dossiers, and of prints: their names stand in `models`, which reads this.

A list slip is no act on a dossier: nothing of a dossier changes when paper changes hands. So it belongs to the agency
that makes it, whose stream records it, and names its dossiers (ADR 26).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.offices.models import Agency


class ListSlip(models.Model):
    """A numbered paper on several dossiers (hand-over slip, list), or drawn from one (form 06); its content is frozen.

    Each edition is a row of its own under the same number and code; what an earlier one said stays.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    form = models.CharField(max_length=4)
    book = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    content = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.PositiveSmallIntegerField(default=1)
    archived = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "book", "year", "serial", "edition"], name="list_slip_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="list_slip_edition"),
        ]
        indexes = [
            models.Index(fields=["code"], name="list_slip_code"),
            models.Index(fields=["agency", "-issued_at"], name="list_slip_agency_issued"),
        ]


class ListedDossier(models.Model):
    """One row of a list slip, in its order."""

    slip = models.ForeignKey(ListSlip, on_delete=models.PROTECT, related_name="listed")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="listed_on")
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["slip", "n"]
        constraints = [models.UniqueConstraint(fields=["slip", "dossier"], name="listed_once")]


class Print(models.Model):
    """Somebody printed a slip, or looked at it ready to print: who, when, on what paper, how many copies."""

    slip = models.ForeignKey("papers.Slip", null=True, blank=True, on_delete=models.PROTECT, related_name="printed")
    list_slip = models.ForeignKey(ListSlip, null=True, blank=True, on_delete=models.PROTECT, related_name="printed")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    paper = models.CharField(max_length=8)
    copies = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["printed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slip__isnull=True, list_slip__isnull=False) | Q(slip__isnull=False, list_slip__isnull=True),
                name="print_of_one",
            )
        ]


class ClosedRegister(models.Model):
    """Form 07 of one counter and year, closed: what every row said then, and the digest over all rows."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    rows = models.PositiveIntegerField()
    open_rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="register_closed_once")]


class RegisterRow(models.Model):
    """One row of a closed register as it stood at the closing; `n` is its number in the book."""

    register = models.ForeignKey(ClosedRegister, on_delete=models.PROTECT, related_name="lines", db_index=False)
    n = models.PositiveIntegerField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    is_open = models.BooleanField()
    content = models.JSONField()

    class Meta:
        ordering = ["register", "n"]
        constraints = [models.UniqueConstraint(fields=["register", "n"], name="register_row_once")]
