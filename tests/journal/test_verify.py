"""Whatever is done to a journal behind its back is found and named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.journal.verify import Anchored, Header, Link, Seen, Stream, faults
from tests.journal.chains import anchor, changed, found, journal, link, sealed

LIVES = st.lists(st.integers(1, 5), min_size=1, max_size=6)


def kinds(records, **options):
    return {fault.kind for fault in found(records, **options)}


def place(records, *, stream=1, n=2):
    """Where event `n` of the stream-th stream stands."""
    name = [r.stream for r in records if isinstance(r, Stream)][stream - 1]
    return next(i for i, r in enumerate(records) if isinstance(r, Link) and (r.stream, r.n) == (name, n))


@pytest.fixture
def three():
    """Three streams of 4, 3 and 2 events, anchored after the fifth event and after the last."""
    return journal([4, 3, 2], anchored_after=[5, 9])


@given(LIVES, st.sets(st.integers(1, 30)))
def test_an_untouched_journal_is_whole_with_all_its_anchors(lengths, anchored):
    records = journal(lengths, anchored_after=sorted(anchored))
    seen = Seen()
    assert list(faults(records, seen, all_anchors=True)) == []
    assert (seen.streams, seen.events) == (len(lengths), sum(lengths))
    assert len(seen.matched) == seen.anchors == len([n for n in anchored if n <= sum(lengths)])


def test_an_empty_journal_is_whole():
    assert found([]) == []


@pytest.mark.parametrize("part", ["kind", "by", "happened_at", "recorded_at", "origin", "facts", "payload"])
def test_a_changed_event_is_named(three, part):
    at = place(three)
    three[at] = changed(three[at], **{part: "khác"})
    assert "hồ sơ H48-1: sự kiện 2 đã bị sửa." in [str(f) for f in found(three)]


def test_a_changed_event_with_its_digest_brought_in_line_breaks_the_chain(three):
    at = place(three)
    three[at] = sealed(three[at], by="account:9")
    assert [str(f) for f in found(three)] == [
        "hồ sơ H48-1: sự kiện 3 không nối tiếp sự kiện 2; một trong hai đã bị thay hoặc chèn vào."
    ]


def test_a_forged_last_event_does_not_fit_its_row(three):
    at = place(three, n=4)
    three[at] = sealed(three[at], by="account:9")
    assert "hồ sơ H48-1: sự kiện cuối (4) không phải sự kiện mà dòng của nó biết." in [str(f) for f in found(three)]


def test_a_chain_forged_with_its_head_does_not_fit_the_anchors(three):
    """Whoever may write to every table can forge a whole chain; the anchors still tell."""
    at = place(three, n=4)
    forged = sealed(three[at], by="account:9")
    row = next(i for i, r in enumerate(three) if isinstance(r, Stream))
    three[at], three[row] = forged, replace(three[row], digest=forged.digest)
    assert [str(f) for f in found(three)] == ["Lần niêm 2: gốc không khớp; có chuỗi được lần này niêm đã bị thay."]


def test_an_older_anchor_tells_what_the_newest_was_forged_to_hide(three):
    """Rewritten chain, head and newest anchor: the anchor before still says otherwise."""
    at, row = place(three, n=1), next(i for i, r in enumerate(three) if isinstance(r, Stream))
    forged = [sealed(three[at], by="account:9")]
    for old in three[at + 1 : at + 4]:
        forged.append(sealed(old, previous=forged[-1].digest))
    three[at : at + 4], three[row] = forged, replace(three[row], digest=forged[-1].digest)
    streams = [r for r in three if isinstance(r, Stream)]
    chains = {s.stream: [r for r in three if isinstance(r, Link) and r.stream == s.stream] for s in streams}
    three[1] = anchor(chains, three[0], through=three[1].through)
    assert found(three) == []
    assert kinds(three, all_anchors=True) == {"changed"}


@given(LIVES, st.data())
def test_a_dropped_event_is_named(lengths, data):
    records = journal(lengths)
    at = data.draw(st.sampled_from([i for i, r in enumerate(records) if isinstance(r, Link)]))
    gone = records.pop(at)
    lonely = not any(isinstance(r, Link) and r.stream == gone.stream for r in records)
    assert kinds(records) == ({"missing"} if lonely else {"dropped"})


def test_several_events_dropped_at_the_end_are_one_line(three):
    at = place(three, n=3)
    del three[at : at + 2]
    assert "hồ sơ H48-1: mất các sự kiện 3–4." in [str(f) for f in found(three)]


def test_an_inserted_event_is_named_and_what_it_pushed_away(three):
    at = place(three, n=3)
    new = link(three[at].stream, 3, three[at].previous, pk=100)
    later = [changed(e, n=e.n + 1) for e in three[at : at + 2]]
    three[at : at + 2] = [new, *later]
    said = [str(f) for f in found(three)]
    assert "hồ sơ H48-1: ở chỗ sự kiện 4 là sự kiện 3." in said
    assert "hồ sơ H48-1: sự kiện 4 không nối tiếp sự kiện 3; một trong hai đã bị thay hoặc chèn vào." in said
    assert "hồ sơ H48-1: có sự kiện đến số 5, dòng của nó chỉ biết đến số 4." in said


def test_an_event_that_stands_twice_is_named(three):
    three.insert(place(three), three[place(three)])
    assert [str(f) for f in found(three)] == ["hồ sơ H48-1: có hai sự kiện số 2."]


def test_events_in_another_order_are_named(three):
    at = place(three)
    three[at], three[at + 1] = three[at + 1], three[at]
    assert [str(f) for f in found(three)] == ["hồ sơ H48-1: sự kiện 2 đứng sai thứ tự."]


def test_events_that_exchanged_their_numbers_are_named(three):
    at = place(three)
    second, third = three[at], three[at + 1]
    three[at] = changed(third, n=2)
    three[at + 1] = changed(second, n=3)
    said = [str(f) for f in found(three)]
    assert "hồ sơ H48-1: ở chỗ sự kiện 2 là sự kiện 3." in said
    assert "hồ sơ H48-1: ở chỗ sự kiện 3 là sự kiện 2." in said


def test_a_stream_without_its_row_is_named(three):
    row = three.pop(next(i for i, r in enumerate(three) if isinstance(r, Stream)))
    assert [str(f) for f in found(three)] == [
        f"chuỗi {row.stream}: có sự kiện (số cuối 4) nhưng không có dòng nào mang chuỗi này.",
        "Lần niêm 2: niêm 3 chuỗi, nay còn 2; có chuỗi đã bị bỏ hoặc thêm vào.",
    ]


def test_a_row_without_its_stream_is_named(three):
    at = place(three, n=1)
    del three[at : at + 4]
    assert "hồ sơ H48-1: không có sự kiện nào, đáng lẽ có 4." in [str(f) for f in found(three)]


def test_a_stream_that_is_gone_with_its_row_is_missed_by_the_anchor(three):
    at = place(three, n=1)
    del three[at - 1 : at + 4]
    assert [str(f) for f in found(three)] == ["Lần niêm 2: niêm 3 chuỗi, nay còn 2; có chuỗi đã bị bỏ hoặc thêm vào."]


def test_a_row_that_stands_twice_is_named(three):
    three.append(next(r for r in three if isinstance(r, Stream)))
    assert "reordered" in kinds(three)


def test_a_changed_payload_is_named(three):
    at = place(three)
    three[at] = replace(three[at], body='{"said":"khác"}')
    assert [str(f) for f in found(three)] == ["hồ sơ H48-1: nội dung của sự kiện 2 đã bị sửa."]


def test_a_payload_that_is_gone_without_being_erased_is_named(three):
    at = place(three)
    three[at] = replace(three[at], salt=None, body=None)
    assert [str(f) for f in found(three)] == ["hồ sơ H48-1: mất nội dung của sự kiện 2."]


def test_an_erased_payload_is_counted_and_no_fault(three):
    at = place(three)
    three[at] = replace(three[at], salt="", body="", erased=True)
    seen = Seen()
    assert list(faults(three, seen)) == [] and seen.erased == 1


def test_payloads_that_were_left_out_are_not_missed(three):
    bare = [replace(r, salt=None, body=None) if isinstance(r, Link) else r for r in three]
    assert found([Header(payloads=False), *bare]) == []


@pytest.mark.parametrize("part", ["at", "through", "streams", "root"])
def test_a_changed_anchor_is_named(three, part):
    three[0] = replace(three[0], hashed=three[0].hashed | {part: 0})
    assert [str(f) for f in found(three)] == ["Lần niêm 1 đã bị sửa."]


def test_a_dropped_anchor_is_named(three):
    del three[0]
    assert [str(f) for f in found(three)] == ["Lần niêm 2 không đứng sau lần 0; giữa chúng có lần bị mất."]


def test_an_anchor_that_was_exchanged_breaks_the_chain_of_anchors(three):
    chains = {r.stream: [] for r in three if isinstance(r, Stream)}
    three[0] = anchor(chains, None, through=5)
    assert [str(f) for f in found(three)] == ["Lần niêm 2 không nối tiếp lần 1; một trong hai đã bị thay."]


def test_an_anchor_that_stands_behind_the_streams_is_named(three):
    three.append(three.pop(1))
    assert "Lần niêm 2 đứng sau các chuỗi, đáng lẽ đứng trước." in [str(f) for f in found(three)]


def test_a_published_anchor_that_is_gone_is_named(three):
    """Cutting off the newest anchor leaves no trace but in the copies of its digest."""
    old, new = three[0].digest, three.pop(1).digest
    assert found(three) == [] == found(three, published=[old])
    assert [str(f) for f in found(three, published=[old, new])] == [
        f"Không có lần niêm nào mang mã {new}; các lần niêm đã bị bỏ bớt hoặc thay."
    ]


def test_an_event_that_was_given_an_earlier_id_is_named(three):
    at = place(three, n=3)
    three[at] = replace(three[at], id=1)
    assert "hồ sơ H48-1: số id của sự kiện 3 không lớn hơn của sự kiện 2." in [str(f) for f in found(three)]


def test_an_event_that_was_given_an_id_behind_the_anchor_is_missed_by_it(three):
    at = place(three, stream=3, n=2)
    three[at] = replace(three[at], id=100)
    assert [str(f) for f in found(three)] == ["Lần niêm 2: gốc không khớp; có chuỗi được lần này niêm đã bị thay."]


def test_an_event_under_another_stream_is_named_in_both_places(three):
    moved = three.pop(place(three, n=2))
    three.insert(place(three, stream=2, n=2), moved)
    assert [str(f) for f in found(three)] == [
        "hồ sơ H48-1: mất sự kiện 2.",
        f"chuỗi {moved.stream}: có sự kiện (số cuối 2) nhưng không có dòng nào mang chuỗi này.",
    ]


def test_events_after_the_newest_anchor_are_checked_by_their_chain():
    records = journal([3, 3], anchored_after=[4])
    assert found(records) == []
    at = place(records, n=3)
    records[at] = sealed(records[at], by="account:9")
    assert kinds(records) == {"changed"}
    assert [r.n for r in records if isinstance(r, Anchored)] == [1]
