"""What these tests have: the cast committed to the database, and people who act at the same moment."""

from collections.abc import Callable, Iterator, Sequence
from threading import Barrier, Event, Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from tests import cast as stage


@pytest.fixture
def cast(transactional_db) -> stage.Cast:
    """The cast as other connections see it; all posts loaded, so that threads only act."""
    cast = stage.enter()
    for name in stage.STAFF:
        cast.actor(name)
    return cast


@pytest.fixture(autouse=True)
def marked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever is marked `postgresql` is skipped on SQLite."""
    if request.node.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs real concurrency (PostgreSQL)")
    yield


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Do all of `works` at the same moment, each in a thread with a connection of its own.

    What each returned, or the exception that it ended with, in the order of `works`.
    """
    ready = Barrier(len(works))
    ended: list[object] = [None] * len(works)

    def run(n: int, work: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            ended[n] = work()
        except BaseException as error:
            ended[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive(), "two writers wait for each other"
    return ended


def behind(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Begin `second` when `first` is done but not yet committed, so that it has to wait for it.

    What each returned, or the exception that it ended with.
    """
    done = Event()

    def held() -> object:
        try:
            with transaction.atomic():
                answer = first()
                done.set()
                wait_for_somebody_waiting()
            return answer
        finally:
            done.set()

    def waiting() -> object:
        done.wait(timeout=60)
        return second()

    return together([held, waiting])


def wait_for_somebody_waiting() -> None:
    """Return once another connection waits for a lock; SQLite cannot tell, there it has a moment to begin."""
    if connection.vendor != "postgresql":
        sleep(0.3)
        return
    deadline = monotonic() + 20
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waited: these two do not meet")
