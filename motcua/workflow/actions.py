"""Writes of the workflow: processes are published once; work items are opened, taken, handed over and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from motcua.catalogue.models import Procedure
from motcua.copying import actions as copying
from motcua.copying import prepared, together
from motcua.dossiers.actions import check_length, check_lengths, most_letters
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.models import Agency, Level

from .models import PaperSignature, Process, ProcessDraft, ProcessVersion, Step, Turn, WorkItem
from .process.fitness import rows, unfit
from .process.graph import Graph, Node
from .process.keeping import to_json
from .process.table import straight
from .process.typed_rows import Row, rows_to_json
from .rules import Outcome, StepRow, check

COLUMNS = ("name", "role", "at", "kind", "hours", "needs")  # what a row of a table says
STANDS = ("status", "runs_to", "late_from", "short")  # how the dossier stands, on its open work too
TAKEN = gettext_noop("Việc này vừa được người khác nhận. Hãy tải lại trang.")


@transaction.atomic
def publish(
    *,
    procedure: Procedure | None,
    level: Level | None,
    agency: Agency | None = None,
    steps: Sequence[StepRow],
    decision: str,
    day: date,
) -> ProcessVersion:
    """Publish a process in force from `day`; the version before ends that day. Equal rows change nothing."""
    check(steps)
    process, last = _latest(procedure, level, agency)
    if last and last.graph is None and _rows(last) == list(map(_told, steps)):
        return last
    version = _next(process, last, decision=decision, day=day)
    Step.objects.bulk_create(
        Step(version=version, n=n, **dict(zip(COLUMNS, _told(s), strict=True))) for n, s in enumerate(steps, 1)
    )
    return version


@transaction.atomic
def publish_graph(
    *,
    procedure: Procedure | None,
    level: Level | None,
    agency: Agency | None = None,
    graph: Graph,
    decision: str,
    day: date,
) -> ProcessVersion:
    """The same of a process with branches. Refused, with the first problem, for one that could not carry a dossier."""
    if problems := unfit(graph):
        raise Refused(problems[0].sentence, field="graph")
    process, last = _latest(procedure, level, agency)
    kept = to_json(graph)
    if last and last.graph == kept:
        return last
    version = _next(process, last, decision=decision, day=day, graph=kept)
    Step.objects.bulk_create(_step(version, n, node, named=True) for n, node in enumerate(rows(graph), 1))
    return version


def put(
    *,
    procedure: Procedure | None,
    level: Level | None,
    agency: Agency | None = None,
    graph: Graph,
    decision: str,
    day: date,
) -> ProcessVersion:
    """`publish` where the rows of `graph` simply follow one another, else `publish_graph`."""
    if (steps := straight(graph)) and not unfit(graph):
        return publish(procedure=procedure, level=level, agency=agency, steps=steps, decision=decision, day=day)
    return publish_graph(procedure=procedure, level=level, agency=agency, graph=graph, decision=decision, day=day)


@transaction.atomic
def put_many(*, procedures: Sequence[Procedure], graph: Graph, decision: str, day: date) -> dict[int, ProcessVersion]:
    """`put` for each of many procedures, in a number of statements that does not grow with theirs; the new versions by
    procedure. Who has an equal process already keeps it and is not among them."""
    if problems := unfit(graph):
        raise Refused(problems[0].sentence, field="graph")
    steps, kept = straight(graph), to_json(graph)
    typed = [_told(s) for s in steps or ()]
    last = _latest_of_many(procedures)
    new: dict[int, ProcessVersion] = {}
    for procedure in procedures:
        process, before = last[procedure.pk]
        own = None if steps else {**kept, "name": procedure.code}
        if before and before.graph == own and (own or _rows(before) == typed):
            continue
        _check_after(before, day)
        n = before.n + 1 if before else 1
        new[procedure.pk] = ProcessVersion(process=process, n=n, decision=decision, graph=own, valid_from=day)
    ended = [before for pk in new if (before := last[pk][1])]
    ProcessVersion.objects.filter(pk__in=[before.pk for before in ended]).update(valid_to=day)
    ProcessVersion.objects.bulk_create(new.values())
    rows_of_each = rows(graph)
    Step.objects.bulk_create(
        _step(v, n, node, named=not steps) for v in new.values() for n, node in enumerate(rows_of_each, 1)
    )
    return new


def _latest_of_many(procedures: Sequence[Procedure]) -> dict[int, tuple[Process, ProcessVersion | None]]:
    """The own process of each procedure, locked, made where there is none, with its last version and its rows."""
    Process.objects.bulk_create([Process(procedure=p) for p in procedures], ignore_conflicts=True)
    common = Process.objects.select_for_update().filter(procedure__in=procedures, agency__isnull=True)
    processes = list(common.order_by("pk"))
    versions = ProcessVersion.objects.filter(process__in=processes).order_by("n").prefetch_related("steps")
    last = {version.process_id: version for version in versions}
    whose = {p.pk: p for p in procedures}
    for process in processes:
        process.procedure = whose[process.procedure_id or 0]
    return {process.procedure_id or 0: (process, last.get(process.pk)) for process in processes}


def _step(version: ProcessVersion, n: int, node: Node, *, named: bool) -> Step:
    """Row `n`; `named` where the graph of the version has names of its own for its rows."""
    return Step(
        version=version,
        n=n,
        node=node.id if named else "",
        name=node.name,
        role=node.role,
        at=node.at,
        kind=node.step_kind.value if node.step_kind else "",
        hours=node.hours or 0,
        needs=" ".join(node.needs),
    )


def _latest(
    procedure: Procedure | None, level: Level | None, agency: Agency | None
) -> tuple[Process, ProcessVersion | None]:
    process, _ = Process.objects.select_for_update().get_or_create(procedure=procedure, level=level, agency=agency)
    return process, process.versions.order_by("-n").first()


def _next(
    process: Process, last: ProcessVersion | None, *, decision: str, day: date, graph: dict[str, Any] | None = None
) -> ProcessVersion:
    """The next version of a process in force from `day`; the one before ends that day."""
    _check_after(last, day)
    if last:
        last.valid_to = day
        last.save(update_fields=["valid_to"])
    return ProcessVersion.objects.create(
        process=process, n=last.n + 1 if last else 1, decision=decision, graph=graph, valid_from=day
    )


def _check_after(last: ProcessVersion | None, day: date) -> None:
    if last and day <= last.valid_from:
        raise Refused(
            "Quy trình này đã có bản hiệu lực từ {day}; bản sửa có hiệu lực sớm nhất từ ngày hôm sau.",
            field="day",
            day=f"{last.valid_from:%d/%m/%Y}",
        )


@transaction.atomic
def keep_draft(
    *,
    procedure: Procedure | None,
    level: Level | None,
    agency: Agency | None = None,
    rows: Sequence[Row] | None = None,
    graph: Graph | None = None,
    seen: int | None,
    strictly: bool = False,
    by_id: int,
    at: datetime,
) -> ProcessDraft:
    """Keep the draft of a process: its rows, or a graph that is no table. There is one; `seen` is its number as the
    editor knew it, None for a new one.

    Refused when there is one already, or when somebody else changed it meanwhile: nothing of theirs is overwritten.
    `strictly` refuses also what its own editor saved in between: of a page that saves by itself, a late save.
    """
    process, _ = _latest(procedure, level, agency)
    draft = ProcessDraft.objects.filter(process=process).select_related("changed_by").first()
    if draft is None:
        draft = ProcessDraft(process=process, n=0)
    elif draft.n != seen and (strictly or seen is None or draft.changed_by_id != by_id):
        raise Refused(
            "{name} vừa sửa bản thảo này lúc {at}. Hãy mở lại trang ở thẻ khác để xem rồi chép phần của mình sang.",
            name=draft.changed_by.full_name,
            at=f"{draft.changed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        )
    draft.rows = None if rows is None else rows_to_json(rows)
    draft.graph = None if graph is None else to_json(graph)
    draft.n, draft.changed_by_id, draft.changed_at = draft.n + 1, by_id, at
    draft.save()
    return draft


def drop_draft(*, procedure: Procedure | None, level: Level | None, agency: Agency | None = None) -> bool:
    """Throw the draft of a process away; whether there was one."""
    drafts = ProcessDraft.objects.filter(process__procedure=procedure, process__level=level, process__agency=agency)
    return drafts.delete()[0] > 0


def pass_variants(*, from_id: int, to_id: int) -> int:
    """Let the variants of an agency be those of its successor, but where it has one of its own; how many."""
    own = Process.objects.filter(agency_id=to_id).values("procedure_id")
    return Process.objects.filter(agency_id=from_id).exclude(procedure_id__in=own).update(agency_id=to_id)


def _rows(version: ProcessVersion) -> list[tuple[object, ...]]:
    return [tuple(getattr(s, name) for name in COLUMNS) for s in version.steps.all()]


def _told(s: StepRow) -> tuple[object, ...]:
    return s.name, s.role, s.at, s.kind.value, s.hours, " ".join(s.needs)


def add(items: Sequence[WorkItem]) -> None:
    """Insert work items in one statement."""
    copying.add(items)


def close(items: Sequence[WorkItem], *, outcome: str, by_id: int, at: datetime, note: str = "") -> None:
    """Close open work items in one statement, provided that nobody did before."""
    if not items:
        return
    check_note(note)

    def checked(changed: int) -> None:
        if changed != len(items):
            raise Refused("Việc này vừa được người khác hoàn thành. Hãy tải lại trang.")

    ended = {"closed_at": at, "closed_by_id": by_id, "outcome": outcome, "note": note}
    prepared.change(WorkItem, {"id": [item.pk for item in items], "closed_at": None}, ended, checked)


def check_note(note: str) -> None:
    """Refused when a note of a work item is too long."""
    check_length(note, most=most_letters(WorkItem, "note"), field="note")


def sign_on_paper(signature: PaperSignature) -> None:
    """Keep who signed what was recorded for them."""
    check_lengths(signature)
    copying.add([signature])


def keep_turn(*, agency_id: int, role: str, account_id: int) -> None:
    """Note who had the last turn of a role at an agency; the next time it is the one behind."""
    turn = Turn(agency_id=agency_id, role=role, account_id=account_id)
    Turn.objects.bulk_create([turn], update_conflicts=True, unique_fields=["agency", "role"], update_fields=["account"])


TAKEN_BACK = ("unit", "assignee", "taken_at", "due_at", "closed_at", "closed_by", "outcome", "note", *STANDS)


def take_back(items: Sequence[WorkItem]) -> None:
    """Let work that had ended go on as it stands in memory, in one statement. The caller has locked the dossier."""
    if items:
        together.send()
        WorkItem.objects.bulk_update(items, TAKEN_BACK)


def assign(item: WorkItem, *, account_id: int | None, was: int | None, at: datetime) -> None:
    """Give an open item to somebody (None: back to all of the role), provided it is still with `was`."""
    changed = WorkItem.objects.filter(pk=item.pk, closed_at__isnull=True, assignee_id=was).update(
        assignee_id=account_id, taken_at=at if account_id else None
    )
    if not changed:
        raise Refused(TAKEN)


def set_due(items: Sequence[WorkItem]) -> None:
    """Write the limits of open items after the clock of their dossier was let run, in one statement."""
    WorkItem.objects.bulk_update(items, ["due_at"])


def stand(dossier_id: int, told: Mapping[str, object], *, ending: str = "", by_id: int, at: datetime) -> None:
    """Let the open work of a dossier say the same of it as its own row does: `told` by the names of its columns.

    The work of the kind `ending`, if one is named, ends with it. The caller has locked the dossier; one statement.
    """
    changes = dict(told)
    if ending:
        ends = {"closed_at": at, "closed_by_id": by_id, "outcome": Outcome.FORWARD.value}
        fields = {field.attname: field for field in WorkItem._meta.concrete_fields}
        changes |= {
            name: Case(When(kind=ending, then=Value(value, fields[name])), default=F(name), output_field=fields[name])
            for name, value in ends.items()
        }
    together.change(WorkItem.objects.filter(dossier_id=dossier_id, closed_at__isnull=True), changes)


PASSED_ON = ("agency", "unit", *STANDS)


def pass_on(items: Sequence[WorkItem]) -> None:
    """Write where open work goes on and how its dossier stands; who holds it and when it is due stay as they are."""
    WorkItem.objects.bulk_update(items, PASSED_ON, batch_size=200)
