"""A report's file from outside: is its digest right, and does the journal still give the same figures?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.journal.rules import canonical, sha256
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .by_period import GROUPINGS, PERIOD
from .models import FrozenReport
from .reports import AGENCY, FIELD, Asked
from .told import made, told

FROZEN = "frozen"  # what the file of a frozen report adds to the text whose digest it names
NO_REPORT = gettext_noop("Tệp không phải là báo cáo của Motcua ở dạng JSON: {why}")
NO_JSON = gettext_noop("không đọc được như một đối tượng JSON.")
MISSING = gettext_noop("còn thiếu {names}.")
UNREADABLE = gettext_noop("có phần không đúng dạng.")
WORDS = ("report", "from", "to", "as_of", "agency", "rows_by")

OTHER_DIGEST = gettext_noop("Mã kiểm tra sai: tệp ghi {said}, nội dung của tệp cho {found}.")
NOT_FROZEN = gettext_noop("Không có báo cáo nào được chốt ở đây với mã kiểm tra {digest}.")
NO_RECOUNT = gettext_noop("Không tính lại được: {why}")
MORE_ROW = gettext_noop("Tệp có dòng “{row}” mà tính lại không có.")
LESS_ROW = gettext_noop("Tính lại có dòng “{row}” mà tệp không có.")
OTHER_CELL = gettext_noop("Dòng “{row}”, cột {column}: tệp ghi {said}, tính lại là {found}.")
OTHER_NOTE = gettext_noop("Ghi chú “{key}”: tệp ghi {said}, tính lại là {found}.")
OTHER_PART = gettext_noop("Phần “{key}” của tệp khác với khi tính lại.")
OTHER_OF_ROW = gettext_noop("Dòng “{row}”: phần “{key}” của tệp khác với khi tính lại.")
TOTALS = gettext_noop("Tổng số")
NOTHING = gettext_noop("chưa có số liệu")

PARTS = (
    *("on_time", "carried_over", "checks", "form", "agency_name", "with_agencies_below"),
    *("ranked_by", "of_totals", "earlier"),
)
OF_ROW = ("rank", "shares", "points")
Cells = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A report as its file says it: the text that the digest is of, the digest that the file names, if any."""

    content: Mapping[str, Any]
    digest: str
    asked: Asked
    rows: Mapping[str, Cells]
    totals: Cells

    @property
    def counted(self) -> str:
        """The digest that its content has."""
        return sha256(canonical(self.content))


def file_of(kept: FrozenReport) -> dict[str, Any]:
    """A frozen report as the file that goes out: its text, and beside it the digest of that text."""
    frozen = {"digest": kept.digest, "at": kept.frozen_at.astimezone(VIETNAM).isoformat()}
    return {**json.loads(kept.content), FROZEN: frozen}


def read(text: bytes) -> Said:
    """What a file says. Refused, saying why, when it is no report."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(NO_REPORT, why=Sentence(NO_JSON)) from None
    if not isinstance(content, dict):
        raise Refused(NO_REPORT, why=Sentence(NO_JSON))
    if missing := [name for name in (*WORDS, "rows", "totals") if name not in content]:
        raise Refused(NO_REPORT, why=Sentence(MISSING, {"names": ", ".join(missing)}))
    try:
        return _said(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(NO_REPORT, why=Sentence(UNREADABLE)) from None


def _said(content: dict[str, Any]) -> Said:
    frozen = content.pop(FROZEN, None) or {}
    canonical(content).encode()  # half a surrogate pair has no digest
    return Said(
        content=content,
        digest=_text(frozen.get("digest", "")),
        asked=_asked(content),
        rows={_text(row["key"]): _cells(row["columns"]) for row in content["rows"]},
        totals=_cells(content["totals"]),
    )


def _asked(content: Mapping[str, Any]) -> Asked:
    said = {name: _text(content[name]) for name in WORDS}
    as_of = datetime.fromisoformat(said["as_of"])
    if as_of.tzinfo is None:
        raise ValueError(said["as_of"])
    if said["rows_by"] not in (GROUPINGS if said["report"] == PERIOD else (FIELD, AGENCY)):
        raise ValueError(said["rows_by"])
    first, last = date.fromisoformat(said["from"]), date.fromisoformat(said["to"])
    return Asked(first, last, said["agency"], as_of, said["rows_by"], said["report"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(repr(value))
    return value


def _cells(columns: Mapping[str, object]) -> Cells:
    found: dict[str, int | None] = {}
    for n, value in columns.items():
        if value is not None and type(value) is not int:
            raise TypeError(repr(value))
        found[n] = value
    return found


def faults(said: Said) -> Iterator[Sentence]:
    """Everything that is wrong with a report, a sentence each; nothing when it can be believed.

    The digest must be that of the content and one that was frozen here, and the journal must give the same figures for
    the same moment: the two are asked apart, since a journal may be added to and a digest be forged with its text.
    """
    counted = said.counted
    if said.digest and said.digest != counted:
        yield Sentence(OTHER_DIGEST, {"said": said.digest, "found": counted})
    if not FrozenReport.objects.filter(digest=counted).exists():
        yield Sentence(NOT_FROZEN, {"digest": counted})
    try:
        now = told(made(said.asked))
    except Refused as refused:
        yield Sentence(NO_RECOUNT, {"why": str(refused)})
        return
    yield from _other_figures(said, now)


def _other_figures(said: Said, now: Mapping[str, Any]) -> Iterator[Sentence]:
    again = {row["key"]: row["columns"] for row in now["rows"]}
    labels = {row["key"]: str(row.get("label", row["key"])) for row in (*now["rows"], *said.content["rows"])}
    yield from (Sentence(MORE_ROW, {"row": labels[key]}) for key in said.rows if key not in again)
    for key, columns in again.items():
        if key in said.rows:
            yield from _other_cells(labels[key], said.rows[key], columns)
        else:
            yield Sentence(LESS_ROW, {"row": labels[key]})
    yield from _other_cells(TOTALS, said.totals, now["totals"])
    yield from _other_notes(said.content, now)
    yield from _other_comparisons(said.content, now, labels)
    for part in PARTS:
        if said.content.get(part) != now.get(part):
            yield Sentence(OTHER_PART, {"key": part})


def _other_comparisons(
    content: Mapping[str, Any], now: Mapping[str, Any], labels: Mapping[str, str]
) -> Iterator[Sentence]:
    """Places, shares and points of rows, which only reports of a period have."""
    said = {row["key"]: row for row in content["rows"]}
    for row in now["rows"]:
        for part in OF_ROW:
            if row["key"] in said and said[row["key"]].get(part) != row.get(part):
                yield Sentence(OTHER_OF_ROW, {"row": labels[row["key"]], "key": part})


def _other_cells(row: str, said: Cells, again: Cells) -> Iterator[Sentence]:
    for column in dict.fromkeys((*again, *said)):
        if (had := said.get(column)) != (found := again.get(column)) or (column in said) != (column in again):
            yield Sentence(OTHER_CELL, {"row": row, "column": column, "said": _figure(had), "found": _figure(found)})


def _figure(n: int | None) -> str:
    return NOTHING if n is None else str(n)


def _other_notes(content: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Sentence]:
    try:
        said = {note["key"]: note["n"] for note in content.get("footnotes", [])}
    except (TypeError, KeyError):
        said = {}
    for note in now["footnotes"]:
        if said.get(note["key"]) != note["n"]:
            yield Sentence(OTHER_NOTE, {"key": note["key"], "said": said.get(note["key"]), "found": note["n"]})
