"""What somebody who can write everywhere may do to a journal, each deed with what must be said of it.

A deed takes the records of a journal, the place of one of its streams and the number of one of its events, and gives
the tampered records with a pattern that one line of the verdict must match. Counts and sums of the export are made
anew afterwards, as a forger would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from motcua.journal import rules
from motcua.journal.verify import Anchored, Link, Record, Stream
from tests.journal.chains import changed, link, sealed

Deed = Callable[[list[Record], int, int], tuple[list[Record], str]]


def events(records: list[Record], stream: int) -> list[Link]:
    """The events of the stream-th stream, counted from 1."""
    name = row(records, stream).stream
    return [r for r in records if isinstance(r, Link) and r.stream == name]


def row(records: list[Record], stream: int) -> Stream:
    return [r for r in records if isinstance(r, Stream)][stream - 1]


def swapped(records: list[Record], old: Record, *new: Record) -> list[Record]:
    """The records with others in the place of one."""
    at = records.index(old)
    return [*records[:at], *new, *records[at + 1 :]]


def change(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    event = events(records, stream)[n - 1]
    return swapped(records, event, changed(event, by="account:9")), f"hồ sơ H48-{stream}: sự kiện {n} đã bị sửa"


def forge(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """The digest of the changed event is brought in line; what it was chained to still tells."""
    chain = events(records, stream)
    after = swapped(records, chain[n - 1], sealed(chain[n - 1], by="account:9"))
    if n == len(chain):
        return after, rf"hồ sơ H48-{stream}: sự kiện cuối \({n}\) không phải"
    return after, f"hồ sơ H48-{stream}: sự kiện {n + 1} không nối tiếp sự kiện {n};"


def forge_all(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """The rest of the chain and its head are made anew; the anchor still tells, though not which stream it was."""
    chain = events(records, stream)
    previous, head = chain[n - 1].previous, row(records, stream)
    for event in chain[n - 1 :]:
        new = sealed(event, by="account:9", previous=previous)
        records, previous = swapped(records, event, new), new.digest
    return swapped(records, head, replace(head, digest=previous)), r"Lần niêm \d+: gốc không khớp"


def drop(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    chain = events(records, stream)
    said = "không có sự kiện nào, đáng lẽ có 1" if len(chain) == 1 else f"mất sự kiện {n}"
    return swapped(records, chain[n - 1]), f"hồ sơ H48-{stream}: {said}"


def insert(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """A new event before event n, which and those after it get the next numbers."""
    chain = events(records, stream)
    for event in chain[n - 1 :]:
        records = swapped(records, event, changed(event, n=event.n + 1))
    new = link(chain[0].stream, n, chain[n - 1].previous, pk=chain[n - 1].id)
    at = records.index(next(r for r in records if isinstance(r, Link) and (r.stream, r.n) == (new.stream, n + 1)))
    return [*records[:at], new, *records[at:]], f"hồ sơ H48-{stream}: ở chỗ sự kiện {n + 1} là sự kiện {n}"


def append(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    last = events(records, stream)[-1]
    new = link(last.stream, last.n + 1, last.digest, pk=10_000)
    said = f"hồ sơ H48-{stream}: có sự kiện đến số {new.n}, dòng của nó chỉ biết đến số {last.n}"
    return swapped(records, last, last, new), said


def repeat(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    event = events(records, stream)[n - 1]
    return swapped(records, event, event, event), f"hồ sơ H48-{stream}: có hai sự kiện số {n}"


def reorder(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """The event comes after the next one; the last one after nothing, so it goes before the one before it."""
    chain = events(records, stream)
    first = min(n, len(chain) - 1)
    a, b = records.index(chain[first - 1]), records.index(chain[first])
    records[a], records[b] = records[b], records[a]
    return records, f"hồ sơ H48-{stream}: sự kiện {first} đứng sai thứ tự"


def renumber(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """Two neighbours exchange their numbers and places."""
    chain = events(records, stream)
    first, second = chain[min(n, len(chain) - 1) - 1 :][:2]
    a, b = records.index(first), records.index(second)
    records[a], records[b] = changed(second, n=first.n), changed(first, n=second.n)
    return records, f"hồ sơ H48-{stream}: ở chỗ sự kiện {first.n} là sự kiện {second.n}"


def move(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """The event stands under another stream."""
    event = events(records, stream)[n - 1]
    other = row(records, 1 if stream > 1 else 2)
    return swapped(swapped(records, event), other, other, event), rf"chuỗi {event.stream}: có sự kiện \(số cuối {n}\)"


def change_head(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    head = row(records, stream)
    said = rf"hồ sơ H48-{stream}: sự kiện cuối \({head.n}\) không phải"
    return swapped(records, head, replace(head, digest="0" * 64)), said


def lengthen_head(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    head = row(records, stream)
    said = f"hồ sơ H48-{stream}: mất sự kiện {head.n + 1}"
    return swapped(records, head, replace(head, n=head.n + 1)), said


def drop_stream(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """The row is gone with all its events: nothing is left that could name it, but the anchor misses it."""
    gone = [row(records, stream), *events(records, stream)]
    return [r for r in records if r not in gone], r"Lần niêm \d+: niêm \d chuỗi, nay còn \d"


def drop_row(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    name, last = row(records, stream).stream, events(records, stream)[-1].n
    return swapped(records, row(records, stream)), rf"chuỗi {name}: có sự kiện \(số cuối {last}\) nhưng không có dòng"


def drop_events(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    gone = events(records, stream)
    return [r for r in records if r not in gone], f"hồ sơ H48-{stream}: không có sự kiện nào, đáng lẽ có {len(gone)}"


def exchange_streams(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """A stream with its events comes last."""
    first = [row(records, 1), *events(records, 1)]
    return [*(r for r in records if r not in first), *first], r"Chuỗi \S+ \(H48-1\) đứng sai thứ tự"


def repeat_row(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    head = row(records, stream)
    return swapped(records, head, head, head), rf"Chuỗi \S+ \(H48-{stream}\) đứng sai thứ tự hoặc hai lần"


def change_payload(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    event = events(records, stream)[n - 1]
    said = f"hồ sơ H48-{stream}: nội dung của sự kiện {n} đã bị sửa"
    return swapped(records, event, replace(event, body='{"said":"khác"}')), said


def change_salt(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    event = events(records, stream)[n - 1]
    said = f"hồ sơ H48-{stream}: nội dung của sự kiện {n} đã bị sửa"
    return swapped(records, event, replace(event, salt="0" * 32)), said


def drop_payload(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    event = events(records, stream)[n - 1]
    return swapped(records, event, replace(event, salt=None, body=None)), f"H48-{stream}: mất nội dung của sự kiện {n}"


def move_id(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    """As if the event had come after the anchor."""
    event = events(records, stream)[n - 1]
    after = swapped(records, event, replace(event, id=10_000))
    if n < events(records, stream)[-1].n:
        return after, f"hồ sơ H48-{stream}: số id của sự kiện {n + 1} không lớn hơn của sự kiện {n}"
    return after, r"Lần niêm \d+: (gốc không khớp|niêm \d chuỗi, nay còn \d)"


def change_anchor(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    anchor = anchors(records)[0]
    return swapped(records, anchor, replace(anchor, hashed=anchor.hashed | {"at": "?"})), "Lần niêm 1 đã bị sửa"


def drop_anchor(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    return swapped(records, anchors(records)[0]), "Lần niêm 2 không đứng sau lần 0; giữa chúng có lần bị mất"


def forge_anchor(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    old = anchors(records)[0]
    hashed = old.hashed | {"root": "0" * 64}
    new = replace(old, root="0" * 64, hashed=hashed, digest=rules.sha256(rules.canonical(hashed)))
    return swapped(records, old, new), "Lần niêm 2 không nối tiếp lần 1"


def late_anchor(records: list[Record], stream: int, n: int) -> tuple[list[Record], str]:
    last = anchors(records)[-1]
    return [*swapped(records, last), last], f"Lần niêm {last.n} đứng sau các chuỗi"


def anchors(records: list[Record]) -> list[Anchored]:
    return [r for r in records if isinstance(r, Anchored)]


DEEDS: tuple[Deed, ...] = (
    change,
    forge,
    forge_all,
    drop,
    insert,
    append,
    repeat,
    reorder,
    renumber,
    move,
    change_head,
    lengthen_head,
    drop_stream,
    drop_row,
    drop_events,
    exchange_streams,
    repeat_row,
    change_payload,
    change_salt,
    drop_payload,
    move_id,
    change_anchor,
    drop_anchor,
    forge_anchor,
    late_anchor,
)
