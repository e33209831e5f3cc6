"""An export says the same as the database, and every damage to the file is found."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.journal import export
from motcua.journal.verify import Link
from motcua.kernel.sentences import Refused
from tests.journal.chains import exported, found_in, journal

RECORDS = journal([4, 3, 2], anchored_after=[5, 9])
FILE = exported(RECORDS)
LINES = FILE.splitlines(keepends=True)


def test_what_is_read_is_what_was_written():
    assert list(export.read(io.BytesIO(FILE)))[1:] == RECORDS
    assert found_in(FILE, all_anchors=True) == []


def test_the_same_journal_gives_the_same_file():
    assert exported(RECORDS) == FILE


def test_every_line_is_the_canonical_text_that_is_hashed():
    for line in LINES:
        assert line.decode() == export.canonical(json.loads(line)) + "\n"


def test_without_payloads_nothing_that_was_said_of_people_is_left_and_all_stays_verifiable():
    bare = exported(RECORDS, payloads=False)
    assert b"said" not in bare and b"salt" not in bare
    assert found_in(bare, all_anchors=True) == []


@settings(max_examples=300)
@given(st.integers(0, len(FILE) - 2))
def test_a_file_cut_anywhere_is_told_to_be_cut(length):
    try:
        assert "cut" in {fault.kind for fault in found_in(FILE[:length])}
    except Refused as refusal:  # cut inside its first line, it is not an export at all
        assert length < len(LINES[0]) and "không phải là bản xuất" in str(refusal)


@settings(max_examples=300)
@given(st.integers(len(LINES[0]), len(FILE) - 1), st.integers(1, 255))
def test_a_changed_byte_anywhere_after_the_header_is_found(at, by):
    changed = bytearray(FILE)
    changed[at] ^= by
    same = [json.loads(a) for a in FILE.splitlines()] == parsed(bytes(changed))
    assert found_in(bytes(changed)) or same


def parsed(file: bytes) -> list[object] | None:
    try:
        return [json.loads(line) for line in file.splitlines()]
    except ValueError:
        return None


@given(st.integers(1, len(LINES) - 2))
def test_a_dropped_line_is_found(n):
    assert found_in(b"".join(LINES[:n] + LINES[n + 1 :]))


@given(st.integers(1, len(LINES) - 2), st.integers(1, len(LINES) - 2))
def test_exchanged_lines_are_found(a, b):
    lines = list(LINES)
    lines[a], lines[b] = lines[b], lines[a]
    assert bool(found_in(b"".join(lines))) == (a != b)


def test_a_dropped_event_is_named_in_the_file_as_in_the_database():
    at = next(i for i, r in enumerate(RECORDS) if isinstance(r, Link) and r.n == 2) + 1
    said = [str(f) for f in found_in(b"".join(LINES[:at] + LINES[at + 1 :]))]
    assert "hồ sơ H48-1: mất sự kiện 2." in said
    assert "Đầu tệp ghi 9 sự kiện, trong tệp có 8." in said


def test_lines_after_the_end_are_found():
    assert [f.kind for f in found_in(FILE + LINES[3])] == ["inserted"]


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[]\n",
        b"null\n",
        b'{"record":"?"}\n',
        b'{"record":"event"}\n',
        b'{"record":"event","event":{},"digest":"","id":1}\n',
        b'{"record":"stream","stream":1}\n',
        b'{"record":"anchor","anchor":{"n":true}}\n',
        b'{"record":"end"}\n',
        b'{"record":"stream","stream":"a","kind":"\\ud800","code":"","n":1,"digest":""}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b"1" * 5000 + b"\n",
    ],
)
def test_a_line_that_says_nothing_known_is_named_by_its_number(line):
    broken = b"".join([*LINES[:3], line, *LINES[3:]])
    faults = found_in(broken)
    assert ("unreadable", "Dòng 4: không đọc được.") in [(f.kind, str(f)) for f in faults]


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b'"kind":"dossier.filed"', b'"kind":"dossier.voided","kind":"dossier.filed"'),
        (b'"kind":"dossier.filed"', b'"kind": "dossier.filed"'),
        (b'"kind":"dossier.filed"', b'"kind":"\\u0064ossier.filed"'),
        (b'"record":"event"', b'"record":"event","remark":"x"'),
        (b'"record":"event"', b'"erased":false,"record":"event"'),
        (b'"salt"', b'"erased":true,"salt"'),
        (b"}\n", b"}\r\n"),
    ],
)
def test_a_line_that_another_program_could_read_otherwise_is_named(written, otherwise):
    """Even where its digests are right: JSON allows the same member twice, and readers differ in which they take."""
    at = next(i for i, r in enumerate(RECORDS) if isinstance(r, Link)) + 1
    lines = [*LINES[:at], LINES[at].replace(written, otherwise), *LINES[at + 1 :]]
    said = [str(f) for f in found_in(b"".join(lines))]
    assert said == [f"Dòng {at + 1}: không viết theo dạng chuẩn.", SUM]


SUM = "Tệp không còn đúng như khi xuất (sai tổng kiểm tra sha256)."


@pytest.mark.parametrize(
    "file", [b"", b"\n", b"{}\n", b"hello\n", b"\x1f\x8b\x08\n", LINES[3], b'{"format":"motcua-journal"}\n']
)
def test_what_is_no_export_is_refused(file):
    with pytest.raises(Refused):
        found_in(file)


def test_an_export_of_a_later_format_is_refused_by_its_number():
    later = LINES[0].replace(b'"version":1', b'"version":2')
    with pytest.raises(Refused, match="định dạng 2"):
        found_in(later)
