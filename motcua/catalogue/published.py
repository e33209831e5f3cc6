"""A procedure as published: read from a line of JSON, checked, and put into the shape of a version."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.kernel import folding
from motcua.kernel.limits import Limit
from motcua.kernel.procedure_code import parse as parse_code
from motcua.kernel.sentences import Refused, gettext_noop

from . import charges
from .charges import Charge
from .published_holds import PublishedHold, given_holds
from .published_limits import (
    PublishedCase,
    Table,
    basis_of,
    channels_of,
    check_every_channel,
    given_cases,
    readable_limit,
    table,
)

ONLINE = ("full", "partial", "info", "unknown")
CLASS_OF_LEVEL = {1: "info", 2: "info", 3: "partial", 4: "full"}  # rules.md 2.4: what levels of 2011 are since 2022
LONGEST_SYSTEM = 40
MOST_SETS = 99
MISSING_LIMIT = gettext_noop("thời hạn giải quyết")
MISSING_AGENCY = gettext_noop("cơ quan thực hiện")
MISSING_PAPERS = gettext_noop("thành phần hồ sơ")


@dataclass(frozen=True, slots=True)
class PublishedComponent:
    """A paper of the list; one whose note or group begins with a condition is not asked of everybody."""

    name: str
    originals: int = 0
    copies: int = 0
    group: str = ""
    note: str = ""
    form: str = ""
    remark: bool = False
    result_of: str = ""

    @property
    def required(self) -> bool:
        conditional = any(text.startswith(("Trường hợp", "Nếu", "Đối với")) for text in (self.note, self.group))
        return not self.remark and not conditional


@dataclass(frozen=True, slots=True)
class Published:
    """What one line says, with its limit as Motcua counts it (None: the line has none that can be counted)."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    agency: str
    channels: tuple[str, ...]
    limit: Limit | None
    limit_text: str
    components: tuple[PublishedComponent, ...]
    limit_basis: str = ""
    limit_channels: tuple[str, ...] = ()
    cases: tuple[PublishedCase, ...] = ()
    holds: tuple[PublishedHold, ...] = ()
    charges: tuple[Charge, ...] = ()
    raw: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """What keeps the procedure from being received; empty when nothing does."""
        gaps = (
            (MISSING_LIMIT, self.limit is None),
            (MISSING_AGENCY, not self.agency),
            (MISSING_PAPERS, not any(not c.remark for c in self.components)),
        )
        return [name for name, gap in gaps if gap]

    @property
    def online(self) -> str:
        """The class of service online; where none is given, the one that its level of 2011 has become."""
        given = self.raw.get("online")
        known = given if given in ONLINE else "unknown"
        return CLASS_OF_LEVEL.get(self.online_level or 0, known) if known == "unknown" else known

    @property
    def online_level(self) -> int | None:
        """The level 1 to 4 of NĐ 43/2011, None where none was given."""
        return self.raw.get("online_level") or None

    @property
    def sets(self) -> int:
        """How many sets are handed in; 1 where the source does not say."""
        return min(self.raw.get("sets") or 1, MOST_SETS)

    @property
    def digest(self) -> str:
        """Of the whole content: equal content is the same version."""
        content = [
            self.raw,
            _limit_values(self.limit),
            *([case.name, _limit_values(case.limit), *([case.channels] * bool(case.channels))] for case in self.cases),
            *([self.limit_channels] * bool(self.limit_channels)),
        ]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def search(self) -> str:
        """Folded words by which a clerk finds it: name, code, field, initials ("dkks")."""
        return " ".join(
            [folding.fold(self.name), self.code.lower(), folding.fold(self.field), folding.initials(self.name)]
        )


def _limit_values(limit: Limit | None) -> list[str] | None:
    return [str(limit.amount), limit.unit.value, str(limit.date)] if limit else None


