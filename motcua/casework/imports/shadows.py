"""Where dossiers of other systems stand, from a file that such a system gave: news of those noted here, nothing else.

A file may tell the whole past again: what is no newer than what is known changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.shadows import foreign_code
from motcua.journal.actions import Entry
from motcua.journal.rules import instant
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.shadows.actions import TOLD, Change, change_many
from motcua.shadows.models import Shadow
from motcua.shadows.states import OVER, State

from .reading import Line, RefusedLine, Sheet, csv_lines, json_lines
from .report import Report
from .values import moment_of

COLUMNS, OPTIONAL = ("system", "code", "state", "at"), ("appointment",)
SAYS = frozenset(State) - {State.NOTED}
AT_ONCE = 400  # codes that one statement asks for
UNKNOWN = gettext_noop("Không có hồ sơ {code} của hệ thống {system} được theo dõi ở đây.")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class News:
    """What a line says: that the dossier came to stand so at that moment, and what is promised where it says so."""

    n: int
    key: Key
    state: State
    at: datetime
    appointment_at: datetime | None


@transaction.atomic
def import_shadows(content: bytes, *, by: str, at: datetime, origin: str = "live") -> Report:
    """Take in the news of a file, JSON lines or CSV. Refused when the file cannot be read."""
    sheet, report = _sheet(content), Report()
    report.refuse(sheet.refused)
    told = _read_all(sheet.lines, at, report)
    rows = _rows({news.key for news in told})
    by_row: dict[Key, list[News]] = defaultdict(list)
    for news in told:
        by_row[news.key].append(news)
    changes = []
    for key, some in by_row.items():
        if (row := rows.get(key)) is None:
            report.refuse([_unknown(news) for news in some])
        elif entries := _take_in(row, sorted(some, key=lambda news: (news.at, news.n)), report):
            changes.append(Change(row, entries))
    change_many(changes, by=by, at=at, origin=origin)
    return report


def _sheet(content: bytes) -> Sheet:
    """JSON lines, or else a CSV: an object begins with a brace, a header of ours never does."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return json_lines(content)
    return csv_lines(content, columns=COLUMNS, optional=OPTIONAL)


def _read_all(lines: Sequence[Line], at: datetime, report: Report) -> list[News]:
    told = []
    for line in lines:
        try:
            told.append(_read(line, at))
        except Refused as no:
            report.refuse([RefusedLine(line.n, no.sentence)])
    return told


def _read(line: Line, at: datetime) -> News:
    values = texts(line.values, (*COLUMNS, *OPTIONAL))
    for column in COLUMNS:
        if not values[column]:
            raise Refused("Thiếu {column}.", column=column)
    if values["state"] not in SAYS:
        known = ", ".join(s.value for s in State if s in SAYS)
        raise Refused(
            "Không có trạng thái “{state}”; hãy ghi một trong: {known}.", state=values["state"][:40], known=known
        )
    since = moment_of(values, "at")
    assert since is not None
    if since > at:
        raise Refused("Cột {column}: thời điểm ở tương lai.", column="at")
    key = (values["system"], foreign_code(values["code"]))
    return News(line.n, key, State(values["state"]), since, moment_of(values, "appointment"))


def texts(values: Mapping[str, Any], columns: Iterable[str]) -> dict[str, str]:
    """The values of a line as texts, empty where it does not say. Refused for a value that is no text."""
    found = {}
    for column in columns:
        value = values.get(column)
        if value is not None and not isinstance(value, str):
            raise Refused("Cột {column} phải là một đoạn chữ.", column=column)
        found[column] = (value or "").strip()
    return found


def _rows(keys: set[Key]) -> dict[Key, Shadow]:
    """The shadows of these keys, locked."""
    codes, found = sorted({code for _, code in keys}), dict[Key, Shadow]()
    for first in range(0, len(codes), AT_ONCE):
        rows = Shadow.objects.filter(foreign_code__in=codes[first : first + AT_ONCE], voided_at=None)
        found |= {(r.system, r.foreign_code): r for r in rows.select_for_update(of=("self",)).order_by("pk")}
    return found


def _unknown(news: News) -> RefusedLine:
    system, code = news.key
    return RefusedLine(news.n, Sentence(UNKNOWN, {"code": code, "system": system[:40]}))


def _take_in(row: Shadow, told: Sequence[News], report: Report) -> list[Entry]:
    """Let the news count that are newer than what is known, in their order; the events that tell of them."""
    entries = []
    for news in told:
        facts = _fresh(row, news)
        if facts:
            entries.append(Entry(TOLD, {"imported": True}, facts, news.at))
            report.changed += 1
        else:
            report.unchanged += 1
    return entries


def _fresh(row: Shadow, news: News) -> dict[str, object]:
    """Set on the row what the news change, and say it as facts; nothing where they are old or nothing new."""
    first = row.stands is State.NOTED  # what was typed at the counter was not said by the other system
    if row.stands in OVER or not (first or news.at > row.state_at):
        return {}
    facts: dict[str, object] = {}
    if news.state != row.stands:
        row.state, row.state_at = news.state.value, news.at
        facts = {"state": row.state, "state_at": instant(news.at)}
    if news.appointment_at is not None and news.appointment_at != row.appointment_at:
        row.appointment_at = news.appointment_at
        facts["appointment_at"] = instant(news.appointment_at)
        row.state_at = max(row.state_at, news.at) if not first else news.at
    return facts
