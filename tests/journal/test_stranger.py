"""docs/journal-format.md is enough to check an export: a checker that knows only the page agrees with ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import stranger
from tests.journal.chains import exported, found_in, journal


@given(st.lists(st.integers(1, 4), max_size=6), st.sets(st.integers(1, 24)), st.booleans())
def test_a_stranger_finds_an_export_whole(lengths, anchored, payloads):
    file = exported(journal(lengths, anchored_after=sorted(anchored)), payloads=payloads)
    checked = stranger.check(file)
    assert checked["events"] == sum(lengths)
    assert checked["payloads"] == (sum(lengths) if payloads else 0)


@given(st.integers(0, 10_000), st.sampled_from([b"0", b"7", b"a"]))
def test_a_stranger_finds_what_we_find(at, letter):
    file = exported(journal([3, 2], anchored_after=[4]))
    head = file.index(b"\n") + 1
    at = head + at % (len(file) - head - 1)
    changed = file[:at] + letter + file[at + 1 :]
    if changed == file:
        assert stranger.check(changed) and found_in(changed) == []
    else:
        assert found_in(changed)
        with pytest.raises((AssertionError, ValueError, KeyError, TypeError)):
            stranger.check(changed)
