"""Holds: spans in which the legal clock stands still. Apologies: letters that move what was told, not the limit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models import Dossier
from motcua.papers.models import Slip


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


class Apology(models.Model):
    """A letter of apology with a new appointment (form 04; NĐ 118/2025 Điều 19.9).

    One for a delay, and one for each error of the agency. `due_at` is the legal due moment as it stood, which the
    letter does not move; `late` says that the letter left only after it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="apologies")
    ground = models.CharField(max_length=8, choices=[("delay", "delay"), ("error", "error")])
    cause = models.CharField(max_length=500)
    due_at = models.DateTimeField(null=True, blank=True)
    appointment_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    late = models.BooleanField()
    slip = models.OneToOneField(Slip, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ground="delay"), name="apology_once_for_delay"),
            models.CheckConstraint(condition=Q(appointment_at__gt=F("sent_at")), name="apology_appoints_later"),
            models.CheckConstraint(condition=~Q(cause=""), name="apology_has_cause"),
        ]
