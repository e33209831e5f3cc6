"""How the dossiers of one declaration hang together: who waits for whom, and why one that waits cannot be accepted."""

from __future__ import annotations

from django.db.models import F

from motcua.dossiers.models import Dossier, LinkedDossier
from motcua.dossiers.states import Link
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .case import Case

WAITS = gettext_noop(
    "Hồ sơ chờ kết quả của hồ sơ {code} trong cùng tờ khai liên thông; có kết quả là được tiếp nhận ngay, tự động."
)


def ask_not_waiting(case: Case) -> None:
    """Refused while the result that the dossier needs is still to come: one statement, none for an unlinked one."""
    if case.books.linked(case.dossier) and (code := awaited(case.dossier)):
        raise Refused(still_waits(code))


def still_waits(code: str) -> Sentence:
    """Why a member of a declaration cannot be accepted by hand, with the code of the dossier whose result it needs."""
    return Sentence(WAITS, {"code": code})


def awaited(dossier: Dossier) -> str | None:
    """The code of the dossier whose result this one waits for; None where it waits for none: one statement."""
    mine = LinkedDossier.objects.filter(dossier_id=dossier.pk, state=Link.WAITING, declaration__members__n=F("after"))
    return mine.values_list("declaration__members__dossier__code", flat=True).first()


def followers(dossier: Dossier) -> list[LinkedDossier]:
    """The members of its declaration that wait for the result of this dossier, in order: one statement."""
    rows = LinkedDossier.objects.filter(
        declaration__members__dossier_id=dossier.pk, after=F("declaration__members__n"), state=Link.WAITING
    )
    return list(rows.select_related("dossier").order_by("n"))
