"""Internal processes in versions, and the work items that are the tokens of a dossier's run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.offices.models import Agency, Dated, Level, Unit, dates_in_order
from motcua.offices.roles import OF_PEOPLE

from .opinions.rules import LONGEST as LONGEST_OPINION
from .opinions.rules import REPLIES, VERDICTS
from .process.performers import LONGEST
from .rules import StepKind


class Process(models.Model):
    """The internal process (quy trình nội bộ) of a procedure, or of all procedures of a level that have none.

    With `agency` it is the variant by which that agency alone decides the procedure, before the one that all have.
    """

    procedure = models.ForeignKey(Procedure, null=True, blank=True, on_delete=models.PROTECT, related_name="processes")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(procedure__isnull=True, level__isnull=False, agency__isnull=True)
                | Q(procedure__isnull=False, level__isnull=True),
                name="process_of_procedure_or_level",
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(procedure__isnull=False, agency__isnull=True),
                name="process_procedure_once",
            ),
            models.UniqueConstraint(fields=["procedure", "agency"], name="process_variant_once"),
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


class OpinionRound(models.Model):
    """A draft sent to agencies for their opinions before it is approved; an answer is in time to the end of `until`.

    `graph` is the draft as it stood then (process/keeping.py). `version` is what was published after it.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="opinion_rounds")
    n = models.PositiveSmallIntegerField()
    graph = models.JSONField()
    word = models.CharField(max_length=LONGEST_OPINION, blank=True)
    until = models.DateField()
    sent_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        ProcessVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="opinion_rounds"
    )

    class Meta:
        ordering = ["process_id", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["process", "n"], name="opinion_round_n"),
            models.UniqueConstraint(
                fields=["process"], condition=Q(closed_at__isnull=True), name="opinion_round_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__gte=F("sent_at"), closed_by__isnull=False),
                name="opinion_round_closed",
            ),
        ]


class Opinion(models.Model):
    """What one agency was asked in a round, and its answer; its texts are remarks. `agency` is who answers for it now,
    where another took its place."""

    round = models.ForeignKey(OpinionRound, on_delete=models.PROTECT, related_name="opinions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, blank=True, choices=[(v, v) for v in VERDICTS])
    answered_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["round_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(verdict="", answered_at__isnull=True, answered_by__isnull=True, file__isnull=True)
                | (~Q(verdict="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="opinion_answered",
            ),
        ]


class Remark(models.Model):
    """A text of an answer, on row `n` of the draft or on the whole (0), and what became of it."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="remarks")
    n = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_OPINION)
    reply = models.CharField(max_length=10, blank=True, choices=[(r, r) for r in REPLIES])
    reply_text = models.CharField(max_length=LONGEST_OPINION, blank=True)
    replied_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opinion_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "n"], name="remark_n"),
            models.CheckConstraint(
                condition=Q(reply="", reply_text="", replied_at__isnull=True, replied_by__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)),
                name="remark_replied",
            ),
        ]


class Step(models.Model):
    """One row of a process: who does what, where, within how many working hours. `node` is its name in the graph.

    `at` is a place (process/performers.py), `needs` what who does it owes and what its outcomes demand (demands.py),
    words parted by spaces.
    """

    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="steps")
    n = models.PositiveSmallIntegerField()
    node = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in OF_PEOPLE])
    at = models.CharField(max_length=LONGEST)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in StepKind])
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    needs = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="step_n"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="step_hours"),
        ]


class WorkItem(models.Model):
    """A piece of work waiting for or done by one role at one agency. Open ones are the worklist.

    `unit` is the division whose work it is; null, as mostly, for that of the whole agency.

    `status`, `runs_to`, `late_from` and `short` say of its dossier what the dossier's own columns of that name do, for
    as long as it is open: a worklist of thousands is counted and put in order by them without a join.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="work_items")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
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
            models.Index(fields=["opened_at"], name="work_item_asked", condition=Q(kind=StepKind.CONSULT.value)),
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
