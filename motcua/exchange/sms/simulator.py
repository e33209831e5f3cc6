"""An SMS gateway to try things with: takes messages over HTTP and says what became of them; it can misbehave (`WAYS`).

It speaks the contract of `client.py`, keeps everything in memory and knows nothing of Django.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from motcua.exchange.door import JsonDoor, LocalServer

WAYS = {
    "late": "answers a message only after some seconds, the first time",
    "error": "answers 500 to the first try of every message",
    "cut": "takes a message but cuts the line before it answers, the first time",
    "drop": "cuts the line before it takes a message, the first time",
    "garbage": "takes a message but answers what is no JSON, the first time",
    "twice": "sends every message to the telephone twice",
    "refuse": "refuses every message for good",
    "lost": "takes every message and reports later that it reached nobody",
}
LATE = 1.5  # seconds
LONGEST = 10_000  # bytes of a message
NEEDED = ("key", "to", "text")


@dataclass
class Telephones:
    """What the simulated gateway knows. `inbox` is what telephones got, in order; `ids` the ids by key; `told` is
    called with each message that a telephone gets."""

    token: str = ""
    ways: frozenset[str] = frozenset()
    inbox: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)
    told: Callable[[str, str], None] = lambda to, text: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, message: dict[str, str]) -> str:
        """Send a message to its telephone, once for a key; its id."""
        with self._lock:
            if message["key"] not in self.ids:
                self.ids[message["key"]] = f"sms-{len(self.ids) + 1}"
                times = 0 if "lost" in self.ways else 2 if "twice" in self.ways else 1
                got = [(message["to"], message["text"])] * times
                self.inbox += got
                for to, text in got:
                    self.told(to, text)
            return self.ids[message["key"]]

    def first(self, key: str) -> bool:
        """Whether a message of this key is tried for the first time."""
        with self._lock:
            self.tried[key] = self.tried.get(key, 0) + 1
            return self.tried[key] == 1


class Door(JsonDoor):
    """Where messages come in: `POST …/messages`, `GET …/messages/<id>`."""

    server: Server

    def do_POST(self) -> None:
        """Take a message, or misbehave."""
        known = self.server.telephones
        message = self._message()
        if not self._let_in():
            return
        if message is None or not self.path.endswith("/messages") or "refuse" in known.ways:
            return self.say(422, {"detail": "Không nhận được tin nhắn này."})
        ways = known.ways if known.first(message["key"]) else frozenset()
        if "drop" in ways:
            return self._cut()
        if "error" in ways:
            return self.say(500, {"detail": "Hệ thống đang bận."})
        name = known.take(message)
        if "late" in ways:
            time.sleep(LATE)
        if "cut" in ways:
            return self._cut()
        self.say(202, "<html>OK" if "garbage" in ways else {"id": name})

    def do_GET(self) -> None:
        """Say what became of a message."""
        known = self.server.telephones
        if not self._let_in():
            return
        if self.path.rpartition("/")[2] not in known.ids.values():
            return self.say(404, {"detail": "Không có tin nhắn này."})
        lost = "lost" in known.ways
        self.say(200, {"state": "failed", "reason": "Thuê bao không liên lạc được"} if lost else {"state": "delivered"})

    def _let_in(self) -> bool:
        token = self.server.telephones.token
        if not token or self.headers.get("Authorization") == f"Bearer {token}":
            return True
        self.say(401, {"detail": "Sai mã truy cập."})
        return False

    def _message(self) -> dict[str, str] | None:
        said = self.sent(NEEDED, longest=LONGEST)
        return said if said and said["key"] == self.headers.get("Idempotency-Key") else None

    def _cut(self) -> None:
        self.close_connection = True


class Server(LocalServer):
    """The gateway with its door on this machine; `port` 0 takes a free one."""

    def __init__(self, telephones: Telephones, *, bind: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((bind, port), Door)
        self.telephones = telephones
