"""How a chain is computed: plain functions that a stranger can write again from this page (docs/journal-format.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = ""


def canonical(value: Mapping[str, object]) -> str:
    """JSON with sorted keys, no spaces, no escapes: the one text that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_facts(text: str) -> dict[str, Any]:
    """The facts of an event from their canonical JSON."""
    facts: dict[str, Any] = json.loads(text)
    return facts


def instant(moment: datetime) -> str:
    """A moment in UTC with microseconds, `2026-11-21T01:12:00.000000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def payload_digest(*, salt: str, body: str) -> str:
    """sha256(salt ‖ body): says nothing about an erased body, yet still proves a kept one."""
    return sha256(salt + body)


def event_digest(
    *,
    stream: str,
    n: int,
    kind: str,
    by: str,
    happened_at: datetime,
    recorded_at: datetime,
    origin: str,
    facts: str,
    payload: str,
    previous: str,
) -> str:
    """The digest of one event: over all its columns and the digest of the event before it in its stream."""
    return sha256(
        canonical(
            {
                "stream": stream,
                "n": n,
                "kind": kind,
                "by": by,
                "happened_at": instant(happened_at),
                "recorded_at": instant(recorded_at),
                "origin": origin,
                "facts": facts,
                "payload": payload,
                "previous": previous,
            }
        )
    )


def merkle_root(leaves: Iterable[str]) -> str:
    """Root over digests in the order given; an odd one moves up alone. Of nothing: sha256 of the empty text."""
    level = [sha256(leaf) for leaf in leaves]
    if not level:
        return sha256("")
    while len(level) > 1:
        pairs = [sha256(level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def head_leaf(*, stream: str, n: int, digest: str) -> str:
    """What an anchor says of one stream."""
    return f"{stream}:{n}:{digest}"


def anchor_digest(*, n: int, at: datetime, streams: int, root: str, previous: str) -> str:
    return sha256(canonical({"n": n, "at": instant(at), "streams": streams, "root": root, "previous": previous}))
