"""Tables of what goes back to people. Each row stands beside an event of its dossier's journal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Sentence
from motcua.papers.models import Slip

from .rules import CHANNELS, HARMS, TAKERS, WAYS, WRONGS, Channel, Taker, Way, Wrong


class Handover(models.Model):
    """A result handed over (trả kết quả; NĐ 118/2025 Điều 22): by which way, to whom, who saw them sign.

    `n` is the number of the result, 0 where none was entered. `signature` is what the receiver drew on the screen;
    null where they signed the printed receipt. An authorised person shows a document with its number and date.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="handovers")
    n = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=[(w.value, w.value) for w in WAYS])
    taker = models.CharField(max_length=10, choices=[(t.value, t.value) for t in TAKERS])
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=35, blank=True)
    authority_document = models.CharField(max_length=80, blank=True)
    authority_date = models.DateField(null=True, blank=True)
    signature = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ["handed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="handover_once_a_result"),
            models.CheckConstraint(condition=~Q(name=""), name="handover_has_name"),
            models.CheckConstraint(
                condition=(
                    Q(taker=Taker.AUTHORISED.value, authority_date__isnull=False)
                    & ~Q(authority_document="")
                    & ~Q(number="")
                )
                | (~Q(taker=Taker.AUTHORISED.value) & Q(authority_document="", authority_date__isnull=True)),
                name="handover_authority_has_document",
            ),
            models.CheckConstraint(
                condition=Q(signature__isnull=True) | Q(way=Way.COUNTER.value), name="handover_signed_at_the_counter"
            ),
        ]

    @property
    def way_words(self) -> Sentence:
        return Sentence(WAYS[Way(self.way)])

    @property
    def taker_words(self) -> Sentence:
        return Sentence(TAKERS[Taker(self.taker)])


class Posting(models.Model):
    """A result sent by post: under which number, when; then delivered, or back at the counter. One under way at a time.

    Money and order of the post stand elsewhere.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="postings")
    item_number = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    delivered_at = models.DateTimeField(null=True, blank=True)
    came_back_at = models.DateTimeField(null=True, blank=True)
    came_back_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(delivered_at__isnull=True, came_back_at__isnull=True),
                name="posting_one_under_way",
            ),
            models.CheckConstraint(condition=~Q(item_number=""), name="posting_has_number"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(came_back_at__isnull=True), name="posting_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(came_back_at__isnull=True, came_back_why="")
                | (Q(came_back_at__isnull=False) & ~Q(came_back_why="")),
                name="posting_back_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(delivered_at__gte=F("sent_at")),
                name="posting_delivered_after_sent",
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether the post has it."""
        return self.delivered_at is None and self.came_back_at is None


class Reminder(models.Model):
    """The applicant was reminded that the result waits (rules.md 1.6)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="reminders")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in CHANNELS])
    note = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField()
    reminded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["reminded_at", "id"]

    @property
    def channel_words(self) -> Sentence:
        return Sentence(CHANNELS[Channel(self.channel)])


class Original(models.Model):
    """Originals kept for comparison (bản chính để đối chiếu; B-62), and to whom they were given back, when."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="originals")
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    count = models.PositiveSmallIntegerField(default=1)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_back_at = models.DateTimeField(null=True, blank=True)
    given_back_to = models.CharField(max_length=200, blank=True)
    given_back_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["dossier_id", "n"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "n"], name="original_n"),
            models.CheckConstraint(condition=~Q(name="") & Q(count__gte=1), name="original_is_something"),
            models.CheckConstraint(
                condition=Q(given_back_at__isnull=True, given_back_to="", given_back_by__isnull=True)
                | (Q(given_back_at__gte=F("kept_at"), given_back_by__isnull=False) & ~Q(given_back_to="")),
                name="original_given_back_to_somebody",
            ),
        ]
        indexes = [
            models.Index(  # what lies at the counters
                fields=["dossier"], condition=Q(given_back_at__isnull=True), name="original_still_here"
            )
        ]


class WrongResult(models.Model):
    """What became of a result that was wrong (Điều 23.1): its paper, and how the applicant was told."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="wrong_results")
    n = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=12, choices=[(w.value, w.value) for w in WRONGS])
    told_by = models.CharField(max_length=10, choices=[(c.value, c.value) for c in CHANNELS])
    note = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["noted_at", "id"]

    @property
    def paper_words(self) -> Sentence:
        return Sentence(WRONGS[Wrong(self.paper)])


class Loss(models.Model):
    """Papers of a dossier lost or damaged in the hands of the office, with its letter of apology (Điều 23.2; B-67)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="losses")
    harm = models.CharField(max_length=8, choices=[(h.value, h.value) for h in HARMS])
    papers = models.CharField(max_length=500)
    cause = models.CharField(max_length=500)
    responsible = models.CharField(max_length=200)
    asked_again = models.CharField(max_length=500, blank=True)
    letter = models.OneToOneField(Slip, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(papers="") & ~Q(cause="") & ~Q(responsible=""), name="loss_says_what_and_why"
            )
        ]
        indexes = [models.Index(fields=["recorded_at"], name="loss_recorded")]
