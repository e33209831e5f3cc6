"""Procedures from a spreadsheet made from the template: each row checked by itself, then gathered into lines.

Cells are taken as what they are: a number that is stored as text is refused, not guessed. Where anything is refused,
the caller takes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.kernel import folding, procedure_code
from motcua.kernel.sentences import Refused, Sentence

from .procedure_columns import EXAMPLE, GUIDE, TABLES, Column, Kind, Table
from .reading import Line, RefusedLine, Sheet
from .workbook import Page, Row, Value, pages

HEAD = 1  # the row of headings


@dataclass(slots=True)
class Gathered:
    """Lines by code, each with the number of its row, and what was refused."""

    lines: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)

    def refuse(self, table: str, n: int, why: Refused) -> None:
        self.refused.append(RefusedLine(n, Sentence("trang “{page}”: {why}", {"page": table, "why": why.sentence})))


def spreadsheet_lines(content: bytes) -> Sheet:
    """Every procedure of a workbook as a line of the import format; `n` is its row in the sheet of procedures.

    Refused as a whole when it is no workbook, lacks the sheet of procedures or has a sheet that the template has not.
    """
    there = {page.name: page for page in pages(content) if page.name != GUIDE}
    known = {table.name: table for table in TABLES}
    if TABLES[0].name not in there:
        raise Refused("Bảng tính thiếu trang “{page}”. Hãy dùng tệp mẫu.", page=TABLES[0].name)
    if strange := [name for name in there if name not in known and there[name].rows]:
        raise Refused("Bảng tính có trang “{page}” mà tệp mẫu không có.", page=strange[0][:60])
    found = Gathered()
    for table in TABLES:
        if table.name in there:
            _gather(table, there[table.name], found)
    if not found.lines and not found.refused:
        raise Refused("Bảng tính không có thủ tục nào.")
    order = [table.name for table in TABLES]
    found.refused.sort(key=lambda line: (order.index(str(line.reason.values["page"])), line.n))
    return Sheet([Line(n, line) for n, line in found.lines.values()], found.refused)


def _gather(table: Table, page: Page, found: Gathered) -> None:
    try:
        places = _places(table, page)
    except Refused as no:
        return found.refuse(table.name, HEAD, no)
    for row in page.rows:
        if row.n <= HEAD:
            continue
        try:
            if row.n in page.merged:
                raise Refused("Có ô gộp; hãy bỏ gộp ô.")
            values = dict(_values(table, row, places))
            if values["code"] != EXAMPLE:
                _put(table, row.n, values, found)
        except Refused as no:
            found.refuse(table.name, row.n, no)
    return None


def _places(table: Table, page: Page) -> dict[int, Column]:
    """Which column stands where, by the headings of the template in their order."""
    head = next((row for row in page.rows if row.n == HEAD), Row(HEAD, {}))
    if HEAD in page.merged:
        raise Refused("Dòng tiêu đề có ô gộp; hãy dùng tệp mẫu.")
    for n, column in enumerate(table.columns):
        if _plain(head.cells.get(n)) != folding.fold(column.heading):
            raise Refused(
                "Cột {n} phải là “{heading}”; hãy giữ đúng các cột của tệp mẫu.", n=n + 1, heading=column.heading
            )
    if more := [str(value) for n, value in head.cells.items() if n >= len(table.columns)]:
        raise Refused("Có cột “{heading}” mà tệp mẫu không có.", heading=more[0][:60])
    return dict(enumerate(table.columns))


def _plain(value: Value | None) -> str:
    return folding.fold(value) if isinstance(value, str) else ""


def _values(table: Table, row: Row, places: Mapping[int, Column]) -> Iterator[tuple[str, Any]]:
    if beyond := [n for n in row.cells if n not in places]:
        raise Refused("Cột {n} không có tiêu đề mà có nội dung.", n=beyond[0] + 1)
    for n, column in places.items():
        value = row.cells.get(n)
        if value is None:
            if column.needed:
                raise Refused("Cột “{heading}” không được để trống.", heading=column.heading)
            continue
        yield column.key, _said(column, value)


def _said(column: Column, value: Value) -> Any:
    wrong = {"heading": column.heading}
    match column.kind:
        case Kind.DAY:
            if not isinstance(value, date):
                raise Refused("Cột “{heading}” phải là ô kiểu ngày, không phải chữ hay số.", **wrong)
            return value.isoformat()
        case Kind.WHOLE | Kind.NUMBER:
            if not isinstance(value, Decimal):
                raise Refused("Cột “{heading}” phải là ô kiểu số, không phải chữ hay ngày.", **wrong)
            if value != int(value):
                if column.kind is Kind.WHOLE:
                    raise Refused("Cột “{heading}” phải là số nguyên.", **wrong)
                return float(value)
            return int(value)
        case Kind.TICK:
            if value is True or _plain(value) == "x":
                return True
            raise Refused("Cột “{heading}” chỉ đánh dấu x hoặc để trống.", **wrong)
    if not isinstance(value, str):
        raise Refused("Cột “{heading}” phải là ô kiểu chữ, không phải số hay ngày.", **wrong)
    if column.key in ("code", "result_of"):
        return value if value == EXAMPLE else procedure_code.parse(value).code
    if column.kind is Kind.WORDS:
        return [_word(column, part) for part in _parts(value)]
    return _word(column, value)


def _parts(value: str) -> Sequence[str]:
    return [part for line in value.splitlines() for part in (p.strip() for p in line.split(";")) if part]


def _word(column: Column, text: str) -> str:
    if column.words is None:
        return text
    for word, means in column.words.items():
        if folding.fold(word) == folding.fold(text):
            return means
    allowed = "; ".join(column.words)
    raise Refused(
        "Cột “{heading}”: không hiểu “{given}”. Chỉ dùng: {allowed}.",
        heading=column.heading,
        given=text[:60],
        allowed=allowed,
    )


def _put(table: Table, n: int, values: dict[str, Any], found: Gathered) -> None:
    code = values["code"]
    if not table.key:
        if code in found.lines:
            raise Refused("Mã {code} đã có ở dòng {n}.", code=code, n=found.lines[code][0])
        found.lines[code] = (n, _line(values))
        return
    if code not in found.lines:
        raise Refused("Không có thủ tục mã {code} trong trang “{page}”.", code=code, page=TABLES[0].name)
    line = found.lines[code][1]
    row = {key: value for key, value in values.items() if key != "code"}
    if table.key == "charges":
        _charge(line, row)
    elif table.key == "reductions":
        _reduction(line, row)
    else:
        line.setdefault(table.key, []).append(row)


def _line(values: dict[str, Any]) -> dict[str, Any]:
    """The row of a procedure as a line: what it says of its limit stands together."""
    limit_channels = values.pop("limit_for", None)
    limit: dict[str, Any] = {key: values.pop(key) for key in ("amount", "unit", "date", "legal_basis") if key in values}
    if "limit_text" in values:
        limit["text"] = values.pop("limit_text")
    if limit_channels:
        limit["channels"] = limit_channels
    return values | ({"limit": limit} if limit else {}) | {"cases": []}


def _charge(line: dict[str, Any], row: dict[str, Any]) -> None:
    """Rows of one name are amounts of one charge."""
    head = {"name": row.pop("name"), "kind": row.pop("kind"), "per": row.pop("per"), "basis": row.pop("basis", "")}
    charges = line.setdefault("charges", [])
    charge = next((c for c in charges if c["name"] == head["name"]), None)
    if charge is None:
        charge = head | {"amounts": []}
        charges.append(charge)
    elif (charge["kind"], charge["per"]) != (head["kind"], head["per"]):
        raise Refused("Khoản thu “{name}” có hai loại hoặc hai cách tính.", name=head["name"])
    charge["amounts"].append(row)


def _reduction(line: dict[str, Any], row: dict[str, Any]) -> None:
    name = row.pop("name")
    charge = next((c for c in line.get("charges", ()) if c["name"] == name), None)
    if charge is None:
        raise Refused("Mức giảm của “{name}”: không có khoản thu nào tên như vậy.", name=name)
    charge.setdefault("reductions", []).append(row)
