#!/usr/bin/env python3
"""Checks an export of the journal of Motcua on any computer: Python 3.9 or newer and this one file, nothing else.

    python3 verify_journal.py EXPORT [--all-anchors] [--published DIGEST] [--en]

The journal of an office that runs Motcua is a list of events: what was done to which dossier, by whom, when. Each
event holds the sha256 digest of the one before it in its stream (a dossier is a stream), and every few minutes an
anchor (lần niêm) holds one digest over the ends of all streams. So nobody can change, drop, insert or reorder events
without some digest being wrong; this program computes all of them again. The format is described in full, with what
these checks prove and what they do not, in docs/journal-format.md of Motcua; you need not trust Motcua to trust this.

It ends with 0 and one line of counts when all is right, 1 with a line for each thing that is wrong, 2 when the file
is no export. Keep the digest of the newest anchor that it prints: `--published DIGEST` says later whether that anchor,
and so everything that came before it, is still there. The file is read once, one line in memory at a time.
"""

# Written a second time on purpose, without a line of Motcua: tests compare what this program and Motcua's own say.

import argparse
import hashlib
import json
import sys

FORMAT, VERSION = "motcua-journal", 1
LONGEST_LINE = 16 * 1024 * 1024  # bytes
NEAR = 50  # how far from its place a moved event is looked for

# What each kind of line holds besides "record", and the exact members of what is hashed. "kind" is never read here.
LINES = {
    "anchor": {"anchor": dict, "digest": str},
    "stream": {"stream": str, "kind": str, "code": str, "n": int, "digest": str},
    "event": {"id": int, "event": dict, "digest": str},
    "end": {"lines": int, "sha256": str},
}
HASHED = {
    "anchor": {"n": int, "at": str, "through": int, "streams": int, "root": str, "previous": str},
    "event": {
        **{"stream": str, "n": int, "kind": str, "by": str, "happened_at": str, "recorded_at": str},
        **{"origin": str, "facts": str, "payload": str, "previous": str},
    },
}

