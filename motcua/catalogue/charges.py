"""What a procedure costs: fees (lệ phí) and charges (phí) as data, and what they come to for one dossier.

A closed rule set: of each charge at most one amount fits a way of handing in, a case and a day; of the reductions that
apply the largest counts, they are never added up. What is published is checked against every combination that there is.
Amounts are whole đồng. Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from motcua.kernel import money
from motcua.kernel.moments import written
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

MOST = 60
LONGEST_NAME = 300
CHANNELS = ("direct", "online", "post")
CHANNEL_NAMES = {
    "direct": gettext_noop("nộp trực tiếp"),
    "online": gettext_noop("nộp trực tuyến"),
    "post": gettext_noop("nộp qua bưu chính"),
}


class Kind(StrEnum):
    """Fee (lệ phí) for an act of administration, charge (phí) for a service (Law on fees and charges, article 3)."""

    FEE = "fee"
    CHARGE = "charge"


class Per(StrEnum):
    """What an amount is for."""

    DOSSIER = "dossier"
    COPY = "copy"
    PAGE = "page"
    PERSON = "person"


KINDS = {Kind.FEE: gettext_noop("lệ phí"), Kind.CHARGE: gettext_noop("phí")}
PERS = {
    Per.DOSSIER: gettext_noop("hồ sơ"),
    Per.COPY: gettext_noop("bản"),
    Per.PAGE: gettext_noop("trang"),
    Per.PERSON: gettext_noop("người"),
}


REDUCED = {  # (whether it is an exemption, whether only some have it)
    (True, True): gettext_noop("{name}: miễn cho {ground}"),
    (True, False): gettext_noop("{name}: miễn"),
    (False, True): gettext_noop("{name}: giảm {percent} cho {ground}"),
    (False, False): gettext_noop("{name}: giảm {percent}"),
}


@dataclass(frozen=True, slots=True)
class When:
    """For which dossiers something holds: nothing said is all. `to` is the last day."""

    channels: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    since: date | None = None
    to: date | None = None

    def fits(self, channel: str, case: str, day: date) -> bool:
        """Whether it holds for a dossier handed in this way, of this case ("" for none), on this day."""
        return (
            (not self.channels or channel in self.channels)
            and (not self.cases or case in self.cases)
            and (self.since is None or self.since <= day)
            and (self.to is None or day <= self.to)
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a charge, in đồng for each unit."""

    amount: int
    when: When


@dataclass(frozen=True, slots=True)
class Reduction:
    """What is taken off, in percent; 100 is an exemption. With a `ground` only for who proves it."""

    percent: int
    ground: str
    basis: str
    when: When


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee or charge of a procedure."""

    name: str
    kind: Kind
    per: Per
    basis: str
    amounts: tuple[Amount, ...]
    reductions: tuple[Reduction, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one charge comes to. `reduction` is the one that counted, None where none did. Đồng."""

    charge: Charge
    each: int
    quantity: int
    reduction: Reduction | None

    @property
    def total(self) -> int:
        """After the reduction, rounded to whole đồng, a half up."""
        whole = self.each * self.quantity
        percent = self.reduction.percent if self.reduction is not None else 0
        return (whole * (100 - percent) + 50) // 100


def bill(
    charges: Sequence[Charge],
    *,
    channel: str,
    case: str = "",
    day: date,
    grounds: frozenset[str] = frozenset(),
    quantities: Mapping[Per, int] | None = None,
) -> list[Line]:
    """What a dossier costs; nothing for a charge that is not raised in its case. `quantities` are 1 unless given."""
    found = []
    for charge in charges:
        amount = next((a for a in charge.amounts if a.when.fits(channel, case, day)), None)
        if amount is None:
            continue
        open_to = [
            r for r in charge.reductions if r.when.fits(channel, case, day) and (not r.ground or r.ground in grounds)
        ]
        best = max(open_to, key=lambda r: r.percent, default=None)
        quantity = (quantities or {}).get(charge.per, 1)
        found.append(Line(charge, amount.amount, quantity, best))
    return found


def parse(rows: object, *, channels: Sequence[str], cases: Sequence[str]) -> tuple[Charge, ...]:
    """The charges of a line. Refused where one cannot be read, is named twice, has an amount or a reduction that never
    fits, or two amounts that fit the same dossier."""
    if rows is None:
        return ()
    if not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(row, Mapping) for row in rows):
        raise Refused("Mục “{key}” phải là danh sách đối tượng.", field="charges", key="charges")
    found = [_charge(row) for row in rows]
    names = [charge.name for charge in found]
    for name in names:
        if names.count(name) > 1:
            raise Refused("Khoản thu “{name}” được ghi hai lần.", field="charges", name=name)
    for charge in found:
        _check(charge, channels or CHANNELS, cases)
    return tuple(found)


