"""The public counter: how many dossiers are late at a moment, with and without a letter of apology; nothing of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from motcua.casework.apologise import DELAY
from motcua.deadlines.models import Apology
from motcua.dossiers.models import Dossier
from motcua.kernel.folding import sort_key
from motcua.offices.snapshot import Snapshot

from . import clock


@dataclass(frozen=True, slots=True)
class LateRow:
    """The late dossiers of one deciding agency."""

    agency: str
    code: str
    apologised: int
    not_apologised: int

    @property
    def late(self) -> int:
        return self.apologised + self.not_apologised


@dataclass(frozen=True, slots=True)
class LateCount:
    """The counter at a moment: agencies that have late dossiers, most first, and all together."""

    at: datetime
    rows: Sequence[LateRow]

    @property
    def apologised(self) -> int:
        return sum(row.apologised for row in self.rows)

    @property
    def not_apologised(self) -> int:
        return sum(row.not_apologised for row in self.rows)

    @property
    def late(self) -> int:
        return self.apologised + self.not_apologised


def late_count(offices: Snapshot, *, at: datetime) -> LateCount:
    """Open dossiers past their legal limit, by the agency that decides them: one statement."""
    letters = Exists(Apology.objects.filter(dossier_id=OuterRef("pk"), ground=DELAY))
    late = Dossier.objects.filter(clock.is_late(at=at), accepted_at__isnull=False)
    counts = late.values("competent_id").annotate(n=Count("pk"), apologised=Count("pk", filter=Q(letters))).order_by()
    rows = [
        LateRow(offices.agency(pk).name, offices.agency(pk).code, apologised, n - apologised)
        for pk, n, apologised in counts.values_list("competent_id", "n", "apologised")
    ]
    return LateCount(at, sorted(rows, key=lambda row: (-row.late, sort_key(row.agency), row.code)))
