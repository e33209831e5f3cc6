"""Which dossiers want a letter of apology, and the letter as the system drafts it: computed, so none can be forgotten.

No row and no nightly job makes a draft: it lies ready the moment the condition holds (design §1.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from motcua.casework.apologise import DELAY, ERROR, ground_of
from motcua.deadlines.models import Apology
from motcua.deadlines.rules import pack_on
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import due
from motcua.kernel.limits import HOURS_A_WORKING_DAY, Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.calendars import calendar_for

from . import clock
from .dossier import Whole

DELAYED = gettext_noop("Hồ sơ đang ở bước “{step}”, chưa hoàn thành trong thời hạn quy định.")
WRONG = gettext_noop("Kết quả đã trả có sai sót, đang được sửa lại.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as the system proposes it: one tap for who signs."""

    cause: Sentence
    appointment_on: date


def wants_apology(calendar: Calendar, *, at: datetime, of: str = "") -> Q:
    """The condition for a list of dossiers, or of rows that name theirs by the path `of`: no letter yet, and late or
    so near that one is to be ready.

    Ready means: from the close of the working day before the last day on which it may still leave; for a limit shorter
    than two working days, at the latest when a quarter of it is left (a little early for the shortest).
    """
    pack = pack_on(at.astimezone(VIETNAM).date())
    last = due(at, Limit(pack.apology_working_days, Unit.WORKING_DAY), calendar).moment
    share = pack.apology_share_of_short
    hours = Decimal(2 * HOURS_A_WORKING_DAY) * share.numerator / share.denominator
    soon = due(at, Limit(hours, Unit.WORKING_HOUR), calendar).moment
    letters = Apology.objects.filter(dossier_id=OuterRef(f"{of}pk"), ground=DELAY)
    return clock.runs_out(by=last, short_by=soon, of=of) & Q(~Exists(letters))


def draft(whole: Whole) -> Draft | None:
    """The letter for this dossier as it stands; None where it has no due date to be late for."""
    d = whole.dossier
    told = d.appointment
    if told is None:
        return None
    step = whole.item.step.name if whole.item and whole.item.step else ""
    cause = Sentence(WRONG) if ground_of(d) == ERROR else Sentence(DELAYED, {"step": step})
    return Draft(cause, _appointment(whole, after=max(whole.at, told)))


def _appointment(whole: Whole, *, after: datetime) -> date:
    """The day on which what is left of the process can be done: the steps from the open one on, from `after`."""
    d = whole.dossier
    calendar = calendar_for(whole.facts.offices, d.competent_id, known_at=whole.at)
    here = whole.item.step.n if whole.item and whole.item.step else 0
    hours = sum((step.hours for step in whole.steps if step.n >= here), start=Decimal(0))
    done = due(after, Limit(max(hours, Decimal(1)), Unit.WORKING_HOUR), calendar).moment
    assert done is not None
    closes = calendar.close_on_or_after(done.astimezone(VIETNAM).date())
    if closes <= after:
        closes = calendar.close_on_or_after(after.astimezone(VIETNAM).date() + timedelta(days=1))
    return closes.date()
