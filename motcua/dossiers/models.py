"""Tables of the case. Status, due date and appointment are projections that the journal can rebuild."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from motcua.accounts.models import Account
from motcua.catalogue.models import Component, LimitCase, LinkedGroup, ProcedureVersion
from motcua.files.models import SentFile, StoredFile
from motcua.journal.models import Streamed
from motcua.offices.models import Agency

from .states import BEYOND, Link, Status

TERMINAL = [Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED, Status.FINISHED, Status.RETURNED]


class Dossier(Streamed):
    """A dossier (hồ sơ thủ tục hành chính) from its filing on. A draft is not one: it has no code (see Draft).

    `case` is the case of its version by whose limit it is judged; null: by the limit of the version itself.
    `joins` names the flows of its process on which a branch that is done waits for the others, parted by spaces.
    `transfer` says how it reaches the competent agency where another's counter received it, `transfer_by` when paper is
    there at the latest, `transferred_at` when it was. `routing_by` is until when the competent agency must be found,
    null where it was known at once: until `routed_at` `competent` is only who looks after it meanwhile.
    `promised_at` is the due moment that an older system told, where it was taken over from one; null otherwise, and
    once another limit counts.
    `runs_to`, `late_from` and `short` are what lists ask for (deadlines/standing.py), kept up to date by the verbs.
    """

    code = models.CharField(max_length=60, unique=True)
    foreign_code = models.CharField(max_length=80, blank=True)
    foreign_source = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="dossiers")
    case = models.ForeignKey(
        LimitCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiving = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received_dossiers")
    competent = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="decided_dossiers")
    channel = models.CharField(max_length=10, choices=[("direct", "direct"), ("online", "online"), ("post", "post")])
    delivery = models.CharField(
        max_length=12,
        choices=[("counter", "counter"), ("post", "post"), ("electronic", "electronic")],
        default="counter",
    )
    status = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Status])
    resume_status = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    joins = models.TextField(blank=True)
    transfer = models.CharField(
        max_length=10, blank=True, choices=[("electronic", "electronic"), ("paper", "paper")], default=""
    )
    transfer_by = models.DateTimeField(null=True, blank=True)
    transferred_at = models.DateTimeField(null=True, blank=True)
    routing_by = models.DateTimeField(null=True, blank=True)
    routed_at = models.DateTimeField(null=True, blank=True)
    sets = models.PositiveSmallIntegerField(default=1)
    request = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    clock_from = models.DateTimeField(null=True, blank=True)
    due_set_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    appointment_at = models.DateTimeField(null=True, blank=True)
    runs_to = models.DateTimeField(null=True, blank=True)
    late_from = models.DateTimeField(null=True, blank=True)
    short = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    corrections = models.PositiveSmallIntegerField(default=0)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)
    replaced_by = models.CharField(max_length=60, blank=True)
    received_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, default="live")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["foreign_source", "foreign_code"], condition=~Q(foreign_code=""), name="dossier_foreign_code"
            ),
            models.CheckConstraint(condition=Q(status__gte=1, status__lte=10), name="dossier_status_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False) | Q(status__in=[1, 3, 5, 6, 7, 8]),
                name="dossier_accepted_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=[9, 10]) & Q(finished_at__isnull=False))
                | (~Q(status__in=[9, 10]) & Q(finished_at__isnull=True)),
                name="dossier_finished_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(status=10) & Q(returned_at__isnull=False)) | (~Q(status=10) & Q(returned_at__isnull=True)),
                name="dossier_returned_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=[3, 7, 8]) & Q(ended_at__isnull=False))
                | (~Q(status__in=[3, 7, 8]) & Q(ended_at__isnull=True)),
                name="dossier_ended_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=[5, 6]) & Q(resume_status__isnull=False))
                | (~Q(status__in=[5, 6]) & Q(resume_status__isnull=True)),
                name="dossier_waiting_knows_whence",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("filed_at")),
                name="dossier_accepted_after_filed",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=[9, 10]) & ~Q(outcome="")) | (~Q(status__in=[9, 10]) & Q(outcome="")),
                name="dossier_finished_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(transfer_by__isnull=True) | Q(transfer="paper"), name="dossier_only_paper_travels"
            ),
            models.CheckConstraint(
                condition=Q(transferred_at__isnull=True) | ~Q(transfer=""), name="dossier_transferred_is_transfer"
            ),
            models.CheckConstraint(
                condition=Q(routed_at__isnull=True) | Q(routing_by__isnull=False), name="dossier_routed_was_unknown"
            ),
            models.CheckConstraint(
                condition=Q(routing_by__isnull=True) | Q(routed_at__isnull=False) | Q(accepted_at__isnull=True),
                name="dossier_accepted_is_routed",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="dossier_void_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["receiving", "-filed_at"], name="dossier_receiving_filed"),
            models.Index(fields=["competent", "status", "due_at"], name="dossier_competent_due"),
            models.Index(  # what waits for the applicant, at the door where they handed it in
                fields=["receiving", "status"], condition=Q(status__in=BEYOND), name="dossier_receiving_beyond"
            ),
            models.Index(  # what runs, the nearest limit first: letters of apology, public counters
                fields=["competent", "runs_to"], condition=Q(runs_to__isnull=False), name="dossier_competent_runs"
            ),
            models.Index(  # paper on its way between two counters
                fields=["competent", "transfer_by"],
                condition=Q(transfer="paper", transferred_at__isnull=True),
                name="dossier_travelling",
            ),
            models.Index(  # what nobody is known to be competent for yet
                fields=["receiving", "routing_by"],
                condition=Q(routing_by__isnull=False, routed_at__isnull=True),
                name="dossier_unrouted",
            ),
            models.Index(  # received regardless of boundary
                fields=["filed_at"], condition=Q(transfer__in=["electronic", "paper"]), name="dossier_boundary_free"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def is_unrouted(self) -> bool:
        """Whether nobody has found out yet which agency decides."""
        return self.routing_by is not None and self.routed_at is None

    @property
    def travels(self) -> bool:
        """Whether its paper is on the way to the competent agency."""
        return self.transfer_by is not None and self.transferred_at is None

    @property
    def appointment(self) -> datetime | None:
        """What the applicant was told: the due moment, or a later one that a letter of apology gave."""
        told = [moment for moment in (self.due_at, self.appointment_at) if moment is not None]
        return max(told, default=None)

    @property
    def end_moment(self) -> object:
        """When it was finished, or ended without result; None while it is open."""
        return self.finished_at or self.ended_at


class Party(models.Model):
    """A person or body in a dossier: the applicant (người nộp) or an owner (chủ hồ sơ)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=[("applicant", "applicant"), ("owner", "owner")])
    kind = models.CharField(max_length=14)
    capacity = models.CharField(max_length=14, default="self")
    authority_document = models.CharField(max_length=80, blank=True)
    authority_date = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=35, blank=True)
    no_number_reason = models.CharField(max_length=200, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    nationality = models.CharField(max_length=60, blank=True)
    representative = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(role="applicant"), name="party_one_applicant"),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_name"),
            models.CheckConstraint(condition=~Q(number="") | ~Q(no_number_reason=""), name="party_number_or_reason"),
        ]
        indexes = [  # by which a citizen finds their own dossiers
            models.Index(fields=["phone"], name="party_phone"),
            models.Index(Lower("email"), name="party_email"),
            models.Index(fields=["number"], name="party_number"),
        ]


