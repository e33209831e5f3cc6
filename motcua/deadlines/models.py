"""Holds: spans in which the legal clock stands still. Letters of apology, changes of case, forecasts, late entries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.models import LimitCase
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.papers.models import Slip


class Hold(models.Model):
    """The clock stands from `begun_at` to `ended_at` (null: still). `dropped`: moot since a restart.

    `name` is the ground as the procedure's version publishes it, "" where it was none of those.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(
        max_length=12, choices=[("supplement", "supplement"), ("financial", "financial"), ("other", "other")]
    )
    name = models.CharField(max_length=300, blank=True)
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


class CaseChange(models.Model):
    """A change of case (chuyển trường hợp): from which case of the same version to which, on what ground, by whom.

    null is the version's own limit. `due_before` and `due_after` are the legal due moments on both sides, null where
    the clock stood or the limit has none; the limit of `after` counts from the original acceptance.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="case_changes")
    before = models.ForeignKey(LimitCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(LimitCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=500)
    paper = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="case_change_has_ground"),
            models.CheckConstraint(condition=~Q(paper="") | Q(scan__isnull=False), name="case_change_has_evidence"),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="case_change_changes"
            ),
        ]
        indexes = [models.Index(fields=["changed_at"], name="case_change_when")]


class Forecast(models.Model):
    """A dossier that the forecast of a local day named as one that will be late; the others are only counted.

    `percent` of `cases` like it were late. Rows go after two months, the counts of `ForecastDay` stay.
    """

    day = models.DateField()
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="forecasts")
    agency = models.CharField(max_length=35)
    late_from = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    cases = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "dossier"], name="forecast_once_a_day")]


class ForecastDay(models.Model):
    """One forecast of one competent agency (its code): counts, and its outcome once `until` is past.

    Of `judged` open dossiers `named` were forecast late, `near` of these by `until`; of `unknown` nothing could be
    said. `hits` of `near` became late by then, and `missed` others that were judged and not named.
    """

    day = models.DateField()
    agency = models.CharField(max_length=35)
    at = models.DateTimeField()
    until = models.DateTimeField()
    judged = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    named = models.PositiveIntegerField(default=0)
    near = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(null=True)
    missed = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "agency"], name="forecast_day_once"),
            models.CheckConstraint(
                condition=Q(hits__isnull=True, missed__isnull=True) | Q(hits__isnull=False, missed__isnull=False),
                name="forecast_day_outcome_whole",
            ),
        ]


class LateEntry(models.Model):
    """A step that claims to have happened before it was recorded: why, what shows it, and who approved.

    `event_n` is the event in the dossier's stream; `days` working days back. Only one that `waits` needs a decision.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="late_entries")
    event_n = models.PositiveIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    paper = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waits = models.BooleanField()
    approved = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["event_n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "event_n"], name="late_entry_once"),
            models.CheckConstraint(condition=~Q(paper="") | Q(scan__isnull=False), name="late_entry_has_evidence"),
            models.CheckConstraint(
                condition=Q(approved__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="late_entry_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="late_entry_second_person"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier"], condition=Q(waits=True, approved__isnull=True), name="late_entry_open")
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second person."""
        return self.waits and self.approved is None
