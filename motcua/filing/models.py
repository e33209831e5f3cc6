"""Tables of online filing: the switch of each procedure, and what a citizen has filled in so far."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.files.models import SentFile
from motcua.offices.models import Agency


class OnlineDoor(models.Model):
    """From when to when a procedure is filed online here; `valid_to` is the first day on which it is not any more.

    A switch for each procedure, since law may send online filing through the national portal alone.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="online_doors")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    opened_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["procedure_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(valid_to__isnull=True), name="online_door_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")), name="online_door_dates"
            ),
        ]


class Filing(models.Model):
    """A dossier in the making, of one citizen: it has no code and is no dossier. Seen by nobody else.

    `people` is what was typed of applicant and owner, by field; `answers` those of the declaration; `marks` say of
    papers by number that they are not needed here. `filed` is the code once it became a dossier: then all that was
    personal is gone from here.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="filings")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    competent = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    case = models.PositiveSmallIntegerField(default=0)
    people = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    answered = models.BooleanField(default=False)
    marks = models.JSONField(default=list)
    delivery = models.CharField(max_length=10, blank=True)
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["account", "-saved_at"], name="filing_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "version"], condition=Q(filed=""), name="filing_one_in_the_making"
            )
        ]


class FilingPage(SentFile):
    """A photo or PDF for a paper of a filing; `point` is the number of the component, 0 for papers besides."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="pages")
