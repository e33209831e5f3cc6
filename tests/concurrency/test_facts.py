"""Facts follow a journal that many write: nothing is passed over, and nobody is held up."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from motcua.casework.file import file_and_accept
from motcua.casework.void import void
from motcua.journal import actions as journal
from motcua.supervision import actions
from motcua.supervision.models import Fact, Progress
from tests import cast as stage
from tests.cast import moment
from tests.concurrency.conftest import together
from tests.supervision.figures import everything, from_scratch

AT = moment("2026-11-02 08:00")


def voided(cast, code):
    void(code, by=cast.hanh, at=AT + timedelta(minutes=5), reason="Nhập trùng")


@pytest.mark.postgresql
def test_an_event_with_a_lower_id_that_is_not_committed_yet_is_waited_for(cast, monkeypatch):
    codes = [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(2)]
    actions.project(at=AT)
    written, go_on = Event(), Event()

    def slow():
        with transaction.atomic():
            voided(cast, codes[0])
            written.set()
            go_on.wait(timeout=60)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    assert written.wait(timeout=60)
    voided(cast, codes[1])  # nobody is held up, and this event has the higher id
    before = Progress.objects.get().through
    monkeypatch.setattr(journal, "SETTLE_TRIES", 3)
    with pytest.raises(OperationalError):
        actions.project(at=AT)
    assert Progress.objects.get().through == before
    go_on.set()
    thread.join(timeout=60)
    actions.project(at=AT)
    assert Fact.objects.filter(voided_at__isnull=False).count() == 2


def test_projectors_at_the_same_moment_count_everything_once(cast):
    for n in range(6):
        file_and_accept(stage.intake(cast), by=cast.lan, at=AT + timedelta(minutes=n))
    together([lambda: actions.project(at=AT)] * 4)
    found = everything()
    assert len(found[0]) == 6
    assert found == from_scratch(AT)
