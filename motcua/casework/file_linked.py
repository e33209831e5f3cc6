"""File linked: one declaration brings several dossiers into being at once, with one receipt and one appointment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.catalogue.linking import Member as Place
from motcua.catalogue.linking import appointment, ends, in_order
from motcua.catalogue.models import LinkedGroup
from motcua.deadlines.queries import case_number, case_of, limit_of_case
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Declaration, LinkedDossier, Party, ReceivedComponent
from motcua.dossiers.states import Link
from motcua.kernel.due import due
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

from . import slips
from .accept import accept_new
from .books import in_one_go
from .case import Case
from .file import insert, opened
from .intake import Intake, Member
from .limit_cases import limit_words
from .linked import Asked, LinkedIntake, asked_for, check_joint, checklist, group_called, intake_of

NO_DATE = "Không hẹn ngày: có thủ tục trong tờ khai không quy định thời hạn giải quyết"
OF_EACH = "theo từng thủ tục ở bảng cuối giấy này"


@dataclass(frozen=True, slots=True)
class Taken:
    """One dossier of the declaration before it is written."""

    asked: Asked
    intake: Intake
    case: Case
    parties: list[Party]
    received: list[ReceivedComponent]
    serial: int

    @property
    def after(self) -> int | None:
        return self.asked.member.after


@in_one_go()
def file_linked(intake: LinkedIntake, *, by: Actor, at: datetime) -> Declaration:
    """Take one declaration in for a group of linked procedures (rules.md 1.4 item 6; design §3, §6).

    Every member gets a dossier with a code of its own, in the series of the receiving counter. Those that wait for
    nothing are accepted now; each other begins when the result that it needs is there (following.py). The one receipt
    stands in the first dossier, lists all of them and names the end of the critical path. Refused as a whole, so that
    nothing is left, where any of them could not be received.
    """
    day = at.astimezone(VIETNAM).date()
    group = group_called(intake.group, day)
    members = asked_for(group, day)
    lines = checklist(members)
    check_joint(intake.papers, lines)
    order = [place.n for place in in_order(places(members))]
    by_number = {asked.n: asked for asked in members}
    taken: list[Taken] = []
    for n in order:
        taken.append(
            _open(by_number[n], intake, intake_of(by_number[n], intake, lines, first=not taken), taken, by, at)
        )
    lead = taken[0]
    dates = _dates(taken, at)
    for one in taken:
        slip = None
        if one.after is None:
            one.case.ask("dossier.accept")
            printed = _printed(group, taken, dates, intake, lead) if one is lead else None
            slip = accept_new(one.case, one.parties, one.received, serial=one.serial, printed=printed)
        insert(one.case, one.intake, one.parties, one.received)
        one.case.finish(*([slip] if slip else []))
    return _declare(group, taken, dates, at)


def places(members: Sequence[Asked]) -> list[Place]:
    """The members as the order of a group knows them."""
    return [Place(asked.n, asked.member.procedure.code, asked.member.after) for asked in members]


def due_dates(
    members: Sequence[Asked],
    competents: Mapping[int, int],
    cases: Mapping[int, int],
    offices: Snapshot,
    *,
    at: datetime,
) -> dict[int, datetime | None]:
    """When each member is due if the declaration is accepted at `at` and each result comes at its last moment."""
    by_number = {asked.n: asked for asked in members}

    def end_of(n: int, since: datetime) -> datetime | None:
        limit = limit_of_case(by_number[n].version.pk, cases.get(n, 0))
        return due(since, limit, calendar_for(offices, competents[n], known_at=at)).moment

    return ends(places(members), at, end_of)


def _open(asked: Asked, whole: LinkedIntake, intake: Intake, before: Sequence[Taken], by: Actor, at: datetime) -> Taken:
    declaration = before[0].case.dossier.code if before else ""
    member = Member(declaration, asked.n, asked.member.after)
    try:
        case, parties, received, serial = opened(intake, by=by, at=at, complete=True, receipt=not before, member=member)
    except Refused as no:
        if no.field in ("procedure", "competent", "papers", "case"):  # say of which procedure of the declaration
            raise Refused(
                "Thủ tục số {n} của tờ khai: {why}", field=f"members.{asked.n}", n=asked.n, why=no.sentence
            ) from None
        raise
    return Taken(asked, intake, case, parties, received, serial)


def _dates(taken: Sequence[Taken], at: datetime) -> dict[int, datetime | None]:
    competents = {one.asked.n: one.intake.competent_id for one in taken}
    cases = {one.asked.n: case_number(case_of(one.case.dossier)) for one in taken}
    return due_dates([one.asked for one in taken], competents, cases, taken[0].case.offices, at=at)


def _printed(
    group: LinkedGroup, taken: Sequence[Taken], dates: Mapping[int, datetime | None], intake: LinkedIntake, lead: Taken
) -> dict[str, object]:
    """What form 01 says of the whole declaration in place of its first dossier."""
    last = appointment(dates)
    rows: dict[str, ReceivedComponent] = {}
    for one in taken:
        for row in one.received:
            rows.setdefault(row.name, row)
    fees = dict.fromkeys(f for one in taken if (f := " ".join(one.asked.version.fee_text.split())))
    return {
        "procedure": {"name": group.name, "code": group.code},
        "handled_by": "",
        "components": slips.components(list(rows.values())),
        "limit": OF_EACH,
        "fee": "; ".join(fees)[:300],
        **({"due": slips.spoken(last)} if last else {"no_due": NO_DATE}),
        "linked": [
            {
                "n": one.asked.n,
                "code": one.case.dossier.code,
                "name": one.asked.version.name,
                "procedure": one.asked.member.procedure.code,
                "agency": one.case.offices.agency(one.intake.competent_id).name,
                "limit": str(limit_words(case_of(one.case.dossier) or one.case.dossier.version)),
                "after": one.after or 0,
                "due": slips.spoken(moment) if (moment := dates[one.asked.n]) else "",
            }
            for one in sorted(taken, key=lambda one: one.asked.n)
        ],
    }


def _declare(
    group: LinkedGroup, taken: Sequence[Taken], dates: Mapping[int, datetime | None], at: datetime
) -> Declaration:
    lead = taken[0].case.dossier
    declaration = Declaration(
        code=lead.code, group=group, counter_id=lead.receiving_id, filed_at=at, appointment_at=appointment(dates)
    )
    members = [
        LinkedDossier(
            dossier=one.case.dossier,
            n=one.asked.n,
            after=one.after,
            state=Link.AT_ONCE if one.after is None else Link.WAITING,
        )
        for one in taken
    ]
    dossier_actions.declare(declaration, members)
    return declaration
