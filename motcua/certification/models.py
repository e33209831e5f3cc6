"""Table of the books of certifications."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.offices.models import Agency


class Certified(models.Model):
    """A row of a book: one request, which is one dossier. A mistaken one is voided with a reason and keeps its number.

    `kind` names the book; numbers run for each agency, book and year without gaps. `copies` are of each document,
    `pages` of each document; `fee` in đồng, by the tariff of the day.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="certified")
    requester = models.CharField(max_length=200)
    content = models.CharField(max_length=300)
    documents = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    pages = models.PositiveSmallIntegerField()
    fee = models.BigIntegerField()
    signer = models.CharField(max_length=200)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["agency_id", "kind", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "year", "number"], name="certified_number"),
            models.CheckConstraint(
                condition=Q(documents__gte=1, copies__gte=1, pages__gte=1, fee__gte=0), name="certified_counts"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__gte=F("at")) & ~Q(void_reason=""),
                name="certified_void_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["agency", "day"], name="certified_day")]
