"""Two programs written apart check every export: they say the same of whatever is done to it, and name where."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.journal import export, rules
from motcua.kernel.sentences import Refused
from tests.journal import stranger
from tests.journal.chains import exported, found_in, journal
from tests.journal.tampering import DEEDS

LIVES = st.lists(st.integers(2, 4), min_size=2, max_size=4)
FILE = exported(journal([4, 3, 2], anchored_after=[3, 5, 9]))
LINES = FILE.splitlines(keepends=True)


def both_say(file: bytes, **options) -> list[str]:
    """The lines of the two, which must be the same."""
    ours = [str(fault) for fault in found_in(file, **options)]
    assert stranger.said(file, **options) == ours
    return ours


@given(st.lists(st.integers(1, 4), max_size=6), st.sets(st.integers(1, 24)), st.booleans())
def test_both_find_an_untouched_export_whole_with_all_its_anchors(lengths, anchored, payloads):
    file = exported(journal(lengths, anchored_after=sorted(anchored)), payloads=payloads)
    assert both_say(file, all_anchors=True) == []
    events = sum(lengths)
    assert stranger.counted(file) == (events, len(lengths), len([n for n in anchored if n <= events]))


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
@settings(max_examples=25)
@given(data=st.data())
def test_both_find_what_was_done_and_name_where(deed, data):
    """Each deed at any event of any stream, with anchors after some event and after the last."""
    lengths = data.draw(LIVES)
    total = sum(lengths)
    records = journal(lengths, anchored_after=[data.draw(st.integers(1, total - 1)), total])
    stream = data.draw(st.integers(1, len(lengths)))
    tampered, wanted = deed(records, stream, data.draw(st.integers(1, lengths[stream - 1])))
    file = exported(tampered)
    said = both_say(file)
    assert [line for line in said if re.search(wanted, line)], (wanted, said)
    assert set(both_say(file, all_anchors=True)) >= set(said)


@settings(max_examples=60)
@given(data=st.data())
def test_both_say_the_same_of_several_deeds_at_once(data):
    lengths = data.draw(LIVES)
    records = journal(lengths, anchored_after=[1, sum(lengths)])
    for deed in data.draw(st.lists(st.sampled_from(DEEDS), min_size=2, max_size=4)):
        try:
            records, _ = deed(records, data.draw(st.integers(1, 2)), data.draw(st.integers(1, 2)))
        except (IndexError, ValueError, StopIteration):  # there is no such event any more
            continue
    both_say(exported(records), all_anchors=data.draw(st.booleans()))


@given(LIVES, st.data())
def test_both_take_erased_payloads_for_whole_and_count_them(lengths, data):
    records = journal(lengths, anchored_after=[sum(lengths)])
    places = [at for at, record in enumerate(records) if hasattr(record, "salt")]
    erased = data.draw(st.sets(st.sampled_from(places), min_size=1))
    for at in erased:
        records[at].salt, records[at].body, records[at].erased = "", "", True
    file = exported(records)
    assert both_say(file, all_anchors=True) == []
    assert stranger.checked(file)[1].endswith(f", {len(erased)} nội dung đã xóa theo luật")


@settings(max_examples=300)
@given(st.integers(0, len(FILE) - 2))
def test_both_tell_where_a_file_was_cut(length):
    try:
        said = both_say(FILE[:length])
    except Refused:  # cut inside its first line
        with pytest.raises(stranger.program.NoExport):
            stranger.said(FILE[:length])
    else:
        assert f"Tệp bị cắt ngang sau dòng {FILE[:length].count(10) + (FILE[length - 1] != 10)}: " in "".join(said)


@settings(max_examples=300)
@given(st.integers(len(LINES[0]), len(FILE) - 1), st.integers(1, 255))
def test_both_find_a_changed_byte_anywhere_after_the_header(at, by):
    changed = bytearray(FILE)
    changed[at] ^= by
    assert both_say(bytes(changed)) != []


@settings(max_examples=300)
@given(st.permutations(range(1, len(LINES))), st.integers(1, len(LINES)), st.integers(0, 3))
def test_both_say_the_same_of_lines_in_any_order(order, moved, dropped):
    """Lines after the header in another order from some line on, some of the last ones dropped."""
    rest = sorted(order[:moved]) + order[moved:]
    both_say(b"".join([LINES[0], *(LINES[n] for n in rest[: len(rest) - dropped])]))


@given(st.integers(1, len(LINES) - 2), st.integers(1, len(LINES) - 2))
def test_both_find_exchanged_lines(a, b):
    lines = list(LINES)
    lines[a], lines[b] = lines[b], lines[a]
    assert bool(both_say(b"".join(lines))) == (a != b)


@given(st.binary(max_size=40), st.integers(1, len(LINES) - 1))
def test_both_say_the_same_of_a_line_of_anything(line, at):
    both_say(b"".join([*LINES[:at], line + b"\n", *LINES[at:]]))


@pytest.mark.parametrize("member", ["event", "id", "digest", "salt", "body", "erased", "record", "anchor", "n"])
@pytest.mark.parametrize("value", ["null", "true", "1", "1.0", '""', "[]", "{}", '{"n":1}', '"\\ud800"'])
@pytest.mark.parametrize("at", [1, 4, 5], ids=["anchor", "stream", "event"])
def test_both_say_the_same_of_any_member_in_a_line(member, value, at):
    line = LINES[at].replace(b"{", f'{{"{member}":{value},'.encode(), 1)
    canonical = re.sub(rf',?"{member}":("[^"]*"|\d+)', "", LINES[at].decode()).replace("{,", "{")
    for text in (line, canonical.replace("}\n", f',"{member}":{value}}}\n').encode()):
        assert both_say(b"".join([*LINES[:at], text, *LINES[at + 1 :]])) != []


@pytest.mark.parametrize("record", ["anchor", "event"])
def test_neither_reads_what_is_hashed_with_a_member_too_many(record):
    """Its digest is right; but what another version hashes is not for this one to judge."""
    at, line = next((n, json.loads(line)) for n, line in enumerate(LINES) if f'"record":"{record}"'.encode() in line)
    line[record]["more"] = "x"
    line["digest"] = rules.sha256(rules.canonical(line[record]))
    file = b"".join([*LINES[:at], rules.canonical(line).encode() + b"\n", *LINES[at + 1 :]])
    assert f"Dòng {at + 1}: không đọc được." in both_say(file)


@pytest.mark.parametrize(
    "file",
    [b"", b"\n", b"{}\n", b"hello\n", b"\x1f\x8b\x08\n", LINES[3], LINES[0].replace(b'"version":1', b'"version":2')],
)
def test_both_refuse_what_is_no_export(file):
    with pytest.raises(Refused):
        list(export.read(io.BytesIO(file)))
    with pytest.raises(stranger.program.NoExport):
        stranger.said(file)


def test_both_miss_a_published_anchor_that_is_gone():
    records = journal([3, 2], anchored_after=[2, 5])
    old, new = records[0].digest, records.pop(1).digest
    file = exported(records)
    assert both_say(file, published=[old]) == []
    assert both_say(file, published=[old, new, new]) == [
        f"Không có lần niêm nào mang mã {new}; các lần niêm đã bị bỏ bớt hoặc thay."
    ]