# Vietnamese and English of everything that is said.
TEXTS = {
    "unreadable": ("Dòng {n}: không đọc được.", "Line {n}: cannot be read."),
    "not canonical": ("Dòng {n}: không viết theo dạng chuẩn.", "Line {n}: not written in canonical form."),
    "after end": ("Dòng {n}: còn dòng sau dòng kết thúc.", "Line {n}: there are lines after the closing line."),
    "cut": (
        "Tệp bị cắt ngang sau dòng {n}: không có dòng kết thúc.",
        "The file is cut off after line {n}: there is no closing line.",
    ),
    "lines": (
        "Dòng kết thúc ghi {promised} dòng, trong tệp có {came}.",
        "The closing line promises {promised} lines, the file has {came}.",
    ),
    "sum": (
        "Tệp không còn đúng như khi xuất (sai tổng kiểm tra sha256).",
        "The file is no longer as it was exported (wrong sha256 checksum).",
    ),
    "counts": (
        "Đầu tệp ghi {promised} {name}, trong tệp có {came}.",
        "The head of the file promises {promised} {name}, the file has {came}.",
    ),
    "streams": ("chuỗi", "streams"),
    "events": ("sự kiện", "events"),
    "anchors": ("lần niêm", "seals"),
    "account": ("tài khoản", "account"),
    "agency": ("cơ quan", "agency"),
    "procedure": ("thủ tục", "procedure"),
    "dossier": ("hồ sơ", "dossier"),
    "stream": ("chuỗi", "stream"),
    "stream order": (
        "Chuỗi {stream} ({code}) đứng sai thứ tự hoặc hai lần.",
        "Stream {stream} ({code}) is out of order or stands twice.",
    ),
    "no row": (
        "{who}: có sự kiện (số cuối {n}) nhưng không có dòng nào mang chuỗi này.",
        "{who}: there are events (the last is {n}) but no row has this stream.",
    ),
    "no events": (
        "{who}: không có sự kiện nào, đáng lẽ có {n}.",
        "{who}: there are no events where there should be {n}.",
    ),
    "changed": ("{who}: sự kiện {n} đã bị sửa.", "{who}: event {n} was changed."),
    "moved": (
        "{who}: ở chỗ sự kiện {n} là sự kiện {real}.",
        "{who}: event {real} stands in the place of event {n}.",
    ),
    "payload": ("{who}: nội dung của sự kiện {n} đã bị sửa.", "{who}: the content of event {n} was changed."),
    "no payload": ("{who}: mất nội dung của sự kiện {n}.", "{who}: the content of event {n} is missing."),
    "twice": ("{who}: có hai sự kiện số {n}.", "{who}: there are two events {n}."),
    "order": ("{who}: sự kiện {n} đứng sai thứ tự.", "{who}: event {n} is out of order."),
    "dropped": ("{who}: mất sự kiện {n}.", "{who}: event {n} is missing."),
    "dropped many": ("{who}: mất các sự kiện {n}–{last}.", "{who}: events {n}–{last} are missing."),
    "chain": (
        "{who}: sự kiện {n} không nối tiếp sự kiện {before}; một trong hai đã bị thay hoặc chèn vào.",
        "{who}: event {n} does not follow event {before}; one of the two was changed or inserted.",
    ),
    "id": (
        "{who}: số id của sự kiện {n} không lớn hơn của sự kiện {before}.",
        "{who}: the id of event {n} is not higher than that of event {before}.",
    ),
    "too many": (
        "{who}: có sự kiện đến số {n}, dòng của nó chỉ biết đến số {known}.",
        "{who}: there are events up to {n}, but the row knows only those up to {known}.",
    ),
    "head": (
        "{who}: sự kiện cuối ({n}) không phải sự kiện mà dòng của nó biết.",
        "{who}: the last event ({n}) is not the one that the row knows.",
    ),
    "anchor changed": ("Lần niêm {n} đã bị sửa.", "Seal {n} was changed."),
    "anchor late": (
        "Lần niêm {n} đứng sau các chuỗi, đáng lẽ đứng trước.",
        "Seal {n} comes after streams; it should come before them.",
    ),
    "anchor dropped": (
        "Lần niêm {n} không đứng sau lần {before}; giữa chúng có lần bị mất.",
        "Seal {n} does not come after seal {before}; seals between them are missing.",
    ),
    "anchor chain": (
        "Lần niêm {n} không nối tiếp lần {before}; một trong hai đã bị thay.",
        "Seal {n} does not follow seal {before}; one of the two was changed.",
    ),
    "anchor less": ("Lần niêm {n} niêm ít hơn lần {before}.", "Seal {n} covers less than seal {before}."),
    "anchor streams": (
        "Lần niêm {n}: niêm {there} chuỗi, nay còn {here}; có chuỗi đã bị bỏ hoặc thêm vào.",
        "Seal {n}: it covers {there} streams, now there are {here}; streams were dropped or added.",
    ),
    "anchor root": (
        "Lần niêm {n}: gốc không khớp; có chuỗi được lần này niêm đã bị thay.",
        "Seal {n}: the root does not match; a stream covered by this seal was changed.",
    ),
    "published": (
        "Không có lần niêm nào mang mã {digest}; các lần niêm đã bị bỏ bớt hoặc thay.",
        "No seal has the digest {digest}; seals were dropped or changed.",
    ),
    "whole": ("Nhật ký nguyên vẹn: ", "The journal is whole: "),
    "summary": (
        "{events} sự kiện trong {streams} chuỗi, {anchors} lần niêm",
        "{events} events in {streams} streams, {anchors} seals",
    ),
    "newest": (
        " (tính lại {matched}; lần mới nhất số {n}: {digest})",
        " ({matched} computed again; the newest is number {n}: {digest})",
    ),
    "erased": (", {erased} nội dung đã xóa theo luật", ", {erased} contents erased by law"),
    "faults": ("nhật ký không nguyên vẹn: {n} chỗ sai", "the journal is not whole: {n} faults"),
    "no export": (
        "Tệp này không phải là bản xuất nhật ký của Motcua.",
        "This file is not a journal exported by Motcua.",
    ),
    "other version": (
        "Bản xuất nhật ký theo định dạng {version}; chương trình này đọc định dạng {known}.",
        "The journal was exported in format {version}; this program reads format {known}.",
    ),
    "no file": ("không đọc được {name} ({reason})", "cannot read {name} ({reason})"),
}

KINDS = ("account", "agency", "procedure", "dossier", "stream")


class NoExport(Exception):
    """The file is not an export that this program can read: a key of TEXTS and its values."""


# The rules: three functions and a tree.


