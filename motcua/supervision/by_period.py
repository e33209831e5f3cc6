"""Reports of any period of any node of the tree, ranked and compared, by field, agency, unit, procedure or channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.folding import sort_key
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.snapshot import Snapshot

from . import queries, spans, ways
from .forms import Form, form_on
from .periods import View, view
from .reports import (
    AGENCY,
    FIELD,
    NO_FIELD,
    NOT_YET,
    Asked,
    NotYet,
    Report,
    Row,
    as_json,
    carried_of,
    check,
    headings_of,
    notes_of,
    row_of,
    under_each,
)
from .scopes import Scope, name_of, node, unit_under

PERIOD = "period"
UNIT, PROCEDURE, CHANNEL = "unit", "procedure", "channel"
GROUPINGS = (FIELD, AGENCY, UNIT, PROCEDURE, CHANNEL)
DIVIDED = {PROCEDURE: ways.PROCEDURE, CHANNEL: ways.CHANNEL}  # by what the headings of facts do not tell
CHANNELS = {
    "direct": gettext_noop("Trực tiếp"),
    "online": gettext_noop("Trực tuyến"),
    "post": gettext_noop("Bưu chính công ích"),
}
Sums = Mapping[int | str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; without a whole there is no share, which is neither 0 nor 100."""

    n: int
    of: int

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.n * 100, self.of) if self.of else None

    @property
    def percent(self) -> float | None:
        """With two decimals, a half rounded up; None where it does not apply."""
        return None if self.exact is None else hundredths(self.exact)


def hundredths(number: Fraction) -> float:
    """Rounded to two decimals, a half away from zero."""
    n = int(abs(number) * 100 + Fraction(1, 2)) / 100
    return n if number >= 0 else -n


def on_time_of_due(row: Row) -> Share:
    """Early and on time, of those due: with a result, or overdue at the end."""
    m = row.measures
    good = m["resolved_early"] + m["resolved_on_time"]
    return Share(good, good + m["resolved_late"] + m["overdue"])


def on_time_of_resolved(row: Row) -> Share:
    """Early and on time, of those with a result."""
    m = row.measures
    good = m["resolved_early"] + m["resolved_on_time"]
    return Share(good, good + m["resolved_late"])


def by_happened(row: Row) -> Share:
    """Early and on time by when it was done, of those with a result: late entries that were approved count."""
    recorded = on_time_of_resolved(row)
    return Share(recorded.n + row.measures["late_entry"], recorded.of)


