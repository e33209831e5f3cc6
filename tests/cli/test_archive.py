"""A backup file is whole or it is refused: nothing between."""

import gzip
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.cli import archive
from motcua.kernel.sentences import Refused

PAPER = b"%PDF-1.4" + random.Random(1).randbytes(100_000)  # more than is read at a time
TOLD: dict[str, object] = {"motcua": "0", "at": "2026-11-20T01:00:00.000000Z", "migrations": [], "tables": []}
SHA = archive.sha256(io.BytesIO(PAPER))


def written(**changes: object) -> bytes:
    out = io.BytesIO()
    writer = archive.Writer(out)
    writer.file(SHA, io.BytesIO(PAPER), len(PAPER))
    writer.part("tables/dossiers.dossier.1", b'[1,"H48"]\n')
    writer.part("secret-key", b"k")
    writer.finish(TOLD | changes)
    return out.getvalue()


FILE = written()


def check(content: bytes):
    return archive.check(io.BytesIO(content), name="b.tar.gz")


def test_what_was_written_is_read():
    manifest = check(FILE)
    assert manifest["files"] == {"count": 1, "bytes": len(PAPER)}
    read = {part.name: part.content.read() for part in archive.parts(io.BytesIO(FILE), name="b")}
    assert read["tables/dossiers.dossier.1"] == b'[1,"H48"]\n'
    assert list(read) == [f"files/{SHA}", "tables/dossiers.dossier.1", "secret-key", "manifest.json"]


def test_the_same_content_gives_the_same_file():
    assert written() == FILE


@settings(max_examples=200)
@given(st.integers(0, len(FILE) - 1))
def test_a_file_cut_anywhere_is_refused(length):
    with pytest.raises(Refused):
        check(FILE[:length])


@settings(max_examples=300)
@given(st.integers(10, len(FILE) - 1), st.integers(1, 255))
def test_a_file_changed_anywhere_is_refused_unless_it_still_says_the_same(at, by):
    """Its first ten bytes say nothing of the content but that and how it is packed."""
    changed = bytearray(FILE)
    changed[at] ^= by
    try:
        check(bytes(changed))
    except Refused:
        return
    assert gzip.decompress(bytes(changed)) == gzip.decompress(FILE)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"\x00" * 2048])
def test_what_is_no_backup_is_refused_in_those_words(content):
    with pytest.raises(Refused, match="không phải là bản sao lưu"):
        check(content)


def other_writer(act) -> bytes:
    out = io.BytesIO()
    writer = archive.Writer(out)
    act(writer)
    return out.getvalue()


def leave_out_a_part(writer):
    writer.part("tables/dossiers.dossier.1", b"[1]\n")
    writer.parts["tables/dossiers.dossier.2"] = SHA
    writer.finish(TOLD)


def add_a_part(writer):
    writer.part("tables/dossiers.dossier.1", b"[1]\n")
    del writer.parts["tables/dossiers.dossier.1"]
    writer.finish(TOLD)


def name_a_file_wrongly(writer):
    writer.file("0" * 64, io.BytesIO(PAPER), len(PAPER))
    writer.finish(TOLD)


def climb_out(writer):
    writer.part("tables/a.b.1", b"")
    writer.part("../../etc/passwd", b"root")
    writer.finish(TOLD)


def go_on_after_the_manifest(writer):
    writer._add("manifest.json", io.BytesIO(b'{"format":"motcua-backup"}'), 26)
    writer.finish(TOLD)


def forget_the_manifest(writer):
    writer.part("tables/a.b.1", b"")
    writer._tar.close()
    writer._gzip.close()


@pytest.mark.parametrize(
    "act",
    [
        leave_out_a_part,
        add_a_part,
        name_a_file_wrongly,
        go_on_after_the_manifest,
        forget_the_manifest,
    ],
)
def test_what_does_not_fit_the_manifest_is_refused(act):
    with pytest.raises(Refused, match="bị hỏng"):
        check(other_writer(act))


def test_a_name_that_leads_out_of_the_house_is_refused():
    with pytest.raises(Refused, match="không phải là bản sao lưu"):
        check(other_writer(climb_out))


def test_a_manifest_that_says_too_little_is_refused():
    with pytest.raises(Refused, match="không phải là bản sao lưu"):
        check(other_writer(lambda writer: writer.finish({})))


def test_a_later_format_is_refused_in_those_words():
    with pytest.raises(Refused, match="định dạng mới hơn"):
        check(written(version=2))


def test_memory_does_not_grow_with_the_number_of_parts():
    """tarfile remembers every member unless told otherwise."""
    out = io.BytesIO()
    writer = archive.Writer(out)
    for n in range(500):
        writer.part(f"tables/a.b.{n}", b"x")
    assert writer._tar.members == []
    writer.finish(TOLD)
    assert len(list(archive.parts(io.BytesIO(out.getvalue()), name="b"))) == 501
