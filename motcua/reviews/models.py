"""Tables of reviews: a campaign and a line for each procedure in force on its day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure, ProcedureVersion, PublishingDecision
from motcua.offices.models import Agency

from .rules import KINDS, LEVELS, LONGEST, OUTCOMES, PROPOSALS, REASONS, VERDICTS, Verdict


class ReviewCampaign(models.Model):
    """A review of procedures (cuộc rà soát) that a plan or decision orders: open until another decision approves it.

    `taken_on` is the day of which the catalogue was taken, `target` the least share in percent of those reviewed that
    shall be proposed to change, where one is set. `chosen` says of which levels, fields and agencies (codes) it is,
    nothing for all. `decision` is the publishing decision that approves it, where it is one of this house.
    """

    kind = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    name = models.CharField(max_length=300)
    order_number = models.CharField(max_length=60)
    order_dated = models.DateField()
    taken_on = models.DateField()
    due = models.DateField()
    target = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    chosen = models.JSONField(default=dict)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    approval_number = models.CharField(max_length=60, blank=True)
    approval_dated = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(PublishingDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "order_number", "order_dated"], name="review_ordered_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(order_number=""), name="review_named_and_ordered"),
            models.CheckConstraint(condition=Q(due__gte=F("taken_on")), name="review_due_not_before"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0, target__lte=100), name="review_target_percent"
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    approval_number="",
                    approval_dated__isnull=True,
                    decision__isnull=True,
                )
                | (
                    Q(closed_at__gte=F("opened_at"), closed_by__isnull=False, approval_dated__isnull=False)
                    & ~Q(approval_number="")
                ),
                name="review_closed_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ReviewLine(models.Model):
    """One procedure of a campaign: the version then in force, the agency asked (null: given to nobody yet), what it
    says (rules.Said), what was decided on it. `edition` counts the changes, so that two who fill it notice each other.
    """

    campaign = models.ForeignKey(ReviewCampaign, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveIntegerField()
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=[(name, name) for name in LEVELS])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, blank=True, choices=[(v, v) for v in VERDICTS])
    proposal = models.CharField(
        max_length=12, blank=True, choices=[(p, p) for proposals in PROPOSALS.values() for p in proposals]
    )
    reason = models.CharField(max_length=12, blank=True, choices=[(r, r) for r in REASONS])
    text = models.CharField(max_length=LONGEST, blank=True)
    basis = models.CharField(max_length=LONGEST, blank=True)
    saving = models.BigIntegerField(null=True, blank=True)
    filled_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filled_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=10, blank=True, choices=[(o, o) for o in OUTCOMES])

    class Meta:
        ordering = ["campaign_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "n"], name="review_line_n"),
            models.UniqueConstraint(fields=["campaign", "procedure"], name="review_line_once"),
            models.CheckConstraint(
                condition=Q(verdict="", proposal="", outcome="", filled_at__isnull=True, filled_by__isnull=True)
                | (~Q(verdict="") & Q(filled_at__isnull=False, filled_by__isnull=False)),
                name="review_line_filled",
            ),
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.PROPOSE.value) & ~Q(proposal=""))
                | (~Q(verdict=Verdict.PROPOSE.value) & Q(proposal="", outcome="")),
                name="review_line_proposes",
            ),
            models.CheckConstraint(condition=Q(saving__isnull=True) | Q(saving__gte=0), name="review_line_saving"),
        ]
        indexes = [models.Index(fields=["campaign", "agency", "n"], name="review_line_asked")]
