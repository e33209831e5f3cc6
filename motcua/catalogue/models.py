"""Tables of the catalogue. A published version is never changed; a correction is another version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.journal.models import Streamed
from motcua.offices.models import Agency


class Procedure(Streamed):
    """An administrative procedure (thủ tục hành chính) by its national code; what it says stands in its versions."""

    code = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What a procedure says from `valid_from` to `valid_to` (half-open). The parts are those of NĐ 63/2010 Điều 8.2."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=1000)
    field = models.CharField(max_length=200, blank=True)
    levels = models.JSONField(default=list)
    agency = models.CharField(max_length=1000, blank=True)
    channels = models.JSONField(default=list)
    limit_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    limit_unit = models.CharField(max_length=14, blank=True)
    limit_date = models.DateField(null=True, blank=True)
    limit_text = models.TextField(blank=True)
    fee_text = models.TextField(blank=True)
    result = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    subjects = models.JSONField(default=list)
    legal_bases = models.JSONField(default=list)
    sets = models.PositiveSmallIntegerField(default=1)
    online = models.CharField(max_length=10, default="unknown")
    authority_system = models.CharField(max_length=40, default="motcua")
    receivable = models.BooleanField()
    missing = models.JSONField(default=list)
    source = models.TextField(blank=True)
    published = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    search = models.TextField()

    class Meta:
        ordering = ["procedure_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "n"], name="version_n"),
            models.UniqueConstraint(fields=["procedure"], condition=Q(valid_to__isnull=True), name="version_open_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="version_dates"
            ),
            models.CheckConstraint(
                condition=Q(receivable=False) | ~Q(limit_unit=""), name="version_receivable_has_limit"
            ),
        ]
        indexes = [models.Index(fields=["receivable", "field"], name="version_field")]

    def __str__(self) -> str:
        return self.name


class LimitCase(models.Model):
    """A case of a version that has a limit of its own (trường hợp), beside the limit of the version itself.

    It belongs to the published version and never changes. `n` counts from 1: 0 is the version's own limit, by which a
    dossier is judged where no case is chosen.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="cases")
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    limit_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    limit_unit = models.CharField(max_length=14)
    limit_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="limit_case_n"),
            models.CheckConstraint(condition=Q(n__gte=1), name="limit_case_counts_from_one"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(limit_unit=""), name="limit_case_whole"),
        ]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A paper that the applicant hands in (thành phần hồ sơ); `remark` marks an explanatory line among them."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="components")
    n = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    group = models.TextField(blank=True)
    note = models.TextField(blank=True)
    form = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=True)
    remark = models.BooleanField(default=False)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="component_n")]


class Competence(models.Model):
    """Which agency decides a procedure: one agency, or every agency of a kind (each commune committee)."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="competences")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="competences")
    agency_kind = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "agency", "agency_kind"], name="competence_once"),
            models.CheckConstraint(
                condition=(Q(agency__isnull=True) & ~Q(agency_kind="")) | (Q(agency__isnull=False) & Q(agency_kind="")),
                name="competence_agency_or_kind",
            ),
        ]
