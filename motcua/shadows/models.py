"""Table of shadows: dossiers that another system handles, followed here by its code there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.models import ProcedureVersion
from motcua.journal.models import Streamed
from motcua.offices.models import Agency

from .states import OVER, State


class Shadow(Streamed):
    """A dossier of the system that its procedure names as authoritative (ADR 23), noted at one of our counters.

    `system` is that name as it was when it was noted, `foreign_code` the code there: nothing is read from it.
    `appointment_at` is what that system promised, null where it promised nothing. `state_at` is when it came to stand
    so there (for NOTED and what is pressed here: when it was entered).
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="shadows")
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shadows", db_index=False)
    system = models.CharField(max_length=40)
    foreign_code = models.CharField(max_length=64)
    appointment_at = models.DateTimeField(null=True, blank=True)
    applicant = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.NOTED.value)
    state_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["foreign_code", "system"], condition=Q(voided_at__isnull=True), name="shadow_once_a_system"
            ),
            models.CheckConstraint(condition=~Q(foreign_code="") & ~Q(system=""), name="shadow_has_code_and_system"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | Q(voided_at__gte=F("noted_at")) & ~Q(void_reason=""),
                name="shadow_void_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["counter", "-noted_at"], name="shadow_counter_noted"),
            models.Index(  # what a counter still follows
                fields=["counter", "appointment_at"],
                condition=Q(voided_at__isnull=True) & ~Q(state__in=sorted(s.value for s in OVER)),
                name="shadow_counter_open",
            ),
        ]

    def __str__(self) -> str:
        return self.foreign_code

    @property
    def stands(self) -> State:
        return State(self.state)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is awaited of the other system."""
        return self.voided_at is not None or self.stands in OVER