def _charge(row: Mapping[str, Any]) -> Charge:
    name = " ".join(str(row.get("name") or "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("Khoản thu phải có tên, dài không quá {most} ký tự.", field="charges", most=LONGEST_NAME)
    try:
        charge = Charge(
            name=name,
            kind=Kind(row.get("kind") or Kind.FEE),
            per=Per(row.get("per") or Per.DOSSIER),
            basis=" ".join(str(row.get("basis") or "").split()),
            amounts=tuple(Amount(_money(r["amount"]), _when(r)) for r in row.get("amounts") or []),
            reductions=tuple(
                Reduction(
                    percent=_percent(r["percent"]),
                    ground=" ".join(str(r.get("ground") or "").split()),
                    basis=" ".join(str(r.get("basis") or "").split()),
                    when=_when(r),
                )
                for r in row.get("reductions") or []
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("Khoản thu “{name}” không đọc được.", field="charges", name=name) from None
    if not charge.amounts:
        raise Refused("Khoản thu “{name}” chưa có mức thu nào.", field="charges", name=name)
    return charge


def _money(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return money.checked(value, field="charges")


def _percent(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 100:
        raise ValueError
    return value


def _when(row: Mapping[str, Any]) -> When:
    channels = tuple(row.get("channels") or ())
    if any(channel not in CHANNELS for channel in channels):
        raise ValueError
    since, to = (date.fromisoformat(row[key]) if row.get(key) else None for key in ("from", "to"))
    if since is not None and to is not None and to < since:
        raise ValueError
    return When(channels, tuple(str(case) for case in row.get("cases") or ()), since, to)


def _check(charge: Charge, channels: Sequence[str], cases: Sequence[str]) -> None:
    """By every way of handing in, every case, and every stretch of days between two on which something changes."""
    unused = set(charge.amounts)
    idle = set(charge.reductions)
    for channel, case, day in product(channels, ("", *cases), _days(charge)):
        fitting = [a for a in charge.amounts if a.when.fits(channel, case, day)]
        if len(fitting) > 1:
            raise Refused(
                "Khoản thu “{name}” có hai mức cùng áp dụng: {one} và {other} ({channel}, từ {day}).",
                field="charges",
                name=charge.name,
                one=money.shown(fitting[0].amount),
                other=money.shown(fitting[1].amount),
                channel=Sentence(CHANNEL_NAMES[channel]),
                day=written(day),
            )
        unused -= set(fitting)
        idle -= {r for r in charge.reductions if fitting and r.when.fits(channel, case, day)}
    for amount in charge.amounts:
        if amount in unused:
            told = {"name": charge.name, "amount": money.shown(amount.amount)}
            raise Refused("Khoản thu “{name}”: mức {amount} không áp dụng cho hồ sơ nào.", field="charges", **told)
    for reduction in charge.reductions:
        if reduction in idle:
            told = {"name": charge.name, "percent": f"{reduction.percent} %"}
            raise Refused("Khoản thu “{name}”: mức giảm {percent} không áp dụng bao giờ.", field="charges", **told)


def _days(charge: Charge) -> list[date]:
    """One day of every stretch: the first of each, and one before them all."""
    whens = [*(a.when for a in charge.amounts), *(r.when for r in charge.reductions)]
    begins = {when.since for when in whens if when.since is not None}
    begins |= {date.fromordinal(when.to.toordinal() + 1) for when in whens if when.to is not None}
    return sorted({date(1900, 1, 1), *begins})


def sentences(charges: Sequence[Charge]) -> Iterator[Sentence]:
    """Each amount and each reduction in words, for lists and for comparing two versions."""
    for charge in charges:
        for amount in charge.amounts:
            values = {"name": charge.name, "amount": money.shown(amount.amount), "per": Sentence(PERS[charge.per])}
            yield _with(Sentence("{name}: {amount}/{per}", values), amount.when)
        for reduction in charge.reductions:
            said = {"name": charge.name, "percent": f"{reduction.percent} %", "ground": reduction.ground}
            yield _with(Sentence(REDUCED[reduction.percent == 100, bool(reduction.ground)], said), reduction.when)


def _with(what: Sentence, when: When) -> Sentence:
    """The same with what it holds for in brackets."""
    parts = [Sentence(CHANNEL_NAMES[channel]) for channel in when.channels]
    parts += [Sentence("{case}", {"case": case}) for case in when.cases]
    if when.since is not None:
        parts.append(Sentence("từ {day}", {"day": written(when.since)}))
    if when.to is not None:
        parts.append(Sentence("đến hết {day}", {"day": written(when.to)}))
    if not parts:
        return what
    values: dict[str, object] = {f"p{n}": part for n, part in enumerate(parts)}
    listed = ", ".join(f"{{{name}}}" for name in values)
    return Sentence("{what} ({parts})", {"what": what, "parts": Sentence(listed, values)})
