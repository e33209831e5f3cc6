"""Internal processes in versions, and the work items that are the tokens of a dossier's run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.offices.models import Agency, Dated, Level, dates_in_order
from motcua.offices.roles import Role

from .rules import StepKind


class Process(models.Model):
    """The internal process (quy trình nội bộ) of a procedure, or of all procedures of a level that have none."""

    procedure = models.OneToOneField(Procedure, null=True, blank=True, on_delete=models.PROTECT, related_name="process")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(procedure__isnull=True, level__isnull=False)
                | Q(procedure__isnull=False, level__isnull=True),
                name="process_of_procedure_or_level",
            ),
            models.UniqueConstraint(fields=["level"], condition=Q(procedure__isnull=True), name="process_level_once"),
        ]


class ProcessVersion(Dated):
    """A process as approved by one decision; never changed once published.

    `graph` is the whole of it (process/keeping.py); null where its rows simply follow one another.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    decision = models.CharField(max_length=200, blank=True)
    graph = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            dates_in_order("process_version"),
            models.UniqueConstraint(fields=["process", "n"], name="process_version_n"),
            models.UniqueConstraint(
                fields=["process"], condition=Q(valid_to__isnull=True), name="process_version_open_once"
            ),
        ]


class ProcessDraft(models.Model):
    """A process on its way to its next version, edited over days: rows as typed (process/typed_rows.py), or a graph
    that is no table. `n` counts its changes, so that two who edit at once notice each other."""

    process = models.OneToOneField(Process, on_delete=models.PROTECT, related_name="draft")
    n = models.PositiveIntegerField(default=1)
    rows = models.JSONField(null=True, blank=True)
    graph = models.JSONField(null=True, blank=True)
    changed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__isnull=True, graph__isnull=False) | Q(rows__isnull=False, graph__isnull=True),
                name="draft_rows_or_graph",
            ),
        ]


class Step(models.Model):
    """One row of a process: who does what, where, within how many working hours. `node` is its name in the graph."""

    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="steps")
    n = models.PositiveSmallIntegerField()
    node = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    at = models.CharField(max_length=10, choices=[("receiving", "receiving"), ("competent", "competent")])
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in StepKind])
    hours = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="step_n"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="step_hours"),
        ]


class WorkItem(models.Model):
    """A piece of work waiting for or done by one role at one agency. Open ones are the worklist.

    `status`, `runs_to`, `late_from` and `short` say of its dossier what the dossier's own columns of that name do, for
    as long as it is open: a worklist of thousands is counted and put in order by them without a join.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="work_items")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    assignee = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="work_items")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    runs_to = models.DateTimeField(null=True, blank=True)
    late_from = models.DateTimeField(null=True, blank=True)
    short = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "step"],
                condition=Q(closed_at__isnull=True),
                name="work_item_step_once",
            ),
            models.CheckConstraint(
                condition=(Q(closed_at__isnull=True) & Q(outcome="")) | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="work_item_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="work_item_closed_after_opened",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "runs_to", "due_at", "id"],
                name="work_item_burns",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["assignee", "due_at"], name="work_item_mine", condition=Q(closed_at__isnull=True)),
        ]


class PaperSignature(models.Model):
    """Who signed on paper what an assistant recorded: the work was operated by one, signed by the other."""

    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="paper_signature")
    signer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(number="") | Q(scan__isnull=False), name="paper_signature_has_evidence")
        ]


class Turn(models.Model):
    """Who had the last turn of those who hold a role at an agency, where work is given to one after the other."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="turn_once")]
