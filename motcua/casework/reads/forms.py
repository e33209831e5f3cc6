"""The electronic declaration of a procedure for its pages: what is asked now, what is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from motcua.catalogue.form_queries import draft_of, form_of, published_forms, read_kept
from motcua.catalogue.forms.shapes import Form
from motcua.catalogue.models import ProcedureForm, ProcedureVersion


@dataclass(frozen=True)
class FormPage:
    """A version with the editions of its form, newest first, and its draft."""

    version: ProcedureVersion
    draft: ProcedureForm | None
    published: list[ProcedureForm]

    @property
    def code(self) -> str:
        """Of the procedure."""
        return self.version.procedure.code

    @property
    def shown(self) -> ProcedureForm | None:
        """What a look shows: the draft, else what citizens are asked."""
        return self.draft or (self.published[0] if self.published else None)

    @cached_property
    def form(self) -> Form | None:
        """The same, read."""
        return read_kept(self.shown) if self.shown else None


def asked_form(code: str, *, day: date) -> tuple[ProcedureVersion, Form] | None:
    """What citizens are asked on `day` for a procedure, with its version; None where nothing is."""
    rows = ProcedureVersion.objects.filter(procedure__code=code, valid_from__lte=day)
    version = rows.exclude(valid_to__lte=day).select_related("procedure").order_by("-n").first()
    form = form_of(version) if version is not None else None
    return (version, form) if version is not None and form is not None else None


def form_page(code: str, *, day: date) -> FormPage | None:
    """For the version of a procedure in force on `day`, else its last; None where nobody knows the procedure."""
    versions = list(ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure").order_by("-n"))
    if not versions:
        return None
    version = next((v for v in versions if v.valid_from <= day and (not v.valid_to or day < v.valid_to)), versions[0])
    return FormPage(version, draft_of(version), published_forms(version))
