"""What one officer did in a week or a month, what came to them, and what they hold now (S43): their own work alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from motcua.kernel.moments import VIETNAM
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import Outcome

DAY = timedelta(days=1)
DONE = (Outcome.FORWARD, Outcome.BACK)  # what was recalled or ended with its dossier was not done
HELD = Q(closed_at__isnull=True)


class Figure(StrEnum):
    """What is counted, in the order in which it is shown."""

    CAME = "came"
    DONE = "done"
    DONE_LATE = "done_late"
    HELD = "held"
    HELD_LATE = "held_late"
    DOSSIER_LATE = "dossier_late"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def before(self) -> Stretch:
        """The one before it, of the same kind."""
        if self.is_month:
            last = self.first - DAY
            return month_of(last)
        return Stretch(self.first - timedelta(days=7), self.last - timedelta(days=7))

    def after(self) -> Stretch:
        """The one after it."""
        return month_of(self.last + DAY) if self.is_month else week_of(self.last + DAY)

    @property
    def is_month(self) -> bool:
        return (self.last - self.first).days > 6


def week_of(day: date) -> Stretch:
    """From Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return Stretch(first, first + timedelta(days=6))


def month_of(day: date) -> Stretch:
    """The month in which `day` lies."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Stretch(first, following - DAY)


def figures(account_id: int, stretch: Stretch, *, at: datetime) -> dict[Figure, int]:
    """All figures of the stretch; what is held is as of `at`. Two statements."""
    late_step, came = Q(due_at__lt=F("closed_at")), Q(opened_at__gte=_begins(stretch), opened_at__lt=_ends(stretch))
    done = _done(account_id, stretch).aggregate(done=Count("pk"), done_late=Count("pk", filter=late_step))
    mine = _mine(account_id).aggregate(
        came=Count("pk", filter=came),
        held=Count("pk", filter=HELD),
        held_late=Count("pk", filter=HELD & Q(due_at__lt=at)),
        dossier_late=Count("pk", filter=HELD & Q(late_from__lte=at)),
    )
    return {figure: {**done, **mine}[figure.value] for figure in Figure}


def rows(account_id: int, figure: Figure, stretch: Stretch, *, at: datetime) -> QuerySet[WorkItem]:
    """The pieces of work that a figure counts, the latest first."""
    done, mine = _done(account_id, stretch), _mine(account_id)
    found = {
        Figure.CAME: mine.filter(opened_at__gte=_begins(stretch), opened_at__lt=_ends(stretch)),
        Figure.DONE: done,
        Figure.DONE_LATE: done.filter(due_at__lt=F("closed_at")),
        Figure.HELD: mine.filter(HELD),
        Figure.HELD_LATE: mine.filter(HELD, due_at__lt=at),
        Figure.DOSSIER_LATE: mine.filter(HELD, late_from__lte=at),
    }[figure]
    return found.select_related("dossier__version", "step").order_by("-opened_at", "-pk")


def any_before(account_id: int, stretch: Stretch) -> bool:
    """Whether anything came to the officer before the stretch; there is no way back into emptiness."""
    return WorkItem.objects.filter(assignee_id=account_id, opened_at__lt=_begins(stretch)).exists()


def _mine(account_id: int) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(assignee_id=account_id).exclude(outcome=Outcome.MISROUTED)


def _done(account_id: int, stretch: Stretch) -> QuerySet[WorkItem]:
    closed = {"closed_at__gte": _begins(stretch), "closed_at__lt": _ends(stretch)}
    return WorkItem.objects.filter(closed_by_id=account_id, outcome__in=DONE, **closed)


def _begins(stretch: Stretch) -> datetime:
    return datetime.combine(stretch.first, time(), VIETNAM)


def _ends(stretch: Stretch) -> datetime:
    return datetime.combine(stretch.last + DAY, time(), VIETNAM)
