"""Table of the spreadsheets that the worker makes of registers; its name stands in `models`, which reads this."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.offices.models import Agency


class RegisterSheet(models.Model):
    """A spreadsheet of a register (form 07) that somebody asked for, for them alone; thrown away after some days.

    `asked` says which rows: the text, first and last day (ISO), and whether only open ones. `done` of `total` rows are
    written; `path` is where the file lies in the storage once it is ready, under a name that nobody guesses.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=120)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-asked_at"], name="register_sheet_of"),
            models.Index(fields=["asked_at"], name="register_sheet_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="register_sheet_done"),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True) | Q(done=F("total")), name="register_sheet_ready_is_whole"
            ),
        ]
