"""Statutory reports made from figures: rows, totals, what must sum, footnotes, and what was carried over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from motcua.kernel.folding import sort_key
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices import snapshot

from . import organisation, paid, queries, ways
from .forms import Form, form_on
from .measures import MEASURES, PAID
from .models import FrozenReport
from .periods import View, view
from .scopes import Scope, name_of, scope

FIELD, AGENCY = "field", "agency"
WAYS = {FIELD: ways.FIELD, AGENCY: ways.AGENCY}
NO_FIELD = gettext_noop("Chưa phân lĩnh vực")
NO_UNIT = gettext_noop("Chưa ghi đơn vị công bố")
NOT_YET = gettext_noop("Chưa có số liệu: tiến trình việc nền tính số liệu mỗi phút một lần; hãy thử lại sau ít phút.")


class NotYet(Refused):
    """The journal was not read yet: there are no figures, which is not the same as zeros."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What report is asked for. `agency` is a code, empty for the province; `as_of` None means what is known now;
    `rows_by` is FIELD, AGENCY, or empty for what a row of the form usually is."""

    first: date
    last: date
    agency: str = ""
    as_of: datetime | None = None
    rows_by: str = ""
    form: str = "06a"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the columns of the form that have a source, the measures they come from, and what of the facts it adds
    up: those of its headings that meet `only`."""

    key: str
    label: str
    columns: Mapping[str, int]
    measures: Mapping[str, int]
    headings: frozenset[int] = frozenset()
    only: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class Note:
    """A line below the form: its sentence, its figure, and the measures whose dossiers it opens."""

    key: str
    n: int
    sentence: Sentence
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """Column "carried over" against the last frozen report: in all, and by row where it differs."""

    report: FrozenReport
    frozen: int
    now: int
    by_row: Mapping[str, int]

    @property
    def adjustment(self) -> int:
        return self.now - self.frozen


@dataclass(frozen=True, slots=True)
class Report:
    """A report that sums; `complete_to` is the moment up to which the journal was read, `called` what the province
    calls its period, where it does."""

    form: Form
    view: View
    scope: Scope
    rows_by: str
    rows: Sequence[Row]
    totals: Row
    notes: Sequence[Note]
    carried: Carried | None
    complete_to: datetime
    checks: Sequence[str] = field(default_factory=tuple)
    called: Sentence | None = None

    @property
    def on_time(self) -> tuple[int, int]:
        """How many results were early or on time, and of how many results: what ended without one is in neither."""
        m = self.totals.measures
        good = m.get("resolved_early", 0) + m.get("resolved_on_time", 0)
        return good, good + m.get("resolved_late", 0)

    def row(self, key: str) -> Row:
        """The row of this key, the totals for an empty one; Refused when there is none."""
        if not key:
            return self.totals
        for row in self.rows:
            if row.key == key:
                return row
        raise Refused("Báo cáo không có dòng “{key}”.", field="row", key=key)


def report(asked: Asked) -> Report:
    """The report. Refused when the question cannot be answered, or when the figures do not sum."""
    progress = queries.progress()
    if progress.at is None:
        raise NotYet(NOT_YET)
    looked_at = view(asked.first, asked.last, as_of=asked.as_of, known_to=progress.at)
    offices = snapshot.present()
    of = scope(asked.agency, asked.first, asked.last, offices)
    form = form_on(asked.form, asked.last)
    asked = replace(asked, rows_by=asked.rows_by or form.rows_by)
    if form.of_catalogue:
        return _of_catalogue(form, of, looked_at, progress.at)
    headings, among = headings_of(of)
    by = AGENCY if asked.rows_by == AGENCY else FIELD
    found = _figures(form, looked_at, among, headings, by)
    under = under_each(headings, by)
    labels = {key: name_of(key, asked.last, offices) if by == AGENCY else key or NO_FIELD for key in found}
    rows = [row_of(form, key or "-", labels[key], [key], found, under[key]) for key in found]
    rows.sort(key=lambda row: (sort_key(row.label), row.key))
    totals = row_of(form, "", gettext_noop("Tổng số"), list(found), found, headings)
    check(form, [*rows, totals])
    return Report(
        form=form,
        view=looked_at,
        scope=of,
        rows_by=asked.rows_by,
        rows=rows,
        totals=totals,
        notes=notes_of(form, totals, queries.reopened(looked_at, among).count()),
        carried=carried_of(asked, form, of, rows, totals, looked_at),
        complete_to=progress.at,
        checks=tuple(str(identity) for identity in form.identities),
        called=queries.cutoffs(looked_at.as_of).name(asked.first, asked.last),
    )


