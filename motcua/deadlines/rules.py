"""The numbers that a decree leaves open, read from dated files (packs/); plain Python."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from motcua.kernel.sentences import Refused

PACKS = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Pack:
    """A decree's numbers, in force from `valid_from` until a later pack begins. Of pairs the second is a ministry's."""

    code: str
    title: str
    valid_from: date
    restart_within_working_days: int
    supplement_basis: str
    once_basis: str
    counted_basis: str
    notice_within_working_days: int
    answer_days: int
    answer_basis: str
    transfer_until: time
    transfer_basis: str
    between_counters_working_days: int
    between_counters_basis: str
    routing_working_hours: int
    routing_basis: str
    on_the_spot_percent: int
    correction_working_days: int
    correction_basis: str
    backdating_working_days: int
    alone_working_days: int
    soon_working_hours: int
    warning_shares: tuple[int, int]
    acceptance_working_hours: int
    acceptance_alert_working_hours: int
    acceptance_basis: str
    apology_working_days: int
    apology_share_of_short: Fraction
    apology_basis: str
    decided_working_days_before: tuple[int, int]
    public_within_working_days: tuple[int, int]
    publication_basis: str
    opinion_working_days: int
    opinion_near_working_days: int


@lru_cache
def packs(root: Path = PACKS) -> tuple[Pack, ...]:
    """All packs of the folder, oldest first."""
    return tuple(sorted((_read(path) for path in root.glob("*.toml")), key=lambda p: p.valid_from))


def pack_on(day: date, *, root: Path = PACKS) -> Pack:
    """The pack in force on `day`; Refused when the folder has none so old."""
    found = [pack for pack in packs(root) if pack.valid_from <= day]
    if not found:
        raise Refused("Chưa có bộ quy tắc thời hạn cho ngày {day}.", day=f"{day:%d/%m/%Y}")
    return found[-1]


def _read(path: Path) -> Pack:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Pack(
        code=data["code"],
        title=data["title"],
        valid_from=data["valid_from"],
        restart_within_working_days=data["supplement"]["restart_within_working_days"],
        supplement_basis=data["supplement"]["basis"],
        once_basis=data["supplement"]["once_basis"],
        counted_basis=data["supplement"]["counted_basis"],
        notice_within_working_days=data["supplement"]["notice_within_working_days"],
        answer_days=data["supplement"]["answer_days"],
        answer_basis=data["supplement"]["answer_basis"],
        transfer_until=data["transfer"]["until"],
        transfer_basis=data["transfer"]["basis"],
        between_counters_working_days=data["transfer"]["between_counters_working_days"],
        between_counters_basis=data["transfer"]["between_counters_basis"],
        routing_working_hours=data["routing"]["working_hours"],
        routing_basis=data["routing"]["basis"],
        on_the_spot_percent=data["on_the_spot"]["target_percent"],
        correction_working_days=data["correction"]["working_days"],
        correction_basis=data["correction"]["basis"],
        backdating_working_days=data["backdating"]["working_days"],
        alone_working_days=data["backdating"]["alone_working_days"],
        soon_working_hours=data["warning"]["soon_working_hours"],
        warning_shares=tuple(data["warning"]["shares"]),
        acceptance_working_hours=data["acceptance"]["working_hours"],
        acceptance_alert_working_hours=data["acceptance"]["alert_working_hours"],
        acceptance_basis=data["acceptance"]["basis"],
        apology_working_days=data["apology"]["working_days_before"],
        apology_share_of_short=Fraction(data["apology"]["share_of_short_limit"]),
        apology_basis=data["apology"]["basis"],
        decided_working_days_before=_both(data["publication"], "decided_working_days_before"),
        public_within_working_days=_both(data["publication"], "public_within_working_days"),
        publication_basis=data["publication"]["basis"],
        opinion_working_days=data["opinion"]["working_days"],
        opinion_near_working_days=data["opinion"]["near_working_days"],
    )


def _both(data: Mapping[str, int], name: str) -> tuple[int, int]:
    return data[name], data[f"ministry_{name}"]
