"""Which agencies the text of a published procedure means. What it does not say plainly is left open, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from motcua.catalogue.actions import Competent
from motcua.kernel import folding
from motcua.offices.models import Agency

_PLACES = r"(?:xa|phuong|thi tran|dac khu)"
_COMMITTEE = r"(?:chu tich )?(?:uy ban nhan dan|ubnd)"
_END = r"(?= *(?:[,;.]|$))"
# "Ủy ban nhân dân cấp xã", "UBND xã, phường, thị trấn", "Chủ tịch UBND cấp tỉnh": every body of that kind.
_EVERY = {
    "commune_committee": re.compile(rf"{_COMMITTEE}(?: cap)? {_PLACES}(?:, {_PLACES})*{_END}"),
    "province_committee": re.compile(rf"{_COMMITTEE}(?: cap)? tinh(?:, thanh pho)?{_END}"),
}


class Directory:
    """The open agencies by their folded names, asked once for each line of an import."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._ids: dict[str, set[int]] = {}
        for agency in agencies:
            for name in {folding.fold(agency.name), folding.fold(agency.short_name)} - {""}:
                self._ids.setdefault(name, set()).add(agency.pk)

    def competent(self, text: str) -> set[Competent]:
        """The agencies and kinds that `text` names; empty when it names none that is known here.

        A name that several agencies bear ("Văn phòng") is none of them.
        """
        folded = folding.fold(text)
        found: set[Competent] = set()
        for kind, pattern in _EVERY.items():
            folded, times = pattern.subn("", folded)
            if times:
                found.add((None, kind))
        whole = self._one(folded)
        parts = [whole] if whole else [self._one(part) for part in re.split(r"[;,]", folded)]
        return found | {(agency_id, "") for agency_id in parts if agency_id}

    def _one(self, name: str) -> int | None:
        ids = self._ids.get(name.strip(" ."), set())
        return next(iter(ids)) if len(ids) == 1 else None
