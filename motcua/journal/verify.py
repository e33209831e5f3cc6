"""Whether a journal is whole: plain checks of records one after another, the same for the database and for an export.

Nothing here knows Django. What the records are and how each digest is computed is said in docs/journal-format.md.
Memory holds one event at a time, so that the size of the journal does not matter. verifier/verify_journal.py is the
same for strangers, written a second time on purpose: tests compare what the two say.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

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


@dataclass(slots=True)  # not frozen, as the others are: there are millions, and freezing takes half of the making
class Link:
    """An event: `text` is the very text that is hashed (`rules.event_text`), the other values stand in it too.

    `salt` and `body` are what the payload digest is over; None where the record has no payload. `erased`: lawfully.
    """

    id: int
    stream: str
    n: int
    previous: str
    payload: str
    text: str
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
    "shadow": gettext_noop("hồ sơ theo dõi hộ"),
}


def faults(
    records: Iterable[Record], seen: Seen, *, all_anchors: bool = False, published: Collection[str] = ()
) -> Iterator[Fault]:
    """Everything that is wrong with `records`, in their order; `seen` counts as it goes.

    Records come as an export has them: header, anchors, then each stream followed by its events, streams in order.
    The root of the newest anchor is computed again, or with `all_anchors` of every one (which takes as long as there
    are anchors times streams). Each digest of `published` must be that of an anchor: a copy kept elsewhere.
    """
    for fault in _faults(records, seen, all_anchors=all_anchors, published=dict.fromkeys(published)):
        seen.faults += 1
        yield fault


def _faults(records: Iterable[Record], seen: Seen, *, all_anchors: bool, published: dict[str, None]) -> Iterator[Fault]:
    header, roots, last = Header(), _Roots(keep_all=all_anchors), ""
    chain, lost = _Chain(), _Chain()  # of the newest row; of events that stand under no row of theirs
    for record in records:
        if isinstance(record, Link):
            if record.stream == chain.stream:
                at = chain
                roots.cover(record)
            else:
                if record.stream != lost.stream:
                    yield from lost.end()
                    lost = _Chain(stream=record.stream)
                at = lost
            at.add(record, seen, payloads=header.payloads)
            if at.found:
                yield from at.told()
        elif isinstance(record, Stream):
            yield from (*lost.end(), *chain.end(), *_order_faults(record, last))
            roots.close()
            chain, lost, last = _Chain(record), _Chain(), record.stream
            seen.streams += 1
        elif isinstance(record, Anchored):
            yield from _anchor_faults(record, seen, late=bool(last))
            published.pop(record.digest, None)
            roots.watch(record)
        elif isinstance(record, Header):
            header = record
        else:
            yield record
    yield from (*lost.end(), *chain.end(), *_count_faults(header, seen))
    yield from roots.end(seen)
    for digest in published:
        said = gettext_noop("Không có lần niêm nào mang mã {digest}; các lần niêm đã bị bỏ bớt hoặc thay.")
        yield Fault("dropped", Sentence(said, {"digest": digest}))


class _Roots:
    """The roots of anchors, computed again while the streams pass by."""

    def __init__(self, *, keep_all: bool) -> None:
        self.keep_all = keep_all
        self.anchors: list[Anchored] = []
        self.trees: list[rules.Merkle] = []
        self.through: list[int] = []  # of the anchors, rising
        self.heads: list[Link | None] = []  # the last event, of those in hand, that each covers and none before it

    def watch(self, anchor: Anchored) -> None:
        """One more anchor; without `keep_all` in place of those before."""
        self.anchors = sorted([*(self.anchors if self.keep_all else []), anchor], key=lambda a: a.through)
        self.trees = [rules.Merkle() for _ in self.anchors]
        self.through = [a.through for a in self.anchors]
        self.heads = [None] * len(self.anchors)

    def cover(self, link: Link) -> None:
        """An event of the stream that passes."""
        at = bisect_left(self.through, link.id)
        if at < len(self.heads):
            head = self.heads[at]
            if head is None or link.n > head.n:
                self.heads[at] = link

    def close(self) -> None:
        """The stream has passed: one leaf for each anchor that covers any of its events."""
        head, leaf = None, ""
        for at, own in enumerate(self.heads):
            if own is not None and (head is None or own.n > head.n):
                head, leaf = own, rules.head_leaf(stream=own.stream, n=own.n, digest=own.digest)
            if head is not None:
                self.trees[at].add(leaf)
            self.heads[at] = None

    def end(self, seen: Seen) -> Iterator[Fault]:
        """All streams have passed."""
        self.close()
        for anchor, tree in sorted(zip(self.anchors, self.trees, strict=True), key=lambda pair: pair[0].n):
            here, there = tree.count, anchor.streams
            if here != there:
                said = gettext_noop(
                    "Lần niêm {n}: niêm {there} chuỗi, nay còn {here}; có chuỗi đã bị bỏ hoặc thêm vào."
                )
                yield Fault("missing", Sentence(said, {"n": anchor.n, "there": there, "here": here}))
            elif tree.root() != anchor.root:
                said = gettext_noop("Lần niêm {n}: gốc không khớp; có chuỗi được lần này niêm đã bị thay.")
                yield Fault("changed", Sentence(said, {"n": anchor.n}))
            else:
                seen.matched.append(anchor.n)


class _Chain:
    """A stream whose events pass one by one; without a row, events that do not stand under the row of their stream."""

    def __init__(self, row: Stream | None = None, *, stream: str = "") -> None:
        self.row, self.stream = row, row.stream if row else stream
        self.n, self.digest, self.id = 0, rules.GENESIS, 0  # of the highest event so far
        self.gaps: list[tuple[int, int]] = []  # numbers that were passed over: first, last
        self.found: list[Fault] = []

    @property
    def name(self) -> Sentence:
        """How people know the stream."""
        if self.row is None:
            return Sentence(gettext_noop("chuỗi {stream}"), {"stream": self.stream})
        kind = Sentence(KINDS.get(self.row.kind, "{kind}"), {"kind": self.row.kind})
        return Sentence("{kind} {code}", {"kind": kind, "code": self.row.code})

    def tell(self, kind: str, text: str, **values: object) -> None:
        self.found.append(Fault(kind, Sentence(text, {"who": self.name, **values})))

    def told(self) -> list[Fault]:
        """What was found since this was last asked."""
        told, self.found = self.found, []
        return told

    def add(self, link: Link, seen: Seen, *, payloads: bool) -> None:
        """The next event: whether it is what it was, and stands where it stood."""
        seen.events += 1
        if rules.sha256(link.text) != link.digest:
            self._changed(link)
        if link.erased:
            seen.erased += 1
        elif link.salt is None or link.body is None:
            if payloads:
                self.tell("dropped", gettext_noop("{who}: mất nội dung của sự kiện {n}."), n=link.n)
        elif rules.payload_digest(salt=link.salt, body=link.body) != link.payload:
            self.tell("changed", gettext_noop("{who}: nội dung của sự kiện {n} đã bị sửa."), n=link.n)
        if link.n != self.n + 1 or link.previous != self.digest or link.id <= self.id:
            self._misplaced(link)
        if link.n > self.n:
            self.n, self.digest, self.id = link.n, link.digest, link.id

    def _changed(self, link: Link) -> None:
        """Whether an event that is not what its digest says comes from another place of the stream."""
        members = json.loads(link.text)
        for n in range(max(1, link.n - NEAR), link.n + NEAR):
            if rules.sha256(rules.event_text(**members | {"n": n})) == link.digest:
                said = gettext_noop("{who}: ở chỗ sự kiện {n} là sự kiện {real}.")
                return self.tell("reordered", said, n=link.n, real=n)
        return self.tell("changed", gettext_noop("{who}: sự kiện {n} đã bị sửa."), n=link.n)

    def _misplaced(self, link: Link) -> None:
        """What is wrong with the place of an event that does not follow the one before it."""
        if link.n <= self.n:
            if self._fill_gap(link.n):
                self.tell("reordered", gettext_noop("{who}: sự kiện {n} đứng sai thứ tự."), n=link.n)
            else:
                self.tell("inserted", gettext_noop("{who}: có hai sự kiện số {n}."), n=link.n)
            return
        if link.n > self.n + 1:
            self.gaps.append((self.n + 1, link.n - 1))
        elif link.previous != self.digest:
            said = gettext_noop(
                "{who}: sự kiện {n} không nối tiếp sự kiện {before}; một trong hai đã bị thay hoặc chèn vào."
            )
            self.tell("inserted", said, n=link.n, before=self.n)
        if link.id <= self.id:
            said = gettext_noop("{who}: số id của sự kiện {n} không lớn hơn của sự kiện {before}.")
            self.tell("reordered", said, n=link.n, before=self.n)

    def _fill_gap(self, n: int) -> bool:
        """Whether `n` was passed over; if so, it no longer counts as such."""
        for at, (first, last) in enumerate(self.gaps):
            if first <= n <= last:
                parts = [(first, n - 1), (n + 1, last)]
                self.gaps[at : at + 1] = [(a, b) for a, b in parts if a <= b]
                return True
        return False

    def end(self) -> list[Fault]:
        """All events of the stream have passed: whether some are missing and the chain ends where its row says."""
        if self.row is not None:
            for gap in self.gaps:
                self._dropped(*gap)
            self._head(self.row)
        elif self.n:
            said = gettext_noop("{who}: có sự kiện (số cuối {n}) nhưng không có dòng nào mang chuỗi này.")
            self.tell("missing", said, n=self.n)
        return self.told()

    def _dropped(self, first: int, last: int) -> None:
        if first == last:
            self.tell("dropped", gettext_noop("{who}: mất sự kiện {n}."), n=first)
        else:
            self.tell("dropped", gettext_noop("{who}: mất các sự kiện {first}–{last}."), first=first, last=last)

    def _head(self, row: Stream) -> None:
        if not self.n:
            said = gettext_noop("{who}: không có sự kiện nào, đáng lẽ có {n}.")
            self.tell("missing", said, n=max(row.n, 1))
        elif self.n > row.n:
            said = gettext_noop("{who}: có sự kiện đến số {n}, dòng của nó chỉ biết đến số {known}.")
            self.tell("inserted", said, n=self.n, known=row.n)
        elif self.n < row.n:
            self._dropped(self.n + 1, row.n)
        elif self.digest != row.digest:
            said = gettext_noop("{who}: sự kiện cuối ({n}) không phải sự kiện mà dòng của nó biết.")
            self.tell("changed", said, n=self.n)


NEAR = 50
"""How far from its place a moved event is looked for."""


def _order_faults(row: Stream, last: str) -> Iterator[Fault]:
    if row.stream <= last:
        said = gettext_noop("Chuỗi {stream} ({code}) đứng sai thứ tự hoặc hai lần.")
        yield Fault("reordered", Sentence(said, {"stream": row.stream, "code": row.code}))


def _anchor_faults(anchor: Anchored, seen: Seen, *, late: bool) -> Iterator[Fault]:
    """Whether anchors come before all streams, gapless, unchanged, each naming the one before and covering no less."""
    before, said = seen.newest, None
    seen.newest, seen.anchors = anchor, seen.anchors + 1
    if rules.sha256(rules.canonical(anchor.hashed)) != anchor.digest:
        said, kind = gettext_noop("Lần niêm {n} đã bị sửa."), "changed"
    elif late:
        said, kind = gettext_noop("Lần niêm {n} đứng sau các chuỗi, đáng lẽ đứng trước."), "reordered"
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
