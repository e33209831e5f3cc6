"""The procedures that could take the place of a dossier's own, before processing begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.casework.amend import judged_on
from motcua.catalogue import queries as catalogue
from motcua.catalogue.models import ProcedureVersion
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
    """Receivable versions that the same agency decides, of the day that counts; found as clerks type, one statement.

    The loaded `dossier` needs its competent agency. With `version_id`, or the code of a `procedure`, only that one, if
    it may be.
    """
    found = catalogue.find(text, day=judged_on(dossier, at=at))
    found = catalogue.decided_by(found, agency_ids=[dossier.competent_id], kinds=[dossier.competent.kind])
    found = found.filter(receivable=True, authority_system="motcua").exclude(pk=dossier.version_id)
    if version_id is not None:
        found = found.filter(pk=version_id)
    if procedure:
        found = found.filter(procedure__code=procedure)
    return list(found.defer("published", "search", "source")[:most])
