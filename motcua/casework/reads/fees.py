"""Where a dossier stands with its money, for pages and programs."""

from __future__ import annotations

from motcua.casework.fees_due import Fees, fees
from motcua.dossiers.models import Dossier
from motcua.payments.queries import assessment_of, entries_of


def fees_of(dossier: Dossier) -> Fees:
    """What is due, paid and left; two statements."""
    return fees(dossier, assessment_of(dossier.pk), entries_of(dossier.pk))
