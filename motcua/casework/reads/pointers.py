"""From names in addresses to rows: a dossier's code, a file of it, a piece of work, a procedure, a user name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from motcua.accounts.models import Account, folded
from motcua.catalogue import queries as catalogue
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.actors import Actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to, visible, why_not
from motcua.workflow.models import WorkItem

from .exchange import exchangeable
from .procedures import version_in_force


def is_visible(code: str, facts: Facts) -> bool:
    """Whether this actor may know of the dossier of `code`: one statement."""
    return Dossier.objects.filter(open_to(facts), code=code).exists()


def agency_coded(code: str, *, at: datetime) -> int:
    """The id of the agency that bears `code` now; Refused when none does. One statement."""
    agency = snapshot.present().coded(code, at.astimezone(VIETNAM).date())
    if agency is None:
        raise Refused("Cơ quan giải quyết đã chọn không còn hoạt động.", field="to")
    return agency.pk


def attachment_of(code: str, attachment_id: int, facts: Facts) -> Attachment | None:
    """A file of the dossier of `code`, with its content's row; None where the actor may not see it: one statement."""
    mine = Dossier.objects.filter(open_to(facts), code=code)
    return Attachment.objects.filter(pk=attachment_id, dossier__in=mine).select_related("file").first()


def dossier_of(item_id: int, facts: Facts) -> str | None:
    """The code of the dossier that a piece of work belongs to, done or not; None where the actor may not see it."""
    with connection.cursor() as cursor:
        cursor.execute(_dossier_of(connection.vendor), [item_id])
        found = cursor.fetchone()
    if found is None:
        return None
    code, receiving_id, competent_id, agency_id = found
    dossier = Dossier(receiving_id=receiving_id, competent_id=competent_id)
    known = replace(facts, dossier=dossier, doers=frozenset({agency_id}))
    return code if why_not("dossier.see", known) is None else None


# Statements that every act of a program begins with, built once: building them takes longer than running them.


@lru_cache
def _dossier_of(vendor: str) -> str:
    columns = ("dossier__code", "dossier__receiving_id", "dossier__competent_id", "agency_id")
    return str(WorkItem.objects.order_by().filter(pk=0).values_list(*columns).query.sql_with_params()[0])


@lru_cache
def _version_on(vendor: str) -> str:
    rows = catalogue.in_force(date.min).filter(procedure__code="").order_by().values_list("pk")
    return str(rows.query.sql_with_params()[0])


def version_on(procedure: str, day: date) -> int:
    """The version of a procedure that counts on `day`: one statement. Refused, with the reason, when there is none."""
    at = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(_version_on(connection.vendor), [at, at, procedure])
        found = cursor.fetchone()
    return int(found[0]) if found else version_in_force(procedure, day=day).pk


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


def usernames(accounts: Collection[int]) -> dict[int, str]:
    """By what names these accounts sign in; one statement."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "username"))
