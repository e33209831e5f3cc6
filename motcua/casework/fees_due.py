"""What is due for a dossier: by the charges of its version, or where these say nothing by an amount that was typed.

A bill is made again whenever it is asked for, by the law of the day on which the dossier was filed, until somebody
says more than the procedure does (quantities, a ground of exemption, an amount): then what was said stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from motcua.catalogue.charges import KINDS, Charge, Kind, Line, Per, Reduction, bill
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import charges_of
from motcua.deadlines.queries import case_of
from motcua.dossiers.models import Dossier
from motcua.kernel import money
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.payments.models import Assessment, Entry
from motcua.payments.rules import Entered, Money, summed

MOST = 9_999
BY_HAND = gettext_noop("Khoản thu theo quy định")
NO_AMOUNT = gettext_noop("Danh mục chưa có mức thu bằng số của thủ tục này: hãy ghi số tiền phải thu.")
NOT_BY_HAND = gettext_noop("Mức thu của thủ tục này đã có trong danh mục, không ghi tay được.")
NO_GROUND = gettext_noop("Không thu thì phải ghi đối tượng được miễn và căn cứ.")
NO_BASIS = gettext_noop("Cần ghi căn cứ của việc miễn.")
UNKNOWN_GROUND = gettext_noop("Thủ tục không có mức miễn, giảm cho “{ground}”. Hãy chọn lại đối tượng.")
BAD_QUANTITY = gettext_noop("Số lượng phải từ 0 đến {most}.")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside the procedure: how many copies, pages, persons; who has a reduction; an amount by hand.

    `amount` is for a procedure whose charges are no data (“theo quy định”); 0 then needs a `ground` and its `basis`.
    """

    quantities: Mapping[Per, int] = field(default_factory=dict)
    ground: str = ""
    amount: int | None = None
    kind: Kind = Kind.FEE
    name: str = ""
    basis: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is kept, to open the form with it again."""
        return asdict(self) | {"quantities": {str(per.value): n for per, n in self.quantities.items()}}


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be said of a procedure: the units to be counted, the grounds with their basis, whether charges are data.

    `grounds` are (ground, basis) of the reductions that not everybody has.
    """

    known: bool
    counted: tuple[Per, ...]
    grounds: tuple[tuple[str, str], ...]

    @property
    def asks(self) -> bool:
        """Whether there is anything to be said."""
        return bool(self.counted or self.grounds or not self.known)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of a bill, as it is kept and shown. `percent` and `ground` are of the reduction that counted."""

    name: str
    kind: str
    per: str
    each: int
    quantity: int
    percent: int
    ground: str
    basis: str
    total: int


@dataclass(frozen=True, slots=True)
class Fees:
    """Where a dossier stands with its money. `known` is whether anybody can tell what is due."""

    known: bool
    lines: tuple[DueLine, ...]
    due: Money
    said: Mapping[str, Any] | None
    entries: Sequence[Entry]

    @property
    def paid(self) -> Money:
        """What came in and was neither cancelled nor given back."""
        return summed((entry.kind, entry.money) for entry in self.entries)

    @property
    def left(self) -> int:
        """What is still to be paid; below zero where too much was."""
        return self.due.total - self.paid.total

    @property
    def standing(self) -> list[Entry]:
        """The payments that were not cancelled."""
        return [e for e in self.entries if e.kind == Entered.PAID and e.cancelled_at is None]

    def kept_of(self, payment: Entry) -> Money:
        """What is left of a payment after what was given back of it."""
        back = [e.money for e in self.entries if e.of_id == payment.pk and e.kind == Entered.REFUNDED]
        return payment.money - sum(back, Money())


def choices_for(version: ProcedureVersion, *, channel: str, case: str, day: date) -> Choices:
    """What can be said of dossiers of this version, handed in so on this day."""
    charges = charges_of(version)
    raised = [line.charge for line in bill(charges, channel=channel, case=case, day=day)]
    counted = dict.fromkeys(charge.per for charge in raised if charge.per is not Per.DOSSIER)
    grounds = {r.ground: r.basis for c in raised for r in _open(c, channel, case, day) if r.ground}
    return Choices(bool(charges), tuple(counted), tuple(grounds.items()))


def _open(charge: Charge, channel: str, case: str, day: date) -> list[Reduction]:
    return [r for r in charge.reductions if r.when.fits(channel, case, day)]


def lines_for(version: ProcedureVersion, said: Said, *, channel: str, case: str, day: date) -> tuple[DueLine, ...]:
    """The bill. Refused for a ground that the procedure does not know, an exemption without one, a count too high."""
    charges = charges_of(version)
    if not charges:
        return () if said == NOTHING else (_typed(said),)
    if said.amount is not None:
        raise Refused(NOT_BY_HAND, field="amount")
    if any(not 0 <= n <= MOST for n in said.quantities.values()):
        raise Refused(BAD_QUANTITY, field="quantity", most=MOST)
    known = {ground for ground, _ in choices_for(version, channel=channel, case=case, day=day).grounds}
    if said.ground and said.ground not in known:
        raise Refused(UNKNOWN_GROUND, field="ground", ground=said.ground)
    grounds = frozenset({said.ground} if said.ground else ())
    found = bill(charges, channel=channel, case=case, day=day, grounds=grounds, quantities=said.quantities)
    return tuple(_line(line) for line in found)


def _line(line: Line) -> DueLine:
    charge, reduction = line.charge, line.reduction
    return DueLine(
        name=charge.name,
        kind=charge.kind.value,
        per=charge.per.value,
        each=line.each,
        quantity=line.quantity,
        percent=reduction.percent if reduction else 0,
        ground=reduction.ground if reduction else "",
        basis=(reduction.basis or charge.basis) if reduction else charge.basis,
        total=line.total,
    )


def _typed(said: Said) -> DueLine:
    """The line of an amount that was typed, or of its exemption."""
    if said.amount is None:
        raise Refused(NO_AMOUNT, field="amount")
    amount, ground, basis = money.checked(said.amount), said.ground.strip(), said.basis.strip()
    if not amount and not ground:
        raise Refused(NO_GROUND, field="ground")
    if not amount and not basis:
        raise Refused(NO_BASIS, field="basis")
    name = " ".join(said.name.split())[:300] or BY_HAND
    percent = 0 if amount else 100
    return DueLine(name, said.kind.value, Per.DOSSIER.value, amount, 1, percent, ground[:300], basis[:300], amount)


def total(lines: Sequence[DueLine]) -> Money:
    """The sum of a bill, fees and charges apart."""
    of = {kind: sum(line.total for line in lines if line.kind == kind) for kind in KINDS}
    return Money(of[Kind.FEE], of[Kind.CHARGE])


def circumstances(d: Dossier) -> dict[str, Any]:
    """By what the charges of a dossier are chosen: how it was handed in, its case, the day of its filing."""
    case = case_of(d)
    day = d.filed_at.astimezone(VIETNAM).date()
    return {"channel": d.channel, "case": case.name if case else "", "day": day}


def fees(d: Dossier, assessment: Assessment | None, entries: Sequence[Entry]) -> Fees:
    """Where the dossier stands, from rows that are read already. Needs the `published` of its version."""
    if assessment is not None:
        lines = tuple(DueLine(**line) for line in assessment.lines)
        return Fees(True, lines, assessment.money, assessment.said, entries)
    lines = lines_for(d.version, NOTHING, **circumstances(d))
    return Fees(bool(charges_of(d.version)), lines, total(lines), None, entries)
