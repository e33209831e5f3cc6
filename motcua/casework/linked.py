"""What is handed in with one declaration for linked procedures: its checklist, and each dossier's part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from motcua.catalogue.models import Component, LinkedGroup, LinkedMember, ProcedureVersion
from motcua.catalogue.queries import groups_in_force, in_force
from motcua.dossiers.parties import PartyData
from motcua.kernel import folding
from motcua.kernel.sentences import Refused

from .intake import Intake, Paper, components_of


@dataclass(frozen=True, slots=True)
class LinkedIntake:
    """Everything that the reception of one declaration takes down.

    `papers` are lines of the joint checklist by their numbers there. `competents` and `cases` say, by the number of the
    member, which agency decides it (where the group names none) and the case whose limit counts.
    """

    group: str
    counter_id: int
    applicant: PartyData
    owners: tuple[PartyData, ...] = ()
    papers: tuple[Paper, ...] = ()
    competents: Mapping[int, int] = field(default_factory=dict)
    cases: Mapping[int, int] = field(default_factory=dict)
    channel: str = "direct"
    delivery: str = "counter"
    sets: int = 1
    request: str = ""


@dataclass(frozen=True, slots=True)
class JointPaper:
    """One line of the checklist of a declaration. A paper that several procedures ask for stands there once; `of` says
    which component of which member it is."""

    n: int
    name: str
    originals: int
    copies: int
    required: bool
    note: str
    of: tuple[tuple[int, int], ...]
    group: str = ""
    form: str = ""
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A member of a group with the version of its procedure that counts on the day."""

    member: LinkedMember
    version: ProcedureVersion

    @property
    def n(self) -> int:
        return self.member.n


def group_called(code: str, day: date) -> LinkedGroup:
    """The group of linked procedures in force on `day`: three statements. Refused when there is none."""
    found = groups_in_force(day).filter(code=code).first()
    if found is None:
        raise Refused(
            "Không có nhóm thủ tục liên thông {code} đang có hiệu lực. Hãy chọn lại nhóm.", field="group", code=code
        )
    return found


def asked_for(group: LinkedGroup, day: date) -> list[Asked]:
    """The members with their versions in force, by number. Refused, naming the procedure, where one has none."""
    members = list(group.members.all())
    rows = in_force(day).filter(procedure__in=[m.procedure_id for m in members])
    versions = {version.procedure_id: version for version in rows}
    for member in members:
        if member.procedure_id not in versions:
            raise Refused(
                "Thủ tục {code} của nhóm liên thông không có bản nào đang có hiệu lực nên chưa nhận được tờ khai.",
                field="group",
                code=member.procedure.code,
            )
    return [Asked(member, versions[member.procedure_id]) for member in members]


def checklist(members: Sequence[Asked]) -> tuple[JointPaper, ...]:
    """The papers of all members, each once: those of one name are one paper, handed in as often as any of them asks."""
    found: dict[str, list[tuple[int, Component]]] = {}
    for asked in members:
        for component in components_of(asked.version.pk):
            found.setdefault(folding.fold(component.name), []).append((asked.n, component))
    return tuple(_joint(n, same) for n, same in enumerate(found.values(), 1))


def _joint(n: int, same: Sequence[tuple[int, Component]]) -> JointPaper:
    first = next((component for _, component in same if component.required), same[0][1])
    return JointPaper(
        n=n,
        name=first.name,
        originals=max(component.originals for _, component in same),
        copies=max(component.copies for _, component in same),
        required=first.required,
        note=first.note,
        of=tuple((number, component.n) for number, component in same),
        form=first.form,
    )


def check_joint(papers: Sequence[Paper], lines: Sequence[JointPaper]) -> None:
    """Refused, by the numbers of the checklist, for a paper that is not on it or one that is not marked."""
    known = {line.n: line for line in lines}
    if strange := [p.n for p in papers if p.n and p.n not in known]:
        raise Refused(
            "Danh sách giấy tờ không khớp với thủ tục (dòng {lines}). Hãy chọn lại thủ tục.",
            field="papers",
            lines=", ".join(map(str, strange)),
        )
    marked = {p.n for p in papers if p.not_needed or p.originals or p.copies}
    if missing := [str(line.n) for line in lines if line.required and line.n not in marked]:
        raise Refused(
            "Chưa đánh dấu giấy tờ số {lines}: đã nhận, hay không cần trong trường hợp này?",
            field="papers",
            lines=", ".join(missing),
        )


def part_of(n: int, papers: Sequence[Paper], lines: Sequence[JointPaper], *, first: bool) -> tuple[Paper, ...]:
    """What of the checklist is of member `n`, by the numbers of its own components; other papers lie in the first."""
    places = {(line.n, number): own for line in lines for number, own in line.of}
    own = [replace(p, n=places[p.n, n]) for p in papers if (p.n, n) in places]
    return (*own, *(p for p in papers if not p.n and first))


def intake_of(asked: Asked, whole: LinkedIntake, lines: Sequence[JointPaper], *, first: bool) -> Intake:
    """The reception of one member, as an ordinary one takes it. Refused where nobody was chosen to decide it."""
    competent = asked.member.agency_id or whole.competents.get(asked.n)
    if competent is None:
        raise Refused(
            "Chưa chọn cơ quan giải quyết thủ tục số {n} của tờ khai.", field=f"competents.{asked.n}", n=asked.n
        )
    return Intake(
        version_id=asked.version.pk,
        counter_id=whole.counter_id,
        competent_id=competent,
        applicant=whole.applicant,
        owners=whole.owners,
        papers=part_of(asked.n, whole.papers, lines, first=first),
        channel=whole.channel,
        delivery=whole.delivery,
        sets=whole.sets,
        request=whole.request,
        case=whole.cases.get(asked.n, 0),
    )