def canonical(value):
    """The one text of a JSON value: keys sorted, no spaces, letters as they are."""
    return ENCODER.encode(value)


ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Tree:
    """A Merkle tree as leaves arrive. It keeps the roots of whole subtrees only, at most one of each height."""

    def __init__(self):
        self.leaves, self.subtrees = 0, []  # pairs of height and digest, the highest first

    def add(self, leaf):
        self.leaves += 1
        height, digest = 0, sha256(leaf)
        while self.subtrees and self.subtrees[-1][0] == height:
            digest = sha256(self.subtrees.pop()[1] + digest)
            height += 1
        self.subtrees.append((height, digest))

    def root(self):
        digests = [digest for _, digest in self.subtrees]
        root = digests.pop() if digests else sha256("")
        while digests:
            root = sha256(digests.pop() + root)
        return root


# One line.


def read(line):
    """The JSON object in a line of bytes, or None."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        text = line.decode("utf-8")
        value = json.loads(text)
        if "\\u" in text:
            canonical(value).encode("utf-8")  # an escape can write half a character, which has no UTF-8
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def fits(value, members):
    """Whether `value` has all of `members`, each of its type."""
    return not [name for name, kind in members.items() if type(value.get(name)) is not kind]


TEXT_OR_NOTHING = (str, type(None))


def readable(value):
    """Whether a line after the first says something that we know."""
    record = value.get("record")
    if not isinstance(record, str) or record not in LINES or not fits(value, LINES[record]):
        return False
    if record in HASHED and {name: type(member) for name, member in value[record].items()} != HASHED[record]:
        return False
    if record == "event":
        return type(value.get("salt")) in TEXT_OR_NOTHING and type(value.get("body")) in TEXT_OR_NOTHING
    return True


def surplus(value):
    """Whether a line holds members that do not belong to its kind."""
    members = set(value) - {"record"} - set(LINES[value["record"]])
    if value["record"] == "event":
        if members == {"salt", "body"} and value["salt"] is not None and value["body"] is not None:
            return False
        return bool(members) and not (members == {"erased"} and value["erased"] is True)
    return bool(members) and value["record"] != "end"


def event_text(line):
    """The text that is hashed of the event in a canonical line: what stands between its neighbours.

    No string can hold the neighbours, for inside a string there is a backslash before each quotation mark.
    """
    return line[line.index('"event":{') + len('"event":') : line.rindex(',"id":')]


# The journal, line by line.


class Stream:
    """A stream in hand: its line (None for events that do not stand under it), and how far its events have come."""

    def __init__(self, row, name):
        self.row, self.name = row, name
        self.n, self.digest, self.id = 0, "", 0  # of the highest event so far
        self.passed_over = []  # [first, last] numbers that are missing so far


class Verifier:
    """Takes the lines of an export in their order and tells what is wrong, by a key of TEXTS and values."""

    def __init__(self, tell, all_anchors=False, published=()):
        self.tell, self.all_anchors, self.published = tell, all_anchors, list(dict.fromkeys(published))
        self.payloads, self.promised = True, {}
        self.came = {"streams": 0, "events": 0, "anchors": 0}
        self.erased, self.matched, self.newest = 0, 0, None
        self.stream, self.stray = None, None
        self.watched = []  # of each anchor whose root is computed: [anchor, tree, its last event of the stream in hand]

    def file(self, lines):
        """Go through all lines of the file."""
        number, ended, sums = 0, False, hashlib.sha256()
        for number, line in enumerate(lines, 1):
            if ended:
                self.tell("after end", n=number)
                return self.close()
            value = read(line)
            if number == 1:
                self.on_header(value, line)
            elif value is not None and readable(value):
                text = canonical(value)
                if text.encode("utf-8") != line.rstrip(b"\n") or surplus(value):
                    self.tell("not canonical", n=number)
                if value["record"] == "event":
                    self.on_event(value, event_text(text))
                elif value["record"] == "stream":
                    self.on_stream(value)
                elif value["record"] == "anchor":
                    self.on_anchor(value)
                else:
                    ended = True
                    self.on_end(value, number - 1, sums.hexdigest())
            elif line.endswith(b"\n"):  # if not, the file was cut in this line, which is told below
                self.tell("unreadable", n=number)
            sums.update(line)
        if number == 0:
            raise NoExport("no export")
        if not ended:
            self.tell("cut", n=number)
        return self.close()

    def on_end(self, line, number, sha256_so_far):
        if line["lines"] != number:
            self.tell("lines", promised=line["lines"], came=number)
        elif line["sha256"] != sha256_so_far:
            self.tell("sum")

    def on_header(self, value, line):
        if value is None or value.get("format") != FORMAT:
            raise NoExport("no export")
        if value.get("version") != VERSION:
            raise NoExport("other version", {"version": str(value.get("version"))[:20], "known": VERSION})
        if not fits(value, {"streams": int, "events": int, "anchors": int}):
            raise NoExport("no export")
        if canonical(value).encode("utf-8") != line.rstrip(b"\n"):
            self.tell("not canonical", n=1)
        self.promised = {name: value[name] for name in self.came}
        self.payloads = value.get("payloads") is not False

    def on_anchor(self, line):
        anchor, before = line["anchor"], self.newest["anchor"] if self.newest else {"n": 0, "through": 0}
        wrong = None
        if sha256(canonical(anchor)) != line["digest"]:
            wrong = "anchor changed"
        elif self.stream is not None:
            wrong = "anchor late"
        elif anchor["n"] != before["n"] + 1:
            wrong = "anchor dropped"
        elif anchor["previous"] != (self.newest["digest"] if self.newest else ""):
            wrong = "anchor chain"
        elif self.newest and anchor["through"] < before["through"]:
            wrong = "anchor less"
        if wrong:
            self.tell(wrong, n=anchor["n"], before=before["n"])
        self.came["anchors"] += 1
        self.newest = line
        if line["digest"] in self.published:
            self.published.remove(line["digest"])
        self.watched = [[a, Tree(), None] for a, _, _ in self.watched if self.all_anchors]
        self.watched.append([anchor, Tree(), None])

    def on_stream(self, row):
        last = self.stream.row["stream"] if self.stream else ""
        self.end_stream()
        if row["stream"] <= last:
            self.tell("stream order", stream=row["stream"], code=row["code"])
        self.came["streams"] += 1
        self.stream = Stream(row, (row["kind"], row["code"]))

    def on_event(self, line, text):
        event, stream = line["event"], self.stream
        if stream is None or event["stream"] != stream.row["stream"]:
            stream = self.stray_stream(event["stream"])
        else:
            for watched in self.watched:
                if line["id"] <= watched[0]["through"] and (watched[2] is None or event["n"] > watched[2][0]):
                    watched[2] = (event["n"], line["digest"])
        self.came["events"] += 1
        self.content(stream, line, event, sha256(text))
        self.place(stream, line, event)

    def stray_stream(self, name):
        """The stream of events that do not stand under its line."""
        if self.stray is None or self.stray.name[1] != name:
            self.end_stray()
            self.stray = Stream(None, ("stream", name))
        return self.stray

    def content(self, stream, line, event, digest):
        """Does the event say what it said, and its payload too?"""
        n = event["n"]
        if digest != line["digest"]:
            for real in range(max(1, n - NEAR), n + NEAR):
                if sha256(canonical(dict(event, n=real))) == line["digest"]:
                    self.tell("moved", stream.name, n=n, real=real)
                    break
            else:
                self.tell("changed", stream.name, n=n)
        if line.get("erased") is True:
            self.erased += 1
        elif line.get("salt") is None or line.get("body") is None:
            if self.payloads:
                self.tell("no payload", stream.name, n=n)
        elif sha256(line["salt"] + line["body"]) != event["payload"]:
            self.tell("payload", stream.name, n=n)

    def place(self, stream, line, event):
        """Does the event follow the one before it?"""
        n, before = event["n"], stream.n
        if n <= before:
            gap = next((gap for gap in stream.passed_over if gap[0] <= n <= gap[1]), None)
            if gap is None:
                self.tell("twice", stream.name, n=n)
                return
            self.tell("order", stream.name, n=n)
            at = stream.passed_over.index(gap)
            stream.passed_over[at : at + 1] = [g for g in ([gap[0], n - 1], [n + 1, gap[1]]) if g[0] <= g[1]]
            return
        if n > before + 1:
            stream.passed_over.append([before + 1, n - 1])
        elif event["previous"] != stream.digest:
            self.tell("chain", stream.name, n=n, before=before)
        if line["id"] <= stream.id:
            self.tell("id", stream.name, n=n, before=before)
        stream.n, stream.digest, stream.id = n, line["digest"], line["id"]

    def end_stray(self):
        if self.stray is not None and self.stray.n:
            self.tell("no row", self.stray.name, n=self.stray.n)
        self.stray = None

    def end_stream(self):
        """All events under a line have come: do they end where it says? Their end is a leaf of each anchor's tree."""
        self.end_stray()
        if self.stream is None:
            return
        stream, row = self.stream, self.stream.row
        for first, last in stream.passed_over:
            self.dropped(stream, first, last)
        if not stream.n:
            self.tell("no events", stream.name, n=max(row["n"], 1))
        elif stream.n > row["n"]:
            self.tell("too many", stream.name, n=stream.n, known=row["n"])
        elif stream.n < row["n"]:
            self.dropped(stream, stream.n + 1, row["n"])
        elif stream.digest != row["digest"]:
            self.tell("head", stream.name, n=stream.n)
        for watched in self.watched:
            if watched[2]:
                watched[1].add("{}:{}:{}".format(row["stream"], *watched[2]))
                watched[2] = None

    def dropped(self, stream, first, last):
        self.tell("dropped" if first == last else "dropped many", stream.name, n=first, last=last)

    def close(self):
        """All lines have come: are they as many as promised, and are the roots of the anchors right?"""
        self.end_stream()
        for name, promised in self.promised.items():
            if promised != self.came[name]:
                self.tell("counts", promised=promised, name=name, came=self.came[name])
        for anchor, tree, _ in sorted(self.watched, key=lambda watched: watched[0]["n"]):
            if tree.leaves != anchor["streams"]:
                self.tell("anchor streams", n=anchor["n"], there=anchor["streams"], here=tree.leaves)
            elif tree.root() != anchor["root"]:
                self.tell("anchor root", n=anchor["n"])
            else:
                self.matched += 1
        for digest in self.published:
            self.tell("published", digest=digest)


