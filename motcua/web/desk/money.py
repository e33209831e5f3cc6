"""What the page of a dossier says of its money: what is due and why, what was paid, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from motcua.casework.fees_due import DueLine
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.verbs import possible
from motcua.catalogue.charges import PERS, Per
from motcua.payments.models import Entry
from motcua.payments.rules import ENTERED, WAYS, Entered, Way
from motcua.web.ui.words import money, vietnamese

LOOKS = {Entered.PAID: ("tick", "good"), Entered.CANCELLED: ("cross", "bad"), Entered.REFUNDED: ("half", "paused")}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry about the dossier, in words."""

    entry: Entry
    title: str
    shape: str
    tone: str
    way: str
    cancelled: bool


def is_concerned(whole: Whole) -> bool:
    """Whether acts of money belong among those of the page; most procedures cost nothing."""
    return bool(whole.fees.lines or whole.fees.entries or whole.fees.known)


def shown(whole: Whole, offers: Sequence[Any]) -> dict[str, Any]:
    """All that the part of the page shows; `by_hand` is where an amount can be typed that the catalogue lacks."""
    stands = whole.fees
    listed = {offer.act.verb for offer in offers}
    may = "assess" not in listed and possible(whole)["assess"].why_not is None
    return {
        "stands": stands,
        "text": " ".join(whole.dossier.version.fee_text.split())[:500],
        "lines": [(line, told(line)) for line in stands.lines],
        "rows": [_row(entry) for entry in stands.entries],
        "over": -stands.left if stands.left < 0 else 0,
        "by_hand": reverse("desk:act", args=[whole.dossier.code, "tinh-phi"]) if may else "",
        "acts": [o for o in offers if o.act.verb in ("pay", "assess") and o.why_not is None],
    }


def told(line: DueLine) -> str:
    """How a line comes to its total: "3.000 ₫ × 4 bản, giảm 50% cho …"."""
    said = gettext("{each} × {n} {per}").format(
        each=money(line.each), n=line.quantity, per=gettext(PERS[Per(line.per)])
    )
    if line.percent:
        text = gettext("miễn") if line.percent == 100 else gettext("giảm {percent}%").format(percent=line.percent)
        said += f", {text}" + (f": {vietnamese(line.ground)}" if line.ground else "")
    return said


def _row(entry: Entry) -> Row:
    kind = Entered(entry.kind)
    return Row(
        entry, gettext(ENTERED[kind]), *LOOKS[kind], gettext(WAYS[Way(entry.way)]), entry.cancelled_at is not None
    )