class ReceivedComponent(models.Model):
    """What was handed in of one component: counted, or not needed in this case."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="received")
    component = models.ForeignKey(Component, null=True, blank=True, on_delete=models.PROTECT)
    n = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    not_needed = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="received_n"),
            models.CheckConstraint(
                condition=Q(not_needed=False) | Q(originals=0, copies=0), name="received_not_needed_is_nothing"
            ),
        ]


class Attachment(models.Model):
    """A file of a dossier: the only way to reach its content."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    kind = models.CharField(
        max_length=10,
        choices=[("component", "component"), ("result", "result"), ("evidence", "evidence"), ("slip", "slip")],
    )
    component_n = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(max_length=200)
    # nobody: the applicant sent it through the timeline of the dossier
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class DigitisedPaper(models.Model):
    """What is known of a paper that was digitised (Decree 118/2025 Art. 19.2): beside its file, and found by its owner.

    `type` is a code of document_types.toml. Who has no number is told by name, year of birth, and the paper's day and
    issuer. `taken_from` is the paper of an earlier dossier that was used again instead of being handed in once more.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="digitised")
    type = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    owner_number = models.CharField(max_length=35, blank=True)
    owner_name = models.CharField(max_length=200)
    owner_birth = models.CharField(max_length=10, blank=True)
    summary = models.CharField(max_length=500)
    valid_until = models.DateField(null=True, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField()
    taken_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(owner_name=""), name="digitised_named"),
            models.CheckConstraint(
                condition=~Q(owner_number="") | (Q(issued_on__isnull=False) & ~Q(issuer="") & ~Q(owner_birth="")),
                name="digitised_owner_known",
            ),
            models.CheckConstraint(condition=Q(pages__gt=0), name="digitised_has_pages"),
        ]
        indexes = [models.Index(fields=["owner_number"], condition=~Q(owner_number=""), name="digitised_owner")]


class SupplementRequest(models.Model):
    """One request for missing papers: proposed at the desk or the counter, issued by the counter, answered once.

    `items` are its points, `enough` the numbers of the papers that were found to be there: together the whole check.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplement_requests")
    n = models.PositiveSmallIntegerField()
    items = models.JSONField()
    enough = models.JSONField(default=list)
    basis = models.CharField(max_length=300, blank=True)
    leader_reason = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    restarts = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="supplement_n"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at__isnull=True, dropped_at__isnull=True),
                name="supplement_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(issued_at__isnull=False),
                name="supplement_answered_was_issued",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Proposed or waiting for its answer."""
        return self.answered_at is None and self.dropped_at is None


class Result(models.Model):
    """The document that ends the case (kết quả giải quyết): a grant, or a refusal after acceptance."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="results")
    n = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=10, choices=[("granted", "granted"), ("refused", "refused")])
    kind = models.CharField(max_length=300)
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    signer = models.CharField(max_length=200)
    capacity = models.CharField(max_length=5, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    book = models.CharField(max_length=80, blank=True)
    serial = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    electronic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    returned_to = models.CharField(max_length=200, blank=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="result_n"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(replaced=False), name="result_one_in_force"),
            models.CheckConstraint(condition=Q(outcome="granted") | ~Q(reason=""), name="result_refusal_has_reason"),
        ]


