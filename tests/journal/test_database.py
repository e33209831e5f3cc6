"""The journal in the database: whole after real verbs, and whatever is done to its rows is found."""

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.streams import heads, register
from motcua.dossiers.models import Dossier
from motcua.journal import actions, export, queries
from motcua.journal.models import Anchor, Event, Payload
from motcua.journal.verify import Header, Seen, faults
from tests import cast as stage
from tests.cast import moment
from tests.journal import stranger
from tests.journal.robbery import take_away, take_events

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")


@pytest.fixture
def dossier():
    """A dossier of five events among the streams of a small province, all of it anchored."""
    cast = stage.enter()
    filed = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    actions.anchor(heads(), at=AT)
    advance(filed.code, by=cast.minh, at=AT + timedelta(hours=1))
    advance(filed.code, by=cast.son, at=AT + timedelta(hours=2))
    actions.anchor(heads(), at=AT + timedelta(hours=3))
    return Dossier.objects.get(code=filed.code)


def found(**options):
    return [str(fault) for fault in faults(queries.records(register()), Seen(), **options)]


def of(dossier, n):
    return Event.objects.filter(stream=dossier.stream, n=n)


def test_a_journal_made_by_verbs_is_whole_with_all_its_anchors(dossier):
    seen = Seen()
    assert list(faults(queries.records(register()), seen, all_anchors=True)) == []
    assert seen.events == Event.objects.count() and seen.matched == [1, 2]
    assert seen.streams == len(list(register()))


def test_an_export_says_the_same_and_a_stranger_can_check_it(dossier):
    file = io.BytesIO()
    told = Header(True, len(list(register())), Event.objects.count(), Anchor.objects.count())
    export.write(file, queries.records(register()), header=told, installation="-", software="0", at=AT)
    assert stranger.counted(file.getvalue()) == (told.events, told.streams, told.anchors) and told.anchors == 2
    assert list(faults(export.read(io.BytesIO(file.getvalue())), Seen(), all_anchors=True)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "dossier.voided"),
        ("by", "account:999"),
        ("origin", "demo"),
        ("facts", '{"status":10}'),
        ("payload_digest", "0" * 64),
        ("happened_at", AT - timedelta(days=1)),
        ("recorded_at", AT + timedelta(days=1)),
    ],
)
def test_a_changed_column_of_an_event_is_found(dossier, column, value):
    of(dossier, 2).update(**{column: value})
    assert f"hồ sơ {dossier.code}: sự kiện 2 đã bị sửa." in found()


def test_a_moment_changed_by_a_microsecond_is_found(dossier):
    event = of(dossier, 3).get()
    of(dossier, 3).update(recorded_at=event.recorded_at + timedelta(microseconds=1))
    assert found() == [f"hồ sơ {dossier.code}: sự kiện 3 đã bị sửa."]


def test_a_dropped_event_is_found(dossier):
    Payload.objects.filter(event__in=of(dossier, 2)).delete()
    of(dossier, 2).delete()
    assert found() == [f"hồ sơ {dossier.code}: mất sự kiện 2."]


def test_the_last_event_cannot_be_cut_off_unseen(dossier):
    Payload.objects.filter(event__in=of(dossier, 5)).delete()
    of(dossier, 5).delete()
    assert f"hồ sơ {dossier.code}: mất sự kiện 5." in found()


def test_an_inserted_event_is_found(dossier):
    last = of(dossier, 5).get()
    last.pk, last.n, last.previous = None, 6, last.digest
    last.save(force_insert=True)
    assert f"hồ sơ {dossier.code}: có sự kiện đến số 6, dòng của nó chỉ biết đến số 5." in found()


def test_events_that_exchanged_places_are_found(dossier):
    for was, now in ((2, 99), (3, 2), (99, 3)):
        of(dossier, was).update(n=now)
    said = found()
    assert f"hồ sơ {dossier.code}: ở chỗ sự kiện 2 là sự kiện 3." in said
    assert f"hồ sơ {dossier.code}: ở chỗ sự kiện 3 là sự kiện 2." in said


def test_a_stream_that_lost_all_its_events_is_found(dossier):
    take_events(dossier)
    assert f"hồ sơ {dossier.code}: không có sự kiện nào, đáng lẽ có 5." in found()


def test_a_row_that_was_given_another_stream_is_found(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(stream="00000000-0000-0000-0000-000000000001")
    said = found()
    assert any(f"chuỗi {dossier.stream}: có sự kiện" in line for line in said)
    assert f"hồ sơ {dossier.code}: không có sự kiện nào, đáng lẽ có 5." in said


def test_a_stream_that_vanished_with_its_row_is_missed_by_the_anchor(dossier):
    take_away(dossier.code)
    left = len(list(register()))
    assert found() == [f"Lần niêm 2: niêm {left + 1} chuỗi, nay còn {left}; có chuỗi đã bị bỏ hoặc thêm vào."]


def test_a_forged_head_is_found(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(chain_hash="0" * 64)
    assert found() == [f"hồ sơ {dossier.code}: sự kiện cuối (5) không phải sự kiện mà dòng của nó biết."]


def test_a_changed_payload_is_found(dossier):
    Payload.objects.filter(event__in=of(dossier, 1)).update(body="{}")
    assert found() == [f"hồ sơ {dossier.code}: nội dung của sự kiện 1 đã bị sửa."]


def test_a_payload_emptied_but_not_marked_as_erased_is_found(dossier):
    Payload.objects.filter(event__in=of(dossier, 1)).update(body="", salt="")
    assert found() == [f"hồ sơ {dossier.code}: nội dung của sự kiện 1 đã bị sửa."]


def test_a_lawfully_erased_payload_is_counted_and_no_fault(dossier):
    actions.erase(of(dossier, 1).get(), at=AT)
    seen = Seen()
    assert list(faults(queries.records(register()), seen, all_anchors=True)) == []
    assert seen.erased == 1


def test_a_changed_anchor_is_found(dossier):
    Anchor.objects.filter(n=1).update(root="0" * 64)
    assert found() == ["Lần niêm 1 đã bị sửa."]


def test_an_event_moved_under_another_anchor_by_its_id_is_found(dossier):
    event = of(dossier, 2).get()
    Payload.objects.filter(event=event).delete()
    Event.objects.filter(pk=event.pk).update(id=event.pk + 1000)
    assert any(line.startswith("Lần niêm 1:") for line in found(all_anchors=True))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_view_does_not_see_what_comes_meanwhile_and_keeps_nobody_waiting(dossier):
    """A second connection writes while the view is open; the view stays as it was."""
    other = connection.copy()
    try:
        with queries.one_view():
            before = Anchor.objects.count()
            with other.cursor() as cursor:
                cursor.execute("DELETE FROM journal_anchor")
            assert Anchor.objects.count() == before == 2
        assert Anchor.objects.count() == 0
    finally:
        other.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_after_one_view_everything_can_be_written_again(dossier):
    with queries.one_view():
        assert Anchor.objects.count() == 2
    with transaction.atomic():
        actions.anchor(heads(), at=AT)
    assert found() == []
