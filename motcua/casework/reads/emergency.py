"""The blocks of emergency slips of a counter: what was used, for which dossier, what is void, what is still blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from motcua.papers.models import EmergencyBlock, EmergencyNumber


@dataclass(slots=True)
class Block:
    """A block with its numbers and how many of them are used, void and free."""

    row: EmergencyBlock
    numbers: list[EmergencyNumber] = field(default_factory=list)

    @property
    def used(self) -> int:
        return sum(n.dossier_id is not None for n in self.numbers)

    @property
    def void(self) -> int:
        return sum(n.voided_at is not None for n in self.numbers)

    @property
    def free(self) -> int:
        return len(self.numbers) - self.used - self.void


def blocks(counter_id: int) -> QuerySet[EmergencyBlock]:
    """Those of a counter, the newest first."""
    rows = EmergencyBlock.objects.filter(agency_id=counter_id).select_related("made_by", "closed_by", "agency")
    return rows.order_by("-year", "-first")


def with_numbers(rows: Sequence[EmergencyBlock]) -> list[Block]:
    """Blocks with all their numbers and the dossiers typed in from them: one statement."""
    found = {row.pk: Block(row) for row in rows}
    for number in EmergencyNumber.objects.filter(block__in=rows).select_related("dossier").order_by("pk"):
        found[number.block_id].numbers.append(number)
    return list(found.values())


def free_numbers(counter_id: int) -> int:
    """How many blank sheets the counter has."""
    return EmergencyNumber.objects.filter(
        block__agency_id=counter_id, block__closed_at=None, dossier=None, voided_at=None
    ).count()
