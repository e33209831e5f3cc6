"""What waits for the actor's signature or approval, each with the opinions before it and its draft papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db.models import Q

from motcua.accounts.models import Account
from motcua.casework.owed import needs_of
from motcua.dossiers.models import Attachment
from motcua.dossiers.states import BEYOND
from motcua.offices.actors import Actor
from motcua.offices.queries import actor
from motcua.policy.facts import Facts
from motcua.policy.permissions import work_here
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.walk import Way
from motcua.workflow.queries import mine, steps_before, ways_after
from motcua.workflow.rules import SIGNED, Outcome

from .found import Found, FoundByKey
from .worklist import WorkRow, keys_of, rows_of

DRAFTS = ("result", "evidence")  # what a leader reads before signing; the applicant's papers stand with the dossier


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody wrote when a step before was done, or sent the dossier `back`.

    `signer` is the leader who decided on paper what `by` only recorded; empty where they are one.
    """

    step: str
    by: str
    signer: str
    at: datetime
    note: str
    back: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper to read before signing: a file of the dossier."""

    attachment_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ToSign:
    """One piece of work that waits for a signature. `earlier` are the rows to which it can be sent back, `ways`
    those on between which its process lets choose: mostly none; `needs` what its outcomes demand (demands.py)."""

    row: WorkRow
    opinions: Sequence[Opinion]
    drafts: Sequence[Draft]
    earlier: Sequence[Step] = ()
    ways: Sequence[Way] = ()
    needs: Sequence[str] = ()


def leaders(facts: Facts) -> Sequence[Account]:
    """For whom this actor records what was signed on paper: one statement, none for who records for nobody."""
    ids = {leader_id for _, leader_id in facts.by.records_for}
    return list(Account.objects.filter(pk__in=ids).order_by("full_name")) if ids else []


def leader(facts: Facts, account_id: int) -> Actor | None:
    """One of them with the posts of today; None for anybody else. What they do for others is no work of theirs."""
    account = next((one for one in leaders(facts) if one.pk == account_id), None)
    return replace(actor(account, day=facts.day), stands_in_for=frozenset()) if account else None


def waiting(facts: Facts, leader: Actor | None = None, *, at: datetime) -> Found[ToSign]:
    """All of them, what burns first first; with a `leader`, what this actor may record for them.

    A page takes five statements, however many stand on it.
    """
    return FoundByKey(keys_of(_waits(facts, leader)), partial(_read, facts, at))


def chosen(facts: Facts, leader: Actor | None, item_ids: Sequence[int], *, at: datetime) -> list[ToSign]:
    """Those of `item_ids` that still wait, in the same order."""
    return _read(facts, at, list(keys_of(_waits(facts, leader) & Q(pk__in=item_ids))))


def named(facts: Facts, item_ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Code and procedure of pieces of work to sign, done or not, as far as the actor may know: one statement."""
    known = WorkItem.objects.filter(work_here(facts), pk__in=item_ids, kind__in=SIGNED)
    rows = known.values_list("pk", "dossier__code", "dossier__version__name")
    return {pk: (code, procedure) for pk, code, procedure in rows}


def _waits(facts: Facts, leader: Actor | None = None) -> Q:
    own = work_here(facts) & mine(leader or facts.by, facts.offices)
    if leader is not None:
        own &= Q(agency_id__in=[agency for agency, pk in facts.by.records_for if pk == leader.account_id])
    return own & Q(kind__in=SIGNED, step__isnull=False) & ~Q(status__in=BEYOND)


def _read(facts: Facts, at: datetime, keys: Sequence[int]) -> list[ToSign]:
    rows = rows_of(facts, at, keys)
    dossier_ids = WorkItem.objects.filter(pk__in=keys).values("dossier_id")
    work = WorkItem.objects.filter(dossier_id__in=dossier_ids).select_related(
        "step", "closed_by", "paper_signature__signer"
    )
    items = list(work.order_by("closed_at", "pk"))
    dossiers = {item.pk: item.dossier_id for item in items}
    steps = {item.pk: item.step for item in items if item.step}
    opinions = _opinions(items)
    drafts = _drafts(dossiers[key] for key in keys)
    return [
        ToSign(
            row=row,
            opinions=opinions.get(dossiers[row.item_id], ()),
            drafts=drafts.get(dossiers[row.item_id], ()),
            earlier=steps_before(steps[row.item_id]),
            ways=ways_after(steps[row.item_id]),
            needs=needs_of(steps[row.item_id]),
        )
        for row in rows
    ]


def _opinions(items: Iterable[WorkItem]) -> dict[int, list[Opinion]]:
    """What was written at the steps that are done, by dossier; in the order of `items`."""
    found: dict[int, list[Opinion]] = {}
    for item in items:
        if item.closed_at and item.closed_by and item.step and item.note and item.outcome != Outcome.RECALLED:
            back = item.outcome == Outcome.BACK
            signature = getattr(item, "paper_signature", None)
            signer = signature.signer.full_name if signature else ""
            said = Opinion(item.step.name, item.closed_by.full_name, signer, item.closed_at, item.note, back)
            found.setdefault(item.dossier_id, []).append(said)
    return found


def _drafts(dossier_ids: Iterable[int]) -> dict[int, list[Draft]]:
    found: dict[int, list[Draft]] = {}
    papers = Attachment.objects.filter(dossier_id__in=list(dossier_ids), kind__in=DRAFTS)
    for dossier_id, pk, name in papers.values_list("dossier_id", "pk", "name"):
        found.setdefault(dossier_id, []).append(Draft(pk, name))
    return found
