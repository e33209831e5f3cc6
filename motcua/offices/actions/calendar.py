"""Writes about time: office hours, opening hours, days, shares of a limit at which an agency is warned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.journal.actions import Entry, append
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import weekday_index
from motcua.kernel.sentences import Refused

from ..calendar_changes import GONE, Plan, facts_of, kind_of
from ..calendars import pattern
from ..models import (
    Agency,
    CalendarChange,
    CounterHours,
    OfficeHours,
    SpecialDay,
    WarningShares,
)
from .recorded import journal_agency, next_edition


@transaction.atomic
def set_office_hours(
    *,
    agency_id: int,
    weekdays: dict[str, list[list[str]]],
    day: date,
    by: str,
    at: datetime,
    basis: str = "",
    origin: str = "live",
) -> OfficeHours:
    """New office hours of an agency from `day` on, until later ones begin. Refused when senseless."""
    row = OfficeHours(agency_id=agency_id, weekdays=weekdays, valid_from=day, known_from=at, basis=basis)
    check_office_hours(row, OfficeHours.objects.filter(agency_id=agency_id, withdrawn_at__isnull=True))
    row.save()
    said = {"from": day.isoformat(), "weekdays": weekdays}
    journal_agency(agency_id, "office_hours.set", said, by=by, at=at, origin=origin)
    next_edition()
    return row


def check_office_hours(
    row: OfficeHours, others: Iterable[OfficeHours], *, instead_of: Iterable[OfficeHours] = ()
) -> None:
    """Refused unless `row` makes sense beside the `others` of its agency that stand.

    Hours without end that stand in the place of such as begin on the same day are followed by those that follow them.
    """
    in_place = any(old.valid_to is None and old.valid_from == row.valid_from for old in instead_of)
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise Refused("Ngày cuối áp dụng phải từ ngày đầu trở đi.", field="until")
    try:
        Calendar([pattern(row)])
    except ValueError:
        raise Refused("Giờ làm việc phải ghi như 07:00–11:30.", field="weekdays") from None
    if not any(row.weekdays.values()):
        raise Refused("Cần ít nhất một buổi làm việc trong tuần.", field="weekdays")
    for other in others:
        if row.valid_to is None and other.valid_to is None and other.valid_from >= row.valid_from and not in_place:
            raise Refused("Đã có giờ làm việc bắt đầu từ ngày này hoặc sau đó.", field="day")
        if row.valid_to and other.valid_to and row.valid_from < other.valid_to and other.valid_from < row.valid_to:
            raise Refused(
                "Giờ làm việc từ {first} đến {last} chồng lên những ngày này; hãy bỏ dòng ấy trước.",
                field="day",
                first=f"{other.valid_from:%d/%m/%Y}",
                last=f"{other.valid_to - timedelta(days=1):%d/%m/%Y}",
            )


@transaction.atomic
def set_warning_shares(*, agency_id: int, first: int, second: int, day: date, by: str, at: datetime) -> None:
    """At which shares of a limit (percent used) an agency is warned, from `day` on. Refused when senseless."""
    if not 0 <= first < second < 100:
        raise Refused("Mức báo lãnh đạo phải lớn hơn mức nhắc người xử lý và nhỏ hơn 100 %.", field="second")
    rows = WarningShares.objects.filter(agency_id=agency_id)
    rows.filter(valid_from__gte=day).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)
    WarningShares.objects.create(agency_id=agency_id, first=first, second=second, valid_from=day)
    said = {"first": first, "second": second, "from": day.isoformat()}
    journal_agency(agency_id, "warnings.set", said, by=by, at=at)


@transaction.atomic
def set_counter_hours(
    *, agency_id: int, weekdays: dict[str, list[list[str]]], day: date, by: str, at: datetime, origin: str = "live"
) -> None:
    """New opening hours of a counter for people; they move no deadline."""
    try:
        Calendar([pattern(OfficeHours(weekdays=weekdays, valid_from=day))])
    except ValueError:
        raise Refused("Giờ mở quầy phải ghi như 07:00–11:30.", field="weekdays") from None
    if CounterHours.objects.filter(agency_id=agency_id, valid_from__gte=day).exists():
        raise Refused("Đã có giờ mở quầy bắt đầu từ ngày này hoặc sau đó.", field="day")
    CounterHours.objects.filter(agency_id=agency_id, valid_to__isnull=True).update(valid_to=day)
    CounterHours.objects.create(agency_id=agency_id, weekdays=weekdays, valid_from=day)
    said = {"from": day.isoformat(), "weekdays": weekdays}
    journal_agency(agency_id, "counter_hours.set", said, by=by, at=at, origin=origin)
    next_edition()


@transaction.atomic
def set_special_days(rows: Sequence[SpecialDay], *, by: str, at: datetime, origin: str = "live") -> None:
    """Enter days off and working days, known from `at` unless a row says an earlier moment. Printed dates stay.

    Refused for a day that is entered already: it is withdrawn first.
    """
    put_special_days(rows, at=at)
    for agency_id in sorted({row.agency_id for row in rows}):
        days = {row.day.isoformat(): [row.kind, row.as_weekday] for row in rows if row.agency_id == agency_id}
        journal_agency(agency_id, "days.entered", {"days": days}, by=by, at=at, origin=origin)
    next_edition()


def put_special_days(rows: Sequence[SpecialDay], *, at: datetime) -> None:
    """Write days, known from `at` unless a row says an earlier moment. Refused for a day that is entered already."""
    seen: set[tuple[int, date]] = set()
    for row in rows:
        if row.kind == "working":
            weekday_index(row.as_weekday)
        if (row.agency_id, row.day) in seen or SpecialDay.objects.filter(
            agency_id=row.agency_id, day=row.day, withdrawn_at__isnull=True
        ).exists():
            raise Refused(
                "Ngày {day} đã có trong lịch. Hãy bỏ dòng cũ trước khi ghi dòng mới.",
                field="day",
                day=f"{row.day:%d/%m/%Y}",
            )
        seen.add((row.agency_id, row.day))
        row.known_from = row.known_from or at
        if row.known_from > at:
            raise Refused(
                "Không ghi trước được: lịch biết từ lúc ghi, không biết từ một lúc sau này.", field="known_from"
            )
    SpecialDay.objects.bulk_create(rows)


@transaction.atomic
def carry_out(plan: Plan, *, by: str, at: datetime, origin: str = "live") -> CalendarChange:
    """Write the plan, known from `at`, with one event in the stream of its agency.

    Refused when a row to be withdrawn is gone, or one to be entered does not fit beside those that stand.
    """
    agency = Agency.objects.select_for_update().get(pk=plan.agency_id)
    change = CalendarChange.objects.create(agency=agency, at=at, by=by, undoes=plan.undoes)
    _withdraw(plan, change)
    for row in (*plan.days, *plan.hours):
        row.known_from, row.entered_in = at, change
    put_special_days(plan.days, at=at)
    standing = OfficeHours.objects.filter(agency=agency, withdrawn_at__isnull=True)
    for row in plan.hours:
        check_office_hours(row, standing.all(), instead_of=plan.hours_out)
        row.save()
    append(agency, [Entry(kind_of(plan), {}, facts_of(plan))], by=by, at=at, origin=origin)
    agency.save(update_fields=["chain_n", "chain_hash"])
    next_edition()
    return change


def _withdraw(plan: Plan, change: CalendarChange) -> None:
    said = {"withdrawn_at": change.at, "withdrawn_in": change}
    days = SpecialDay.objects.filter(pk__in=[d.pk for d in plan.days_out], withdrawn_at__isnull=True).update(**said)
    hours = OfficeHours.objects.filter(pk__in=[h.pk for h in plan.hours_out], withdrawn_at__isnull=True).update(**said)
    if (days, hours) != (len(plan.days_out), len(plan.hours_out)):
        raise Refused(GONE)
