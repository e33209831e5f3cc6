"""Late dossiers of a period by cause, by agency, by step and by person; and what was entered late, by whom.

Computed from facts, pieces of work and holds when asked for: there is no second table that could disagree. Late are
those that form 06a counts as late in the same view: ended late within the period, or overdue at its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.accounts.models import Account
from motcua.casework.attribution import LAIN, attributions
from motcua.deadlines.lateness import WITHOUT_SOURCE, Attribution, Cause
from motcua.deadlines.models import CaseChange, LateEntry
from motcua.dossiers.models import Dossier
from motcua.kernel.folding import sort_key
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices import snapshot
from motcua.offices.roles import LABELS, Role
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.workflow.models import WorkItem

from . import queries
from .lives import entered_late
from .models import Fact
from .periods import View, view
from .reports import NOT_YET, Asked, NotYet, headings_of
from .scopes import Scope, name_of, scope

MOST = 10_000  # dossiers of one answer; more are to be asked for by agency or month
MEASURES = ("resolved_late", "withdrawn_late", "stopped_late", "overdue")
CAUSES = tuple(cause for cause in Cause if cause not in WITHOUT_SOURCE)
NOBODY = ""  # the key of what lay with nobody, or where no step used more than its share


@dataclass(frozen=True, slots=True)
class LateOne:
    """One late dossier with its attribution; `step` and `unit` are those of the worst share, `person` their account.

    `post` is the role that it waited for there where nobody had taken it.
    """

    dossier_id: int
    agency: str
    due_at: datetime
    ended_at: datetime | None
    step: str
    unit: str
    person: int | None
    post: str
    found: Attribution


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: late dossiers by cause; `key` opens them."""

    key: str
    label: str | Sentence
    causes: Mapping[Cause, int]

    @property
    def total(self) -> int:
        return sum(self.causes.values())


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What an agency, or a person there, did so often: steps recorded late, changes of case."""

    label: str
    events: int
    dossiers: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """The tables of a period. Persons are there only for who may see them."""

    view: View
    scope: Scope
    late: Sequence[LateOne]
    agencies: Sequence[Line]
    steps: Sequence[Line]
    units: Sequence[Line]
    people: Sequence[Line] | None
    entries: Sequence[EntryLine]
    entered_by: Sequence[EntryLine] | None
    case_changes: Sequence[EntryLine]
    totals: Line
    complete_to: datetime

    def behind(self, table: str, key: str, cause: str) -> list[LateOne]:
        """The late dossiers of one figure: of a row of a table ("" for all), of a cause ("" for all)."""
        if table not in KEYS or cause not in {"", *Cause}:
            raise Refused("Bảng này không có số liệu như vậy.")
        return [one for one in self.late if (not table or KEYS[table](one) == key) and cause in ("", one.found.cause)]


KEYS: Mapping[str, Any] = {
    "": lambda one: "",
    "agency": lambda one: one.agency,
    "step": lambda one: one.step,
    "unit": lambda one: one.unit,
    "person": lambda one: str(one.person or (f"{one.post}@{one.unit}" if one.post else NOBODY)),
}


def lateness(asked: Asked, *, people: bool) -> Lateness:
    """The tables; `people` also by person. Refused when they do not sum to what 06a counts, or for too many at once."""
    progress = queries.progress()
    if progress.at is None:
        raise NotYet(NOT_YET)
    looked_at = view(asked.first, asked.last, as_of=asked.as_of, known_to=progress.at)
    offices = snapshot.present()
    of = scope(asked.agency, asked.first, asked.last, offices)
    headings, among = headings_of(of)
    counted = queries.figures(looked_at, among)
    most = sum(row[name] for row in counted.values() for name in MEASURES)
    if most > MOST:
        raise Refused(
            "Kỳ này có {n} hồ sơ quá hạn, quá mức phân tích một lần ({most}). Hãy chọn kỳ ngắn hơn hoặc một cơ quan.",
            n=most,
            most=MOST,
        )
    late = list(_late(looked_at, among, {pk: h.agency for pk, h in headings.items()}))
    name = {code: name_of(code, asked.last, offices) for code in {c for one in late for c in (one.agency, one.unit)}}
    entries, entered_by = _entries(looked_at, of, people)
    found = Lateness(
        view=looked_at,
        scope=of,
        late=late,
        agencies=_lines("agency", late, name),
        steps=_lines("step", late, {}),
        units=_lines("unit", late, name),
        people=_lines("person", late, _people(late, name)) if people else None,
        entries=entries,
        entered_by=entered_by,
        case_changes=_case_changes(looked_at, of),
        totals=Line("", "", Counter(one.found.cause for one in late)),
        complete_to=progress.at,
    )
    check(found, most)
    return found


def check(found: Lateness, counted: int) -> None:
    """Refused when a table does not sum to the late dossiers of 06a: nothing is shown that does not."""
    tables = [found.agencies, found.steps, found.units, *([found.people] if found.people is not None else [])]
    sums = {counted, found.totals.total, *(sum(line.total for line in table) for table in tables)}
    by_cause = all(
        sum(line.causes.get(c, 0) for line in t) == found.totals.causes.get(c, 0) for t in tables for c in Cause
    )
    if len(sums) > 1 or not by_cause:
        raise Refused("Số liệu không khớp với biểu 06a nên không được lập. Hãy chạy motcua facts check.")


def _late(looked_at: View, among: queries.Headings, agencies: Mapping[int, str]) -> Iterable[LateOne]:
    rows = list(queries.behind(MEASURES, looked_at, among).order_by("due_at", "dossier_id"))
    ends = {fact.dossier_id: min(_closed(fact, looked_at) or looked_at.until, looked_at.until) for fact in rows}
    entered = {f.dossier_id for f in rows if _closed(f, looked_at) and entered_late(f, as_of=looked_at.as_of)}
    dues = {fact.dossier_id: fact.due_at for fact in rows if fact.due_at is not None}
    offices = snapshot.present()
    found = attributions(dues, ends, entered, offices)
    for fact in rows:
        one, steps = found[fact.dossier_id]
        assert fact.due_at is not None
        yield LateOne(
            dossier_id=fact.dossier_id,
            agency=agencies[fact.heading_id],
            due_at=fact.due_at,
            ended_at=_closed(fact, looked_at),
            step=steps.get(one.worst.n, "") if one.worst else NOBODY,
            unit=offices.agency(one.worst.agency).code if one.worst else NOBODY,
            person=one.worst.person if one.worst else None,
            post=one.worst.role if one.worst and not one.worst.person else NOBODY,
            found=one,
        )


def _closed(fact: Fact, looked_at: View) -> datetime | None:
    closed = fact.known_to if fact.closing else None
    return closed if closed is not None and closed < looked_at.until else None


def _people(late: Sequence[LateOne], agencies: Mapping[str, str]) -> dict[str, str | Sentence]:
    """Persons by name; what nobody had taken by the post that it waited for: whoever holds it may take it."""
    names: dict[str, str | Sentence] = {**_names(str(one.person) for one in late if one.person)}
    for one in late:
        if one.post:
            at = {"post": Sentence(LABELS[Role(one.post)]), "agency": agencies[one.unit]}
            names[KEYS["person"](one)] = Sentence(gettext_noop("Chưa ai nhận: {post}, {agency}"), at)
    return names


def _lines(table: str, late: Sequence[LateOne], names: Mapping[str, str | Sentence]) -> list[Line]:
    by_key: dict[str, Counter[Cause]] = {}
    for one in late:
        by_key.setdefault(KEYS[table](one), Counter())[one.found.cause] += 1
    lines = [Line(key, names.get(key, key), causes) for key, causes in by_key.items()]
    return sorted(lines, key=lambda line: (-line.total, sort_key(str(line.label)), line.key))


def _names(ids: Iterable[str]) -> dict[str, str]:
    rows = Account.objects.filter(pk__in={int(pk) for pk in ids}).values_list("pk", "full_name")
    return {str(pk): name for pk, name in rows}


def _entries(looked_at: View, of: Scope, people: bool) -> tuple[list[EntryLine], list[EntryLine] | None]:
    """What was recorded in the period as having happened before, by the agency where the step lay, and by person."""
    claims = LateEntry.objects.filter(
        recorded_at__gte=looked_at.since, recorded_at__lt=looked_at.until, dossier__competent__code__in=of.codes
    )
    rows = list(claims.order_by("pk").values_list("dossier_id", "dossier__competent__code", "by_id", "recorded_at"))
    items = WorkItem.objects.filter(LAIN, dossier__in={pk for pk, *_ in rows})
    stays: dict[int, list[tuple[Any, ...]]] = {}
    for pk, *stay in items.order_by("pk").values_list("dossier_id", "opened_at", "closed_at", "agency__code"):
        stays.setdefault(pk, []).append(tuple(stay))
    by_unit: dict[str, list[int]] = {}
    by_person: dict[str, list[int]] = {}
    for pk, competent, by, at in rows:
        # Where one piece of work ends and the next begins at that moment, the first is the one that was done.
        lay = [code for begun, ended, code in stays.get(pk, ()) if begun <= at and (ended is None or at <= ended)]
        by_unit.setdefault(lay[0] if lay else competent, []).append(pk)
        by_person.setdefault(str(by), []).append(pk)
    offices = snapshot.present()
    units = {code: name_of(code, looked_at.last, offices) for code in by_unit}
    persons = _names(by_person) if people else {}
    return _entry_lines(by_unit, units), _entry_lines(by_person, persons) if people else None


def _case_changes(looked_at: View, of: Scope) -> list[EntryLine]:
    """Changes of case in the period, by the agency whose leader decided on them: one statement."""
    rows = CaseChange.objects.filter(
        changed_at__gte=looked_at.since,
        changed_at__lt=looked_at.until,
        changed_at__lte=looked_at.as_of,
        dossier__competent__code__in=of.codes,
    )
    by_unit: dict[str, list[int]] = {}
    for pk, code in rows.order_by("pk").values_list("dossier_id", "dossier__competent__code"):
        by_unit.setdefault(code, []).append(pk)
    offices = snapshot.present()
    return _entry_lines(by_unit, {code: name_of(code, looked_at.last, offices) for code in by_unit})


def _entry_lines(by: Mapping[str, Sequence[int]], names: Mapping[str, str]) -> list[EntryLine]:
    lines = [EntryLine(names.get(key, key), len(pks), len(set(pks))) for key, pks in by.items()]
    return sorted(lines, key=lambda line: (-line.events, sort_key(line.label)))


def seen(ids: Sequence[int], facts: Facts) -> dict[int, tuple[str, str]]:
    """(code, name of the procedure) of those of these dossiers that this person may see."""
    rows = Dossier.objects.filter(visible(facts), pk__in=ids).values_list("pk", "code", "version__name")
    return {pk: (code, name) for pk, code, name in rows}


def as_json(found: Lateness) -> dict[str, Any]:
    """The tables as programs take them; a cause without source is null, never 0."""
    return {
        "report": "lateness",
        "from": found.view.first.isoformat(),
        "to": found.view.last.isoformat(),
        "as_of": found.view.as_of.astimezone(VIETNAM).isoformat(),
        "complete_to": found.complete_to.astimezone(VIETNAM).isoformat(),
        "agency": found.scope.agency.code,
        "with_agencies_below": found.scope.whole,
        "totals": _line_json(found.totals),
        "by_agency": [_line_json(line) for line in found.agencies],
        "by_step": [_line_json(line) for line in found.steps],
        "by_unit": [_line_json(line) for line in found.units],
        "by_person": None if found.people is None else [_line_json(line) for line in found.people],
        "late_entries_by_unit": [_entry_json(line) for line in found.entries],
        "case_changes_by_unit": [_entry_json(line) for line in found.case_changes],
        "late_entries_by_person": None if found.entered_by is None else [_entry_json(e) for e in found.entered_by],
    }


def _line_json(line: Line) -> dict[str, Any]:
    causes = {c.value: None if c in WITHOUT_SOURCE else line.causes.get(c, 0) for c in Cause}
    return {"key": line.key, "label": str(line.label), "total": line.total, "causes": causes}


def _entry_json(line: EntryLine) -> dict[str, Any]:
    return {"label": line.label, "events": line.events, "dossiers": line.dossiers}
