"""Holds: spans in which the legal clock of a dossier stands still."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models import Dossier


class Hold(models.Model):
    """The clock stands from `begun_at` to `ended_at` (null: still). `dropped`: moot since a restart."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(
        max_length=12, choices=[("supplement", "supplement"), ("financial", "financial"), ("other", "other")]
    )
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="hold_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")), name="hold_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(ground="supplement") | ~Q(basis=""), name="hold_has_basis"),
        ]
