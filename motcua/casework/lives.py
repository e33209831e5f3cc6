"""The life of a dossier's clocks as its journal tells it: what explanations and the audit of due dates start from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.deadlines.clocks import Calendars, Life, Request
from motcua.deadlines.transfers import Transfer
from motcua.dossiers.states import Status
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold
from motcua.kernel.limits import Limit
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

Limits = Callable[[int], Limit]  # by the number of a case of the dossier's version


@dataclass
class Told:
    """What the events of one dossier add up to. `due_at` is what the last of them says, None while it stands.

    `pauses` are [begun, ended or None, ground]; `competent` the codes of the deciding agency, each from a moment on.
    `asked` are requests for a supplement, also those from before acceptance, as [asked, answered or None]; `handed_on`
    is when the first step after reception was taken up. `cases` are the numbers of the cases of its version by which
    it was judged, each from a moment on; 0, and what nothing is said of, is the version's own limit. `begins` is when
    the limit begins where that is not at acceptance, because paper went to another counter's agency. What was taken
    over from an older system was `accepted` there, with a due moment that was `promised` there.
    """

    filed: datetime | None = None
    accepted: datetime | None = None
    due_at: datetime | None = None
    pauses: list[tuple[datetime, datetime | None, str]] = field(default_factory=list)
    mended: list[datetime] = field(default_factory=list)
    competent: list[tuple[datetime, str]] = field(default_factory=list)
    asked: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    handed_on: datetime | None = None
    cases: list[tuple[datetime, int]] = field(default_factory=list)
    transfer: Transfer = Transfer.NONE
    begins: datetime | None = None
    arrived: datetime | None = None
    promised: datetime | None = None

    def life(self, limit_of: Limits) -> Life | None:
        """As the clocks take it; None before acceptance, when none runs. `limit_of` gives the limit of a case."""
        if self.accepted is None:
            return None
        holds = [Hold(began, ended) for began, ended, ground in self.pauses if ground != "supplement"]
        requests = [Request(began, ended) for began, ended, ground in self.pauses if ground == "supplement"]
        changed = [at for at, _ in self.cases if at > self.accepted]
        judged_by = [0, *(n for _, n in self.cases)][-1 - len(changed) :]
        *earlier, limit = map(limit_of, judged_by)
        return Life(
            self.accepted,
            limit,
            holds,
            requests,
            self.mended,
            earlier=list(zip(changed, earlier, strict=True)),
            begins=self.begins,
            transfer=self.transfer,
            arrived=self.arrived,
            promised=self.promised,
        )

    def calendars(self, offices: Snapshot, competent_id: int) -> Calendars:
        """The calendar, as known at a moment, of the agency that was competent then; `competent_id` is so now."""
        then = []  # the latest first
        for since, code in reversed(self.competent):
            if agency := offices.coded(code, since.astimezone(VIETNAM).date()):
                then.append((since, agency.pk))

        def known(at: datetime) -> Calendar:
            for since, pk in then:
                if since <= at:
                    return calendar_for(offices, pk, known_at=at)
            return calendar_for(offices, competent_id, known_at=at)

        return known


def told(events: Iterable[tuple[datetime, Mapping[str, Any]]]) -> Told:
    """Add up (recorded_at, facts) of one stream, in order."""
    found = Told()
    for at, facts in events:
        add(found, at, facts)
    return found


def add(found: Told, at: datetime, facts: Mapping[str, Any]) -> None:
    """Add the facts of one more event."""
    since = datetime.fromisoformat(facts["accepted_at"]) if "accepted_at" in facts else at
    found.filed = found.filed or since
    if "transfer" in facts:
        found.transfer = Transfer(facts["transfer"])
    if code := facts.get("competent"):
        found.competent.append((at, code))
    if "version" in facts:  # of another version the cases are others
        found.cases = []
    if "case" in facts:
        found.cases.append((since, facts["case"]))
    if found.accepted is None and facts.get("clock_from"):
        found.accepted = since
        begins = datetime.fromisoformat(facts["clock_from"])
        found.begins = begins if begins > found.accepted else None
    elif "transferred_at" in facts:
        found.arrived = at
        found.begins = datetime.fromisoformat(facts["clock_from"]) if "clock_from" in facts else found.begins
    elif "hold" in facts:
        found.pauses.append((at, None, facts["hold"]["ground"]))
        found.begins = datetime.fromisoformat(facts["clock_from"]) if "clock_from" in facts else found.begins
    elif "hold_ended" in facts:
        found.pauses = [(began, ended or at, ground) for began, ended, ground in found.pauses]
    elif facts.get("due_at"):
        found.mended.append(at)
    if "promised_at" in facts:
        found.promised = datetime.fromisoformat(facts["promised_at"]) if facts["promised_at"] else None
    if "status" in facts:
        _moved(found, at, facts["status"])
    if "due_at" in facts:
        found.due_at = datetime.fromisoformat(facts["due_at"]) if facts["due_at"] else None


def _moved(found: Told, at: datetime, status: int) -> None:
    if found.asked and found.asked[-1][1] is None:
        found.asked[-1] = (found.asked[-1][0], at)
    if status == Status.SUPPLEMENT:
        found.asked.append((at, None))
    elif status == Status.IN_PROCESS and found.handed_on is None:
        found.handed_on = at
