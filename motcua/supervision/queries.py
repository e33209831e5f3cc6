"""Reads of figures: measures of a period by heading, from rollups or from facts alone, and the dossiers behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, cast

from django.db.models import Count, Q, QuerySet, Sum

from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.moments import VIETNAM

from .cutoffs import Cutoffs, Rule, together
from .lives import WAITS, changes
from .measures import CHANNELS, CLOSED_AS, FLOWS, LEVELS, MEASURES, RESTS, STANDINGS, SUMMED
from .models import By, Cutoff, Fact, FrozenReport, Grain, Heading, Progress, Rollup
from .periods import View, midnight
from .ways import AGENCY, CHANNEL, FIELD, HEADING, PROCEDURE, Way

Figures = Mapping[str, int]
Headings = Collection[int] | None  # ids; None for all


def progress() -> Progress:
    """How far facts follow the journal."""
    return Progress.objects.filter(name="journal").first() or Progress(name="journal")


class Headed(NamedTuple):
    """A heading under which facts stand."""

    pk: int
    agency: str
    field: str


def headings(agencies: Collection[str] | None) -> dict[int, Headed]:
    """The headings by field of these agencies (codes), or all, by id: those under which facts stand."""
    found = Heading.objects.filter(procedure="", channel="")
    found = found if agencies is None else found.filter(agency__in=list(agencies))
    return {row[0]: Headed(*row) for row in found.values_list(*Headed._fields)}


# Late by the record only; from `claimed_at` on, when what was claimed counts (lives.Stretch).
LATE = Q(closing="resolved", verdict="late")
LATE_ENTRY = LATE & Q(claimed__in=["early", "on_time"], claimed_at__isnull=False)


# By facts alone: one condition for each measure. The dossiers behind a figure are found by the same conditions.


def standing(view: View) -> Q:
    """Facts that say how a dossier stood for the report: open at its end, or closed within the period."""
    open_ = Q(known_to__isnull=True) | Q(known_to__gte=view.until)
    closed = ~Q(closing="") & Q(known_to__gte=view.since, known_to__lt=view.until)
    return Q(known_from__lt=view.until) & alive(view) & (open_ | closed)


def alive(view: View) -> Q:
    """Not void, as far as was known at the moment of the view."""
    return Q(voided_at__isnull=True) | Q(voided_at__gt=view.as_of)


def condition(measure: str, view: View) -> Q:
    """What a `standing` fact must be to count for a measure."""
    new = Q(accepted_at__gte=view.since)
    closed = ~Q(closing="") & Q(known_to__lt=view.until)
    late = Q(late_from__lt=view.until)
    waits = Q(waiting__in=list(WAITS.values()))
    table: dict[str, Q] = {
        "carried": Q(accepted_at__lt=view.since),
        "accepted": new,
        **{channel: new & Q(channel=channel) for channel in CHANNELS},
        **{name: new & Q(channel="online", level=name.removeprefix("online_")) for name in LEVELS},
        "online_other": new & Q(channel="online") & ~Q(level__in=[name.removeprefix("online_") for name in LEVELS]),
        "crossed": new & Q(crossed=True),
        "closed": closed,
        **{name: closed & Q(closing=c, verdict=v) for name in CLOSED_AS for c, v in [name.split("_", 1)]},
        "late_apologised": closed & LATE & Q(apologised=True),
        "late_silent": closed & LATE & Q(apologised=False),
        "late_entry": closed & LATE_ENTRY & Q(claimed_at__lte=view.as_of),
        "open": ~closed,
        "overdue": ~closed & late,
        "overdue_apologised": ~closed & late & Q(apologised=True),
        "overdue_silent": ~closed & late & Q(apologised=False),
        "in_time": ~closed & ~_certainly(late),
        "waiting": ~closed & waits,
        "waiting_overdue": ~closed & waits & late,
        "waiting_in_time": ~closed & waits & ~_certainly(late),
    }
    return table[measure]


def _certainly(late: Q) -> Q:
    """The condition with nothing unknown about it, so that it can be turned round."""
    return late & Q(late_from__isnull=False)


def counted(view: View, of: Headings = None, only: Q | None = None) -> dict[int, dict[str, int]]:
    """All measures by heading straight from facts: one statement."""
    return {int(key): row for key, row in counted_by("heading", view, of, only).items()}


def counted_by(what: str, view: View, of: Headings = None, only: Q | None = None) -> dict[int | str, dict[str, int]]:
    """All measures by a column of facts, or of what they belong to: the same conditions, one statement."""
    found = Fact.objects.filter(standing(view), only or Q())
    if of is not None:
        found = found.filter(heading__in=list(of))
    sums = {f"n_{name}": Count("pk", filter=condition(name, view)) for name in MEASURES}
    rows = cast("Iterable[dict[str, int]]", found.values(what).annotate(**sums).order_by())
    return {row[what]: {name: row[f"n_{name}"] for name in MEASURES} for row in rows}


def behind(measures: Iterable[str], view: View, of: Headings = None) -> QuerySet[Fact]:
    """The facts, one for each dossier, that any of these measures counts."""
    met = Q(pk__in=[])
    for measure in measures:
        met |= condition(measure, view)
    found = Fact.objects.filter(standing(view) & met)
    return found if of is None else found.filter(heading__in=list(of))


# By rollups: a few thousand rows instead of all dossiers, and facts only of what rollups leave out.


Key = Any  # what the way says: the id of a heading, the code of an agency or a procedure, a field, a channel
State = dict[Key, dict[str, int]]


def figures(view: View, of: Headings = None, by: Way = HEADING) -> dict[Key, dict[str, int]]:
    """All measures divided in a way: the same numbers as `counted_by`, however many dossiers there are.

    `of` are ids of headings as `headings` gives them: all those of some agencies.
    """
    begin, end = _state(view.since, of, by), _state(view.until, of, by)
    for heading, sums in _voided_later(view, of, by).items():
        for name, (before, after) in sums.items():
            begin[heading][name] += before
            end[heading][name] += after
    found: State = {}
    for heading in begin.keys() | end.keys():
        found[heading] = _measures(begin[heading], end[heading])
    for heading, n in _claimed_later(view, of, by):
        found[heading]["late_entry"] -= n
    for heading, more in counted_by(by.fact, view, of, Q(moved=True)).items():
        so_far = found.setdefault(heading, dict.fromkeys(MEASURES, 0))
        for name, n in more.items():
            so_far[name] += n
    return {heading: row for heading, row in found.items() if any(row.values())}


def _measures(begin: Figures, end: Figures) -> dict[str, int]:
    row = {name: end[name] - begin[name] for name in FLOWS}
    row |= {name: end[name] for name in STANDINGS}
    row["carried"] = begin["open"]
    row |= {name: row[whole] - row[part] for name, (whole, part) in RESTS.items()}
    row["online_other"] = row["online"] - sum(row[name] for name in LEVELS)
    return row


def _zeros() -> dict[str, int]:
    return dict.fromkeys(SUMMED, 0)


def _state(moment: datetime, of: Headings, by: Way) -> State:
    """The sums of all changes before `moment` of what rollups hold: whole years, months and days, then the hours."""
    day = moment.astimezone(VIETNAM).date()
    whole = (
        Q(grain=Grain.YEAR, start__lt=date(day.year, 1, 1))
        | Q(grain=Grain.MONTH, start__gte=date(day.year, 1, 1), start__lt=day.replace(day=1))
        | Q(grain=Grain.DAY, start__gte=day.replace(day=1), start__lt=day)
    )
    found = Rollup.objects.filter(whole, by=by.rollups)
    if of is not None:
        among = Q(pk__in=list(of)) if by.rollups == By.FIELD else _of_agencies(of)
        found = found.filter(heading__in=Heading.objects.filter(among))
    state: State = defaultdict(_zeros)
    sums = {f"n_{name}": Sum(name) for name in SUMMED}
    said = by.rollup
    rows = cast("Iterable[dict[str, int]]", found.values(said).annotate(**sums).order_by())
    for row in rows:
        state[row[said]] = {name: row[f"n_{name}"] for name in SUMMED}
    if moment > midnight(day):
        _add_hours(state, midnight(day), moment, of, by)
    return state


def _of_agencies(of: Collection[int]) -> Q:
    """Headings of whatever kind of the agencies that these have."""
    return Q(agency__in=Heading.objects.filter(pk__in=list(of)).values("agency"))


def _add_hours(state: State, begun: datetime, moment: datetime, of: Headings, by: Way) -> None:
    """Add the changes of a part of a day, from the facts that changed in it."""
    hours = {"gte": begun, "lt": moment}
    touched = Q()
    for column in ("known_from", "known_to", "late_from"):
        touched |= Q(**{f"{column}__{how}": bound for how, bound in hours.items()})
    plain = Fact.objects.filter(touched, moved=False, voided_at__isnull=True)
    for heading, stretches in _lives(plain, of, by):
        for at, name, n in changes(stretches):
            if begun <= at < moment:
                state[heading][name] += n


def _voided_later(view: View, of: Headings, by: Way) -> dict[Key, dict[str, tuple[int, int]]]:
    """What dossiers add that were voided after the moment of the view: sums up to its begin and to its end."""
    found: dict[Key, dict[str, tuple[int, int]]] = defaultdict(lambda: dict.fromkeys(SUMMED, (0, 0)))
    later = Fact.objects.filter(voided_at__gt=view.as_of, moved=False)
    for heading, stretches in _lives(later, of, by):
        for at, name, n in changes(stretches):
            before, after = found[heading][name]
            found[heading][name] = before + (n if at < view.since else 0), after + (n if at < view.until else 0)
    return found


def _claimed_later(view: View, of: Headings, by: Way) -> Iterable[tuple[Key, int]]:
    """How many late entries by key counted as such only after the moment of the view."""
    closed = Q(known_to__gte=view.since, known_to__lt=view.until, known_from__lt=view.until)
    later = Fact.objects.filter(LATE_ENTRY & closed & alive(view), claimed_at__gt=view.as_of, moved=False)
    if of is not None:
        later = later.filter(heading__in=list(of))
    return list(later.values_list(by.fact).annotate(n=Count("pk")).order_by())


class Stood(NamedTuple):
    """What of a fact measures are made of."""

    dossier_id: int
    heading_id: int
    channel: str
    known_from: datetime
    known_to: datetime | None
    late_from: datetime | None
    waiting: str
    level: str
    crossed: bool
    apologised: bool
    closing: str
    verdict: str
    claimed: str
    claimed_at: datetime | None
    version_id: int


def _lives(some: QuerySet[Fact], of: Headings, by: Way) -> Iterator[tuple[Key, list[Stood]]]:
    """(key, stretches) of the whole lives to which some facts belong; none of them has moved."""
    if of is not None:
        some = some.filter(heading__in=list(of))
    key = _key_of(by)
    whole = Fact.objects.filter(dossier__in=some.values("dossier")).order_by("dossier_id", "n")
    for _, facts in groupby(whole.values_list(*Stood._fields).iterator(), itemgetter(0)):
        rows = [Stood(*row) for row in facts]
        yield key(rows[0]), rows


def _key_of(by: Way) -> Callable[[Stood], Key]:
    """What tells of a life that did not move by what it is counted."""
    if by == PROCEDURE:
        codes = dict(ProcedureVersion.objects.values_list("pk", "procedure__code"))
        return lambda stood: codes[stood.version_id]
    if by in (AGENCY, FIELD):
        said = dict(Heading.objects.values_list("pk", by.fact.removeprefix("heading__")))
        return lambda stood: said[stood.heading_id]
    return attrgetter("channel" if by == CHANNEL else "heading_id")


def reopened(view: View, of: Headings = None) -> QuerySet[Fact]:
    """Facts of dossiers whose result was found wrong within the period; they are not counted anew."""
    found = Fact.objects.filter(alive(view), ~Q(closing=""), reopened_at__gte=view.since, reopened_at__lt=view.until)
    return found if of is None else found.filter(heading__in=list(of))


# Frozen reports


def frozen_before(*, form: str, agency: str, rows_by: str, first: date, known_to: datetime) -> FrozenReport | None:
    """The last report of the same form frozen (by `known_to`) for a period that ends the day before `first`."""
    found = FrozenReport.objects.filter(
        form=form, agency=agency, rows_by=rows_by, period_to=first - timedelta(days=1), frozen_at__lte=known_to
    )
    return found.first()


def frozen(*, agencies: Collection[str] | None = None) -> QuerySet[FrozenReport]:
    """Frozen reports, the latest first, of these agencies or of all."""
    found = FrozenReport.objects.select_related("frozen_by")
    return found if agencies is None else found.filter(agency__in=list(agencies))


def own_cutoffs(known_at: datetime | None = None) -> QuerySet[Cutoff]:
    """The rules for reporting periods that the province entered and has not withdrawn, or had not by `known_at`."""
    if known_at is None:
        return Cutoff.objects.filter(withdrawn_at__isnull=True)
    return Cutoff.objects.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at), entered_at__lte=known_at)


def cutoffs(known_at: datetime | None = None) -> Cutoffs:
    """The rules of the province's reporting periods, as known then: its own over those of the law."""
    return together(Rule(*row) for row in own_cutoffs(known_at).values_list("since", "last_day", "basis"))
