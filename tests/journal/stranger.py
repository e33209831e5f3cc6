"""A checker written from docs/journal-format.md alone: it imports nothing of Motcua, so the page must be enough."""

import hashlib
import json


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def root(leaves: list[str]) -> str:
    level = [sha(leaf) for leaf in leaves] or [sha("")]
    while len(level) > 1:
        pairs = [sha(level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def check(file: bytes) -> dict[str, int]:
    """Go through the four steps of the page; AssertionError at the first fault. Returns how much was checked."""
    *before, last = file.splitlines(keepends=True)
    end = json.loads(last)
    whole = {"record": "end", "lines": len(before), "sha256": hashlib.sha256(b"".join(before)).hexdigest()}
    assert end == whole
    lines = [json.loads(line) for line in before]
    header, anchors = lines[0], [x for x in lines if x["record"] == "anchor"]
    streams, events = ([x for x in lines if x["record"] == kind] for kind in ("stream", "event"))
    assert (header["format"], header["version"]) == ("motcua-journal", 1)
    assert [header[x] for x in ("streams", "events", "anchors")] == [len(streams), len(events), len(anchors)]
    check_anchors(anchors)
    names = [x["stream"] for x in streams]
    assert names == sorted(set(names))
    for row in streams:
        check_stream(row, [x for x in events if x["event"]["stream"] == row["stream"]])
    assert {x["event"]["stream"] for x in events} == set(names)
    for anchor in anchors:
        check_root(anchor["anchor"], names, events)
    return {"events": len(events), "anchors": len(anchors), "payloads": sum("body" in x for x in events)}


def check_anchors(anchors: list) -> None:
    previous, through = "", 0
    for n, line in enumerate(anchors, 1):
        anchor = line["anchor"]
        assert line["digest"] == sha(canonical(anchor))
        assert (anchor["n"], anchor["previous"]) == (n, previous) and anchor["through"] >= through
        previous, through = line["digest"], anchor["through"]


def check_stream(row: dict, events: list) -> None:
    previous = ""
    for n, line in enumerate(events, 1):
        event = line["event"]
        assert line["digest"] == sha(canonical(event))
        assert (event["n"], event["previous"]) == (n, previous)
        if "body" in line:
            assert event["payload"] == sha(line["salt"] + line["body"])
        previous = line["digest"]
    assert (row["n"], row["digest"]) == (len(events), previous)


def check_root(anchor: dict, names: list[str], events: list) -> None:
    covered = [x for x in events if x["id"] <= anchor["through"]]
    heads = {x["event"]["stream"]: f"{x['event']['stream']}:{x['event']['n']}:{x['digest']}" for x in covered}
    leaves = [heads[name] for name in names if name in heads]
    assert (anchor["streams"], anchor["root"]) == (len(leaves), root(leaves))
