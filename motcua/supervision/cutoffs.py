"""Reporting months, quarters and years by the province's cut-off days, which are dated data: plain Python."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from motcua.kernel.sentences import Sentence, gettext_noop

from .periods import DAY, months_on

PACKS = Path(__file__).resolve().parent / "packs" / "cutoffs"
LONGEST = 31  # the day on which a reporting month ends that ends with the calendar's, whatever its length
Span = tuple[date, date]
MONTH, QUARTER, YEAR = 1, 3, 12
NAMES = {
    MONTH: gettext_noop("tháng báo cáo {n}/{year}"),
    QUARTER: gettext_noop("quý báo cáo {n}/{year}"),
    YEAR: gettext_noop("năm báo cáo {year}"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """From the reporting month that is called by the month of `since` on, a month ends on its day `last_day`, or on
    its last one where it is shorter."""

    since: date
    last_day: int
    basis: str

    @property
    def calendar(self) -> bool:
        """Whether its reporting months are those of the calendar."""
        return self.last_day == LONGEST


class Cutoffs:
    """The rules of a province. A reporting month ends in the month it is called by, and begins the day after the end of
    the one before it: so every day lies in one month, one quarter and one year, also where a rule changes; the first
    month of a new rule is longer or shorter than others.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.since))
        if not self.rules:
            raise ValueError("no rule of cut-off days")

    def rule(self, month: date) -> Rule:
        """The rule for the reporting month that is called by the month of this day; the oldest for what was before."""
        return next((r for r in reversed(self.rules) if r.since <= month.replace(day=1)), self.rules[0])

    def end(self, month: date) -> date:
        """The last day of the reporting month that is called by the month of this day."""
        longest = monthrange(month.year, month.month)[1]
        return month.replace(day=min(self.rule(month).last_day, longest))

    def called(self, day: date) -> date:
        """The first of the month by which the reporting month around `day` is called."""
        first = day.replace(day=1)
        return first if day <= self.end(first) else months_on(first, 1)

    def span(self, month: date, months: int = MONTH) -> Span:
        """So many reporting months, of which the last is called by the month of this day."""
        first = month.replace(day=1)
        return self.end(months_on(first, -months)) + DAY, self.end(first)

    def around(self, day: date, months: int) -> Span:
        """The reporting month, quarter or year around `day`."""
        month = self.called(day)
        return self.span(months_on(month, (months - month.month) % months), months)

    def month(self, day: date) -> Span:
        return self.around(day, MONTH)

    def quarter(self, day: date) -> Span:
        return self.around(day, QUARTER)

    def year(self, day: date) -> Span:
        return self.around(day, YEAR)

    def length(self, first: date, last: date) -> int:
        """1, 3 or 12 where these days are exactly a reporting month, quarter or year; else 0."""
        return next((n for n in NAMES if self.around(last, n) == (first, last)), 0)

    def name(self, first: date, last: date) -> Sentence | None:
        """What a period of exactly these days is called; None where it is none of ours, or one of the calendar's."""
        months = self.length(first, last)
        if not months or first.day == 1:
            return None
        return Sentence(NAMES[months], {"n": -(-last.month // months), "year": last.year})

    def before(self, first: date, last: date) -> Span | None:
        """The reporting month, quarter or year before this one; None where it is none."""
        return self._back(first, last, lambda months: months)

    def year_before(self, first: date, last: date) -> Span | None:
        """The same of the year before."""
        return self._back(first, last, lambda _months: YEAR)

    def _back(self, first: date, last: date, by: Callable[[int], int]) -> Span | None:
        months = self.length(first, last)
        return self.span(months_on(last.replace(day=1), -by(months)), months) if months else None


@cache
def of_law() -> tuple[Rule, ...]:
    """The rules that hold where a province has entered none."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.toml")))
    return tuple(Rule(**rule) for file in files for rule in file["rule"])


def together(own: Iterable[Rule]) -> Cutoffs:
    """The law's rules with a province's own laid over them: each holds until the next one begins."""
    laid = {rule.since: rule for rule in (*of_law(), *own)}
    return Cutoffs(laid.values())
