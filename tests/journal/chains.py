"""Journals made in memory, by the rules alone, for tests that take them apart."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from motcua.journal import export, rules
from motcua.journal.verify import Anchored, Fault, Header, Link, Record, Seen, Stream, faults

BEGINNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def link(stream: str, n: int, previous: str, *, pk: int, body: str = '{"said":"…"}', **changes: object) -> Link:
    """An event that is what it says."""
    salt = f"{pk:032x}"
    moment = rules.instant(BEGINNING + timedelta(minutes=pk))
    hashed: dict[str, object] = {
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
    return sealed(Link(pk, stream, n, previous, str(hashed["payload"]), hashed, "", salt, body), **changes)


def sealed(event: Link, **changes: object) -> Link:
    """The event with other values, and the digest that belongs to them: what a forger would write."""
    hashed = event.hashed | changes
    digest = rules.sha256(rules.canonical(hashed))
    own = {name: hashed[name] for name in ("stream", "n", "previous", "payload")}
    return replace(event, **own, hashed=hashed, digest=digest)  # type: ignore[arg-type]


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


def found(records: Iterable[Record], *, all_anchors: bool = False) -> list[Fault]:
    return list(faults(records, Seen(), all_anchors=all_anchors))


def found_in(file: bytes, *, all_anchors: bool = False) -> list[Fault]:
    return found(export.read(io.BytesIO(file)), all_anchors=all_anchors)
