"""How a chain is computed: plain functions that a stranger can write again from this page (docs/journal-format.md)."""

from __future__ import annotations

import hashlib
import json
import json.encoder
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = ""
quoted = json.encoder.encode_basestring  # a text as JSON, letters as they are


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Mapping[str, object]) -> str:
    """JSON with sorted keys, no spaces, no escapes: the one text that is hashed."""
    return _encode(value)


def read_facts(text: str) -> dict[str, Any]:
    """The facts of an event from their canonical JSON."""
    facts: dict[str, Any] = json.loads(text)
    return facts


def instant(moment: datetime) -> str:
    """A moment in UTC with microseconds, `2026-11-21T01:12:00.000000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def payload_digest(*, salt: str, body: str) -> str:
    """sha256(salt ‖ body): says nothing about an erased body, yet still proves a kept one."""
    return sha256(salt + body)


def event_text(
    *,
    stream: str,
    n: int,
    kind: str,
    by: str,
    happened_at: str,
    recorded_at: str,
    origin: str,
    facts: str,
    payload: str,
    previous: str,
) -> str:
    """What is hashed of an event: all its columns and the digest of the event before it in its stream.

    The same text as `canonical` of its members, in a quarter of the time: a journal has millions of them.
    """
    return (
        f'{{"by":{quoted(by)},"facts":{quoted(facts)},"happened_at":{quoted(happened_at)},"kind":{quoted(kind)},'
        f'"n":{n},"origin":{quoted(origin)},"payload":{quoted(payload)},"previous":{quoted(previous)},'
        f'"recorded_at":{quoted(recorded_at)},"stream":{quoted(stream)}}}'
    )


def event_digest(*, happened_at: datetime, recorded_at: datetime, **members: Any) -> str:
    """The digest of one event, whose other members are those of `event_text`."""
    return sha256(event_text(happened_at=instant(happened_at), recorded_at=instant(recorded_at), **members))


class Merkle:
    """A Merkle root taken as the leaves arrive, in memory of the logarithm of their number.

    Neighbours are hashed together level by level, an odd one moves up alone; of nothing: sha256 of the empty text.
    """

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, str]] = []  # (height, digest) of whole trees, the tallest first

    def add(self, leaf: str) -> None:
        """One more leaf, after those added before."""
        self.count += 1
        height, digest = 0, sha256(leaf)
        while self._peaks and self._peaks[-1][0] == height:
            digest = sha256(self._peaks.pop()[1] + digest)
            height += 1
        self._peaks.append((height, digest))

    def root(self) -> str:
        """The root over what was added so far."""
        if not self._peaks:
            return sha256("")
        digest = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            digest = sha256(left + digest)
        return digest


def head_leaf(*, stream: str, n: int, digest: str) -> str:
    """What an anchor says of one stream."""
    return f"{stream}:{n}:{digest}"


def anchor_digest(*, n: int, at: datetime, through: int, streams: int, root: str, previous: str) -> str:
    """The digest of one anchor: over all its columns and the digest of the anchor before it."""
    return sha256(
        canonical(
            {
                "n": n,
                "at": instant(at),
                "through": through,
                "streams": streams,
                "root": root,
                "previous": previous,
            }
        )
    )
