"""Time limits of procedures: an amount and a unit, as published, typed on a command line or kept in a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from motcua.kernel.moments import FIRST_YEAR, LAST_YEAR, written
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

SAME_DAY_UNTIL = 15 * 60  # accepted not after 15:00 (rules 1.4, Decree 118/2025 article 18.2)
HOURS_A_WORKING_DAY = 8  # only to turn a published fraction of a working day into hours (rules 1.11)


class Unit(StrEnum):
    """What a limit counts. The last three have no length: their due moment is given, not reckoned, or there is none."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    SAME_DAY = "same_day"
    FIXED_DATE = "fixed_date"
    BY_AGREEMENT = "by_agreement"
    NONE = "none"

    @property
    def label(self) -> str:
        """The Vietnamese name of the unit, for lists to choose from."""
        return LABELS[self]


COUNTED_IN_WORK = frozenset({Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.SAME_DAY})
LABELS = {
    Unit.WORKING_HOUR: gettext_noop("giờ làm việc"),
    Unit.WORKING_DAY: gettext_noop("ngày làm việc"),
    Unit.DAY: gettext_noop("ngày"),
    Unit.MONTH: gettext_noop("tháng"),
    Unit.SAME_DAY: gettext_noop("trong ngày"),
    Unit.FIXED_DATE: gettext_noop("ngày ấn định"),
    Unit.BY_AGREEMENT: gettext_noop("theo thỏa thuận"),
    Unit.NONE: gettext_noop("không quy định thời hạn"),
}
AMOUNTS = {
    Unit.WORKING_HOUR: gettext_noop("{amount} giờ làm việc"),
    Unit.WORKING_DAY: gettext_noop("{amount} ngày làm việc"),
    Unit.DAY: gettext_noop("{amount} ngày"),
    Unit.MONTH: gettext_noop("{amount} tháng"),
}
# Far above any published limit (the longest of 2,344 is 300 days), low enough to catch a slip of the finger.
MOST = {Unit.WORKING_HOUR: 20_000, Unit.WORKING_DAY: 2_500, Unit.DAY: 3_660, Unit.MONTH: 120, Unit.SAME_DAY: 1}
SHORT_FORMS = {
    "wh": Unit.WORKING_HOUR,
    "wd": Unit.WORKING_DAY,
    "d": Unit.DAY,
    "mo": Unit.MONTH,
    "sd": Unit.SAME_DAY,
}
PUBLISHED_UNITS = {"hour": Unit.WORKING_HOUR}  # a published hour is a working hour; other words are our own


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit, e.g. Limit(3, Unit.WORKING_DAY), Limit(1, Unit.SAME_DAY), Limit(None, Unit.NONE).

    `amount` is whole and above 0; hours alone may have a fraction that makes whole minutes. `date` belongs to
    FIXED_DATE only, `until` to SAME_DAY only: up to which minute it is the same day. Units without a
    length keep no amount. Raises Refused for an amount or date that cannot be.
    """

    amount: int | Decimal | None
    unit: Unit
    date: date | None = None
    until: int = SAME_DAY_UNTIL

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        most = MOST.get(self.unit)
        object.__setattr__(self, "amount", None if most is None else _checked(self.amount, self.unit, most))
        if (self.unit is Unit.FIXED_DATE) != (self.date is not None):
            raise Refused("Thời hạn theo ngày ấn định cần có ngày, và chỉ loại ấy mới có ngày.", field="limit")
        if self.date is not None and not FIRST_YEAR <= self.date.year <= LAST_YEAR:
            raise Refused("Năm {year} nằm ngoài khoảng tính được (1900 đến 2199).", field="limit", year=self.date.year)

    @property
    def working_hours(self) -> Decimal | None:
        """What a process may take inside the limit, a working day being worth 8 hours; None for limits that count
        other days than working ones, or have no length (design.md §5)."""
        if self.unit not in COUNTED_IN_WORK:
            return None
        return Decimal(self.amount or 0) * (1 if self.unit is Unit.WORKING_HOUR else HOURS_A_WORKING_DAY)

    @property
    def minutes(self) -> int:
        """The length of a limit in working hours, in minutes."""
        if self.unit is not Unit.WORKING_HOUR or self.amount is None:
            raise ValueError("only a limit in working hours has minutes")
        return int(self.amount * 60)

    def sentence(self) -> Sentence:
        """The limit in words: "3 ngày làm việc", "trong ngày", "ngày 31/12/2026"."""
        if self.date is not None:
            return Sentence(gettext_noop("ngày {date}"), {"date": written(self.date)})
        text = AMOUNTS.get(self.unit)
        if text is None:
            return Sentence(LABELS[self.unit])
        return Sentence(text, {"amount": str(self.amount).replace(".", ",")})

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read "8wh", "3wd", "10d", "2mo" or "1sd". Raises Refused."""
        match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(wh|wd|d|mo|sd)", text.strip(), re.ASCII)
        if match is None or len(text) > 40:
            raise Refused(
                "Không đọc được thời hạn “{given}”; hãy ghi như 8wh (giờ làm việc), 3wd (ngày làm việc), 10d (ngày), "
                "2mo (tháng) hoặc 1sd (trong ngày).",
                field="limit",
                given=" ".join(text.split())[:40],
            )
        return cls(Decimal(match[1]), SHORT_FORMS[match[2]])

    @classmethod
    def from_published(cls, amount: Decimal | int, unit: str) -> Limit:
        """A limit as a portal prints it: "hour" means working hours; 1.5 working days become 12 working hours."""
        known = PUBLISHED_UNITS.get(unit, unit)
        if known not in MOST:
            raise Refused("Đơn vị thời hạn “{unit}” không có trong danh mục.", field="limit", unit=unit)
        amount = Decimal(amount)
        if known == Unit.WORKING_DAY and amount.is_finite() and amount != amount.to_integral_value():
            return cls(amount * HOURS_A_WORKING_DAY, Unit.WORKING_HOUR)
        return cls(amount, Unit(known))


def _checked(amount: int | Decimal | None, unit: Unit, most: int) -> int | Decimal:
    if amount is None or isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise Refused("Thời hạn phải có số lượng.", field="limit")
    if unit is Unit.SAME_DAY and amount != 1:
        raise Refused("Thời hạn trong ngày chỉ có thể là 1 (1sd).", field="limit")
    if not Decimal(amount).is_finite() or not 0 < amount <= most:
        raise Refused("Thời hạn {unit} phải từ 1 đến {most}.", field="limit", unit=Sentence(LABELS[unit]), most=most)
    if amount == int(amount):
        return int(amount)
    if unit is not Unit.WORKING_HOUR:
        raise Refused("Thời hạn tính bằng {unit} phải là số nguyên.", field="limit", unit=Sentence(LABELS[unit]))
    if amount * 60 != int(amount * 60):
        raise Refused("Thời hạn tính bằng giờ phải tròn đến phút.", field="limit")
    return amount
