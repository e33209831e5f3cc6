"""The procedures that could take the place of a dossier's own, before processing begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.casework.amend import judged_on
from motcua.catalogue import shelf
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.search import search
from motcua.catalogue.shelf import Row
from motcua.dossiers.models import Dossier


def exchangeable(
    dossier: Dossier,
    *,
    at: datetime,
    text: str = "",
    version_id: int | None = None,
    procedure: str = "",
    most: int = 20,
) -> Sequence[ProcedureVersion]:
    """Receivable versions that the same agency decides, of the day that counts: the best answer to `text` first,
    without it in order of code. Two statements, whatever is searched.

    The loaded `dossier` needs its competent agency. With `version_id`, or the code of a `procedure`, only that one, if
    it may be.
    """

    def may_be(row: Row) -> bool:
        if version_id not in (None, row.version_id) or procedure not in ("", row.code):
            return False
        decides = dossier.competent_id in row.agencies or dossier.competent.kind in row.kinds
        return row.receivable and decides and row.version_id != dossier.version_id

    day = judged_on(dossier, at=at)
    if text.strip():
        rows = [hit.row for hit in search(text, day=day, among=may_be)]
    else:
        rows = [row for row in shelf.on(day).rows if may_be(row)]
    return _kept_here([row.version_id for row in rows], most)


def _kept_here(ids: Sequence[int], most: int, size: int = 900) -> list[ProcedureVersion]:
    """Those of these versions that Motcua itself is the main system of, in order."""
    rows = ProcedureVersion.objects.filter(authority_system="motcua").select_related("procedure")
    found: list[ProcedureVersion] = []
    for n in range(0, len(ids), size):
        some = ids[n : n + size]
        there = rows.defer("published", "search", "source").in_bulk(some)
        found += [there[pk] for pk in some if pk in there]
        if len(found) >= most:
            break
    return found[:most]
