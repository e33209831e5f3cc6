"""Groups of linked procedures as the back office sees them: in force, coming, ended; one with all its earlier rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motcua.catalogue.models import Competence, LinkedGroup, LinkedMember, ProcedureVersion
from motcua.catalogue.queries import groups_in_force
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.workflow.queries import any_process_in_force

NOT_IN_FORCE = gettext_noop("Không có bản nào đang có hiệu lực")
NOT_RECEIVABLE = gettext_noop("Nội dung công bố còn thiếu nên chưa tiếp nhận được")
NOBODY_DECIDES = gettext_noop("Chưa rõ cơ quan nào giải quyết")
NOT_COMPETENT = gettext_noop("Cơ quan ghi trong nhóm không có thẩm quyền giải quyết thủ tục này")
AGENCY_ENDED = gettext_noop("Cơ quan ghi trong nhóm đã kết thúc hoạt động")
NO_PROCESS = gettext_noop("Chưa có quy trình nội bộ")


class State(StrEnum):
    """Where a group stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Part:
    """A member: its name as published now, and what keeps declarations for it from being taken in."""

    member: LinkedMember
    name: str
    troubles: Sequence[Sentence]

    @property
    def code(self) -> str:
        return self.member.procedure.code


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a group with its members in order. `declarations` counts those filed under it, on a group's page."""

    group: LinkedGroup
    state: State
    parts: Sequence[Part]
    declarations: int = 0

    @property
    def in_trouble(self) -> bool:
        return any(part.troubles for part in self.parts)


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group: the row that counts (in force, else coming, else the last), and the others, newest first."""

    now: Row
    others: Sequence[Row]
    declarations: int


def of(state: State, day: date) -> QuerySet[LinkedGroup]:
    """The groups of a state, one row each: of those that ended the last."""
    rows = LinkedGroup.objects.prefetch_related("members__procedure", "members__agency")
    match state:
        case State.IN_FORCE:
            return groups_in_force(day)
        case State.COMING:
            return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), valid_from__gt=day)
        case State.ENDED:
            later = LinkedGroup.objects.filter(code=OuterRef("code"), pk__gt=OuterRef("pk"))
            return rows.filter(~Exists(later), valid_to__lte=day)


def counts(day: date) -> Mapping[State, int]:
    """How many there are of each: three statements."""
    return {state: of(state, day).order_by().count() for state in State}


def rows(groups: Iterable[LinkedGroup], day: date) -> list[Row]:
    """These groups with the names of their procedures and what is wrong: two statements, whatever their number."""
    groups = list(groups)
    known = _Known({m.procedure_id for group in groups for m in group.members.all()}, day)
    return [_row(group, known, day) for group in groups]


def page(code: str, day: date) -> GroupPage | None:
    """A group with its earlier rows and how many declarations each took: five statements; None for an unknown code."""
    found = LinkedGroup.objects.filter(code=code).annotate(taken=Count("declarations"))
    listed = rows(found.order_by("-valid_from", "-pk").prefetch_related("members__procedure", "members__agency"), day)
    if not listed:
        return None
    now = next((row for state in State for row in listed if row.state is state), listed[0])
    return GroupPage(now, [row for row in listed if row is not now], sum(row.declarations for row in listed))


def as_lines(day: date) -> str:
    """The groups in force in the format of the import, one a line; given back it changes nothing."""
    return "".join(f"{json.dumps(_line(group), ensure_ascii=False)}\n" for group in groups_in_force(day))


def _line(group: LinkedGroup) -> dict[str, Any]:
    line: dict[str, Any] = {"code": group.code, "name": group.name, "decision": group.decision}
    if group.valid_to is not None:
        line["to"] = group.valid_to.isoformat()
    line["members"] = [_member(member) for member in group.members.all()]
    return line


def _member(member: LinkedMember) -> dict[str, Any]:
    line: dict[str, Any] = {"procedure": member.procedure.code}
    if member.after is not None:
        line["after"] = member.after
    if member.agency is not None:
        line["agency"] = member.agency.code
    return line


class _Known:
    """What is published of some procedures, and who decides them: two statements, none without procedures."""

    def __init__(self, procedures: set[int], day: date) -> None:
        self.names: dict[int, str] = {}
        self.in_force: dict[int, tuple[bool, bool]] = {}
        self.decided: dict[int, set[int | str]] = {}
        if not procedures:
            return
        versions = ProcedureVersion.objects.filter(procedure__in=procedures).order_by("n")
        columns = ("procedure_id", "name", "valid_from", "valid_to", "receivable", "process")
        process = any_process_in_force(procedure="procedure_id", day=day)
        for pk, name, since, to, receivable, process_id in versions.annotate(process=process).values_list(*columns):
            holds = since <= day and (to is None or day < to)
            if holds:
                self.in_force[pk] = (receivable, process_id is not None)
            if holds or pk not in self.in_force:
                self.names[pk] = name
        decided = Competence.objects.filter(procedure__in=procedures).order_by()
        for pk, agency_id, kind in decided.values_list("procedure_id", "agency_id", "agency_kind"):
            self.decided.setdefault(pk, set()).add(agency_id or kind)

    def troubles(self, member: LinkedMember, day: date) -> list[str]:
        """What keeps this member from being received, in the order in which it is put right."""
        if member.procedure_id not in self.in_force:
            return [NOT_IN_FORCE]
        receivable, has_process = self.in_force[member.procedure_id]
        found = [] if receivable else [NOT_RECEIVABLE]
        decided, agency = self.decided.get(member.procedure_id, set()), member.agency
        if agency is not None and agency.valid_to is not None and agency.valid_to <= day:
            found.append(AGENCY_ENDED)
        elif not decided:
            found.append(NOBODY_DECIDES)
        elif agency is not None and not {agency.pk, agency.kind} & decided:
            found.append(NOT_COMPETENT)
        return found if has_process else [*found, NO_PROCESS]


def _row(group: LinkedGroup, known: _Known, day: date) -> Row:
    state = _state(group, day)
    parts = [
        Part(
            member,
            known.names.get(member.procedure_id, ""),
            [Sentence(text) for text in known.troubles(member, day)] if state is not State.ENDED else [],
        )
        for member in group.members.all()
    ]
    return Row(group, state, parts, getattr(group, "taken", 0))


def _state(group: LinkedGroup, day: date) -> State:
    if group.valid_to is not None and group.valid_to <= max(day, group.valid_from):
        return State.ENDED
    return State.COMING if group.valid_from > day else State.IN_FORCE
