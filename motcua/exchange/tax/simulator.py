"""A tax office to try things with: takes slips over HTTP, answers each with a notice, later with a proof of payment.

It speaks the real wire format and can misbehave (`WAYS`). It keeps everything in memory and knows nothing of Django.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Empty, PriorityQueue
from typing import Any
from urllib.parse import urlsplit

from motcua.exchange.door import JsonDoor, LocalServer
from motcua.kernel.moments import VIETNAM

WAYS = {
    "late": "answers a slip only after some seconds",
    "twice": "sends every message twice",
    "reorder": "sends the proof before the notice",
    "error": "answers 500 to the first try of every slip",
    "cut": "takes a slip but cuts the line before it answers, the first time",
    "amount": "first proves a smaller amount than the notice, then the rest",
}
DOOR = "/api/v1/tax-office/messages"
FIRST_AMOUNT, STEP = 8_500_000, 250_000
DAYS_TO_PAY = 30
TRIES = 12
LATE = 1.5  # seconds
NEEDED = ("message", "dossier", "parcel")
LONGEST = 1_000_000  # bytes of a slip


@dataclass
class Office:
    """What the simulated office knows. `to` is the address of the installation, `token` that of its machine account.

    `pays_after` seconds after a notice was taken it is paid; None waits for `pay`. `pause` seconds lie between tries.
    """

    to: str
    token: str
    ways: frozenset[str] = frozenset()
    accepts: str = ""
    pays_after: float | None = None
    pause: float = 1.0
    slips: dict[str, dict[str, Any]] = field(default_factory=dict)
    notices: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _out: PriorityQueue[tuple[float, int, int, dict[str, Any]]] = field(default_factory=PriorityQueue)
    _n: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def take(self, slip: Mapping[str, Any]) -> None:
        """A slip came in: known by its id, answered once by a notice."""
        with self._lock:
            known = slip["message"] in self.slips
            self.slips[slip["message"]] = dict(slip)
            n = len(self.slips)
        if not known:
            self._give_notice(slip, n)

    def _give_notice(self, slip: Mapping[str, Any], n: int) -> None:
        today = datetime.now(VIETNAM).date()
        notice = {
            "number": f"{n}/TB-{today:%Y%m%d}",
            "issued_on": today.isoformat(),
            "amount": FIRST_AMOUNT + STEP * (n - 1),
            "pay_by": (today + timedelta(days=DAYS_TO_PAY)).isoformat(),
            "office": "Thuế cơ sở (mô phỏng)",
            "pay_at": "Kho bạc Nhà nước, tài khoản 7111",
        }
        self.notices[slip["dossier"]] = notice
        message = {"message": f"notice-{slip['message']}", "dossier": slip["dossier"], "notice": notice}
        wait = 3 * self.pause if "reorder" in self.ways else 0.0
        self._send(message, after=wait)
        if "reorder" in self.ways:
            self.pay(slip["dossier"])
        elif self.pays_after is not None:
            self.pay(slip["dossier"], after=self.pays_after)

    def pay(self, dossier: str, *, after: float = 0.0) -> None:
        """The applicant pays the notice of a dossier: a proof is sent, two where the amount is wrong at first."""
        notice = self.notices[dossier]
        whole = int(notice["amount"])
        parts = [whole - 1_000_000, 1_000_000] if "amount" in self.ways else [whole]
        for k, amount in enumerate(parts, 1):
            proof = {
                "notice": notice["number"],
                "receipt": f"{notice['number'].partition('/')[0]:0>7}-{k}",
                "amount": amount,
                "paid_at": datetime.now(VIETNAM).isoformat(timespec="seconds"),
            }
            self._send({"message": f"proof-{k}-{dossier}", "dossier": dossier, "proof": proof}, after=after + k - 1)

    def _send(self, message: dict[str, Any], *, after: float = 0.0, tries: int = 0) -> None:
        with self._lock:
            self._n += 1
            self._out.put((time.monotonic() + after, self._n, tries, message))

    def deliver(self) -> None:
        """Bring messages to the installation until stopped; what is not taken for now is tried again."""
        while not self._stop.is_set():
            try:
                due, n, tries, message = self._out.get(timeout=0.05)
            except Empty:
                continue
            if (early := due - time.monotonic()) > 0:
                self._out.put((due, n, tries, message))
                self._stop.wait(min(early, 0.05))
                continue
            status, said = self._post(message)
            again = 2 if "twice" in self.ways and 200 <= status < 300 else 1
            self.answers += [(message["message"], status, said)]
            if again == 2:
                self.answers += [(message["message"], *self._post(message))]
            if not 200 <= status < 300 and status not in (400, 404, 422) and tries < TRIES:
                self._send(message, after=self.pause, tries=tries + 1)

    def _post(self, message: Mapping[str, Any]) -> tuple[int, str]:
        parts = urlsplit(self.to)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        line = kind(parts.hostname or "", parts.port, timeout=20)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            line.request("POST", parts.path.rstrip("/") + DOOR, json.dumps(message).encode(), headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            return 0, str(error)
        finally:
            line.close()

    def stop(self) -> None:
        """Bring nothing more."""
        self._stop.set()


class Door(JsonDoor):
    """Where slips come in: `POST …/slips`."""

    server: Server

    def do_POST(self) -> None:
        """Take a slip, or misbehave."""
        office = self.server.office
        slip = self.sent(NEEDED, longest=LONGEST)
        if slip is None:
            return self._answer(400, "Không đọc được phiếu.")
        if not self.path.endswith("/slips"):
            return self._answer(404, "Không có địa chỉ này.")
        if office.accepts and self.headers.get("Authorization") != f"Bearer {office.accepts}":
            return self._answer(401, "Sai mã truy cập.")
        name = slip["message"]
        tries = office.tried[name] = office.tried.get(name, 0) + 1
        if "late" in office.ways:
            time.sleep(LATE)
        if "error" in office.ways and tries == 1:
            return self._answer(500, "Hệ thống đang bận.")
        office.take(slip)
        if "cut" in office.ways and tries == 1:
            self.close_connection = True
            return None
        return self._answer(202, "Đã nhận phiếu.")

    def _answer(self, status: int, detail: str) -> None:
        self.say(status, {"status": status, "detail": detail})


class Server(LocalServer):
    """The office with its door on this machine; `port` 0 takes a free one."""

    def __init__(self, office: Office, *, bind: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((bind, port), Door)
        self.office = office
        self._courier = threading.Thread(target=office.deliver, daemon=True)

    def serve(self) -> None:
        """Take and bring until `shutdown` is called from another thread."""
        self._courier.start()
        try:
            self.serve_forever(poll_interval=0.05)
        finally:
            self.office.stop()
            self._courier.join(timeout=30)
