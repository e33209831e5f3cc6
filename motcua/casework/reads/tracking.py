"""What the public may know of a dossier by its code: the code and the state (TT 01/2018 Điều 16).

While the applicant has a duty to pay, also which notices wait and where they are paid: they must know it, and it
names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from motcua.dossiers.models import Dossier, LinkedDossier
from motcua.dossiers.states import Link, Status

from .tax import Duty, duties_of

DONE, CURRENT, NEXT = "done", "current", "next"
NOTHING_BEGUN = (CURRENT, NEXT, NEXT, NEXT)

# How far each state is along the way: received, in process, result, returned. Without result there is no way to show.
WAYS: dict[Status, tuple[str, str, str, str]] = {
    Status.FILED: NOTHING_BEGUN,
    Status.ACCEPTED: (DONE, CURRENT, NEXT, NEXT),
    Status.IN_PROCESS: (DONE, CURRENT, NEXT, NEXT),
    Status.FINISHED: (DONE, DONE, DONE, CURRENT),
    Status.RETURNED: (DONE, DONE, DONE, DONE),
}


@dataclass(frozen=True, slots=True)
class Tracked:
    """A dossier as a stranger sees it. `way` has the state of each of the four steps, or is empty."""

    code: str
    status: Status
    voided: bool
    way: tuple[str, ...]
    duties: tuple[Duty, ...] = ()


def tracked(code: str) -> Tracked | None:
    """The dossier with exactly this code, or None: one statement, one more while it waits for a payment."""
    found = Dossier.objects.filter(code=code).values_list("pk", "code", "status", "resume_status", "voided_at").first()
    if found is None:
        return None
    pk, known, status, resumes, voided_at = found
    waits = status == Status.FINANCIAL and voided_at is None
    due = tuple(duties_of(pk)) if waits else ()
    return Tracked(known, Status(status), voided_at is not None, _way(Status(status), resumes), due)


@dataclass(frozen=True, slots=True)
class Beside:
    """A dossier of the same declaration as a stranger sees it; `waits_for` is the number of the one whose result it
    still needs."""

    n: int
    code: str
    status: Status
    voided: bool
    waits_for: int | None


def beside(code: str) -> list[Beside]:
    """All dossiers of the declaration that the dossier of this code is a member of, itself among them: one statement.

    Codes and states, nothing else; nothing where it is a member of none.
    """
    rows = LinkedDossier.objects.filter(declaration__members__dossier__code=code).order_by("n")
    columns = ("n", "dossier__code", "dossier__status", "dossier__voided_at", "after", "state")
    return [
        Beside(n, other, Status(status), voided_at is not None, after if state == Link.WAITING else None)
        for n, other, status, voided_at, after, state in rows.values_list(*columns)
    ]


def _way(status: Status, resumes: int | None) -> tuple[str, ...]:
    """A dossier that waits for its applicant stands where it will go on."""
    return WAYS.get(Status(resumes) if resumes else status, ())
