"""What an applicant still owes for a supplement, and what they have sent of it so far: three statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from motcua.dossiers.models import Dossier, SentPage, SupplementRequest
from motcua.dossiers.states import Status

from .timeline import Point


@dataclass(frozen=True, slots=True)
class Owed:
    """One paper that was asked for: `point` is the first point of the request that speaks of it, `n` its number."""

    point: int
    n: int
    name: str
    points: Sequence[Point]
    pages: Sequence[SentPage]


@dataclass(frozen=True, slots=True)
class Supplying:
    """An open request with its papers; pages hang on the first point of their paper."""

    dossier: Dossier
    request: SupplementRequest
    papers: Sequence[Owed]

    @property
    def unanswered(self) -> Sequence[SentPage]:
        """Pages about which the applicant was asked something."""
        return [page for paper in self.papers for page in paper.pages if page.faults]

    @property
    def missing(self) -> Sequence[Owed]:
        """Papers of which nothing was sent yet."""
        return [paper for paper in self.papers if not paper.pages]


def supplying(code: str) -> Supplying | None:
    """The supplement that waits for the applicant of the dossier of `code`; None where none does."""
    dossier = Dossier.objects.filter(code=code, voided_at__isnull=True).select_related("version", "receiving").first()
    if dossier is None or dossier.state is not Status.SUPPLEMENT:
        return None
    waits = {"issued_at__isnull": False, "answered_at__isnull": True, "dropped_at__isnull": True}
    request = SupplementRequest.objects.filter(dossier_id=dossier.pk, **waits).first()
    return Supplying(dossier, request, papers_of(request)) if request else None


def papers_of(request: SupplementRequest) -> list[Owed]:
    """The papers of a request with what was sent of each: one statement."""
    sent = {n: list(pages) for n, pages in groupby(SentPage.objects.filter(request=request).select_related("file"), _n)}
    return [
        Owed(
            point=first,
            n=items[0].get("n") or 0,
            name=items[0]["component"],
            points=[Point(i["component"], i["reason"], i["guidance"]) for i in items],
            pages=sent.get(first, ()),
        )
        for first, items in _by_paper(request.items)
    ]


def _by_paper(items: Sequence[Mapping[str, Any]]) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """The points by paper, with the place of the first; one that is no paper of the procedure stands for itself."""
    found: dict[object, tuple[int, list[Mapping[str, Any]]]] = {}
    for place, item in enumerate(items):
        found.setdefault(item.get("n") or ("other", place), (place, []))[1].append(item)
    return list(found.values())


def _n(page: SentPage) -> int:
    return page.point


def last_answer(code: str) -> datetime | None:
    """When the last supplement of the dossier was handed in; None where none ever was."""
    asked = SupplementRequest.objects.filter(dossier__code=code, answered_at__isnull=False)
    return asked.order_by("-n").values_list("answered_at", flat=True).first()
