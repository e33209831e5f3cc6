"""The lives of the demo's dossiers as jobs: slice after slice of six months, each promised by the one before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

from motcua.casework.reads.loading import LIVE
from motcua.journal import actions as journal
from motcua.outbox import actions as outbox
from motcua.outbox.actions import Promise
from motcua.papers.jobs import ARCHIVE, ARCHIVE_LIST

from . import plan
from .live import live
from .province import BY, FOUNDED

KEY = "lives"
DOSSIERS = 2_000
BREATH = 0.12
"""Seconds between two slices on SQLite: whoever waits to write asks again every tenth of a second."""
log = structlog.get_logger()


def promise_lives(*, until: datetime, dossiers: int, at: datetime) -> None:
    """Promise the first slice; part of building the province, in its transaction."""
    if dossiers:
        _promise({"until": until.isoformat(), "dossiers": dossiers, "slice": 0})


def live_slice(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `demo.live`: one slice of time, and the promise of the next; all of it in the transaction of the job."""
    until, dossiers, n = datetime.fromisoformat(payload["until"]), payload["dossiers"], payload["slice"]
    slices = plan.slices(until, dossiers)
    try:
        journal.once(key=f"demo-slice:{n:05d}", by=BY, at=at)
    except journal.Repeated:
        return
    for left in live(plan.slice_of(until, dossiers, n), at=at):
        log.warning("demo dossier left alone", n=left.act.n, verb=left.act.verb, reason=left.reason)
    # The PDF of a demo slip is made when somebody opens it: thousands of files would only fill the disk.
    for kind in (ARCHIVE, ARCHIVE_LIST):
        outbox.drop(kind=kind, promised_until=until)
    if n + 1 < slices:
        _promise(dict(payload) | {"slice": n + 1, "slices": slices})
    if connection.vendor == "sqlite":
        transaction.on_commit(lambda: time.sleep(BREATH))


def _promise(payload: Mapping[str, Any]) -> None:
    """Due as if since long ago, so that it comes before what its own verbs promised at simulated moments."""
    outbox.promise([Promise(LIVE, payload, key=f"{KEY}:{payload['slice']}")], at=FOUNDED)


HANDLERS = {LIVE: live_slice}
