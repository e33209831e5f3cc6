"""The part of agencies in dossiers of others: what they were asked in a period, and whether they answered in time.

A table of its own beside the report (design §6): a dossier counts once, at the agency that decides it, and never here.
Read from pieces of work as they stand; each has the limit of its agency's own calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from motcua.kernel.sentences import gettext_noop
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.performers import NAMED
from motcua.workflow.rules import Outcome, StepKind

from .periods import midnight
from .scopes import Scope

DAY = timedelta(days=1)
DONE = (Outcome.FORWARD.value, Outcome.BACK.value)
MEASURES: dict[str, str] = {
    "in_time": gettext_noop("Trả lời trong hạn"),
    "late": gettext_noop("Trả lời muộn"),
    "silent": gettext_noop("Không trả lời, hết hạn"),
    "moot": gettext_noop("Không cần trả lời nữa"),
    "waiting": gettext_noop("Chờ, còn hạn"),
    "overdue": gettext_noop("Chờ, quá hạn"),
}
"""What can become of a piece of work; each falls under exactly one at any moment."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one agency was asked: all of it, and by `MEASURES`."""

    code: str
    name: str
    asked: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work behind a figure."""

    dossier: str
    procedure: str
    asked_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


def participation(of: Scope, first: date, last: date, offices: Snapshot, *, at: datetime) -> list[Part]:
    """The agencies of the scope that were asked anything from `first` to `last`, both included, as it stands at `at`.

    Two statements.
    """
    asked = _asked(of, first, last, offices)
    counts = {name: Count("pk", filter=_is(name, at)) for name in MEASURES}
    rows = asked.order_by().values_list("agency_id").annotate(asked=Count("pk"), **counts)
    found = [_part(offices.agency(agency_id), *numbers) for agency_id, *numbers in rows]
    return sorted(found, key=lambda part: (-part.counts["overdue"], -part.asked, part.code))


def _part(agency: Agency, asked: int, *counts: int) -> Part:
    return Part(agency.code, agency.name, asked, dict(zip(MEASURES, counts, strict=True)))


def behind(
    of: Scope, first: date, last: date, offices: Snapshot, *, agency: str, measure: str, at: datetime
) -> QuerySet[WorkItem]:
    """The pieces of work behind a figure, the oldest first; all of an agency without a measure, none for an unknown."""
    asked = _asked(of, first, last, offices).filter(agency__code=agency)
    if measure:
        asked = asked.filter(_is(measure, at)) if measure in MEASURES else asked.none()
    return asked.select_related("dossier__version").order_by("opened_at", "pk")


def pieces(rows: Sequence[WorkItem]) -> list[Piece]:
    """Pieces of work as a page shows them."""
    return [Piece(i.dossier.code, i.dossier.version.name, i.opened_at, i.due_at, i.closed_at) for i in rows]


def _asked(of: Scope, first: date, last: date, offices: Snapshot) -> QuerySet[WorkItem]:
    """Consultations and steps that a process gives to an agency by name, at agencies that neither received nor decide
    the dossier."""
    named = list(Step.objects.filter(at__startswith=NAMED).values_list("pk", flat=True))
    agencies = [agency.pk for agency in offices.agencies.values() if agency.code in of.codes]
    here = Q(kind=StepKind.CONSULT.value) | Q(step_id__in=named)
    opened = WorkItem.objects.filter(here, opened_at__gte=midnight(first), opened_at__lt=midnight(last + DAY))
    theirs = Q(agency_id=F("dossier__receiving_id")) | Q(agency_id=F("dossier__competent_id"))
    found = opened.filter(agency_id__in=agencies, dossier__voided_at__isnull=True).exclude(theirs)
    return found.exclude(outcome=Outcome.RECALLED.value)


def _is(measure: str, at: datetime) -> Q:
    """The condition of one of `MEASURES`; work without a limit is never late."""
    done, ended = Q(outcome__in=DONE), Q(closed_at__isnull=False) & ~Q(outcome__in=DONE)
    after = Q(due_at__isnull=False, closed_at__gt=F("due_at"))
    over = Q(closed_at__isnull=True, due_at__lt=at)
    return {
        "in_time": done & ~after,
        "late": done & after,
        "silent": ended & after,
        "moot": ended & ~after,
        "waiting": Q(closed_at__isnull=True) & ~over,
        "overdue": over,
    }[measure]
