"""Who acts: an account with the posts it holds today, loaded once by the face and passed to every verb as `by`."""

from __future__ import annotations

from dataclasses import dataclass

from .roles import Role


@dataclass(frozen=True, slots=True)
class Holding:
    """One post as the actor holds it today."""

    agency_id: int
    role: Role
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at work. `ref` is how the journal names them; `origin` marks demo, replay and import."""

    account_id: int
    ref: str
    name: str
    holdings: tuple[Holding, ...] = ()
    origin: str = "live"
    phone: str = ""

    def holds(self, role: Role, agency_id: int) -> bool:
        """Whether one of the posts is `role` at this very agency."""
        return any(h.role == role and h.agency_id == agency_id for h in self.holdings)

    def agencies(self, *roles: Role) -> frozenset[int]:
        """The agencies where one of `roles` is held; of all roles when none is named."""
        return frozenset(h.agency_id for h in self.holdings if not roles or h.role in roles)

    @property
    def is_administrator(self) -> bool:
        return any(h.role == Role.ADMINISTRATOR for h in self.holdings)
