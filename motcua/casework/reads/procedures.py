"""Procedures as a counter sees them: those it may receive, found as clerks type, and one ready to be received.

A counter receives for every agency of the province (NĐ 118/2025 Điều 14); what its own agencies decide comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import BooleanField, Case, Exists, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length

from motcua.casework.intake import OURS, UNKNOWN, Intake, Terms, check_in_force, check_version, terms_for
from motcua.catalogue import queries as catalogue
from motcua.catalogue.models import Competence, Component, ProcedureVersion
from motcua.catalogue.queries import own_limit
from motcua.catalogue.search import search
from motcua.deadlines.clocks import Clock, Life, read
from motcua.deadlines.queries import limit_of_case
from motcua.deadlines.transfers import Transfer, latest_transfer, routing_due
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from motcua.kernel import folding
from motcua.kernel.due import Due
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.workflow.queries import any_process_in_force, process_in_force

from .found import Found, FoundInOrder
from .limit_cases import AT_COUNTERS, CaseRow, choices, judged_by

NO_PROCESS = gettext_noop("Thủ tục {code} chưa có quy trình nội bộ nên chưa thể tiếp nhận.")
MOST_FOUND = 200  # whoever has to look farther types another word
NOT_RECEIVED_HERE, OF_OTHERS = 0.6, 0.85  # what fits a little less but can be received here is meant
USUAL_OF = 300  # the last receptions of a counter that tell which procedures it usually receives


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure found; `why_not` says why it cannot be received here today, None that it can.

    `own` is whether an agency decides it that this counter stands for. `system` is the system that handles it where
    that is not Motcua: then the counter only follows it (ADR 23).
    """

    code: str
    name: str
    field: str
    limit: Sentence | None
    fee: str
    why_not: Sentence | None
    own: bool = True
    system: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure ready to be received at a counter by the agency that decides it.

    `due` is what the receipt would say if everything were complete at `at`, with the lines that explain it. `cases` is
    what can be chosen from where the procedure has cases; `limit` is that of the one chosen, `case`.

    `own` are those of the `competents` that this counter stands for; `competent` is None as long as it is not known
    which decides. `transfer` is how the dossier gets to one of another counter. `routing_by` is until when the agency
    would have to be found.
    """

    version: ProcedureVersion
    components: tuple[Component, ...]
    competents: tuple[Agency, ...]
    own: frozenset[int]
    competent: Agency | None
    transfer: Transfer
    routing_by: datetime | None
    limit: Sentence
    due: Due
    cases: Sequence[CaseRow]
    case: CaseRow | None

    @property
    def code(self) -> str:
        return self.version.procedure.code

    @property
    def papers(self) -> tuple[Component, ...]:
        """The components that are papers: the remarks among them only explain."""
        return tuple(c for c in self.components if not c.remark)


def find(text: str, *, counter_id: int, offices: Snapshot, day: date) -> Found[ProcedureRow]:
    """The procedures that some agency decides: what fits best first, less what cannot be received or is of others.

    Without a text receivable ones first, of those the counter's own before others.
    """
    rows, kinds = catalogue.in_force(day), _kinds(offices)
    if not text.strip():
        own_first = ("-first", "-own", Length("name"), "procedure__code")
        decided = _judged(catalogue.decided(rows, kinds=kinds), counter_id, offices, day)
        return Found(decided.order_by(*own_first).values(*COLUMNS), partial(_row, day))
    hits = search(text, day=day, among=lambda row: bool(row.agencies) or not kinds.isdisjoint(row.kinds))[:MOST_FOUND]
    scores = {hit.row.version_id: hit.score for hit in hits}
    known = _judged(rows.filter(pk__in=scores), counter_id, offices, day).values("pk", "first", *COLUMNS)
    fitting = sorted(known, key=lambda v: (-scores[v["pk"]] * _how_well_here(v), len(v["name"]), v["procedure__code"]))
    return FoundInOrder(fitting, lambda some: [_row(day, v) for v in some])


def _judged(rows: QuerySet[ProcedureVersion], counter_id: int, offices: Snapshot, day: date) -> QuerySet[Any, Any]:
    """With what a procedure is worth at this counter: its `own`, its `process_id`, and whether it can be received."""
    return rows.annotate(
        own=_of_counter(counter_id, offices),
        process_id=_process(counter_id, offices, day),
        first=Case(
            When(~Q(authority_system=OURS) | Q(receivable=True, process_id__isnull=False), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def _how_well_here(v: Mapping[str, Any]) -> float:
    """What a procedure that fits is worth at this counter."""
    return (1.0 if v["first"] else NOT_RECEIVED_HERE) * (1.0 if v["own"] else OF_OTHERS)


def _process(counter_id: int, offices: Snapshot, day: date) -> Coalesce:
    """The process by which the procedure would run from here, null where there is none."""
    parent = offices.agency(counter_id).parent_id
    own = process_in_force(procedure="procedure_id", agency_id=parent or counter_id, day=day)
    return Coalesce(own, any_process_in_force(procedure="procedure_id", day=day))


def elsewhere(text: str, *, offices: Snapshot, day: date, most: int = 3) -> list[ProcedureRow]:
    """A few procedures that match but that no agency of the province decides: where to send the citizen."""
    kinds = _kinds(offices)
    hits = search(text, day=day, among=lambda row: not row.agencies and kinds.isdisjoint(row.kinds))[:most]
    known = {v.pk: v for v in catalogue.in_force(day).filter(pk__in=[hit.row.version_id for hit in hits])}
    return [
        ProcedureRow(
            v.procedure.code,
            v.name,
            v.field,
            None,
            "",
            Sentence(gettext_noop("do {agency} giải quyết"), {"agency": v.agency or "—"}),
        )
        for v in (known[hit.row.version_id] for hit in hits)
    ]


def usual(*, counter_id: int, most: int = 6) -> list[tuple[str, str]]:
    """Code and name of the procedures that this counter received most often of late: one statement."""
    latest = Dossier.objects.filter(receiving_id=counter_id).order_by("-filed_at")
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for code, name in latest.values_list("version__procedure__code", "version__name")[:USUAL_OF]:
        names.setdefault(code, name)
        counts[code] = counts.get(code, 0) + 1
    often = sorted(counts, key=lambda code: (-counts[code], code))[:most]
    return [(code, names[code]) for code in often]


def _of_counter(counter_id: int, offices: Snapshot) -> Exists:
    """Whether an agency decides that this counter stands for."""
    served = offices.served_by(counter_id)
    return catalogue.is_decided_by(agency_ids=served, kinds={offices.agency(a).kind for a in served})


def _kinds(offices: Snapshot) -> set[str]:
    return {agency.kind for agency in offices.agencies.values()}


COLUMNS = (
    "procedure__code", "name", "field", "limit_amount", "limit_unit", "limit_date", "fee_text", "receivable", "missing",
    "authority_system", "valid_from", "valid_to", "process_id", "own",
)  # fmt: skip


def _row(day: date, v: Mapping[str, Any]) -> ProcedureRow:
    code = v["procedure__code"]
    version = ProcedureVersion(
        **{name: v[name] for name in COLUMNS if name not in ("procedure__code", "process_id", "own")},
    )
    return ProcedureRow(
        code=code,
        name=version.name,
        field=version.field,
        limit=own_limit(version).sentence() if version.limit_unit else None,
        fee=version.fee_text,
        why_not=_why_not(version, code, day, has_process=v["process_id"] is not None),
        own=v["own"],
        system=version.authority_system if version.authority_system != OURS else "",
    )


def _why_not(version: ProcedureVersion, code: str, day: date, *, has_process: bool) -> Sentence | None:
    try:
        if version.authority_system != OURS:
            check_in_force(version, day, code=code, valid_to=version.valid_to)
            return None
        check_version(version, day, code=code, valid_to=version.valid_to)
    except Refused as no:
        return no.sentence
    return None if has_process else Sentence(NO_PROCESS, {"code": code})


def offer(
    code: str,
    *,
    counter_id: int,
    offices: Snapshot,
    at: datetime,
    competent_id: int | None = None,
    case: int | None = None,
    transfer: str = "",
    channel: str = "direct",
) -> Offer:
    """The procedure of `code` ready to be received: five statements. Refused, with the reason, when it cannot be.

    `competent_id` chooses among the agencies that decide it, UNKNOWN none of them; otherwise the first that the counter
    stands for is taken, or the only one there is. `transfer` is how it gets to one of another counter. `case` is the
    number of the case whose limit counts; one that the procedure does not have for this `channel` is none.
    """
    day = at.astimezone(VIETNAM).date()
    version = version_in_force(code, day=day)
    competents, own = competents_of(version.procedure_id, counter_id, offices, day)
    if not competents:
        raise Refused(
            "Thủ tục {code} không do cơ quan nào của tỉnh giải quyết. Nơi giải quyết: {agency}.",
            field="procedure",
            code=code,
            agency=version.agency or "—",
        )
    competent = _chosen(competents, own, competent_id)
    terms = _terms(version, counter_id, competent, transfer, day)
    calendar = calendar_for(offices, terms.competent_id, known_at=at)
    counters = calendar_for(offices, counter_id, known_at=at)
    begins = latest_transfer(at, counters) if terms.transfer is Transfer.PAPER else None
    chosen = judged_by(version, case, channel=channel)
    limit = limit_of_case(version.pk, chosen.n)
    return Offer(
        version=version,
        components=tuple(version.components.order_by("n")),
        competents=competents,
        own=own,
        competent=competent,
        transfer=terms.transfer,
        routing_by=routing_due(at, counters),
        limit=limit.sentence(),
        due=read(
            Clock.LEGAL,
            Life(at, limit, begins=begins, transfer=terms.transfer),
            lambda _known: calendar,
            explain=True,
        ).due,
        cases=choices(version, *AT_COUNTERS),
        case=chosen if chosen.n else None,
    )


def _chosen(competents: Sequence[Agency], own: frozenset[int], wanted: int | None) -> Agency | None:
    """The agency asked for; else the first that the counter stands for, else the only one; None where none is known."""
    if wanted == UNKNOWN:
        return None
    named = next((a for a in competents if a.pk == wanted), None)
    return named or (competents[0] if competents[0].pk in own or len(competents) == 1 else None)


def _terms(version: ProcedureVersion, counter_id: int, competent: Agency | None, transfer: str, day: date) -> Terms:
    competent_id = competent.pk if competent else UNKNOWN
    said = transfer if transfer in set(Transfer) else ""
    intake = Intake(version.pk, counter_id, competent_id, PartyData(name="-"), transfer=said)
    return terms_for(intake, day=day)


def version_in_force(code: str, *, day: date) -> ProcedureVersion:
    """The version of a procedure that counts on `day`: one statement. Refused, with the reason, when there is none."""
    version = catalogue.in_force(day).filter(procedure__code=code).first()
    if version is None:
        raise Refused(_no_version(code, day), field="procedure")
    return version


def _no_version(code: str, day: date) -> Sentence:
    """Why there is none in force: unknown, closed, or not yet in force."""
    last = ProcedureVersion.objects.filter(procedure__code=code).order_by("-n").first()
    if last is None:
        return Sentence(gettext_noop("Không có thủ tục {code} trong danh mục. Hãy tìm lại thủ tục."), {"code": code})
    if last.valid_from > day:
        text = gettext_noop("Thủ tục {code} chưa có hiệu lực, bắt đầu từ {day}.")
        return Sentence(text, {"code": code, "day": f"{last.valid_from:%d/%m/%Y}"})
    text = gettext_noop("Thủ tục {code} đã hết hiệu lực từ {day}, không tiếp nhận nữa.")
    return Sentence(text, {"code": code, "day": f"{last.valid_to:%d/%m/%Y}"})


def competents_of(
    procedure_id: int, counter_id: int, offices: Snapshot, day: date
) -> tuple[tuple[Agency, ...], frozenset[int]]:
    """The agencies that decide the procedure, those that this counter stands for first; and which these are."""
    rows = Competence.objects.filter(procedure_id=procedure_id).values_list("agency_id", "agency_kind")
    ids, kinds = {a for a, _ in rows}, {k for _, k in rows if k}
    served = offices.served_by(counter_id)
    decide = (
        a
        for a in offices.agencies.values()
        if (a.pk in ids or a.kind in kinds) and not a.is_counter and offices.in_force(a.pk, day)
    )
    found = sorted(decide, key=lambda a: (a.pk not in served, folding.sort_key(a.name)))
    return tuple(found), frozenset(a.pk for a in found if a.pk in served)
