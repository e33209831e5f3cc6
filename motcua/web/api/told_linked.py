"""What programs are told of linked procedures: the shapes of the answers."""

from __future__ import annotations

from datetime import datetime

from .told import AgencyRef, Told


class MemberTold(Told):
    """A procedure of a group. `after` is the number of the one whose result it needs; `competents`: who may decide it
    at this counter, the first unless another is named; `due_at` if each result comes at its last moment."""

    n: int
    procedure: str
    name: str
    after: int | None
    limit: str
    competents: list[AgencyRef]
    due_at: datetime | None


class JointPaperTold(Told):
    """A line of the checklist of a declaration: a paper that several procedures ask for stands there once."""

    n: int
    name: str
    originals: int
    copies: int
    required: bool
    note: str


class GroupTold(Told):
    """A group of linked procedures at a counter. `appointment_at` ends the `critical_path`, the longest chain of
    limits; null where a limit gives no date."""

    code: str
    name: str
    decision: str
    appointment_at: datetime | None
    critical_path: list[int]
    members: list[MemberTold]
    papers: list[JointPaperTold]


class LinkedDossierTold(Told):
    """A dossier of a declaration. `link`: at_once, waiting (no clock runs), followed (the result it needs is there) or
    stranded (there is none to come, or it could not go on: the counter decides)."""

    n: int
    code: str
    procedure: str
    status: int
    status_text: str
    voided: bool
    after: int | None
    link: str
    due_at: datetime | None


class DeclarationTold(Told):
    """A declaration with its dossiers; its code is that of the first, which bears the receipt."""

    code: str
    group: str
    group_name: str
    decision: str
    filed_at: datetime
    appointment_at: datetime | None
    dossiers: list[LinkedDossierTold]
