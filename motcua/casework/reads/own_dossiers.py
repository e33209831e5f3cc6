"""A citizen's own dossiers: those that they filed online themselves, and those that name a contact which they proved,
or the number that their e-ID proved.

What they merely say of themselves opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from motcua.citizens.models import Citizen
from motcua.dossiers.models import Dossier, Party
from motcua.dossiers.states import WAITING_FOR_APPLICANT, Status

PAGE = 20


@dataclass(frozen=True, slots=True)
class Own:
    """A dossier in the list of its citizen."""

    code: str
    procedure: str
    counter: str
    status: Status
    filed_at: datetime
    appointment: datetime | None

    @property
    def waits(self) -> bool:
        """Whether something is to be done by the citizen."""
        return self.status in WAITING_FOR_APPLICANT


def own_dossiers(person: Citizen, *, page: int) -> tuple[Sequence[Own], bool]:
    """One page of them, the newest first, and whether there are more."""
    first = (page - 1) * PAGE
    rows = _of(person).select_related("version__procedure", "receiving").order_by("-filed_at", "-pk")
    found = list(rows[first : first + PAGE + 1])
    return [
        Own(d.code, d.version.name, d.receiving.name, d.state, d.filed_at, d.appointment) for d in found[:PAGE]
    ], len(found) > PAGE


def own_id(person: Citizen, code: str) -> int | None:
    """The key of the dossier of this code, if it is among them."""
    return _of(person).filter(code=code).values_list("pk", flat=True).first()


def is_own(person: Citizen, code: str) -> bool:
    """Whether the dossier of this code is among them."""
    return own_id(person, code) is not None


def example() -> str:
    """A telephone of a dossier, for a demo to be tried with: its people are invented."""
    return Party.objects.filter(phone__startswith="+84").order_by("-pk").values_list("phone", flat=True).first() or ""


def _of(person: Citizen) -> QuerySet[Dossier]:
    proven = {contact.way: contact.value for contact in person.account.contacts.all()}
    mine = Q(pk__in=[])
    if "sms" in proven:
        mine |= Q(phone=proven["sms"])
    if "email" in proven:
        mine |= Q(mail=proven["email"])
    if person.identity_at is not None:
        mine |= Q(number=person.number)
    parties = Party.objects.order_by().annotate(mail=Lower("email")).filter(mine)
    named = Q(pk__in=parties.values("dossier_id"))
    return Dossier.objects.filter(named | Q(received_by_id=person.account_id), voided_at__isnull=True)
