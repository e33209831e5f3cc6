"""Journals made in memory, by the rules alone, for tests that take them apart."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from motcua.journal import export, rules
from motcua.journal.verify import Anchored, Fault, Header, Link, Record, Seen, Stream, faults

BEGINNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def link(stream: str, n: int, previous: str, *, pk: int, body: str = '{"said":"…"}', **changes: object) -> Link:
    """An event that is what it says."""
    salt = f"{pk:032x}"
    moment = rules.instant(BEGINNING + timedelta(minutes=pk))
    members: dict[str, object] = {
        "stream": stream,
        "n": n,
        "kind": "dossier.filed" if n == 1 else "work.taken",
        "by": "account:1",
        "happened_at": moment,
        "recorded_at": moment,
        "origin": "live",
        "facts": "{}",
        "payload": rules.payload_digest(salt=salt, body=body),
        "previous": previous,
    }
    unsealed = Link(pk, stream, n, previous, str(members["payload"]), rules.canonical(members), "", salt, body)
    return sealed(unsealed, **changes)


def sealed(event: Link, **changes: object) -> Link:
    """The event with other values, and the digest that belongs to them: what a forger would write."""
    event = changed(event, **changes)
    return replace(event, digest=rules.sha256(event.text))


def changed(event: Link, **changes: object) -> Link:
    """The event with other values and the digest that it had."""
    members = json.loads(event.text) | changes
    own = {name: members[name] for name in ("stream", "n", "previous", "payload")}
    return replace(event, **own, text=rules.canonical(members))


def journal(lengths: Sequence[int], *, anchored_after: Sequence[int] = ()) -> list[Record]:
    """Streams of so many events, recorded in turn; an anchor after each id of `anchored_after`."""
    names = [str(UUID(int=i + 1)) for i in range(len(lengths))]
    chains: dict[str, list[Link]] = {name: [] for name in names}
    anchors: list[Anchored] = []
    pk = 0
    for turn in range(max(lengths, default=0)):
        for name, length in zip(names, lengths, strict=True):
            if turn < length:
                pk += 1
                chain = chains[name]
                chain.append(link(name, turn + 1, chain[-1].digest if chain else "", pk=pk))
                if pk in anchored_after:
                    anchors.append(anchor(chains, anchors[-1] if anchors else None, through=pk))
    streams = [
        [Stream(name, "dossier", f"H48-{i}", len(chain), chain[-1].digest if chain else ""), *chain]
        for i, (name, chain) in enumerate(chains.items(), 1)
    ]
    return [*anchors, *(record for stream in streams for record in stream)]


def anchor(chains: dict[str, list[Link]], before: Anchored | None, *, through: int) -> Anchored:
    """An anchor over the chains as they stand."""
    tree = rules.Merkle()
    for name, chain in sorted(chains.items()):
        if chain:
            tree.add(rules.head_leaf(stream=name, n=chain[-1].n, digest=chain[-1].digest))
    named = {
        "n": before.n + 1 if before else 1,
        "through": through,
        "streams": tree.count,
        "root": tree.root(),
        "previous": before.digest if before else "",
    }
    hashed = named | {"at": rules.instant(BEGINNING + timedelta(minutes=through))}
    return Anchored(**named, hashed=hashed, digest=rules.sha256(rules.canonical(hashed)))  # type: ignore[arg-type]


def header(records: Iterable[Record], *, payloads: bool = True) -> Header:
    kinds = [type(record) for record in records]
    return Header(payloads, kinds.count(Stream), kinds.count(Link), kinds.count(Anchored))


def exported(records: Sequence[Record], *, payloads: bool = True) -> bytes:
    """The file of a journal."""
    out = io.BytesIO()
    told = header(records, payloads=payloads)
    export.write(out, records, header=told, installation="https://example.vn", software="0", at=BEGINNING)
    return out.getvalue()


def found(records: Iterable[Record], **options: Any) -> list[Fault]:
    return list(faults(records, Seen(), **options))


def found_in(file: bytes, **options: Any) -> list[Fault]:
    return found(export.read(io.BytesIO(file)), **options)
