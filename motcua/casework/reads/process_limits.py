"""The limits against which the processes of procedures are proven: the procedure's own, and those of its cases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from motcua.catalogue.models import LimitCase, Procedure, ProcedureVersion
from motcua.catalogue.queries import holds, own_limit
from motcua.workflow.process.proof import CaseLimit

LONGEST_NAME = 160  # letters of the name of a case in a sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """Working hours; none where the limit counts other days, or has no length."""

    own: Decimal | None = None
    cases: Sequence[CaseLimit] = ()

    def hold(self, hours: Decimal) -> bool:
        """Whether a way of so many hours stays within all of them."""
        return (self.own is None or hours <= self.own) and all(hours <= case.hours for case in self.cases)


def limits_of(procedures: Collection[Procedure], *, day: date) -> dict[int, Limits]:
    """By the id of each procedure, as of `day` or of its last version; two statements whatever their number."""
    versions = ProcedureVersion.objects.filter(procedure__in=procedures).exclude(limit_unit="")
    judging: dict[int, ProcedureVersion] = {}
    for version in versions.defer("published", "search").order_by("n"):
        begun = judging.get(version.procedure_id)
        if begun is None or not holds(begun, day):
            judging[version.procedure_id] = version
    cases: dict[int, list[CaseLimit]] = {}
    for case in LimitCase.objects.filter(version__in=judging.values()).order_by("n"):
        if (hours := own_limit(case).working_hours) is not None:
            cases.setdefault(case.version_id, []).append(CaseLimit(case.n, _short(case.name), hours))
    return {pk: Limits(own_limit(v).working_hours, cases.get(v.pk, ())) for pk, v in judging.items()}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
