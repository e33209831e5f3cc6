"""Put an internal process in force by a decision: for a procedure or many, or for all of a level that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.casework.reads import processes as reads
from motcua.casework.reads.process_copies import MOST, copies
from motcua.casework.reads.process_drafts import Whose, draft, last_of, limits
from motcua.casework.reads.process_staffing import deciding, unknown_agencies
from motcua.catalogue import actions as catalogue
from motcua.catalogue.models import Procedure
from motcua.dossiers.actions import check_length, most_letters
from motcua.journal.actions import Entry
from motcua.kernel.sentences import Refused, Sentence
from motcua.kernel.spelling import tidy
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.offices.snapshot import Snapshot
from motcua.workflow import actions
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import digest
from motcua.workflow.process.proof import Problem
from motcua.workflow.process.table import straight
from motcua.workflow.process.typed_rows import Row, check_size
from motcua.workflow.rules import StepRow

from .asking import allowed, local_day
from .opinions import approve
from .process_record import PERMISSION, locked, record

PUBLISHED = "process.published"


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a process in force came to. `changes` are those against the version before, none for a first one."""

    version: ProcessVersion
    new: bool
    changes: Sequence[Sentence] = ()


def problems_of(graph: Graph, whose: Whose, *, day: date) -> list[Problem]:
    """Everything that keeps `graph` from being put in force, also for the limit of the procedure it is for and for the
    agencies that it names."""
    within = limits(whose, day=day)
    problems = unfit(graph, limit=within.own, cases=within.cases)
    return problems or unknown_agencies(graph, snapshot.present(), day=day)


@transaction.atomic
def put_in_force(
    graph: Graph, *, whose: Whose, decision: str, day: date, by: str, at: datetime, origin: str = "live"
) -> Put:
    """Publish `graph` from `day` on, told in the stream of the procedure, for a level in that of the highest agency.

    An equal process changes nothing. Refused with the first problem, for a day before today, and for one not after
    the day of the version before.
    """
    said = tidy(decision)
    check_length(said, most=most_letters(ProcessVersion, "decision"), field="decision")
    _check_day(day, at)
    _check_variant(whose, snapshot.present(), day=day)
    whose = locked(whose)
    for problem in problems_of(graph, whose, day=day):
        raise Refused(problem.sentence, field="graph")
    before = last_of(whose)
    version = actions.put(**whose.parts, graph=graph, decision=said, day=day)
    if version == before:
        return Put(version, new=False)
    record(whose, PUBLISHED, _facts(version), by=by, at=at, origin=origin)
    return Put(version, new=True, changes=differences(reads.graph(before), graph) if before else ())


@dataclass(frozen=True, slots=True)
class Decision:
    """What approves processes: the number and date of a decision, and the agency that took it."""

    number: str
    on: date
    agency: str

    def text(self, *, at: datetime) -> str:
        """ "QĐ 12/QĐ-UBND ngày 20/11/2026 của Ủy ban nhân dân xã Ba Tơ", as versions tell it. Refused when a part is
        missing, or the date is still to come."""
        number, agency = tidy(self.number), tidy(self.agency)
        if not number:
            raise Refused("Cần ghi số của quyết định phê duyệt.", field="number")
        if not agency:
            raise Refused("Cần ghi cơ quan ban hành quyết định.", field="agency")
        if self.on > local_day(at):
            raise Refused("Ngày của quyết định chưa tới.", field="on")
        check_length(number, most=60, field="number")
        check_length(agency, most=110, field="agency")
        return f"{number} ngày {self.on:%d/%m/%Y} của {agency}"


# By people, in the back office


def keep_draft(
    whose: Whose,
    *,
    rows: Sequence[Row] | None = None,
    graph: Graph | None = None,
    seen: int | None,
    strictly: bool = False,
    by: Actor,
    at: datetime,
) -> ProcessDraft:
    """Keep a process half edited: rows as typed, whole or not, or a graph that is no table. `seen` is the number of
    the draft that was edited, None for a new one. Refused when somebody else was quicker; `strictly` also when the
    same person was, on another page or by a button that came first."""
    offices = allowed(PERMISSION, by=by, at=at)
    _check_variant(whose, offices, day=local_day(at))
    if rows is not None:
        check_size(rows)
    return actions.keep_draft(
        **whose.parts,
        rows=rows,
        graph=graph,
        seen=seen,
        strictly=strictly,
        by_id=by.account_id,
        at=at,
    )


