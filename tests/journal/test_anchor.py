"""An anchor covers exactly what was in the database when it was made, whoever writes at that moment."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from motcua.accounts.models import Account
from motcua.casework.streams import heads, register
from motcua.cli import tables
from motcua.journal import actions, queries
from motcua.journal.actions import Entry
from motcua.journal.models import Anchor, Event
from motcua.journal.verify import Seen, faults
from tests import cast as stage
from tests.cast import BEGINNING

postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AT = BEGINNING + timedelta(days=1)


def record(account_id: int, *, at=AT, kind: str = "account.let_in") -> None:
    """One event of an account, as a verb writes it."""
    row = Account.objects.select_for_update().get(pk=account_id)
    actions.append(row, [Entry(kind)], by="test", at=at)
    Account.objects.filter(pk=row.pk).update(chain_n=row.chain_n, chain_hash=row.chain_hash)


def anchored(at=AT) -> Anchor:
    """An anchor as the worker makes it: first in a transaction of its own."""
    with transaction.atomic():
        return actions.anchor(heads(), at=at)


def whole() -> list[int]:
    """The anchors whose roots are right; fails when anything is wrong."""
    seen = Seen()
    with queries.one_view():
        assert [str(f) for f in faults(queries.records(register()), seen, all_anchors=True)] == []
    return seen.matched


@pytest.fixture
def accounts():
    return [account.pk for account in stage.enter().people.values()]


def test_events_recorded_in_the_past_after_an_anchor_are_not_taken_for_covered(accounts):
    """The demo writes months of history at once: moments say nothing of what an anchor knew."""
    anchored()
    with transaction.atomic():
        record(accounts[0], at=AT - timedelta(days=1))
    anchored()
    assert whole() == [1, 2]


def test_an_empty_installation_can_be_anchored():
    assert (anchored().through, Anchor.objects.get().streams) == (0, 0)
    assert whole() == [1]


@postgresql
def test_an_anchor_waits_for_a_verb_that_has_drawn_its_number_and_not_committed(accounts):
    """Two verbs draw ids 1 and 2, the second commits first: an anchor in between must not skip the first."""
    slow_has_written, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            record(accounts[0])
            slow_has_written.set()
            go_on.wait(5)
        connection.close()

    verb = threading.Thread(target=slow)
    verb.start()
    slow_has_written.wait(5)
    with transaction.atomic():
        record(accounts[1])
    threading.Timer(0.2, go_on.set).start()
    made = anchored()
    verb.join()
    assert made.through == Event.objects.order_by("-pk").first().pk
    assert whole() == [1]


@postgresql
def test_an_anchor_gives_up_on_a_verb_that_takes_long_and_can_be_made_later(accounts):
    slow_has_written, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            record(accounts[0])
            slow_has_written.set()
            go_on.wait(10)
        connection.close()

    verb = threading.Thread(target=slow)
    verb.start()
    slow_has_written.wait(5)
    with pytest.raises(OperationalError):
        anchored()
    go_on.set()
    verb.join()
    anchored()
    assert whole() == [1]


@postgresql
def test_verbs_do_not_wait_while_an_anchor_reads_the_heads(accounts):
    """The lock is given back before the heads are read: a verb can commit in the middle, and is not covered."""

    def heads_after_a_verb():
        verb = threading.Thread(target=quick)
        verb.start()
        verb.join(5)
        assert not verb.is_alive()
        yield from heads()

    def quick():
        with transaction.atomic():
            for account_id in accounts:
                record(account_id)
        connection.close()

    with transaction.atomic():
        made = actions.anchor(heads_after_a_verb(), at=AT)
    assert made.through < Event.objects.order_by("-pk").first().pk
    assert whole() == [1]


@postgresql
def test_a_restore_cannot_empty_the_tables_under_an_anchor(accounts):
    """What is truncated is gone from older views too: the next anchor would begin again at number one."""
    refused = []

    def heads_during_a_restore():
        restore = threading.Thread(target=empty)
        restore.start()
        restore.join(10)
        yield from heads()

    def empty():
        try:
            with transaction.atomic():
                tables.empty(tables.all_tables())
        except tables.Busy:
            refused.append(True)
        finally:
            connection.close()

    anchored()
    with transaction.atomic():
        made = actions.anchor(heads_during_a_restore(), at=AT)
    assert (refused, made.n) == ([True], 2)
    assert whole() == [1, 2]


def test_anchors_made_while_many_write_are_all_right(accounts):
    stop = threading.Event()
    failed = []

    def write(account_id):
        try:
            while not stop.is_set():
                with transaction.atomic():
                    record(account_id)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[pk]) for pk in accounts[:4]]
    for writer in writers:
        writer.start()
    try:
        for _ in range(8):
            anchored()
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert failed == []
    assert whole() == list(range(1, 9))
