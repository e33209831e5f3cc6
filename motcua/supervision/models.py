"""Tables of figures. All but frozen reports can be thrown away and derived from the journal again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier

from .measures import SUMMED


class Heading(models.Model):
    """Under what dossiers are counted: the code of the lead competent agency, and one of three things: the field of the
    procedure (which may be empty), its code, or the channel. Facts stand under the first; rollups divide by each.

    A code, not a row of an agency: a renamed agency is another row with the same code, and goes on being counted.
    """

    agency = models.CharField(max_length=35)
    field = models.CharField(max_length=200, blank=True)
    procedure = models.CharField(max_length=40, blank=True, default="")
    channel = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "field", "procedure", "channel"], name="heading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.field or self.procedure or self.channel}"


class Fact(models.Model):
    """One stretch [known_from, known_to) of the life of an accepted dossier (lives.Stretch), by `recorded_at`.

    A row is written when something changes that figures depend on; most dossiers have one. So any period and any
    past moment is one condition on this table. `moved` (counted under several headings in its time), `voided_at` and
    `reopened_at` belong to the dossier and stand on each of its rows.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    accepted_at = models.DateTimeField()
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    late_from = models.DateTimeField(null=True)
    waiting = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=10, blank=True)
    crossed = models.BooleanField(default=False)
    apologised = models.BooleanField(default=False)
    closing = models.CharField(max_length=10, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    claimed = models.CharField(max_length=8, blank=True)
    claimed_at = models.DateTimeField(null=True)
    moved = models.BooleanField(default=False)
    voided_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="fact_once"),
            models.CheckConstraint(
                condition=Q(closing="", verdict="") | (~Q(closing="") & ~Q(verdict="") & Q(known_to__isnull=False)),
                name="fact_closing_has_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["heading", "known_from"], name="fact_heading"),
            models.Index(fields=["known_from"], name="fact_known_from"),
            models.Index(fields=["known_to"], name="fact_known_to"),
            models.Index(fields=["late_from"], name="fact_late_from"),
            models.Index(fields=["known_to"], name="fact_moved", condition=Q(moved=True)),
            models.Index(fields=["voided_at"], name="fact_voided", condition=Q(voided_at__isnull=False)),
            models.Index(fields=["reopened_at"], name="fact_reopened", condition=Q(reopened_at__isnull=False)),
            models.Index(fields=["claimed_at"], name="fact_claimed", condition=Q(claimed_at__isnull=False)),
        ]


class By(models.TextChoices):
    """By what a rollup divides the dossiers of an agency."""

    FIELD = "f"
    PROCEDURE = "p"
    CHANNEL = "c"


class Grain(models.TextChoices):
    """The length of the stretch of time that a rollup adds up, from `start` on."""

    DAY = "d"
    MONTH = "m"
    YEAR = "y"


class Rollup(models.Model):
    """Changes of all measures in a local day, month or year, under one heading; what is open is the sum of changes.

    Each dossier is added up three times, once for each of By: `heading` says the thing that `by` divides by, and `by`
    stands here too so that one way is read without the others. Of dossiers that are void or have moved between
    headings it holds nothing: they are few and counted from facts.
    """

    by = models.CharField(max_length=1, choices=By.choices, default=By.FIELD)
    grain = models.CharField(max_length=1, choices=Grain.choices)
    start = models.DateField()
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "grain", "start", "heading"], name="rollup_once")]


for _name in SUMMED:
    models.IntegerField(default=0).contribute_to_class(Rollup, _name)


class Progress(models.Model):
    """How far the journal has been read (one row): all events up to the id `through`, at the moment `at`."""

    name = models.CharField(max_length=10, primary_key=True)
    through = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)


class FrozenReport(models.Model):
    """A report as it was handed in. Never changed: `content` is canonical JSON, `digest` its sha256.

    `opens` names the dossiers that were in process at its end, row by row: what is carried over into the next period.
    """

    form = models.CharField(max_length=20)
    agency = models.CharField(max_length=35)
    rows_by = models.CharField(max_length=10)
    period_from = models.DateField()
    period_to = models.DateField()
    as_of = models.DateTimeField()
    content = models.TextField()
    opens = models.TextField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-frozen_at", "-id"]
        indexes = [models.Index(fields=["form", "agency", "rows_by", "period_to"], name="frozen_which")]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=models.F("period_from")), name="frozen_period"),
        ]

    @property
    def period(self) -> str:
        """01/10/2026–31/10/2026."""
        return f"{self.period_from:%d/%m/%Y}–{self.period_to:%d/%m/%Y}"


class Cutoff(models.Model):
    """A rule of the province for its reporting months (cutoffs.Rule), from the one called by the month of `since` on.

    It stands over what the law's own file says (packs/cutoffs). Never overwritten or deleted but withdrawn.
    """

    since = models.DateField()
    last_day = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["since"], condition=Q(withdrawn_at__isnull=True), name="cutoff_once"),
            models.CheckConstraint(condition=Q(last_day__gte=1, last_day__lte=31), name="cutoff_day"),
            models.CheckConstraint(condition=Q(since__day=1), name="cutoff_from_a_first"),
        ]

    def __str__(self) -> str:
        return f"{self.since:%m/%Y}: {self.last_day}"
