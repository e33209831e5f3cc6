"""Tables of offices. Dates in force are half-open: [valid_from, valid_to)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.journal.models import Streamed

from .roles import Role


def dates_in_order(name: str) -> models.CheckConstraint:
    """A row ends after it begins, or has no end."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name=f"{name}_dates"
    )


Row = TypeVar("Row", bound="Dated")


def in_force(rows: models.Manager[Row] | models.QuerySet[Row], day: date) -> models.QuerySet[Row]:
    """Those of dated `rows` that are in force on `day`."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """In force from `valid_from` (included) to `valid_to` (excluded; null: until further notice)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Level(Dated):
    """A level of government: data, because levels come and go (the district level ended on 1 July 2025)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [dates_in_order("level")]

    def __str__(self) -> str:
        return self.name


class Agency(Dated, Streamed):
    """A body with an identification code (QĐ 20/2020/QĐ-TTg), in a tree of any depth.

    A closed one keeps its row, its dossiers and its code, and names its successor. A change of name or kind closes
    the row and opens another with the same code: what was printed then stays true.
    """

    code = models.CharField(max_length=35)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=30)
    level = models.ForeignKey(Level, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    place_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            dates_in_order("agency"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="agency_code_open_once"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="agency_code_from"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="agency_successor_only_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_counter(self) -> bool:
        """Whether people hand their papers in here."""
        return self.kind == "one_stop"


class Unit(Dated):
    """A division (phòng) inside an agency; it has no code of its own."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["agency_id", "name"]
        constraints = [
            dates_in_order("unit"),
            models.UniqueConstraint(fields=["agency", "name", "valid_from"], name="unit_name_from"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """One role of one person at one agency. One person may hold several; a stand-in holds one in another's stead."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    stand_in_for = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency_id", "role", "account_id"]
        constraints = [
            dates_in_order("post"),
            models.UniqueConstraint(fields=["account", "agency", "role", "valid_from"], name="post_once"),
            models.CheckConstraint(condition=~Q(stand_in_for=F("account")), name="post_not_own_stand_in"),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="post_agency_role")]


class Area(Dated):
    """A place (thôn, tổ dân phố, xã) for which a person is responsible at an agency, by its name as people write it.

    It gives no powers: work is shared out by it among those who hold the post.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="areas")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["agency_id", "name", "valid_from"]
        constraints = [
            dates_in_order("area"),
            models.UniqueConstraint(fields=["agency", "account", "name", "valid_from"], name="area_once"),
            models.CheckConstraint(condition=~Q(name=""), name="area_has_name"),
        ]


class Absence(Dated):
    """Days on which a person is away, and who looks after their work meanwhile, if anybody.

    It gives no powers: a stand-in does what their own posts allow, with the work that the absent one holds.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="covers")
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["account_id", "valid_from"]
        constraints = [
            dates_in_order("absence"),
            models.CheckConstraint(condition=~Q(stand_in=F("account")), name="absence_not_own_stand_in"),
            models.UniqueConstraint(fields=["account", "valid_from"], name="absence_once"),
        ]


class Assistance(Dated):
    """Who records at an agency what one of its leaders signed on paper (thư ký, văn thư giúp việc).

    It gives no power to decide: each record names who operated and who signed, and shows the paper.
    """

    assistant = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assists")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assisted_by")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["assistant_id", "leader_id", "valid_from"]
        constraints = [
            dates_in_order("assistance"),
            models.CheckConstraint(condition=~Q(assistant=F("leader")), name="assistance_not_of_oneself"),
            models.UniqueConstraint(fields=["assistant", "leader", "agency", "valid_from"], name="assistance_once"),
        ]


class CalendarChange(models.Model):
    """One act by which calendar rows of an agency were entered or withdrawn together: what undoing takes back."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="calendar_changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["-at", "-id"]


class CalendarRow(models.Model):
    """A row of the calendar: known from a moment on, never overwritten or deleted but withdrawn (rules.md 10)."""

    known_from = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    entered_in = models.ForeignKey(
        CalendarChange, null=True, blank=True, on_delete=models.PROTECT, related_name="entered_%(class)s"
    )
    withdrawn_in = models.ForeignKey(
        CalendarChange, null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_%(class)s"
    )

    class Meta:
        abstract = True

    def known(self, at: datetime) -> bool:
        """Whether the row counts for what is computed by the knowledge of `at`."""
        return self.known_from <= at and (self.withdrawn_at is None or self.withdrawn_at > at)


class WarningShares(Dated):
    """At which shares of a limit (percent used) an agency, and all below it that set none, is warned; `first` 0: only
    at the second, when leaders are told too."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="warning_shares")
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["agency_id", "valid_from"]
        constraints = [
            dates_in_order("warning_shares"),
            models.UniqueConstraint(fields=["agency", "valid_from"], name="warning_shares_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second"), second__lt=100), name="warning_shares_order"),
        ]


class OfficeHours(Dated, CalendarRow):
    """A weekly pattern of office hours: of an agency and of all below it that have none. Limits count in these.

    A pattern without end holds until a later one begins; one with an end (summer hours) lies on top of it meanwhile.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="office_hours")
    weekdays = models.JSONField(help_text='{"mon": [["07:00", "11:30"], ["13:30", "17:00"]], …}')
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["agency_id", "valid_from"]
        constraints = [dates_in_order("office_hours")]


class CounterHours(Dated):
    """When a counter is open to people. It may differ from office hours and moves no deadline."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="counter_hours")
    weekdays = models.JSONField()

    class Meta:
        ordering = ["agency_id", "valid_from"]
        constraints = [dates_in_order("counter_hours")]


class SpecialDay(CalendarRow):
    """A day that is not as its weekday: off, closed for a part, or worked with the hours of another weekday."""

    day = models.DateField()
    kind = models.CharField(
        max_length=10,
        choices=[("holiday", "holiday"), ("lieu", "lieu"), ("working", "working"), ("closure", "closure")],
    )
    as_weekday = models.CharField(max_length=3, blank=True)
    closed_from = models.TimeField(null=True, blank=True)
    closed_to = models.TimeField(null=True, blank=True)
    name = models.CharField(max_length=120)
    basis = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="special_days")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], condition=Q(withdrawn_at__isnull=True), name="special_day_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="working") & ~Q(as_weekday="")) | (~Q(kind="working") & Q(as_weekday="")),
                name="special_day_working_as",
            ),
            models.CheckConstraint(
                condition=Q(closed_from__isnull=True, closed_to__isnull=True)
                | Q(kind="closure", closed_from__isnull=False, closed_to__gt=F("closed_from")),
                name="special_day_part_closed",
            ),
        ]

    @property
    def is_part(self) -> bool:
        """Whether the office is closed for a part of the day only."""
        return self.closed_from is not None


class Edition(models.Model):
    """The number of the present edition of this package's rows: whatever is kept in memory is checked against it."""

    name = models.CharField(max_length=20, primary_key=True)
    n = models.PositiveIntegerField(default=0)
