"""Whether a journal is whole: plain checks of records one after another, the same for the database and for an export.

Nothing here knows Django. What the records are and how each digest is computed is said in docs/journal-format.md.
Memory holds one stream at a time, so that the size of the journal does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from motcua.kernel.sentences import Sentence, gettext_noop

from . import rules


@dataclass(frozen=True, slots=True)
class Header:
    """What an export says of itself. `payloads` False: what was said of people was left out."""

    payloads: bool = True
    streams: int | None = None
    events: int | None = None
    anchors: int | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A row that has a stream, with the head of its chain: `n` events, the last one's digest."""

    stream: str
    kind: str
    code: str
    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Link:
    """An event: `hashed` is the very text that is hashed, the other values stand in it too.

    `salt` and `body` are what the payload digest is over; None where the record has no payload. `erased`: lawfully.
    """

    id: int
    stream: str
    n: int
    previous: str
    payload: str
    hashed: dict[str, object]
    digest: str
    salt: str | None = None
    body: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchor: a Merkle root over the heads of all streams, of the events with an id of at most `through`."""

    n: int
    through: int
    streams: int
    root: str
    previous: str
    hashed: dict[str, object]
    digest: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `kind` is changed, dropped, inserted, reordered, missing (a whole stream, or its row), cut or unreadable.
    """

    kind: str
    sentence: Sentence

    def __str__(self) -> str:
        return str(self.sentence)


Record = Header | Stream | Link | Anchored | Fault


@dataclass
class Seen:
    """What was gone through. `matched` are the anchors whose root was computed again and found the same."""

    streams: int = 0
    events: int = 0
    anchors: int = 0
    erased: int = 0
    faults: int = 0
    newest: Anchored | None = None
    matched: list[int] = field(default_factory=list)


KINDS = {
    "account": gettext_noop("tài khoản"),
    "agency": gettext_noop("cơ quan"),
    "procedure": gettext_noop("thủ tục"),
    "dossier": gettext_noop("hồ sơ"),
}


def faults(records: Iterable[Record], seen: Seen, *, all_anchors: bool = False) -> Iterator[Fault]:
    """Everything that is wrong with `records`, in their order; `seen` counts as it goes.

    Records come as an export has them: header, anchors, then each stream followed by its events, streams in order.
    The root of the newest anchor is computed again, or with `all_anchors` of every one (which takes as long as there
    are anchors times streams).
    """
    for fault in _faults(records, seen, all_anchors=all_anchors):
        seen.faults += 1
        yield fault


def _faults(records: Iterable[Record], seen: Seen, *, all_anchors: bool) -> Iterator[Fault]:
    header, watches, group, last = Header(), list[_Watch](), _Group(None), ""
    for record in records:
        match record:
            case Fault():
                yield record
            case Header():
                header = record
            case Anchored():
                yield from _anchor_faults(record, seen)
                watches = [*(watches if all_anchors else []), _Watch(record)]
            case Stream():
                yield from group.end(seen, watches, payloads=header.payloads)
                group = _Group(record)
                yield from _order_faults(record, last)
                last = record.stream
            case Link():
                if record.stream != group.stream:
                    yield from group.end(seen, watches, payloads=header.payloads)
                    group = _Group(None)
                group.links.append(record)
    yield from group.end(seen, watches, payloads=header.payloads)
    yield from _count_faults(header, seen)
    for watch in watches:
        yield from watch.end(seen)


