"""Two presses and two officers at the very same moment, with real threads on PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django.test import Client

from motcua.journal.models import Event
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.web.desk_driver import BACKEND, Desk, accepted

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def only_where_writers_meet():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


@pytest.fixture
def cast():
    return stage.enter()


def together(calls) -> list[int]:
    """Run the calls at once; the statuses of their answers, in order."""
    gate, found = threading.Barrier(len(calls)), [0] * len(calls)

    def run(n, call):
        gate.wait()
        try:
            found[n] = call().status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def poster(cast, who: str, address: str, fields):
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return lambda: client.post(address, fields)


def advanced() -> int:
    return Event.objects.filter(kind="work.advanced").count()


def test_one_form_sent_by_eight_presses_at_once_acts_once(cast):
    code = accepted(cast)
    fields = Desk(cast).sent("minh", code, "chuyen-buoc")
    address = f"/ho-so/{code}/chuyen-buoc/"
    assert together([poster(cast, "minh", address, fields) for _ in range(8)]) == [302] * 8
    assert advanced() == 1


def test_of_two_officers_who_complete_one_step_at_once_one_does(cast):
    code = accepted(cast)
    address, desk = f"/ho-so/{code}/chuyen-buoc/", Desk(cast)
    calls = [poster(cast, who, address, desk.sent(who, code, "chuyen-buoc")) for who in ("minh", "nhat")]
    assert sorted(together(calls)) == [302, 409]
    assert advanced() == 1
    assert WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True).count() == 1
