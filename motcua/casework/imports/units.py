"""Agencies from a CSV: all lines are checked against each other first, then opened in order and closed at last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from motcua.casework import close_agency
from motcua.kernel import agency_code
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices import actions as offices
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Level

from .reading import Line, RefusedLine, csv_lines
from .report import Report
from .values import day_of, fitting

COLUMNS = (
    *("code", "name", "short_name", "kind", "level", "parent_code"),
    *("place_code", "opened_on", "closed_on", "successor_code"),
)
KINDS = (
    *("province_committee", "commune_committee", "district_committee"),
    *("department", "office", "one_stop", "vertical"),
)
LONGEST = {"name": 200, "short_name": 80, "place_code": 10}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as read, with the agency that stands under its code already, if one does."""

    n: int
    data: AgencyData
    existing: Agency | None


@transaction.atomic
def import_units(content: bytes, *, day: date, by: str, at: datetime, origin: str = "live") -> Report:
    """Import the agencies of a file; `day` opens those that name no day. Refused when the file cannot be read."""
    sheet = csv_lines(content, columns=COLUMNS)
    report = Report()
    report.refuse(sheet.refused)
    known = {a.code: a for a in Agency.objects.select_related("level", "parent", "successor").order_by("valid_from")}
    wanted = _agreeing(_read_all(sheet.lines, known, day, report), known, report)
    report.new = _open(wanted, known, day=day, by=by, at=at, origin=origin)
    for line in wanted:
        if line.existing is not None:
            _change(line, line.existing, known, report, by=by, at=at, origin=origin)
    return report


def _open(wanted: Sequence[Wanted], known: dict[str, Agency], *, day: date, by: str, at: datetime, origin: str) -> int:
    """Open the new ones in the order of the file, then close those of them that are history; how many were opened."""
    new = [line for line in wanted if line.existing is None]
    for line in new:
        known[line.data.code] = offices.open_agency(line.data, day=day, by=by, at=at, origin=origin)
    for line in new:
        if line.data.closed_on is not None:
            successor = known.get(line.data.successor_code)
            offices.end_agency(
                agency_id=known[line.data.code].pk,
                on=line.data.closed_on,
                successor_id=successor.pk if successor else None,
                by=by,
                at=at,
                origin=origin,
            )
    return len(new)


def _change(
    line: Wanted, agency: Agency, known: dict[str, Agency], report: Report, *, by: str, at: datetime, origin: str
) -> None:
    """Put names right and close what the file closes, both or neither."""
    if agency.valid_to is not None or not (_renamed(agency, line.data) or line.data.closed_on):
        report.unchanged += 1
        return
    try:
        with transaction.atomic():
            if _renamed(agency, line.data):
                _rename(agency, line.data, by=by, at=at, origin=origin)
            if line.data.closed_on is not None:
                successor = known.get(line.data.successor_code)
                close_agency.end(
                    agency_id=agency.pk,
                    successor_id=successor.pk if successor else None,
                    on=line.data.closed_on,
                    offices=snapshot.present(),
                    by=by,
                    at=at,
                    origin=origin,
                )
        report.changed += 1
    except Refused as no:
        report.refuse([RefusedLine(line.n, no.sentence)])


def _renamed(agency: Agency, data: AgencyData) -> bool:
    return (agency.name, agency.short_name) != (data.name, data.short_name)


def _rename(agency: Agency, data: AgencyData, *, by: str, at: datetime, origin: str) -> None:
    offices.change_agency(
        agency_id=agency.pk,
        name=data.name,
        short_name=data.short_name,
        address=agency.address,
        phone=agency.phone,
        by=by,
        at=at,
        origin=origin,
    )


def _read_all(lines: Sequence[Line], known: dict[str, Agency], day: date, report: Report) -> list[Wanted]:
    levels = set(Level.objects.values_list("code", flat=True))
    wanted, seen = [], dict[str, int]()
    for line in lines:
        try:
            data = _read(line, levels)
            if data.closed_on and data.closed_on > day:
                raise Refused("Ngày kết thúc ở tương lai; hãy nhập khi đã đến ngày ấy.")
            if data.code in seen:
                raise Refused("Mã {code} đã có ở dòng {n}.", code=data.code, n=seen[data.code])
            seen[data.code] = line.n
            existing = _standing(known.get(data.code), data, day)
            if existing is not None:
                _check_same(existing, data)
            wanted.append(Wanted(line.n, data, existing))
        except Refused as no:
            report.refuse([RefusedLine(line.n, no.sentence)])
    return wanted