class _Watch:
    """An anchor whose root is computed again while the streams pass by."""

    def __init__(self, anchor: Anchored) -> None:
        self.anchor, self.tree = anchor, rules.Merkle()

    def add(self, stream: str, links: Sequence[Link], ids: Sequence[int]) -> None:
        """A stream with its events in order, and their ids."""
        if covered := bisect_right(ids, self.anchor.through):
            head = links[covered - 1]
            self.tree.add(rules.head_leaf(stream=stream, n=head.n, digest=head.digest))

    def end(self, seen: Seen) -> Iterator[Fault]:
        here, there = self.tree.count, self.anchor.streams
        if here != there:
            said = gettext_noop("Lần niêm {n}: niêm {there} chuỗi, nay còn {here}; có chuỗi đã bị bỏ hoặc thêm vào.")
            yield Fault("missing", Sentence(said, {"n": self.anchor.n, "there": there, "here": here}))
        elif self.tree.root() != self.anchor.root:
            said = gettext_noop("Lần niêm {n}: gốc không khớp; có chuỗi được lần này niêm đã bị thay.")
            yield Fault("changed", Sentence(said, {"n": self.anchor.n}))
        else:
            seen.matched.append(self.anchor.n)


class _Group:
    """A stream and the events that follow it; without a stream, events that no row knows."""

    def __init__(self, row: Stream | None) -> None:
        self.row = row
        self.links: list[Link] = []

    @property
    def stream(self) -> str:
        if self.row is not None:
            return self.row.stream
        return self.links[0].stream if self.links else ""

    @property
    def name(self) -> Sentence:
        """How people know the stream."""
        if self.row is None:
            return Sentence(gettext_noop("chuỗi {stream}"), {"stream": self.stream})
        kind = Sentence(KINDS.get(self.row.kind, "{kind}"), {"kind": self.row.kind})
        return Sentence("{kind} {code}", {"kind": kind, "code": self.row.code})

    def fault(self, kind: str, text: str, **values: object) -> Fault:
        return Fault(kind, Sentence(text, {"who": self.name, **values}))

    def end(self, seen: Seen, watches: Sequence[_Watch], *, payloads: bool) -> Iterator[Fault]:
        """All events of the stream have come: what is wrong with them."""
        seen.streams += self.row is not None
        seen.events += len(self.links)
        for before, link in pairwise(self.links):
            if link.n < before.n:
                yield self.fault("reordered", gettext_noop("{who}: sự kiện {n} đứng sai thứ tự."), n=link.n)
        links = sorted(self.links, key=lambda link: link.n)
        yield from self._chain(links)
        for link in links:
            yield from self._content(link)
            yield from self._payload(link, seen, wanted=payloads)
        yield from self._head(links[-1] if links else None)
        ids = [link.id for link in links]
        for watch in watches:
            watch.add(self.stream, links, ids)

    def _chain(self, links: Sequence[Link]) -> Iterator[Fault]:
        """Whether the numbers are gapless from 1 and each event names the one before it."""
        n, digest = 0, rules.GENESIS
        for link in links:
            if link.n == n:
                yield self.fault("inserted", gettext_noop("{who}: có hai sự kiện số {n}."), n=n)
                continue
            if link.n > n + 1:
                yield self._dropped(n + 1, link.n - 1)
            elif link.previous != digest:
                said = gettext_noop(
                    "{who}: sự kiện {n} không nối tiếp sự kiện {before}; một trong hai đã bị thay hoặc chèn vào."
                )
                yield self.fault("inserted", said, n=link.n, before=n)
            n, digest = link.n, link.digest

    def _dropped(self, first: int, last: int) -> Fault:
        if first == last:
            return self.fault("dropped", gettext_noop("{who}: mất sự kiện {n}."), n=first)
        return self.fault("dropped", gettext_noop("{who}: mất các sự kiện {first}–{last}."), first=first, last=last)

    def _content(self, link: Link) -> Iterator[Fault]:
        """Whether the event says what it said when it was chained; if not, whether it comes from another place."""
        if _digest(link.hashed) == link.digest:
            return
        for n in range(max(1, link.n - NEAR), link.n + NEAR):
            if _digest(link.hashed | {"n": n}) == link.digest:
                said = gettext_noop("{who}: ở chỗ sự kiện {n} là sự kiện {real}.")
                yield self.fault("reordered", said, n=link.n, real=n)
                return
        yield self.fault("changed", gettext_noop("{who}: sự kiện {n} đã bị sửa."), n=link.n)

    def _payload(self, link: Link, seen: Seen, *, wanted: bool) -> Iterator[Fault]:
        if link.erased:
            seen.erased += 1
        elif link.salt is None or link.body is None:
            if wanted:
                yield self.fault("dropped", gettext_noop("{who}: mất nội dung của sự kiện {n}."), n=link.n)
        elif rules.payload_digest(salt=link.salt, body=link.body) != link.payload:
            yield self.fault("changed", gettext_noop("{who}: nội dung của sự kiện {n} đã bị sửa."), n=link.n)

    def _head(self, last: Link | None) -> Iterator[Fault]:
        """Whether the chain ends where its row says."""
        row = self.row
        if row is None:
            if last is not None:
                said = gettext_noop("{who}: có sự kiện (số cuối {n}) nhưng không có dòng nào mang chuỗi này.")
                yield self.fault("missing", said, n=last.n)
        elif last is None:
            said = gettext_noop("{who}: không có sự kiện nào, đáng lẽ có {n}.")
            yield self.fault("missing", said, n=max(row.n, 1))
        elif last.n > row.n:
            said = gettext_noop("{who}: có sự kiện đến số {n}, dòng của nó chỉ biết đến số {known}.")
            yield self.fault("inserted", said, n=last.n, known=row.n)
        elif last.n < row.n:
            yield self._dropped(last.n + 1, row.n)
        elif last.digest != row.digest:
            said = gettext_noop("{who}: sự kiện cuối ({n}) không phải sự kiện mà dòng của nó biết.")
            yield self.fault("changed", said, n=last.n)