@transaction.atomic
def drop_draft(whose: Whose, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; what is in force stays."""
    allowed(PERMISSION, by=by, at=at)
    actions.drop_draft(**whose.parts)


@transaction.atomic
def publish_draft(whose: Whose, *, seen: int, decision: Decision, day: date, by: Actor, at: datetime) -> Put:
    """Put the draft in force from `day` on, as a version that never changes; the draft is gone then.

    Refused when it is another draft than the one that was `seen`, when something is wrong with it (at its row), and
    when it says nothing new.
    """
    present = allowed(PERMISSION, by=by, at=at)
    found = draft(whose, present, day=day)
    if found is None or found.n != seen:
        raise Refused("Bản thảo đã thay đổi từ lúc mở trang này. Hãy xem lại rồi ban hành.")
    for problem in found.problems:
        raise Refused(problem.sentence, field="graph")
    put = put_in_force(
        found.graph, whose=whose, decision=decision.text(at=at), day=day, by=by.ref, at=at, origin=by.origin
    )
    if not put.new:
        raise Refused("Bản thảo giống quy trình đang có, không có gì để ban hành.")
    actions.drop_draft(**whose.parts)
    approve(put.version, whose, by=by, at=at)
    return put


@transaction.atomic
def copy_process(
    version: ProcessVersion, *, codes: Sequence[str], decision: Decision, day: date, by: Actor, at: datetime
) -> list[ProcessVersion]:
    """Give many procedures the process of `version` as their own from `day` on, by one decision: all or none, in a
    number of statements that does not grow with theirs. The new versions: who has an equal process already keeps it.

    Refused, naming the procedure, when one of them cannot have it.
    """
    allowed(PERMISSION, by=by, at=at)
    text, graph = decision.text(at=at), reads.graph(version)
    _check_day(day, at)
    if len(codes) > MOST:
        raise Refused("Mỗi lần chép sang nhiều nhất {most} thủ tục.", field="codes", most=MOST)
    found = list(Procedure.objects.select_for_update().filter(code__in=codes).order_by("code"))
    if not codes:
        raise Refused("Hãy chọn ít nhất một thủ tục.", field="codes")
    for code in sorted(set(codes) - {procedure.code for procedure in found}):
        raise Refused("Không có thủ tục mã {code}.", field="codes", code=code[:40])
    for copy in copies(version, codes, day=day):
        if copy.refused:
            raise Refused("Thủ tục {code}: {reason}", field="codes", code=copy.code, reason=copy.refused)
    new = actions.put_many(procedures=found, graph=graph, decision=text, day=day)
    entries = [(p, Entry(PUBLISHED, {}, _facts(new[p.pk], straight(graph)))) for p in found if p.pk in new]
    catalogue.record(entries, by=by.ref, at=at, origin=by.origin)
    return list(new.values())


def _check_variant(whose: Whose, offices: Snapshot, *, day: date) -> None:
    """Refused for an agency that does not decide the procedure: its variant would never apply."""
    agency = whose.agency
    if whose.procedure is None or agency is None:
        return
    if agency.pk not in {a.pk for a in deciding(whose.procedure, offices, day)}:
        raise Refused(
            "{agency} không giải quyết thủ tục {code}.", field="agency", agency=agency.name, code=whose.procedure.code
        )


def _check_day(day: date, at: datetime) -> None:
    if day < local_day(at):
        raise Refused("Quy trình có hiệu lực sớm nhất từ hôm nay.", field="day")


def _facts(version: ProcessVersion, rows: Sequence[StepRow] | None = None) -> dict[str, object]:
    """What the journal tells of a version: enough to know later that it is the one that was published."""
    return {
        "process": version.n,
        "from": version.valid_from.isoformat(),
        "decision": version.decision,
        "digest": digest(reads.graph(version, rows)),
    }
