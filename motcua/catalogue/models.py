"""Tables of the catalogue. A published version is never changed; a correction is another version."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.files.models import StoredFile
from motcua.journal.models import Streamed
from motcua.offices.models import Agency

from .rules import HoldKind, ItemKind


class Procedure(Streamed):
    """An administrative procedure (thủ tục hành chính) by its national code; what it says stands in its versions."""

    code = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What a procedure says from `valid_from` to `valid_to` (half-open). The parts are those of NĐ 63/2010 Điều 8.2.

    `online` is the class of NĐ 42/2022 and 224/2026, `online_level` the level 1 to 4 of NĐ 43/2011 where one was given.
    `limit_basis` cites what gives the limit; `limit_channels` are the ways of handing in that it is for, none for all.
    """

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
    limit_basis = models.CharField(max_length=500, blank=True)
    limit_channels = models.JSONField(default=list, blank=True)
    steps = models.TextField(blank=True)
    fee_text = models.TextField(blank=True)
    result = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    subjects = models.JSONField(default=list)
    legal_bases = models.JSONField(default=list)
    sets = models.PositiveSmallIntegerField(default=1)
    online = models.CharField(max_length=10, default="unknown")
    online_reason = models.TextField(blank=True)
    online_level = models.PositiveSmallIntegerField(null=True, blank=True)
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
    dossier is judged where no case is chosen. `limit_basis` and
    `limit_channels` as of a version.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="cases")
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    limit_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    limit_unit = models.CharField(max_length=14)
    limit_date = models.DateField(null=True, blank=True)
    limit_basis = models.CharField(max_length=500, blank=True)
    limit_channels = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="limit_case_n"),
            models.CheckConstraint(condition=Q(n__gte=1), name="limit_case_counts_from_one"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(limit_unit=""), name="limit_case_whole"),
        ]

    def __str__(self) -> str:
        return self.name


class HoldGround(models.Model):
    """A ground on which the law of a procedure lets its limit stand (căn cứ tạm dừng), with its citation.

    It belongs to the published version and never changes; `n` counts from 1. `kind` is "financial" for a duty to pay
    (national state 6), else "other".
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="hold_grounds")
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in HoldKind])

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="hold_ground_n"),
            models.CheckConstraint(condition=Q(n__gte=1), name="hold_ground_counts_from_one"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(basis=""), name="hold_ground_is_cited"),
        ]

    def __str__(self) -> str:
        return self.name


class Component(models.Model):
    """A paper that the applicant hands in (thành phần hồ sơ); `remark` marks an explanatory line among them.

    `result_of` is the code of the procedure whose result it is, "" where it is none that is known.
    """

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
    result_of = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [models.UniqueConstraint(fields=["version", "n"], name="component_n")]
        indexes = [models.Index(fields=["result_of"], condition=~Q(result_of=""), name="component_result_of")]


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


class OnTheSpot(models.Model):
    """A procedure received, appraised, approved and returned at one place (4 tại chỗ), at one counter over [from, to).

    Who ends it and marks the procedure again writes another row: what was true of a period stays so.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="on_the_spot")
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="on_the_spot")
    decision = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["procedure_id", "counter_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "counter"], condition=Q(valid_to__isnull=True), name="on_the_spot_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="on_the_spot_dates"
            ),
            models.CheckConstraint(condition=~Q(decision=""), name="on_the_spot_is_decided"),
        ]