NEAR = 50
"""How far from its place a moved event is looked for."""


def _digest(hashed: dict[str, object]) -> str:
    return rules.sha256(rules.canonical(hashed))


def _order_faults(row: Stream, last: str) -> Iterator[Fault]:
    if row.stream <= last:
        said = gettext_noop("Chuỗi {stream} ({code}) đứng sai thứ tự hoặc hai lần.")
        yield Fault("reordered", Sentence(said, {"stream": row.stream, "code": row.code}))


def _anchor_faults(anchor: Anchored, seen: Seen) -> Iterator[Fault]:
    """Whether anchors are gapless from 1, unchanged, each naming the one before it and covering no less."""
    before, said = seen.newest, None
    seen.newest, seen.anchors = anchor, seen.anchors + 1
    if _digest(anchor.hashed) != anchor.digest:
        said, kind = gettext_noop("Lần niêm {n} đã bị sửa."), "changed"
    elif anchor.n != (before.n if before else 0) + 1:
        said, kind = gettext_noop("Lần niêm {n} không đứng sau lần {before}; giữa chúng có lần bị mất."), "dropped"
    elif anchor.previous != (before.digest if before else rules.GENESIS):
        said, kind = gettext_noop("Lần niêm {n} không nối tiếp lần {before}; một trong hai đã bị thay."), "inserted"
    elif before and anchor.through < before.through:
        said, kind = gettext_noop("Lần niêm {n} niêm ít hơn lần {before}."), "changed"
    if said:
        yield Fault(kind, Sentence(said, {"n": anchor.n, "before": before.n if before else 0}))


def _count_faults(header: Header, seen: Seen) -> Iterator[Fault]:
    """Whether as much came as the header promised."""
    for name, promised, came in (
        (gettext_noop("chuỗi"), header.streams, seen.streams),
        (gettext_noop("sự kiện"), header.events, seen.events),
        (gettext_noop("lần niêm"), header.anchors, seen.anchors),
    ):
        if promised is not None and promised != came:
            said = gettext_noop("Đầu tệp ghi {promised} {name}, trong tệp có {came}.")
            values = {"promised": promised, "name": Sentence(name), "came": came}
            yield Fault("dropped" if came < promised else "inserted", Sentence(said, values))