# The command line.


class Voice:
    """Says things in one of the two languages and counts the faults."""

    def __init__(self, language):
        self.language, self.faults = language, 0

    def text(self, key, **values):
        return TEXTS[key][self.language].format(**values)

    def sentence(self, key, who=None, **values):
        """What is said of a fault, as one line, whatever the file has in its texts."""
        if who:
            kind, code = who
            values["who"] = (TEXTS[kind][self.language] if kind in KINDS else kind) + " " + code
        if "name" in values:
            values["name"] = TEXTS[values["name"]][self.language]
        return "".join(c if c.isprintable() else " " for c in self.text(key, **values))

    def fault(self, key, who=None, **values):
        self.faults += 1
        print(self.sentence(key, who, **values))


def main(arguments=None):
    """Check the file that is named; the exit code."""
    parser = argparse.ArgumentParser(description="Kiểm tra một bản xuất nhật ký của Motcua · check an exported journal")
    parser.add_argument("export", help="tệp do motcua journal export ghi ra · the exported file")
    parser.add_argument(
        "--all-anchors",
        action="store_true",
        help="tính lại gốc của mọi lần niêm, không chỉ lần mới nhất · compute the roots of all anchors again",
    )
    parser.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="DIGEST",
        help="mã của một lần niêm đã công bố · the digest of an anchor that must be there",
    )
    parser.add_argument("--en", action="store_true", help="nói tiếng Anh · speak English")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    voice = Voice(1 if given.en else 0)
    verifier = Verifier(voice.fault, given.all_anchors, given.published)
    try:
        with open(given.export, "rb") as file:
            verifier.file(iter(lambda: file.readline(LONGEST_LINE + 1), b""))
    except NoExport as no:
        return complain(voice.text(no.args[0], **(no.args[1] if no.args[1:] else {})), 2)
    except OSError as error:
        return complain(voice.text("no file", name=given.export, reason=error.strerror), 2)
    if voice.faults:
        return complain(voice.text("faults", n=voice.faults), 1)
    print(voice.text("whole") + summary(verifier, voice) + ".")
    return 0


def complain(text, code):
    print("verify_journal: " + "".join(c if c.isprintable() else " " for c in text), file=sys.stderr)
    return code


def summary(verifier, voice):
    """The counts, and the digest of the newest anchor, to be compared with the one that was published."""
    said = voice.text("summary", **verifier.came)
    if verifier.newest:
        newest = {"n": verifier.newest["anchor"]["n"], "digest": verifier.newest["digest"]}
        said += voice.text("newest", matched=verifier.matched, **newest)
    return said + (voice.text("erased", erased=verifier.erased) if verifier.erased else "")


if __name__ == "__main__":
    sys.exit(main())
