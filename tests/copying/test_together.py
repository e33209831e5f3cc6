"""Writes sent as one message: in their order, with their answers, all or none."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.copying import prepared
from motcua.copying.actions import add
from motcua.copying.together import change, send, together, write
from motcua.outbox.models import Job
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")


def job(kind="a", **told):
    return Job(kind=kind, payload={"n": 1, "said": "50% của 1; 'hai'"}, due_at=AT, promised_at=AT, **told)


def kinds():
    return list(Job.objects.order_by("id").values_list("kind", flat=True))


def test_writes_inside_are_one_message_where_the_database_takes_one():
    with CaptureQueriesContext(connection) as captured, together():
        add([job("a")])
        add([job("b")])
        prepared.change(Job, {"kind": "a"}, {"key": "k"})
    assert len(captured) == (1 if connection.vendor == "postgresql" else 3)
    assert Job.objects.get(kind="a").key == "k"


def test_rows_know_their_own_keys_when_the_block_has_ended():
    first, second, third = job("a"), job("b"), job("c")
    with together():
        add([first])
        add([second, third])
    assert {row.pk: row.kind for row in (first, second, third)} == dict(Job.objects.values_list("id", "kind"))
    assert not first._state.adding


def test_each_write_is_told_its_own_answer():
    told = []
    with together():
        add([job("a"), job("a"), job("b")])
        prepared.change(Job, {"kind": "a"}, {"lease_by": "x"}, told.append)
        write("DELETE FROM outbox_job WHERE kind = %s", ["b"])
        prepared.change(Job, {"kind": "b"}, {"lease_by": "y"}, told.append)
    assert told == [2, 0]


def test_what_a_write_finds_wrong_undoes_all_of_them():
    def refuse(changed):
        raise ValueError(changed)

    with pytest.raises(ValueError, match="0"), transaction.atomic(), together():
        add([job("a")])
        prepared.change(Job, {"kind": "none"}, {"key": "x"}, refuse)
    assert kinds() == []


def test_a_block_left_by_an_exception_writes_nothing_more():
    with pytest.raises(KeyError), transaction.atomic(), together():
        add([job("a")])
        raise KeyError
    add([job("b")])
    assert kinds() == ["b"]


def test_what_the_database_forbids_is_told_as_djangos_own_error():
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        write("INSERT INTO outbox_job (kind) VALUES (%s)", ["a"])
        add([job("b")])
    assert kinds() == []


def test_what_was_sent_is_there_for_a_write_of_another_way():
    with together():
        add([job("a")])
        send()
        Job.objects.filter(kind="a").update(kind="b")
        change(Job.objects.filter(kind="b"), {"kind": "c"})
    assert kinds() == ["c"]


def test_a_block_inside_a_block_waits_for_the_outer_one():
    with together():
        with together():
            add([job("a")])
        assert kinds() == ([] if connection.vendor == "postgresql" else ["a"])
    assert kinds() == ["a"]


def test_a_prepared_change_says_none_some_and_values_of_every_kind():
    add([job("a"), job("b"), job("c", done_at=AT)])
    later = AT + timedelta(days=1)
    values = {"payload": {"m": ["%s", None]}, "due_at": later, "lease_by": "x"}
    told = []
    prepared.change(Job, {"kind": ["a", "c"], "done_at": None}, values, told.append)
    prepared.change(Job, {"kind": ["b"], "done_at": None}, {"done_at": None, "attempts": 3}, told.append)
    a, b, c = Job.objects.order_by("kind")
    assert told == [1, 1]
    assert (a.payload, a.due_at, a.lease_by) == ({"m": ["%s", None]}, later, "x")
    assert (b.attempts, b.lease_by, c.lease_by, c.due_at) == (3, "", "", AT)