SHARES = {
    "on_time_of_due": on_time_of_due,
    "on_time_of_resolved": on_time_of_resolved,
    "on_time_by_happened_at_of_resolved": by_happened,
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same question put to an earlier period: its totals and rows by key, as known at the same moment."""

    first: date
    last: date
    totals: Row
    rows: Mapping[str, Row]

    def row(self, key: str) -> Row | None:
        return self.rows.get(key) if key else self.totals


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """A report with the place of each row (by on_time_of_due; no place without any due) and two earlier periods."""

    report: Report
    ranks: Mapping[str, int]
    before: Earlier
    year_before: Earlier


def points(now: Row, then: Row | None, share: str = "on_time_of_due") -> float | None:
    """By how many points a share has moved; None when either does not apply."""
    if then is None:
        return None
    a, b = SHARES[share](now).exact, SHARES[share](then).exact
    return None if a is None or b is None else hundredths(a - b)


def of_period(asked: Asked) -> OfPeriod:
    """The report of a period, ranked and compared. Refused as `report_of` refuses."""
    found = report_of(asked)
    offices = snapshot.present()
    cuts, days = queries.cutoffs(found.view.as_of), (asked.first, asked.last)
    then = (cuts.before(*days) or spans.before(*days), cuts.year_before(*days) or spans.year_before(*days))
    earlier = [_earlier(found, *span, offices) for span in then]
    return OfPeriod(found, ranks(found.rows), *earlier)


def report_of(asked: Asked) -> Report:
    """Its figures alone. Refused when the question cannot be answered, or when the figures do not sum."""
    asked = replace(asked, form=PERIOD, rows_by=asked.rows_by or FIELD)
    if asked.rows_by not in GROUPINGS:
        raise Refused(
            "Chưa có báo cáo kỳ theo “{by}”; hãy chọn một trong: {known}.",
            field="rows",
            by=asked.rows_by,
            known=", ".join(GROUPINGS),
        )
    progress = queries.progress()
    if progress.at is None:
        raise NotYet(NOT_YET)
    looked_at = view(asked.first, asked.last, as_of=asked.as_of, known_to=progress.at)
    offices = snapshot.present()
    of = node(asked.agency, asked.first, asked.last, offices)
    form = form_on(PERIOD, asked.last)
    rows, totals, among = _counted(form, asked.rows_by, looked_at, of, offices)
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


def ranks(rows: Iterable[Row]) -> dict[str, int]:
    """The place of each row by the share on time of those due, the best first; equals share a place."""
    shares = {row.key: exact for row in rows if (exact := on_time_of_due(row).exact) is not None}
    return {key: 1 + sum(other > share for other in shares.values()) for key, share in shares.items()}


def _earlier(found: Report, first: date, last: date, offices: Snapshot) -> Earlier:
    looked_at = View(first, last, found.view.as_of)
    rows, totals, _among = _counted(found.form, found.rows_by, looked_at, found.scope, offices)
    return Earlier(first, last, totals, {row.key: row for row in rows})


def _counted(
    form: Form, rows_by: str, looked_at: View, of: Scope, offices: Snapshot
) -> tuple[list[Row], Row, queries.Headings]:
    """Rows, totals, and the headings asked for; Refused when rows do not obey the form or do not add up to totals."""
    headings, among = headings_of(of)
    by_agency = queries.figures(looked_at, among, ways.AGENCY)
    totals = row_of(form, "", gettext_noop("Tổng số"), list(by_agency), by_agency, headings)
    if rows_by in DIVIDED:
        rows = _divided(form, rows_by, looked_at, among, totals)
    else:
        found = by_agency if rows_by != FIELD else queries.figures(looked_at, among, ways.FIELD)
        keys = {one: _key(rows_by, one, looked_at, of, offices) for one in found}
        under = under_each(headings, FIELD if rows_by == FIELD else AGENCY)
        label = (lambda key: name_of(key, looked_at.last, offices)) if rows_by != FIELD else _field
        rows = []
        for key in set(keys.values()):
            ones = [one for one in found if keys[one] == key]
            rows.append(row_of(form, key, label(key), ones, found, [pk for one in ones for pk in under[one]]))
    rows.sort(key=lambda row: (sort_key(row.label), row.key))
    check(form, [*rows, totals])
    _adds_up(form, rows, totals)
    return rows, totals, among


def _key(rows_by: str, one: str, looked_at: View, of: Scope, offices: Snapshot) -> str:
    """The row of an agency or a field."""
    if rows_by == UNIT:
        return unit_under(of.agency, one, looked_at.first, looked_at.last, offices)
    return one or "-"


def _field(key: str) -> str:
    return NO_FIELD if key == "-" else key


def _divided(form: Form, rows_by: str, looked_at: View, among: queries.Headings, totals: Row) -> list[Row]:
    """Rows by procedure or channel, which rollups of their own add up."""
    by = DIVIDED[rows_by]
    found = queries.figures(looked_at, among, by)
    names = _procedures(found) if rows_by == PROCEDURE else CHANNELS
    rows = []
    for key in found:
        row = row_of(form, str(key), names.get(str(key), str(key)), [key], found, totals.headings)
        rows.append(replace(row, only=Q(**{by.fact: key})))
    return rows


def _procedures(found: Sums) -> dict[str, str]:
    """The newest name of each procedure, with its code."""
    rows = ProcedureVersion.objects.filter(procedure__code__in=list(found)).order_by("n")
    return {code: f"{name} ({code})" for code, name in rows.values_list("procedure__code", "name")}


def _adds_up(form: Form, rows: Sequence[Row], totals: Row) -> None:
    """Refused when a column of the rows does not add up to the totals, which rollups tell by themselves."""
    for column in form.columns:
        if (n := sum(row.columns[column.n] for row in rows)) != totals.columns[column.n]:
            raise Refused(
                "Số liệu không khớp nên báo cáo không được lập: cột {column} cộng các dòng là {rows}, tổng số là "
                "{totals}. Hãy chạy motcua facts check.",
                column=column.n,
                rows=n,
                totals=totals.columns[column.n],
            )


def period_json(found: OfPeriod) -> dict[str, Any]:
    """As reports.as_json, and to each row its place, shares (None: not applicable) and points against earlier."""
    said = as_json(found.report)
    for row, told in zip(found.report.rows, said["rows"], strict=True):
        told |= {"rank": found.ranks.get(row.key), **_compared(found, row)}
    return said | {
        "with_agencies_below": True,
        "ranked_by": "on_time_of_due",
        "of_totals": _compared(found, found.report.totals),
        "earlier": {name: _earlier_json(getattr(found, name)) for name in ("before", "year_before")},
    }


def _compared(found: OfPeriod, row: Row) -> dict[str, Any]:
    then = {"before": found.before.row(row.key), "year_before": found.year_before.row(row.key)}
    return {
        "shares": {name: share_json(share(row)) for name, share in SHARES.items()},
        "points": {name: points(row, other) for name, other in then.items()},
    }


def share_json(share: Share) -> dict[str, float | int | None]:
    """A share with its denominator."""
    return {"n": share.n, "of": share.of, "percent": share.percent}


def _earlier_json(earlier: Earlier) -> dict[str, Any]:
    return {
        "from": earlier.first.isoformat(),
        "to": earlier.last.isoformat(),
        "totals": dict(earlier.totals.columns),
        "rows": {key: dict(row.columns) for key, row in sorted(earlier.rows.items())},
    }