def _read(line: Line, levels: set[str]) -> AgencyData:
    values = line.values
    if not values["code"]:
        raise Refused("Thiếu mã cơ quan.")
    if not values["name"]:
        raise Refused("Thiếu tên cơ quan.")
    if values["kind"] not in KINDS:
        raise Refused("Loại cơ quan “{kind}” không có trong danh mục.", kind=values["kind"][:40])
    if values["level"] not in levels:
        raise Refused("Không có cấp “{level}”.", level=values["level"][:40])
    code_of, date_of = partial(_code, values), partial(day_of, values)
    data = AgencyData(
        code=agency_code.parse(values["code"]).code,
        name=fitting(values, "name", LONGEST),
        short_name=fitting(values, "short_name", LONGEST),
        kind=values["kind"],
        level=values["level"],
        parent_code=code_of("parent_code"),
        place_code=fitting(values, "place_code", LONGEST),
        opened_on=date_of("opened_on"),
        closed_on=date_of("closed_on"),
        successor_code=code_of("successor_code"),
    )
    if data.closed_on and not (data.opened_on and data.opened_on < data.closed_on):
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu hoạt động.")
    if data.successor_code and not data.closed_on:
        raise Refused("Có cơ quan kế tiếp thì phải có ngày kết thúc.")
    if data.code in (data.parent_code, data.successor_code):
        raise Refused("Cơ quan không thể là cấp trên hay cơ quan kế tiếp của chính nó.")
    return data


def _code(values: Mapping[str, str], column: str) -> str:
    return agency_code.parse(values[column]).code if values[column] else ""


def _standing(agency: Agency | None, data: AgencyData, day: date) -> Agency | None:
    """The agency that the line speaks of. A code may be given again after its agency closed: that is another one."""
    if agency is not None and agency.valid_to is not None and (data.opened_on or day) >= agency.valid_to:
        return None
    return agency


def _check_same(agency: Agency, data: AgencyData) -> None:
    """Only names may be put right and an open agency closed; anything else is another agency or a mistake."""
    now = {
        "kind": (agency.kind, data.kind),
        "level": (agency.level.code, data.level),
        "parent_code": (agency.parent.code if agency.parent else "", data.parent_code),
        "place_code": (agency.place_code, data.place_code),
        "opened_on": (agency.valid_from, data.opened_on or agency.valid_from),
        "closed_on": (agency.valid_to, data.closed_on if agency.valid_to else None),
    }
    if other := [name for name, (stands, said) in now.items() if stands != said]:
        raise Refused(
            "Cơ quan {code} đã có với {columns} khác; thay đổi ấy phải làm ở trang quản trị.",
            code=data.code,
            columns=", ".join(other),
        )


def _agreeing(wanted: list[Wanted], known: dict[str, Agency], report: Report) -> list[Wanted]:
    """The lines whose parents and successors go in too; a line refused here may take others with it."""
    while True:
        codes = {w.data.code for w in wanted}
        opened: set[str] = {code for code, agency in known.items() if agency.valid_to is None}
        refused = []
        for line in wanted:
            if reason := _disagreement(line, opened=opened, codes=codes | known.keys()):
                refused.append(RefusedLine(line.n, reason))
            else:
                opened.add(line.data.code)
        if not refused:
            return wanted
        report.refuse(refused)
        numbers = {line.n for line in refused}
        wanted = [line for line in wanted if line.n not in numbers]


def _disagreement(line: Wanted, *, opened: set[str], codes: set[str]) -> Sentence | None:
    parent, successor = line.data.parent_code, line.data.successor_code
    if line.existing is None and parent and parent not in opened:
        said = gettext_noop("Không có cơ quan cấp trên {parent} ở dòng nào phía trên, cũng chưa có trong hệ thống.")
        return Sentence(said, {"parent": parent})
    if successor and successor not in codes:
        return Sentence("Không có cơ quan kế tiếp {successor}.", {"successor": successor})
    return None
