"""The electronic declarations of versions: a draft kept, thrown away, published; told in the procedure's stream."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from motcua.journal.actions import Entry
from motcua.kernel.sentences import Refused, gettext_noop

from ..forms.reading import read
from ..models import Procedure, ProcedureForm, ProcedureVersion
from .recorded import record

MEANWHILE = gettext_noop("Tờ khai này vừa được người khác sửa; hãy xem lại bản mới nhất rồi làm tiếp.")


@transaction.atomic
def keep_form(version: ProcedureVersion, *, content: dict[str, Any], seen: int) -> ProcedureForm:
    """Keep the draft of a version's form. `seen` is the draft's count as it was read, 0 where there was none.

    Refused where the content is no form, and where another changed the draft since.
    """
    form = read(content)
    Procedure.objects.select_for_update().get(pk=version.procedure_id)
    draft = ProcedureForm.objects.filter(version=version, published_at=None).first()
    if draft is None:
        if seen:
            raise Refused(MEANWHILE)
        last = ProcedureForm.objects.filter(version=version).aggregate(n=Max("n"))["n"] or 0
        return ProcedureForm.objects.create(version=version, n=last + 1, content=content, digest=form.digest)
    rows = ProcedureForm.objects.filter(pk=draft.pk, saved=seen, published_at=None)
    if not rows.update(content=content, digest=form.digest, saved=F("saved") + 1):
        raise Refused(MEANWHILE)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def drop_form(version: ProcedureVersion) -> None:
    """Throw the draft away; what was published stays."""
    ProcedureForm.objects.filter(version=version, published_at=None).delete()


@transaction.atomic
def publish_form(version: ProcedureVersion, *, seen: int, by: str, at: datetime, origin: str = "live") -> ProcedureForm:
    """Let citizens be asked the draft as it was read at count `seen`."""
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    rows = ProcedureForm.objects.filter(version=version, published_at=None, saved=seen)
    if not rows.update(published_at=at):
        raise Refused(MEANWHILE)
    form = ProcedureForm.objects.filter(version=version).latest("n")
    facts = {"version": version.n, "n": form.n, "digest": form.digest}
    record([(procedure, Entry("form.published", {}, facts))], by=by, at=at, origin=origin)
    return form