def read(
    line: Mapping[str, Any],
    *,
    limit: Mapping[str, Any] | None = None,
    cases: Sequence[Mapping[str, Any]] | None = None,
) -> Published:
    """One line of the import format (docs/import-formats.md), with what the limits supplement has for it.

    Refused without code or name, or when a part has another shape than the format says.
    """
    if not isinstance(line, Mapping):
        raise Refused("Dòng này không phải là một đối tượng JSON.")
    code = parse_code(_text(line, "code"), field="code").code
    name = " ".join(_text(line, "name").split())
    if not name:
        raise Refused("Thiếu tên thủ tục.", field="name")
    _check_texts(line)
    raw = dict(line) | ({"limit": dict(limit)} if limit is not None else {})
    raw |= {"cases": [dict(case) for case in cases]} if cases is not None else {}
    own = readable_limit(raw.get("limit"))
    channels = _texts(line, "channels")
    limits = _limits(raw, own)
    check_every_channel(limits.own, limits.cases, channels)
    return Published(
        code=code,
        name=name,
        field=_text(line, "field"),
        levels=tuple(_texts(line, "levels")),
        agency=_text(line, "agency") or _text(line, "authority"),
        channels=tuple(channels),
        limit=own,
        limit_text=_limit_text(raw.get("limit")),
        components=tuple(_component(c) for c in _rows(line, "components")),
        limit_basis=basis_of(_limit(raw), field="limit"),
        limit_channels=limits.own,
        cases=limits.cases,
        holds=given_holds(_rows(raw, "holds")),
        charges=charges.parse(raw.get("charges"), channels=channels, cases=[c.name for c in limits.cases]),
        raw=raw,
    )


def _limits(raw: Mapping[str, Any], own: Limit | None) -> Table:
    """What the line says itself, else what its published table says, as far as that can be read."""
    given = channels_of(_limit(raw), field="limit")
    if raw.get("cases") is not None:
        return Table(given_cases(_rows(raw, "cases")), given)
    rows = raw.get("limits")
    found = table([row for row in rows if isinstance(row, Mapping)], own) if isinstance(rows, list) else Table()
    return Table(found.cases, given or found.own)


def _limit(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    given = raw.get("limit")
    return given if isinstance(given, Mapping) else {}


def _check_texts(line: Mapping[str, Any]) -> None:
    """The parts that are kept as they stand must at least be of their kind."""
    for key in ("steps", "fee_text", "result", "requirements", "source", "decision", "online_reason"):
        _text(line, key)
    for key in ("subjects", "legal_bases"):
        _texts(line, key)
    _text(line, "online")
    if line.get("online_level") not in (None, *CLASS_OF_LEVEL) or isinstance(line.get("online_level"), bool):
        raise Refused(
            "Mức độ dịch vụ công “{level}” phải từ 1 đến 4.", field="online_level", level=line["online_level"]
        )
    if len(_text(line, "authority_system")) > LONGEST_SYSTEM:
        raise Refused("Tên hệ thống giải quyết dài quá {most} ký tự.", field="authority_system", most=LONGEST_SYSTEM)
    _count(line, "sets")


def _text(line: Mapping[str, Any], key: str) -> str:
    value = line.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("Mục “{key}” phải là chữ.", field=key, key=key)
    return value.strip()


def _texts(line: Mapping[str, Any], key: str) -> list[str]:
    value = line.get(key) or []
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise Refused("Mục “{key}” phải là danh sách chữ.", field=key, key=key)
    return value


def _rows(line: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    value = line.get(key) or []
    if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
        raise Refused("Mục “{key}” phải là danh sách đối tượng.", field=key, key=key)
    return value


def _component(row: Mapping[str, Any]) -> PublishedComponent:
    return PublishedComponent(
        name=_text(row, "name"),
        originals=_count(row, "originals"),
        copies=_count(row, "copies"),
        group=_text(row, "group"),
        note=_text(row, "note"),
        form=_text(row, "form")[:300],
        remark=bool(row.get("remark")),
        result_of=parse_code(_text(row, "result_of"), field="components").code if row.get("result_of") else "",
    )


def _count(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key) or 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 999:
        raise Refused("Số bản “{key}” phải là số nguyên từ 0 đến 999.", field=key, key=key)
    return value


def _limit_text(data: Any) -> str:
    return str(data.get("text") or "") if isinstance(data, Mapping) else ""
