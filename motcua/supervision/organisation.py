"""Figures of form 07b: how many procedures there are, are received at one-stops, and have an internal process.

Counted from the catalogue as it is in force on the last day of the period, or on the day of an earlier moment.
The catalogue keeps dates in force and not when they were entered: what is published with a past date shows in past
reports too, and `motcua report verify` of a frozen one then names it. A procedure counts once, at the highest of its
levels; one with none of the three stands outside the form, in a footnote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import in_force, is_decided_by
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.workflow.models import ProcessVersion

from .measures import LEVELS_OF_07B, WHAT_OF_07B
from .periods import View
from .scopes import Scope

NO_UNIT = "-"
OUTSIDE = gettext_noop("{n} thủ tục không ghi cấp tỉnh, huyện, xã nên không nằm trong cột nào.")
SEVERAL = gettext_noop("{n} thủ tục thực hiện ở nhiều cấp được tính một lần, ở cấp cao nhất.")
ON = gettext_noop("Danh mục thủ tục và quy trình nội bộ có hiệu lực ngày {day}.")


@dataclass(slots=True)
class Organisation:
    """Measures by unit: the agency that the procedure's publication names."""

    on: date
    units: dict[str, Counter[str]] = field(default_factory=dict)
    outside: int = 0
    several: int = 0

    @property
    def notes(self) -> list[tuple[str, int, Sentence]]:
        """Key, figure and sentence of each footnote."""
        return [
            ("outside", self.outside, Sentence(OUTSIDE, {"n": self.outside})),
            ("several", self.several, Sentence(SEVERAL, {"n": self.several})),
            ("on", 1, Sentence(ON, {"day": f"{self.on:%d/%m/%Y}"})),
        ]


@dataclass(frozen=True, slots=True)
class Counted:
    """One procedure as the form counts it: its level, and how often for each of WHAT_OF_07B."""

    pk: int
    code: str
    name: str
    unit: str
    level: str
    several: bool
    numbers: Mapping[str, int]


def organisation(of: Scope, view: View) -> Organisation:
    """All figures: two statements."""
    found = Organisation(day_of(view))
    for one in procedures(of, found.on):
        if not one.level:
            found.outside += 1
            continue
        found.several += one.several
        unit = found.units.setdefault(one.unit, Counter())
        unit.update({f"{what}_{one.level}": n for what, n in one.numbers.items()})
    return found


def behind(of: Scope, view: View, unit: str | None, measures: Collection[str]) -> list[Counted]:
    """The procedures behind a figure of a unit, of all units for None: those that any of these measures counts."""

    def counts(one: Counted) -> bool:
        return any(n and f"{what}_{one.level}" in measures for what, n in one.numbers.items())

    return [one for one in procedures(of, day_of(view)) if unit in (None, one.unit) and counts(one)]


def day_of(view: View) -> date:
    """The last day of the period, or that of the moment when it was looked at before its end."""
    return min(view.last, view.as_of.astimezone(VIETNAM).date())


def procedures(of: Scope, day: date) -> list[Counted]:
    """The procedures in force that an agency decides, all of them for the province, by code."""
    versions = _versions(of, day)
    rows = versions.order_by("procedure__code").values_list(
        "pk", "procedure_id", "procedure__code", "name", "agency", "levels", "receivable"
    )
    processes = _processes(of, day)
    return [
        _counted(pk, code, name, agency, levels, receivable=receivable, processes=processes.get(procedure, 0))
        for pk, procedure, code, name, agency, levels, receivable in rows
    ]


def _versions(of: Scope, day: date) -> QuerySet[ProcedureVersion]:
    found = in_force(day)
    return found if of.whole else found.filter(is_decided_by(agency_ids=[of.agency.pk], kinds=[of.agency.kind]))


def _processes(of: Scope, day: date) -> dict[int, int]:
    """How many internal processes of its own each procedure has in force: the one for all, and variants of agencies."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    found = ProcessVersion.objects.filter(dated, valid_from__lte=day, process__procedure__isnull=False)
    if not of.whole:
        found = found.filter(Q(process__agency__isnull=True) | Q(process__agency__code=of.agency.code))
    return dict(found.order_by().values_list("process__procedure").annotate(n=Count("process", distinct=True)))


def _counted(
    pk: int, code: str, name: str, agency: str, levels: Sequence[str], *, receivable: bool, processes: int
) -> Counted:
    mine = [level for level in LEVELS_OF_07B if level in levels]
    numbers = dict(zip(WHAT_OF_07B, (1, int(receivable), processes), strict=True))
    return Counted(pk, code, name, agency or NO_UNIT, mine[0] if mine else "", len(mine) > 1, numbers)


def sums(units: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The measures of several units together; what none of them has is 0."""
    total: Counter[str] = Counter()
    for unit in units:
        total.update(unit)
    return {f"{what}_{level}": total[f"{what}_{level}"] for what in WHAT_OF_07B for level in LEVELS_OF_07B}
