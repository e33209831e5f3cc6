"""What the back office opens with: how much there is of everything, and what needs a hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from motcua.accounts.models import Account
from motcua.catalogue import queries as catalogue
from motcua.catalogue.models import Competence
from motcua.journal.models import Anchor
from motcua.kernel.moments import VIETNAM
from motcua.offices.models import Post, in_force
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.outbox.models import Job

from .calendar import next_is_empty


@dataclass(frozen=True, slots=True)
class OfficeHome:
    """Figures of the house, then those that ask for a hand: 0 and None when all is well."""

    agencies: int
    counters: int
    people: int
    procedures: int
    receivable: int
    locked: int
    first_passwords: int
    undecided: int
    idle_counters: int
    dead_jobs: int
    waiting_jobs: int
    calendar_missing: int | None
    anchored_at: datetime | None

    @property
    def missing(self) -> int:
        """Published procedures that cannot be received."""
        return self.procedures - self.receivable

    @property
    def calm(self) -> bool:
        """Whether nothing asks for a hand."""
        asking = (self.dead_jobs, self.undecided, self.missing, self.idle_counters, self.first_passwords, self.locked)
        return not any(asking) and self.calendar_missing is None


def office_home(offices: Snapshot, *, at: datetime) -> OfficeHome:
    """The first page of the back office: seven statements."""
    day = at.astimezone(VIETNAM).date()
    open_ = [a for a in offices.agencies.values() if offices.in_force(a.pk, day)]
    counters = {a.pk for a in open_ if a.is_counter}
    accounts = Account.objects.aggregate(
        people=Count("pk", filter=Q(is_active=True)),
        locked=Count("pk", filter=Q(is_active=False)),
        first=Count("pk", filter=Q(is_active=True, must_change_password=True)),
    )
    jobs = Job.objects.aggregate(
        dead=Count("pk", filter=Q(dead_at__isnull=False)),
        waiting=Count("pk", filter=Q(done_at__isnull=True, dead_at__isnull=True)),
    )
    known, receivable, undecided = _procedures(day)
    staffed = in_force(Post.objects, day).filter(role=Role.RECEIVER, agency_id__in=counters)
    return OfficeHome(
        agencies=len(open_),
        counters=len(counters),
        people=accounts["people"],
        procedures=known,
        receivable=receivable,
        locked=accounts["locked"],
        first_passwords=accounts["first"],
        undecided=undecided,
        idle_counters=len(counters) - staffed.order_by().values("agency_id").distinct().count(),
        dead_jobs=jobs["dead"],
        waiting_jobs=jobs["waiting"],
        calendar_missing=day.year + 1 if next_is_empty(offices, day) else None,
        anchored_at=Anchor.objects.order_by("-n").values_list("at", flat=True).first(),
    )


def _procedures(day: date) -> tuple[int, int, int]:
    """In force; receivable; receivable on paper but decided by nobody that is known here."""
    decided = Exists(Competence.objects.filter(procedure_id=OuterRef("procedure_id")))
    counts = catalogue.in_force(day).aggregate(
        known=Count("pk"),
        can_be=Count("pk", filter=Q(receivable=True)),
        nobody=Count("pk", filter=Q(Q(receivable=True), ~decided)),
    )
    return counts["known"], counts["can_be"], counts["nobody"]
