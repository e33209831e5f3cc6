"""Groups of linked procedures as a counter sees them: those it receives, and one ready to be filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.casework.file_linked import due_dates, places
from motcua.casework.intake import Intake, terms_for
from motcua.casework.linked import Asked, JointPaper, asked_for, checklist, group_called
from motcua.catalogue.linking import appointment, critical
from motcua.catalogue.models import LinkedGroup, LinkedMember
from motcua.catalogue.queries import decided_by, groups_in_force, in_force
from motcua.dossiers.parties import PartyData
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

from .limit_cases import AT_COUNTERS, CaseRow, choices, judged_by
from .procedures import competents_of


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group that a counter takes declarations in for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MemberOffer:
    """One procedure of a group as it would be received now: who may decide it, by what limit, until when."""

    asked: Asked
    competents: tuple[Agency, ...]
    competent: Agency
    limit: Sentence
    cases: Sequence[CaseRow]
    case: CaseRow | None
    due: datetime | None

    @property
    def n(self) -> int:
        return self.asked.n

    @property
    def after(self) -> int | None:
        return self.asked.member.after

    @property
    def name(self) -> str:
        return self.asked.version.name

    @property
    def code(self) -> str:
        return self.asked.version.procedure.code


@dataclass(frozen=True, slots=True)
class GroupOffer:
    """A group ready to be filed at a counter. `appointment` is what the receipt would say, None without a date;
    `path` are the numbers of the members on the longest chain."""

    group: LinkedGroup
    members: tuple[MemberOffer, ...]
    papers: tuple[JointPaper, ...]
    appointment: datetime | None
    path: tuple[int, ...]

    @property
    def code(self) -> str:
        return self.group.code

    @property
    def competents(self) -> dict[int, int]:
        return {member.n: member.competent.pk for member in self.members}


def groups(*, counter_id: int, offices: Snapshot, day: date) -> list[GroupRow]:
    """The groups in force of which every procedure is decided by an agency of this counter: two statements, one where
    there are no groups at all."""
    members: dict[GroupRow, set[int]] = {}
    rows = LinkedMember.objects.filter(group__in=groups_in_force(day)).order_by("group__code", "n")
    for code, name, procedure_id in rows.values_list("group__code", "group__name", "procedure_id"):
        members.setdefault(GroupRow(code, name), set()).add(procedure_id)
    if not members:
        return []
    served = offices.served_by(counter_id)
    here = decided_by(in_force(day), agency_ids=served, kinds={offices.agency(a).kind for a in served})
    asked = set().union(*members.values())
    decided = set(here.filter(procedure__in=asked).order_by().values_list("procedure_id", flat=True))
    return [group for group, wanted in members.items() if wanted <= decided]


def is_group(code: str, *, day: date) -> bool:
    """Whether a group of linked procedures bears this code: one statement."""
    return groups_in_force(day).filter(code=code).exists()


def offer(
    code: str,
    *,
    counter_id: int,
    offices: Snapshot,
    at: datetime,
    competents: Mapping[int, int | None] | None = None,
    cases: Mapping[int, int | None] | None = None,
    channel: str = "direct",
) -> GroupOffer:
    """The group of `code` ready to be filed. Refused, naming the procedure, where one of them cannot be received here.

    `competents` chooses, by member, among the agencies that decide it here, `cases` the case whose limit counts; what
    is not chosen, or cannot be for this `channel`, is the first.
    """
    day = at.astimezone(VIETNAM).date()
    group = group_called(code, day)
    asked = asked_for(group, day)
    chosen = {one.n: _member(one, counter_id, offices, day, (competents or {}).get(one.n)) for one in asked}
    judged = {one.n: judged_by(one.version, (cases or {}).get(one.n), channel=channel) for one in asked}
    dates = due_dates(
        asked,
        {n: agencies[1].pk for n, agencies in chosen.items()},
        {n: case.n for n, case in judged.items()},
        offices,
        at=at,
    )
    return GroupOffer(
        group=group,
        members=tuple(
            MemberOffer(
                asked=one,
                competents=chosen[one.n][0],
                competent=chosen[one.n][1],
                limit=judged[one.n].limit,
                cases=choices(one.version, *AT_COUNTERS),
                case=judged[one.n] if judged[one.n].n else None,
                due=dates[one.n],
            )
            for one in asked
        ),
        papers=checklist(asked),
        appointment=appointment(dates),
        path=tuple(critical(places(asked), dates)),
    )


def _member(
    one: Asked, counter_id: int, offices: Snapshot, day: date, wanted: int | None
) -> tuple[tuple[Agency, ...], Agency]:
    """Who may decide a member at this counter, and who does; the group's own agency where it names one."""
    found, own = competents_of(one.version.procedure_id, counter_id, offices, day)
    known = tuple(agency for agency in found if agency.pk in own)
    if one.member.agency_id is not None:
        known = tuple(agency for agency in known if agency.pk == one.member.agency_id)
    if not known:
        raise Refused(
            "Thủ tục {code} của nhóm liên thông không do cơ quan nào của nơi tiếp nhận này giải quyết.",
            field="group",
            code=one.member.procedure.code,
        )
    competent = next((agency for agency in known if agency.pk == wanted), known[0])
    terms_for(Intake(one.version.pk, counter_id, competent.pk, PartyData(name="-")), day=day)
    return known, competent
