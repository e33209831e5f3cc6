"""Freezing: a report is kept as it is handed in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.journal.rules import canonical, sha256
from motcua.kernel.sentences import Refused
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor

from ..behind import ids_by_row
from ..models import FrozenReport
from ..told import Made, figures_of, told


@transaction.atomic
def freeze(made: Made, *, by: Actor | None, at: datetime) -> FrozenReport:
    """Keep a report as it is handed in; nothing changes it any more. `by` None is who stands at the machine itself.

    Its digest goes into the journal of its agency, whose chain and anchors then hold it too. Refused for a period that
    is not over, and when the very same report was frozen before.
    """
    found = figures_of(made)
    if not found.view.ended:
        raise Refused("Kỳ báo cáo chưa kết thúc nên chưa chốt được; hãy chốt từ ngày hôm sau.", field="to")
    content = canonical(told(made))
    digest = sha256(content)
    if FrozenReport.objects.filter(digest=digest).exists():
        raise Refused("Báo cáo này đã được chốt.")
    closing = found.form.closing  # none where no dossiers are counted
    opens = ids_by_row(found, closing) if closing else {}
    frozen = FrozenReport.objects.create(
        form=found.form.form,
        agency=found.scope.agency.code,
        rows_by=found.rows_by,
        period_from=found.view.first,
        period_to=found.view.last,
        as_of=found.view.as_of,
        content=content,
        opens=canonical(opens),
        digest=digest,
        frozen_at=at,
        frozen_by_id=by.account_id if by else None,
    )
    facts = {"form": frozen.form, "from": f"{frozen.period_from}", "to": f"{frozen.period_to}", "digest": digest}
    journal_agency(found.scope.agency.pk, "report.frozen", facts, by=by.ref if by else "system", at=at)
    return frozen
