"""What programs are told of one dossier whole: people, papers, files, steps, waits, results, slips."""

from __future__ import annotations

from datetime import date, datetime

from .told import CaseChangeTold, ClockTold, DossierTold, Told


class PartyTold(Told):
    """A party. Numbers are masked for who only supervises."""

    role: str
    kind: str
    capacity: str
    name: str
    number: str
    no_number_reason: str
    birth_date: str
    sex: str
    nationality: str
    representative: str
    address: str
    phone: str
    email: str


class PaperTold(Told):
    """What was received of one paper."""

    n: int
    name: str
    originals: int
    copies: int
    not_needed: bool
    note: str


class FileTold(Told):
    """A file of the dossier, and where its content is."""

    id: int
    name: str
    kind: str
    paper: int | None
    media_type: str
    size: int
    added_at: datetime
    url: str


class DoneTold(Told):
    """A piece of work that was done."""

    kind: str
    name: str
    agency: str
    role: str
    by: str
    opened_at: datetime
    closed_at: datetime
    outcome: str
    note: str


class HoldTold(Told):
    """A time in which the clock stood, or stands. `name` is the ground as the procedure publishes it, if it does."""

    ground: str
    name: str
    reason: str
    basis: str
    begun_at: datetime
    ended_at: datetime | None


class PointTold(Told):
    """One point of a supplement request."""

    n: int
    component: str
    reason: str
    guidance: str
    legal_basis: str
    mark: str


class RequestTold(Told):
    """A supplement request: proposed, then issued or dropped, then answered. `restarts`: the limit counts anew.

    `enough` are the numbers of the papers that were found to be there when the points were written.
    """

    n: int
    items: list[PointTold]
    enough: list[int]
    basis: str
    leader_reason: str
    proposed_at: datetime
    issued_at: datetime | None
    dropped_at: datetime | None
    answered_at: datetime | None
    restarts: bool | None


class ResultTold(Told):
    """The result in force."""

    outcome: str
    kind: str
    number: str
    issued_on: date
    signer: str
    capacity: str
    copies: int
    book: str
    serial: str
    reason: str
    electronic: bool
    returned_to: str


class SlipTold(Told):
    """A statutory form that was issued, and where its PDF is."""

    id: int
    form: str
    number: str
    edition: int
    issued_at: datetime
    url: str


class WholeTold(DossierTold):
    """A dossier with all that belongs to it. `acts`: every act by its name in the address; null where it can be done
    now by this account, else the sentence that says why not."""

    procedure_name: str
    limit: str
    case_name: str
    case_changes: list[CaseChangeTold]
    clock: ClockTold
    channel: str
    delivery: str
    sets: int
    request: str
    foreign_code: str
    foreign_source: str
    parties: list[PartyTold]
    papers: list[PaperTold]
    files: list[FileTold]
    done: list[DoneTold]
    holds: list[HoldTold]
    requests: list[RequestTold]
    result: ResultTold | None
    slips: list[SlipTold]
    acts: dict[str, str | None]
