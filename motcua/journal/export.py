"""The journal as lines of JSON, out and in again (docs/journal-format.md); plain Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .rules import canonical, event_text, instant, quoted
from .verify import Anchored, Fault, Header, Link, Record, Stream

FORMAT, VERSION = "motcua-journal", 1
LONGEST_LINE = 16 * 1024 * 1024  # bytes; a line is a few hundred


def write(
    out: BinaryIO,
    records: Iterable[Record],
    *,
    header: Header,
    installation: str,
    software: str,
    at: datetime,
) -> int:
    """Write header, records and end; returns the number of lines. With `header.payloads` False payloads stay out."""
    sha, lines = hashlib.sha256(), 0

    def put(text: str) -> None:
        nonlocal lines
        line = text.encode() + b"\n"
        sha.update(line)
        out.write(line)
        lines += 1

    put(
        canonical(
            {
                "record": "header",
                "format": FORMAT,
                "version": VERSION,
                "motcua": software,
                "installation": installation,
                "moment": instant(at),
                "payloads": header.payloads,
                "streams": header.streams,
                "events": header.events,
                "anchors": header.anchors,
            }
        )
    )
    for record in records:
        put(line_of(record, payloads=header.payloads))
    out.write((canonical({"record": "end", "lines": lines, "sha256": sha.hexdigest()}) + "\n").encode())
    return lines + 1


def line_of(record: Record, *, payloads: bool = True) -> str:
    """The line of a record, without its end; `canonical` of what the page says, in whichever way is quickest."""
    match record:
        case Anchored():
            return canonical({"record": "anchor", "anchor": record.hashed, "digest": record.digest})
        case Stream():
            head = {"n": record.n, "digest": record.digest}
            return canonical(
                {"record": "stream", "stream": record.stream, "kind": record.kind, "code": record.code, **head}
            )
        case Link():
            return _event_line(record, payloads=payloads)
    raise TypeError(record)


def _event_line(link: Link, *, payloads: bool) -> str:
    body, salt = "", ""
    if payloads and not link.erased and link.salt is not None and link.body is not None:
        body, salt = f'"body":{quoted(link.body)},', f',"salt":{quoted(link.salt)}'
    erased = '"erased":true,' if link.erased else ""
    return f'{{{body}"digest":{quoted(link.digest)},{erased}"event":{link.text},"id":{link.id},"record":"event"{salt}}}'


def read(lines: Iterable[bytes]) -> Iterator[Record]:
    """The records of an export, a fault in place of each line that cannot be read.

    Refused when the first line is not the header of an export, or of a version to come.
    """
    sha, n = hashlib.sha256(), 0
    end: Mapping[str, Any] | None = None
    for n, line in enumerate(lines, 1):
        if end is not None:
            yield _fault("inserted", gettext_noop("Dòng {n}: còn dòng sau dòng kết thúc."), n=n)
            return
        record, text = _header(line) if n == 1 else _record(line)
        if record is None:
            if line.endswith(b"\n"):  # else it is the end of a file that was cut, told below
                yield _fault("unreadable", gettext_noop("Dòng {n}: không đọc được."), n=n)
        elif text.encode() != line.rstrip(b"\n"):
            yield _fault("changed", gettext_noop("Dòng {n}: không viết theo dạng chuẩn."), n=n)
        if isinstance(record, Mapping):
            end = record
            yield from _end_faults(end, lines=n - 1, sha256=sha.hexdigest())
        elif record is not None:
            yield record
        sha.update(line)
    if n == 0:
        raise Refused(NOT_OURS)
    if end is None:
        yield _fault("cut", gettext_noop("Tệp bị cắt ngang sau dòng {n}: không có dòng kết thúc."), n=n)


NOT_OURS = gettext_noop("Tệp này không phải là bản xuất nhật ký của Motcua.")


def _fault(kind: str, text: str, **values: object) -> Fault:
    return Fault(kind, Sentence(text, values))


def _end_faults(end: Mapping[str, Any], *, lines: int, sha256: str) -> Iterator[Fault]:
    if end["lines"] != lines:
        said = gettext_noop("Dòng kết thúc ghi {promised} dòng, trong tệp có {came}.")
        yield _fault("dropped" if lines < end["lines"] else "inserted", said, promised=end["lines"], came=lines)
    elif end["sha256"] != sha256:
        yield _fault("changed", gettext_noop("Tệp không còn đúng như khi xuất (sai tổng kiểm tra sha256)."))


def _header(line: bytes) -> tuple[Header, str]:
    value = _json(line)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Refused(NOT_OURS)
    if value.get("version") != VERSION:
        raise Refused(
            "Bản xuất nhật ký theo định dạng {version}; chương trình này đọc định dạng {known}.",
            version=str(value.get("version"))[:20],
            known=VERSION,
        )
    counts = {name: value.get(name) for name in ("streams", "events", "anchors")}
    if not all(_is(count, int) for count in counts.values()):
        raise Refused(NOT_OURS)
    return Header(payloads=value.get("payloads") is not False, **counts), canonical(value)


def _json(line: bytes) -> object:
    if len(line) > LONGEST_LINE:
        return None
    try:
        value: object = json.loads(line.decode("utf-8"))
        if b"\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # an escape can write half a character; nothing hashes it
    except (ValueError, RecursionError):
        return None
    return value


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _has(value: object, **kinds: type) -> bool:
    return isinstance(value, dict) and all(_is(value.get(name), kind) for name, kind in kinds.items())


def _record(line: bytes) -> tuple[Record | Mapping[str, Any] | None, str]:
    """What a line after the first says, the end as a mapping; None when it says nothing that we know.

    With it the line as it is written by the rule: two programs must never read two things in one line.
    """
    value = _json(line)
    if not isinstance(value, dict):
        return None, ""
    reader = READERS.get(str(value.get("record")))
    record = reader(value) if reader else None
    return record, canonical(value) if record is None or isinstance(record, Mapping) else line_of(record)


def _anchor(value: Mapping[str, Any]) -> Anchored | None:
    a = value.get("anchor")
    if not _has(a, n=int, at=str, through=int, streams=int, root=str, previous=str) or not _has(value, digest=str):
        return None
    assert isinstance(a, dict)
    if len(a) != 6:
        return None
    named = {name: a[name] for name in ("n", "through", "streams", "root", "previous")}
    return Anchored(**named, hashed=a, digest=value["digest"])


def _stream(value: Mapping[str, Any]) -> Stream | None:
    if not _has(value, stream=str, kind=str, code=str, n=int, digest=str):
        return None
    return Stream(**{name: value[name] for name in ("stream", "kind", "code", "n", "digest")})


def _event(value: Mapping[str, Any]) -> Link | None:
    try:
        e, pk, digest = value["event"], value["id"], value["digest"]
        n, salt, body = e["n"], value.get("salt"), value.get("body")
        if not type(n) is type(pk) is int or type(digest) is not str or {type(salt), type(body)} - TEXT_OR_NONE:
            return None
        text = event_text(**e)
    except (KeyError, TypeError):  # a member is missing, one too many or of another kind
        return None
    return Link(pk, e["stream"], n, e["previous"], e["payload"], text, digest, salt, body, value.get("erased") is True)


TEXT_OR_NONE = {str, type(None)}


def _finish(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return value if _has(value, lines=int, sha256=str) else None


READERS: Mapping[str, Callable[[Mapping[str, Any]], Record | Mapping[str, Any] | None]] = {
    "anchor": _anchor,
    "stream": _stream,
    "event": _event,
    "end": _finish,
}