def _of_catalogue(form: Form, of: Scope, looked_at: View, complete_to: datetime) -> Report:
    """A form that counts procedures: a row for each unit that publishes them."""
    found = organisation.organisation(of, looked_at)
    rows = [
        _catalogue_row(form, key, NO_UNIT if key == organisation.NO_UNIT else key, [unit])
        for key, unit in found.units.items()
    ]
    rows.sort(key=lambda row: (sort_key(row.label), row.key))
    totals = _catalogue_row(form, "", gettext_noop("Tổng số"), list(found.units.values()))
    check(form, [*rows, totals])
    notes = [Note(*note) for note in found.notes]
    sums = tuple(str(identity) for identity in form.identities)
    called = queries.cutoffs(looked_at.as_of).name(looked_at.first, looked_at.last)
    return Report(form, looked_at, of, AGENCY, rows, totals, notes, None, complete_to, sums, called)


def _catalogue_row(form: Form, key: str, label: str, units: Sequence[Mapping[str, int]]) -> Row:
    measures = organisation.sums(units)
    return Row(key, label, {c.n: sum(measures[name] for name in c.counts) for c in form.columns}, measures)


def _figures(
    form: Form, looked_at: View, among: queries.Headings, headings: Mapping[int, queries.Headed], by: str
) -> dict[str, dict[str, int]]:
    """All measures by field or agency, those of payments only where the form has a column for them."""
    found = {key: {**row} for key, row in queries.figures(looked_at, among, WAYS[by]).items()}
    if not form.measures.isdisjoint(PAID):
        for pk, more in paid.counted(looked_at, among).items():
            row = found.setdefault(getattr(headings[pk], by), dict.fromkeys(MEASURES, 0))
            for name, n in more.items():
                row[name] = row.get(name, 0) + n
    return found


def under_each(headings: Mapping[int, queries.Headed], by: str) -> dict[str, list[int]]:
    """The ids of the headings of each field or agency."""
    found: dict[str, list[int]] = {}
    for pk, heading in headings.items():
        found.setdefault(getattr(heading, by), []).append(pk)
    return found


def headings_of(of: Scope) -> tuple[dict[int, queries.Headed], queries.Headings]:
    """The headings of a scope, and which ids to ask for: None where that is all there are."""
    there = queries.headings(None if of.whole else of.codes)
    found = {pk: h for pk, h in there.items() if h.agency in of.codes}
    return found, None if of.whole and len(found) == len(there) else list(found)


def row_of(
    form: Form, key: str, label: str, keys: Sequence[Any], found: Mapping[Any, Mapping[str, int]], of: Iterable[int]
) -> Row:
    """The row that adds up the measures of these keys; `of` are the headings of the dossiers behind it."""
    sums = {name: sum(found[one].get(name, 0) for one in keys) for name in (*MEASURES, *PAID)}
    columns = {column.n: sum(sums[name] for name in column.counts) for column in form.columns if column.built}
    return Row(key, label, columns, sums, frozenset(of))


def check(form: Form, rows: Sequence[Row]) -> None:
    """Refused, naming the row and the identity, when one does not hold: nothing is shown that does not sum."""
    for row in rows:
        for identity in form.identities:
            if not identity.holds(row.columns):
                raise Refused(
                    "Số liệu không khớp nên báo cáo không được lập: dòng “{label}” sai {identity} ({left} ≠ {right}). "
                    "Hãy chạy motcua facts check.",
                    label=row.label,
                    identity=str(identity),
                    left=row.columns[identity.left],
                    right=identity.sum(row.columns),
                )
        if any(n < 0 for n in row.columns.values()):
            raise Refused(
                "Số liệu không khớp nên báo cáo không được lập: dòng “{label}” có số âm. Hãy chạy motcua facts check.",
                label=row.label,
            )