class LinkedGroup(models.Model):
    """A group of linked procedures (nhóm thủ tục liên thông) as one decision lists it, in force over [from, to).

    What it says never changes: another decision, or other members, is another row of the same code.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    decision = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="linked_group_open_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="linked_group_dates"
            ),
            models.CheckConstraint(condition=~Q(decision=""), name="linked_group_is_decided"),
        ]

    def __str__(self) -> str:
        return self.name


class LinkedMember(models.Model):
    """One procedure of a group. `after` is the number of the member whose result it needs; null: it begins at once.

    `agency` decides it, where the decision names one; null: the counter chooses as for any reception.
    """

    group = models.ForeignKey(LinkedGroup, on_delete=models.PROTECT, related_name="members")
    n = models.PositiveSmallIntegerField()
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["group_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["group", "n"], name="linked_member_n"),
            models.UniqueConstraint(fields=["group", "procedure"], name="linked_member_once"),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | ~Q(after=F("n")), name="linked_member_waits_for_another"
            ),
        ]


class ProcedureForm(models.Model):
    """The electronic declaration of a procedure version: a draft until `published_at`, never changed after.

    It holds as long as its version does; a correction is another edition `n` of it, and the newest published is asked.
    `content` is the JSON Schema that `catalogue.forms` reads, `digest` names it. `saved` counts the changes of a draft.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="forms")
    n = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    saved = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="procedure_form_n"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(published_at__isnull=True), name="procedure_form_one_draft"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="procedure_form_counts_from_one"),
        ]


class PublishingDecision(models.Model):
    """A decision that publishes procedures (quyết định công bố): a draft until `published_at`, never changed after.

    `legal_from` is the latest day on which its legal bases come into force, by which it is judged to be in time
    (rules.md 3.3, index 1.1). `agency` is who publishes, a ministry too; `agency_code` where it is one of this house.
    Who drafted and published it is not known of one that was imported. `edition` counts the changes of a draft, so that
    two who edit at once notice each other.
    """

    number = models.CharField(max_length=60)
    dated = models.DateField()
    agency = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=35, blank=True)
    of_ministry = models.BooleanField(default=False)
    subject = models.CharField(max_length=500, blank=True)
    effective_from = models.DateField()
    legal_from = models.DateField(null=True, blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    edition = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number", "dated"], name="publishing_decision_once"),
            models.CheckConstraint(
                condition=Q(effective_from__gte=F("dated")), name="publishing_decision_not_before_its_date"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="publishing_decision_published_by",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(agency=""), name="publishing_decision_has_number_and_agency"
            ),
        ]
        indexes = [models.Index(fields=["published_at"], name="publishing_decision_when")]

    def __str__(self) -> str:
        return self.number


class DecisionItem(models.Model):
    """What a decision says of one procedure. `content` is a line of the import format, null where it is repealed.

    `before` and `version` are known from publication on: the version that it ends, and the one that it made.
    `moves` lets the dossiers in flight follow to the new version, for `reason`; else they keep theirs.
    """

    decision = models.ForeignKey(PublishingDecision, on_delete=models.CASCADE, related_name="items")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ItemKind])
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=1000)
    content = models.JSONField(null=True, blank=True)
    moves = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    before = models.ForeignKey(
        ProcedureVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_by"
    )
    version = models.OneToOneField(
        ProcedureVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="item"
    )

    class Meta:
        ordering = ["decision_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "n"], name="decision_item_n"),
            models.UniqueConstraint(fields=["decision", "code"], name="decision_item_code_once"),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.REPEALED.value, content__isnull=True)
                | (~Q(kind=ItemKind.REPEALED.value) & Q(content__isnull=False)),
                name="decision_item_content",
            ),
            models.CheckConstraint(condition=Q(moves=False) | ~Q(reason=""), name="decision_item_moves_for_a_reason"),
        ]
        indexes = [models.Index(fields=["code"], name="decision_item_code")]

    @property
    def line(self) -> dict[str, Any] | None:
        """What it says as a line of the import format, None where it is repealed.

        One that came with a package of another house has no content of its own: its version says it.
        """
        if self.content or self.version is None:
            return self.content
        published: dict[str, Any] = self.version.published
        return published


class ChangeSeen(models.Model):
    """That an officer has read what a decision changed for them."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(PublishingDecision, on_delete=models.CASCADE, related_name="seen")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "decision"], name="change_seen_once")]
