"""What the public may know of a dossier by its code: the code and the state, nothing else (TT 01/2018 Điều 16)."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status

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


def tracked(code: str) -> Tracked | None:
    """The dossier with exactly this code, or None: one statement, and no other column is read."""
    found = Dossier.objects.filter(code=code).values_list("code", "status", "resume_status", "voided_at").first()
    if found is None:
        return None
    known, status, resumes, voided_at = found
    return Tracked(known, Status(status), voided_at is not None, _way(Status(status), resumes))


def _way(status: Status, resumes: int | None) -> tuple[str, ...]:
    """A dossier that waits for its applicant stands where it will go on."""
    return WAYS.get(Status(resumes) if resumes else status, ())
