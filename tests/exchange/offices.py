"""A simulated tax office beside a running installation, and how to wait for what the two of them do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from motcua.exchange.sms.client import Gateway
from motcua.exchange.sms.simulator import Server as Exchange
from motcua.exchange.sms.simulator import Telephones
from motcua.exchange.tax.simulator import Office, Server

PATIENCE = 40  # seconds: machines that test many things at once are slow


@contextmanager
def tax_office(to: str, token: str, *ways: str, accepts: str = "", pays_after: float | None = None) -> Iterator[Server]:
    """An office that is open inside; what it does stands in `server.office`."""
    office = Office(to, token, frozenset(ways), accepts, pays_after, pause=0.2)
    with Server(office) as server:
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=PATIENCE)


@contextmanager
def sms_gateway(*ways: str, token: str = "bi-mat", timeout: float = 0.5) -> Iterator[tuple[Gateway, Telephones]]:
    """An SMS gateway that is open inside: how it is spoken with, and what its telephones got."""
    server = Exchange(Telephones(token="bi-mat", ways=frozenset(ways)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Gateway(server.url, token, timeout), server.telephones
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def until(what: Callable[[], bool]) -> bool:
    """Whether `what` became true while one could wait for it."""
    for _ in range(PATIENCE * 20):
        if what():
            return True
        time.sleep(0.05)
    return False
