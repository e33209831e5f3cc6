"""What publishing a decision would touch: dossiers in flight, internal processes, linked groups, receptions begun; and
a dry run of its limits over the dossiers of the last month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet

from motcua.catalogue.models import DecisionItem, LinkedGroup, LinkedMember
from motcua.catalogue.published import read
from motcua.catalogue.queries import groups_in_force
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.states import OPEN
from motcua.kernel.due import Hold as Span
from motcua.kernel.due import due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.calendars import calendar_for
from motcua.offices.models import in_force
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.proof import longest

from .found import Found
from .processes import graph as graph_of

MONTH = timedelta(days=30)
MOST = 20_000  # dossiers recounted for one page; beyond that it says so and counts no further


@dataclass(frozen=True, slots=True)
class Impact:
    """What one item touches. `too_long` is by how many working hours its own process goes beyond the new limit."""

    in_flight: int = 0
    begun: int = 0
    processes: Sequence[ProcessVersion] = ()
    too_long: Decimal | None = None
    groups: Sequence[LinkedGroup] = ()

    def __bool__(self) -> bool:
        return bool(self.in_flight or self.begun or self.processes or self.groups)


def impact(items: Sequence[DecisionItem], *, day: date) -> Mapping[str, Impact]:
    """By the code of each procedure; five statements whatever their number, and the rows of their processes."""
    codes = [item.code for item in items]
    in_flight = dict(_open(codes).values_list("version__procedure__code").annotate(n=Count("pk")).order_by())
    begun = dict(
        Draft.objects.filter(form__procedure__0__in=codes)
        .values_list("form__procedure__0")
        .annotate(n=Count("pk"))
        .order_by()
    )
    processes: dict[str, list[ProcessVersion]] = {}
    rows = in_force(ProcessVersion.objects, day).filter(process__procedure__code__in=codes)
    for version in rows.select_related("process__procedure").order_by("pk"):
        if version.process.procedure is not None:
            processes.setdefault(version.process.procedure.code, []).append(version)
    groups: dict[str, list[LinkedGroup]] = {}
    members = LinkedMember.objects.filter(group__in=groups_in_force(day), procedure__code__in=codes)
    for member in members.select_related("group", "procedure"):
        groups.setdefault(member.procedure.code, []).append(member.group)
    return {
        item.code: Impact(
            in_flight.get(item.code, 0),
            begun.get(item.code, 0),
            processes.get(item.code, ()),
            _too_long(processes.get(item.code, ()), limit_of_item(item)),
            groups.get(item.code, ()),
        )
        for item in items
    }


def _open(codes: Sequence[str]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(version__procedure__code__in=codes, status__in=OPEN, voided_at__isnull=True)


def limit_of_item(item: DecisionItem) -> Limit | None:
    """The limit that an item publishes; None where it is repealed, or says none that can be counted."""
    try:
        return read(item.line).limit if item.line is not None else None
    except Refused:
        return None


def _too_long(processes: Sequence[ProcessVersion], limit: Limit | None) -> Decimal | None:
    hours = limit.working_hours if limit is not None else None
    if hours is None:
        return None
    graphs = [graph_of(version) for version in processes]
    beyond = [longest(graph)[0] - hours for graph in graphs if not unfit(graph)]
    most = max(beyond, default=Decimal(0))
    return most if most > 0 else None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What the new limit would have done to the dossiers accepted in the last thirty days: how many there were, how
    many would have been due earlier or later, and how many that ended in time would have been late. `counted` is
    False where there were more than could be recounted here."""

    n: int = 0
    earlier: int = 0
    later: int = 0
    late: int = 0
    counted: bool = True


def dry_run(item: DecisionItem, offices: Snapshot, *, at: datetime) -> DryRun | None:
    """By the calendars known now, each dossier with its pauses; None where the item says no limit that counts."""
    limit = limit_of_item(item)
    if limit is None:
        return None
    since = at - MONTH
    rows = Dossier.objects.filter(
        version__procedure__code=item.code, accepted_at__gte=since, voided_at__isnull=True, case__isnull=True
    )
    columns = ("pk", "competent_id", "clock_from", "due_at", "finished_at")
    some = list(rows.order_by("pk").values_list(*columns)[: MOST + 1])
    spans: dict[int, list[Span]] = {}
    holds = Hold.objects.filter(dossier__in=rows.order_by().values("pk"), dropped=False, ended_at__isnull=False)
    for pk, begun_at, ended_at in holds.values_list("dossier_id", "begun_at", "ended_at"):
        spans.setdefault(pk, []).append(Span(begun_at, ended_at))
    earlier = later = late = n = 0
    known: dict[tuple[datetime, int], datetime | None] = {}
    for pk, competent_id, clock_from, due_at, finished_at in some[:MOST]:
        n += 1
        if clock_from is None or due_at is None:
            continue
        if pk in spans or (clock_from, competent_id) not in known:
            calendar = calendar_for(offices, competent_id, known_at=at)
            then = due(clock_from, limit, calendar, spans.get(pk, ())).moment
            if pk not in spans:
                known[clock_from, competent_id] = then
        else:
            then = known[clock_from, competent_id]
        if then is None:
            continue
        earlier += _day(then) < _day(due_at)
        later += _day(then) > _day(due_at)
        late += finished_at is not None and _day(finished_at) <= _day(due_at) and _day(finished_at) > _day(then)
    return DryRun(n, earlier, later, late, len(some) <= MOST)


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True)
class InFlight:
    """One dossier that a change meets on its way: nothing personal."""

    code: str
    agency: str
    accepted_at: datetime | None
    due_at: datetime | None


def in_flight(code: str) -> Found[InFlight]:
    """The open dossiers of a procedure, the nearest limit first."""
    rows = _open([code]).order_by("due_at", "pk").values_list("code", "competent__name", "accepted_at", "due_at")
    return Found(rows, lambda values: InFlight(*values))
