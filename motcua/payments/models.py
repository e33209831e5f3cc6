"""Tables of money: what is due for a dossier, the entries of the tills, and the days that were closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.offices.models import Agency

from .rules import Entered, Money, Receipt, Way


class Assessment(models.Model):
    """What is due for a dossier where somebody said more than its procedure does: quantities, grounds, an amount.

    `lines` are those of the bill, each with its name, kind, amounts, the reduction that counted and its basis.
    `said` is what was said, so that the form can be opened with it again.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="assessment")
    lines = models.JSONField()
    said = models.JSONField()
    fee = models.BigIntegerField()
    charge = models.BigIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(fee__gte=0, charge__gte=0), name="assessment_amounts")]

    @property
    def money(self) -> Money:
        return Money(self.fee, self.charge)


class Entry(models.Model):
    """One entry of the till of `by` at `counter`: money that came in, or that was cancelled or given back (then `of`).

    `day` is the day of the till on which it stands: that of `at`, or the next one that is not closed. `n` counts the
    entries of the dossier, `serial` those of the till, without gaps. `cancelled_at` marks a payment that another entry
    cancelled; nothing else of a row ever changes. `receipt` is what the receipt is known by.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="till_entries", db_index=False)
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Entered])
    of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="mended")
    way = models.CharField(max_length=10, choices=[(w.value, w.value) for w in Way])
    fee = models.BigIntegerField()
    charge = models.BigIntegerField()
    symbol = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=30, blank=True)
    receipt = models.CharField(max_length=70, blank=True)
    paid_at = models.DateTimeField()
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    day = models.DateField()
    serial = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dossier_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="till_entry_n"),
            models.UniqueConstraint(fields=["counter", "by", "serial"], name="till_entry_serial"),
            models.UniqueConstraint(
                fields=["counter", "receipt"],
                condition=Q(kind="paid", cancelled_at__isnull=True) & ~Q(receipt=""),
                name="till_receipt_once",
            ),
            models.CheckConstraint(condition=Q(fee__gte=0, charge__gte=0), name="till_entry_amounts"),
            models.CheckConstraint(condition=Q(fee__gt=0) | Q(charge__gt=0), name="till_entry_is_something"),
            models.CheckConstraint(
                condition=Q(kind="paid", of__isnull=True)
                | ~Q(kind="paid") & Q(of__isnull=False, cancelled_at__isnull=True) & ~Q(reason=""),
                name="till_entry_mends_one",
            ),
            models.CheckConstraint(condition=Q(paid_at__lte=F("at")), name="till_entry_not_before_it_was_paid"),
        ]
        indexes = [models.Index(fields=["counter", "day", "by"], name="till_entry_day")]

    @property
    def money(self) -> Money:
        return Money(self.fee, self.charge)

    @property
    def bill(self) -> Receipt:
        return Receipt(self.symbol, self.number)


class Closing(models.Model):
    """A day of the till of `account` that was closed, by its officer or, where they are away, by the counter's head:
    what should be there in cash, what was counted, and why it differs.

    Nothing can be entered on that day any more. Amounts in đồng; `cash` may be below zero where more was given back
    than came in.
    """

    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    entries = models.PositiveIntegerField()
    cash = models.BigIntegerField()
    transfer = models.BigIntegerField()
    counted = models.BigIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counter", "day", "account"], name="till_closed_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="till_counted"),
            models.CheckConstraint(condition=Q(counted=F("cash")) | ~Q(reason=""), name="till_difference_has_reason"),
        ]

    @property
    def difference(self) -> int:
        """What was counted more than should be there; below zero where something is missing."""
        return self.counted - self.cash
