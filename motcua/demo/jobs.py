"""The lives of the demo's dossiers as jobs: slice after slice of six months, each promised by the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.outbox.actions import Promise, promise

LIVE = "demo.live"
DOSSIERS = 0


def promise_lives(*, until: datetime, dossiers: int, at: datetime) -> None:
    """Promise the first slice; part of building the province, in its transaction."""
    if dossiers:
        payload = {"until": until.isoformat(), "dossiers": dossiers, "slice": 0}
        promise([Promise(LIVE, payload, key="lives")], at=at)


def live(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `demo.live`: one slice of time."""
    raise NotImplementedError


HANDLERS = {LIVE: live}
