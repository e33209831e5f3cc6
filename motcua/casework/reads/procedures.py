"""Procedures as a counter sees them: those it may receive, found as clerks type, and one ready to be received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.db.models.functions import Length

from motcua.casework.intake import Intake, check_version, terms_for
from motcua.catalogue import queries as catalogue
from motcua.catalogue.models import Competence, Component, ProcedureVersion
from motcua.deadlines.queries import limit_of_case, own_limit
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from motcua.kernel.due import Due, due
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.workflow.queries import process_in_force

from .found import Found
from .limit_cases import CaseRow, choices

NO_PROCESS = gettext_noop("Thủ tục {code} chưa có quy trình nội bộ nên chưa thể tiếp nhận.")
USUAL_OF = 300  # the last receptions of a counter that tell which procedures it usually receives


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure found; `why_not` says why it cannot be received here today, None that it can."""

    code: str
    name: str
    field: str
    limit: Sentence | None
    fee: str
    why_not: Sentence | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure ready to be received at a counter by the agency that decides it.

    `due` is what the receipt would say if everything were complete at `at`, with the lines that explain it. `cases` is
    what can be chosen from where the procedure has cases; `limit` is that of the one chosen, `case`.
    """

    version: ProcedureVersion
    components: tuple[Component, ...]
    competents: tuple[Agency, ...]
    competent: Agency
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
    """The procedures decided by the agencies that this counter receives for, receivable ones first.

    Shorter names come before longer ones: who types "khai sinh" mostly means the plain case.
    """
    rows = _of_counter(catalogue.find(text, day=day), counter_id, offices)
    parent = offices.agency(counter_id).parent_id
    rows = rows.annotate(
        process_id=process_in_force(procedure="procedure_id", agency_id=parent or counter_id, day=day),
        first=Case(
            When(receivable=True, authority_system="motcua", process_id__isnull=False, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    ).order_by("-first", Length("name"), "procedure__code")
    return Found(rows.values(*COLUMNS), partial(_row, day))


def elsewhere(text: str, *, counter_id: int, offices: Snapshot, day: date, most: int = 3) -> list[ProcedureRow]:
    """A few procedures that match but are decided by agencies of other counters: where to send the citizen."""
    here = _of_counter(catalogue.in_force(day), counter_id, offices).values("pk")
    rows = catalogue.find(text, day=day).exclude(pk__in=here).order_by(Length("name"))[:most]
    return [
        ProcedureRow(
            v.procedure.code,
            v.name,
            v.field,
            None,
            "",
            Sentence(gettext_noop("do {agency} giải quyết"), {"agency": v.agency or "—"}),
        )
        for v in rows
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


def _of_counter(versions: QuerySet[ProcedureVersion], counter_id: int, offices: Snapshot) -> QuerySet[ProcedureVersion]:
    served = offices.served_by(counter_id)
    kinds = {offices.agency(a).kind for a in served}
    return catalogue.decided_by(versions, agency_ids=served, kinds=kinds)


COLUMNS = (
    "procedure__code", "name", "field", "limit_amount", "limit_unit", "limit_date", "fee_text", "receivable", "missing",
    "authority_system", "valid_from", "valid_to", "process_id",
)  # fmt: skip


def _row(day: date, v: Mapping[str, Any]) -> ProcedureRow:
    code = v["procedure__code"]
    version = ProcedureVersion(
        **{name: v[name] for name in COLUMNS if name not in ("procedure__code", "process_id")},
    )
    return ProcedureRow(
        code=code,
        name=version.name,
        field=version.field,
        limit=own_limit(version).sentence() if version.limit_unit else None,
        fee=version.fee_text,
        why_not=_why_not(version, code, day, has_process=v["process_id"] is not None),
    )


def _why_not(version: ProcedureVersion, code: str, day: date, *, has_process: bool) -> Sentence | None:
    try:
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
) -> Offer:
    """The procedure of `code` ready to be received: five statements. Refused, with the reason, when it cannot be.

    `competent_id` chooses among the agencies that decide it here; otherwise the first is taken. `case` is the number
    of the case whose limit counts; one that the procedure does not have is none.
    """
    day = at.astimezone(VIETNAM).date()
    version = version_in_force(code, day=day)
    competents = _competents(version, counter_id, offices, day)
    if not competents:
        raise Refused(
            "Thủ tục {code} không do cơ quan nào của nơi tiếp nhận này giải quyết. Nơi giải quyết: {agency}.",
            field="procedure",
            code=code,
            agency=version.agency or "—",
        )
    competent = next((a for a in competents if a.pk == competent_id), competents[0])
    nobody = PartyData(name="-")
    terms_for(Intake(version.pk, counter_id, competent.pk, nobody), day=day)
    calendar = calendar_for(offices, competent.pk, known_at=at)
    rows = choices(version)
    chosen = next((row for row in rows if row.n == case), None)
    limit = limit_of_case(version.pk, chosen.n) if chosen else own_limit(version)
    return Offer(
        version=version,
        components=tuple(version.components.order_by("n")),
        competents=competents,
        competent=competent,
        limit=limit.sentence(),
        due=due(at, limit, calendar, explain=True),
        cases=rows,
        case=chosen if chosen and chosen.n else None,
    )


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


def _competents(version: ProcedureVersion, counter_id: int, offices: Snapshot, day: date) -> tuple[Agency, ...]:
    """The agencies of this counter that decide the procedure, by name."""
    rows = Competence.objects.filter(procedure_id=version.procedure_id).values_list("agency_id", "agency_kind")
    ids, kinds = {a for a, _ in rows}, {k for _, k in rows if k}
    served = (offices.agency(a) for a in offices.served_by(counter_id) if offices.in_force(a, day))
    return tuple(sorted((a for a in served if a.pk in ids or a.kind in kinds), key=lambda a: a.name))
