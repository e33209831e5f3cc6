"""A stack of dossiers on a table, as it was scanned; kept here so that it outlives a page and may have two scanners.

It is no truth about dossiers: what was done with them stands in the journal.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.offices.models import Agency
from motcua.workflow.models import WorkItem


class Stack(models.Model):
    """One stack. Who works at `agency` may scan along; without one only who opened it. `act` is what is to be done with
    all of it (casework/stacks.py), "" where that is not chosen yet; `to` is to whom it is given."""

    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    act = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="stack_closed_after_opened"
            )
        ]
        indexes = [
            models.Index(fields=["opened_by"], name="stack_open_of", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["agency"], name="stack_open_at", condition=Q(closed_at__isnull=True)),
        ]


class Scan(models.Model):
    """A dossier in a stack, once: the `n`-th, by whom and when; and what was done with it from here.

    `item` is the piece of work that the act was on, `was` who had held it, `to` who has it since; one that was undone
    leaves the row open for another.
    """

    stack = models.ForeignKey(Stack, on_delete=models.CASCADE, related_name="scans")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    act = models.CharField(max_length=20, blank=True)
    done_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(WorkItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    was = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stack_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["stack", "dossier"], name="scan_once"),
            models.UniqueConstraint(fields=["stack", "n"], name="scan_n"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, act="", undone_at__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(act="")),
                name="scan_done",
            ),
        ]

    @property
    def is_done(self) -> bool:
        """Whether the act of the stack was done with it and stands."""
        return self.done_at is not None and self.undone_at is None
