"""What programs are told of procedures and agencies: the shapes of the answers."""

from __future__ import annotations

from datetime import date

from .told import AgencyRef, CaseTold, HoldGroundTold, Told


class ProcedureRow(Told):
    """A procedure of the list. `receivable`: it can be received here."""

    code: str
    name: str
    field: str
    agency: str
    limit: str
    fee: str
    receivable: bool
    version: int


class ProceduresTold(Told):
    """A page of procedures; `next` is the page token of the next one, null on the last."""

    items: list[ProcedureRow]
    next: str | None


class ProcedureHit(Told):
    """A procedure found; `score` says how well it answers the text, from 0 to 1."""

    code: str
    name: str
    field: str
    score: float


class ProcedureHits(Told):
    """The procedures found, the best first."""

    items: list[ProcedureHit]


class ComponentTold(Told):
    """A paper that the procedure asks for; `remark` marks a line that only explains."""

    n: int
    name: str
    originals: int
    copies: int
    required: bool
    remark: bool
    group: str
    note: str


class StepTold(Told):
    """A row of the internal process."""

    n: int
    name: str
    kind: str
    role: str
    at: str
    hours: float


class VariantTold(Told):
    """The internal process of one agency, before those that all have."""

    agency: AgencyRef
    steps: list[StepTold]


class ProcedureTold(ProcedureRow):
    """A procedure as it is in force today: what to bring, how it runs inside, who decides and where it is received."""

    valid_from: date
    result: str
    requirements: str
    channels: list[str]
    legal_bases: list[str]
    limit_channels: list[str]
    limit_basis: str
    cases: list[CaseTold]
    hold_grounds: list[HoldGroundTold]
    components: list[ComponentTold]
    missing: list[str]
    agencies: list[AgencyRef]
    kinds: list[str]
    counters: list[AgencyRef]
    processes: list[list[StepTold]]
    variants: list[VariantTold]


class AgencyRow(Told):
    """An agency in force today. A counter (`is_counter`) is where dossiers are handed in."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None
    is_counter: bool


class AgenciesTold(Told):
    """A page of agencies; `next` is the page token of the next one, null on the last."""

    items: list[AgencyRow]
    next: str | None


class AgencyTold(AgencyRow):
    """An agency with its place in the tree; a counter with the agencies that it receives for."""

    address: str
    phone: str
    valid_from: date
    children: list[AgencyRef]
    serves: list[AgencyRef]