class SearchTerm(models.Model):
    """One folded word by which a dossier is found; looked up by its beginning, the same on both databases."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=60)

    class Meta:
        # In PostgreSQL only this class of operators lets an index answer beginnings in every language's order.
        constraints = [
            models.UniqueConstraint(
                fields=["term", "dossier"], name="search_term_once", opclasses=["varchar_pattern_ops", "int8_ops"]
            )
        ]


class Draft(models.Model):
    """A reception that was interrupted: what was typed, for who typed it. It has no code and is no dossier."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="drafts")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    form = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]


class Declaration(models.Model):
    """One declaration of a citizen for a group of linked procedures (tờ khai liên thông): several dossiers, one slip.

    Its code is that of its first dossier, which bears the slip; `appointment_at` is the end of the critical path as
    that slip told it, null where a limit of the group gives no date.
    """

    code = models.CharField(max_length=60, unique=True)
    group = models.ForeignKey(LinkedGroup, on_delete=models.PROTECT, related_name="declarations")
    counter = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    appointment_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["counter", "filed_at"], name="declaration_counter_filed")]

    def __str__(self) -> str:
        return self.code


class LinkedDossier(models.Model):
    """A dossier as a member of a declaration: its number, whose result it needs, and whether it still waits for it."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="members")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="link")
    n = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=[(s.value, s.name) for s in Link])

    class Meta:
        ordering = ["declaration_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "n"], name="linked_dossier_n"),
            models.CheckConstraint(
                condition=(Q(after__isnull=True) & Q(state="at_once"))
                | (Q(after__isnull=False) & Q(state__in=["waiting", "followed", "stranded"])),
                name="linked_dossier_waits_for_one",
            ),
        ]


class Series(models.Model):
    """A gapless counter: the last number given in a series, raised in the transaction that uses the number."""

    key = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveIntegerField()


class CodeFormat(models.Model):
    """How dossier codes look from a date on (NĐ 118/2025 Điều 28; TT 01/2018 Điều 19): data, because it changes."""

    valid_from = models.DateField(unique=True)
    pattern = models.CharField(max_length=80)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["valid_from"]


class SentPage(SentFile):
    """A photo or PDF for a point of a supplement request; `point` counts the points of the request from 0."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.PROTECT, related_name="sent_pages")
