"""Who acts: an account with the posts it holds today, loaded once by the face and passed to every verb as `by`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .roles import Role

LIVE = "live"  # the origin of what people do now; demo, replay and import live the past again


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as the actor holds it today."""

    agency_id: int
    role: Role
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work. `ref` is how the journal names them; `origin` marks demo, replay and import.

    `stands_in_for` are the accounts that are away today and left their work to this one; `records_for` are leaders
    whose signatures on paper this one records, each as (agency, account). `proved` is the dossier of which an
    applicant without an account (`account_id` 0) proved a contact; `citizen` marks who signed in to file for
    themselves.
    """

    account_id: int
    ref: str
    name: str
    holdings: tuple[Holding, ...] = ()
    origin: str = LIVE
    phone: str = ""
    stands_in_for: frozenset[int] = frozenset()
    records_for: frozenset[tuple[int, int]] = frozenset()
    proved: int | None = None
    citizen: bool = False

    def holds(self, role: Role, agency_id: int) -> bool:
        """Whether one of the posts is `role` at this very agency."""
        return any(h.role == role and h.agency_id == agency_id for h in self.holdings)

    def within(self, role: Role, agency_id: int) -> Sequence[int | None]:
        """The divisions in which `role` is held at this agency; None among them for the whole of it."""
        return [h.unit_id for h in self.holdings if h.role == role and h.agency_id == agency_id]

    def agencies(self, *roles: Role) -> frozenset[int]:
        """The agencies where one of `roles` is held; of all roles when none is named."""
        return frozenset(h.agency_id for h in self.holdings if not roles or h.role in roles)

    def answers_for(self, account_id: int | None) -> bool:
        """Whether what this account holds is the actor's to do: their own, or that of somebody who is away."""
        return account_id == self.account_id or account_id in self.stands_in_for

    @property
    def is_administrator(self) -> bool:
        return any(h.role == Role.ADMINISTRATOR for h in self.holdings)
