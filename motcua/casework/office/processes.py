"""Put an internal process in force by a decision: for one procedure, or for all of a level that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from motcua.casework.reads import processes as reads
from motcua.catalogue import actions as catalogue
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.deadlines.queries import own_limit
from motcua.dossiers.actions import check_length, most_letters
from motcua.journal.actions import Entry
from motcua.kernel.sentences import Refused, Sentence
from motcua.kernel.spelling import tidy
from motcua.offices import actions as offices
from motcua.offices.models import Agency, Level
from motcua.workflow import actions
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.difference import differences
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.keeping import digest
from motcua.workflow.process.proof import Problem

from .asking import local_day

PUBLISHED = "process.published"


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a process in force came to. `changes` are those against the version before, none for a first one."""

    version: ProcessVersion
    new: bool
    changes: Sequence[Sentence] = ()


def limit_of(procedure: Procedure, *, day: date) -> Decimal | None:
    """The limit of a procedure in working hours as of `day`, or of its last version; None where it has none such."""
    begun = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    versions = ProcedureVersion.objects.filter(procedure=procedure).exclude(limit_unit="")
    version = versions.filter(begun).order_by("-n").first() or versions.order_by("-n").first()
    return own_limit(version).working_hours if version else None


def problems_of(graph: Graph, procedure: Procedure | None, *, day: date) -> list[Problem]:
    """Everything that keeps `graph` from being put in force, also for the limit of the procedure it is for."""
    return unfit(graph, limit=limit_of(procedure, day=day) if procedure else None)


@transaction.atomic
def put_in_force(
    graph: Graph,
    *,
    procedure: Procedure | None = None,
    level: Level | None = None,
    decision: str,
    day: date,
    by: str,
    at: datetime,
    origin: str = "live",
) -> Put:
    """Publish `graph` from `day` on, told in the stream of the procedure, for a level in that of the highest agency.

    An equal process changes nothing. Refused with the first problem, for a day before today, and for one not after
    the day of the version before.
    """
    said = tidy(decision)
    check_length(said, most=most_letters(ProcessVersion, "decision"), field="decision")
    if day < local_day(at):
        raise Refused("Quy trình có hiệu lực sớm nhất từ hôm nay.", field="day")
    if procedure is not None:
        procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    for problem in problems_of(graph, procedure, day=day):
        raise Refused(problem.sentence, field="graph")
    before = last_of(procedure, level)
    version = actions.put(procedure=procedure, level=level, graph=graph, decision=said, day=day)
    if version == before:
        return Put(version, new=False)
    _record(version, procedure, decision=said, by=by, at=at, origin=origin)
    return Put(version, new=True, changes=differences(reads.graph(before), graph) if before else ())


def last_of(procedure: Procedure | None, level: Level | None) -> ProcessVersion | None:
    """The last version of their own process; None where they have none."""
    versions = ProcessVersion.objects.filter(process__procedure=procedure, process__level=level)
    return versions.select_related("process__procedure", "process__level").order_by("-n").first()


def _record(
    version: ProcessVersion, procedure: Procedure | None, *, decision: str, by: str, at: datetime, origin: str
) -> None:
    facts = {
        "process": version.n,
        "from": version.valid_from.isoformat(),
        "decision": decision,
        "digest": digest(reads.graph(version)),
    }
    if procedure is not None:
        catalogue.record([(procedure, Entry(PUBLISHED, {}, facts))], by=by, at=at, origin=origin)
        return
    level = version.process.level
    top = Agency.objects.filter(parent__isnull=True).order_by(F("valid_to").desc(nulls_first=True), "pk").first()
    if level is not None and top is not None:
        offices.journal_agency(top.pk, PUBLISHED, {**facts, "level": level.code}, by=by, at=at, origin=origin)