ENDED = gettext_noop(
    "{n} hồ sơ kết thúc không có kết quả (rút {withdrawn}, dừng {stopped}); biểu không có cột riêng nên được xếp vào "
    "cột {columns} theo ngày kết thúc so với hạn."
)
WAITING = gettext_noop(
    "{n} hồ sơ đang giải quyết còn chờ người nộp (bổ sung giấy tờ, nghĩa vụ tài chính): trong hạn {in_time}, quá hạn "
    "{overdue}; nằm trong cột {columns}."
)
LATE_ENTRY = gettext_noop(
    "{n} hồ sơ quá hạn chỉ vì ghi vào hệ thống muộn: theo thời điểm thực hiện đã khai thì đúng hạn."
)
REOPENED = gettext_noop("{n} hồ sơ có kết quả bị phát hiện sai và mở lại trong kỳ; không tính lại lần nữa.")


def notes_of(form: Form, totals: Row, reopened: int) -> list[Note]:
    """The lines below the form."""
    m = totals.measures
    ended = {how: sum(m[name] for name in form.ended if name.startswith(how)) for how in ("withdrawn", "stopped")}
    n = sum(ended.values())
    at = ", ".join(dict.fromkeys(form.placed[name] for name in form.ended))
    waits = ", ".join(form.placed[name] for name in ("waiting_in_time", "waiting_overdue"))
    waiting = {"n": m["waiting"], "in_time": m["waiting_in_time"], "overdue": m["waiting_overdue"], "columns": waits}
    placed = [Note("ended", n, Sentence(ENDED, {"n": n, **ended, "columns": at}), form.ended)] if form.ended else []
    return [
        *placed,
        Note("waiting", m["waiting"], Sentence(WAITING, waiting), ("waiting",)),
        Note("late_entry", m["late_entry"], Sentence(LATE_ENTRY, {"n": m["late_entry"]}), ("late_entry",)),
        Note("reopened", reopened, Sentence(REOPENED, {"n": reopened})),
    ]


def carried_of(
    asked: Asked, form: Form, of: Scope, rows: Sequence[Row], totals: Row, looked_at: View
) -> Carried | None:
    """How what is carried over stands to the closing figures of the report that was frozen for the period before."""
    last = queries.frozen_before(
        form=asked.form, agency=of.agency.code, rows_by=asked.rows_by, first=asked.first, known_to=looked_at.as_of
    )
    if last is None:
        return None
    said = json.loads(last.content)
    before = {row["key"]: row["columns"][form.closing] for row in said["rows"]}
    now = {row.key: row.columns[form.carried] for row in rows}
    by_row = {k: now.get(k, 0) - before.get(k, 0) for k in before.keys() | now.keys()}
    return Carried(
        report=last,
        frozen=said["totals"][form.closing],
        now=totals.columns[form.carried],
        by_row={k: n for k, n in sorted(by_row.items()) if n},
    )


ADJUSTED = gettext_noop("Điều chỉnh do ghi nhận muộn")


def as_json(found: Report) -> dict[str, Any]:
    """The report as programs take it; what is frozen is exactly this."""
    return {
        "report": found.form.form,
        "form": {"number": found.form.number, "title": found.form.title, "pack": found.form.code},
        "from": found.view.first.isoformat(),
        "to": found.view.last.isoformat(),
        "as_of": _written(found.view.as_of),
        "complete_to": _written(found.complete_to),
        "agency": found.scope.agency.code,
        "agency_name": found.scope.agency.name,
        "with_agencies_below": found.scope.whole,
        "rows_by": found.rows_by,
        "rows": [{"key": r.key, "label": r.label, "columns": _cells(found.form, r)} for r in found.rows],
        "totals": _cells(found.form, found.totals),
        "checks": [{"identity": identity, "holds": True} for identity in found.checks],
        "footnotes": [{"key": note.key, "n": note.n, "text": str(note.sentence)} for note in found.notes],
        "on_time": {"resolved_in_time": found.on_time[0], "of_resolved": found.on_time[1]},
        "carried_over": _carried_json(found.carried),
    }


def _cells(form: Form, row: Row) -> dict[str, int | None]:
    """Every column of the form; None where its source is not built."""
    return {column.n: row.columns.get(column.n) for column in form.columns}


def _carried_json(carried: Carried | None) -> dict[str, Any] | None:
    if carried is None:
        return None
    return {
        "frozen": {
            "digest": carried.report.digest,
            "from": carried.report.period_from.isoformat(),
            "to": carried.report.period_to.isoformat(),
            "closing": carried.frozen,
        },
        "label": ADJUSTED,
        "adjustment": carried.adjustment,
        "by_row": dict(carried.by_row),
    }


def _written(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat()
