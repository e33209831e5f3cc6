"""The electronic declarations that are kept: what a version asks now, its draft, and one that was asked before."""

from __future__ import annotations

from .forms.reading import read
from .forms.shapes import Form
from .models import ProcedureForm, ProcedureVersion


def form_of(version: ProcedureVersion) -> Form | None:
    """What citizens are asked for this version; None where it has no published form."""
    row = ProcedureForm.objects.filter(version=version, published_at__isnull=False).order_by("-n").first()
    return None if row is None else read_kept(row)


def draft_of(version: ProcedureVersion) -> ProcedureForm | None:
    """The draft of a version's form."""
    return ProcedureForm.objects.filter(version=version, published_at=None).first()


def published_forms(version: ProcedureVersion) -> list[ProcedureForm]:
    """The editions of a version's form, the newest first."""
    return list(ProcedureForm.objects.filter(version=version, published_at__isnull=False).order_by("-n"))


def read_kept(row: ProcedureForm) -> Form:
    """The form of a row; read once for each content."""
    kept = _KEPT.get(row.digest)
    if kept is None:
        if len(_KEPT) > 500:
            _KEPT.clear()
        kept = _KEPT[row.digest] = read(row.content)
    return kept


_KEPT: dict[str, Form] = {}
