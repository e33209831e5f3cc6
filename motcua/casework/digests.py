"""The morning digest: to officers what waits for them, to administrators the root of the journal, lists to leaders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from motcua.files.actions import store
from motcua.files.models import StoredFile
from motcua.journal.models import Anchor
from motcua.kernel.moments import VIETNAM
from motcua.notifications.actions import Notice, tell
from motcua.notifications.queries import by_mail
from motcua.offices import snapshot
from motcua.offices.presence import Presence, present_on
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.outbox.queries import dead_jobs

from .backlog_sheet import NAME, sheet
from .reads.backlog import burdens, near_at
from .reads.mornings import mornings

DIGEST = "digest.morning"
ADMINISTRATORS = "digest.administrators"
FROM = time(6, 30)


def digest(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `digest.morning`: one message to every officer for whom something waits, on a working day of their agency.

    Before its hour nothing is told: then this is a morning that nobody worked on, and it is over.
    """
    local = at.astimezone(VIETNAM)
    if local.time() < FROM:
        return
    offices, presence = snapshot.present(), present_on(local.date())
    day = f"{local:%d/%m/%Y}"
    found = mornings(presence, offices, at=at)
    notices = [
        Notice(DIGEST, day, frozenset({account}), params={"day": day, **asdict(morning)})
        for account, morning in found.items()
    ]
    tell([*notices, *_to_administrators(presence, day), *_to_leaders(presence, offices, day, at)], at=at)


def _to_leaders(presence: Presence, offices: Snapshot, day: str, at: datetime) -> Iterator[Notice]:
    """On the first working morning of a week or month, to leaders: what is late and soon late at their agency."""
    for burden in burdens(offices, at=at):
        leaders = presence.holding(burden.agency_id, Role.UNIT_LEADER, Role.SIGNER, Role.COUNTER_HEAD)
        agency = offices.agency(burden.agency_id).name
        params: dict[str, str | int] = {"day": day, "agency": agency, "late": burden.late, "soon": burden.soon}
        kind = "list.monthly" if burden.monthly else "list.weekly"
        file = _listed(burden.agency_id, offices, at) if by_mail(kind, leaders) else None
        yield Notice(kind, f"{day}:{burden.agency_id}", leaders, params=params, file=file)


def _listed(agency_id: int, offices: Snapshot, at: datetime) -> StoredFile:
    """Each of those dossiers on a spreadsheet, as they stand this morning."""
    rows = near_at(agency_id, offices, at=at)
    return store(name=NAME, content=sheet(rows, of=offices.agency(agency_id).name, at=at), at=at)


def _to_administrators(presence: Presence, day: str) -> Iterator[Notice]:
    """The last anchor: whoever keeps this message can show later that nothing before it was changed."""
    people = presence.of(
        account
        for (_, role), accounts in presence.holders.items()
        if role == Role.ADMINISTRATOR
        for account in accounts
    )
    anchor = Anchor.objects.order_by("-n").first()
    params: dict[str, str | int] = {"day": day, "dead": dead_jobs()}
    if anchor is not None:
        at = f"{anchor.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        params |= {"n": anchor.n, "at": at, "root": anchor.root, "streams": anchor.streams}
    if people and (anchor is not None or params["dead"]):
        yield Notice(ADMINISTRATORS, day, people, params=params)


HANDLERS = {DIGEST: digest}
