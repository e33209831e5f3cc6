"""From names in addresses to rows: a dossier's code, a file of it, a piece of work, a procedure, a user name."""

from __future__ import annotations

from datetime import datetime

from motcua.accounts.models import Account, folded
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.workflow.models import WorkItem

from .exchange import exchangeable


def is_visible(code: str, facts: Facts) -> bool:
    """Whether this actor may know of the dossier of `code`: one statement."""
    return Dossier.objects.filter(visible(facts), code=code).exists()


def attachment_of(code: str, attachment_id: int, facts: Facts) -> Attachment | None:
    """A file of the dossier of `code`, with its content's row; None where the actor may not see it: one statement."""
    mine = Dossier.objects.filter(visible(facts), code=code)
    return Attachment.objects.filter(pk=attachment_id, dossier__in=mine).select_related("file").first()


def dossier_of(item_id: int, facts: Facts) -> str | None:
    """The code of the dossier that a piece of work belongs to, done or not; None where the actor may not see it."""
    mine = Dossier.objects.filter(visible(facts))
    found = WorkItem.objects.filter(pk=item_id, dossier__in=mine)
    return found.order_by().values_list("dossier__code", flat=True).first()


def account_called(username: str) -> int | None:
    """The id of the account with this user name."""
    found = Account.objects.filter(username__iexact=folded(username)).order_by()
    return found.values_list("pk", flat=True).first()


def version_in_exchange(code: str, procedure: str, *, by: Actor, at: datetime) -> int | None:
    """The version of `procedure` that may take the place of that of the dossier; None without such a dossier.

    Refused when the procedure cannot.
    """
    facts = Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=snapshot.present())
    dossier = Dossier.objects.filter(visible(facts), code=code).select_related("competent").first()
    if dossier is None:
        return None
    found = exchangeable(dossier, at=at, procedure=procedure, most=1)
    if not found:
        raise Refused("Thủ tục {code} không thay được cho thủ tục của hồ sơ này.", field="procedure", code=procedure)
    return found[0].pk
